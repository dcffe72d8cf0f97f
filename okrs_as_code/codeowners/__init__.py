"""CODEOWNERS: what a forge reads in it, and the part of it that follows from the goals."""
