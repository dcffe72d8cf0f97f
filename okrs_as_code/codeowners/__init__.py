"""CODEOWNERS: its syntax on each forge, and the part of it that follows from the goals."""
