"""Revisions: the two sides of a comparison, with the files that are compared by their bytes or their text."""
