"""The formats of an export: each makes the content of one file, or of several, from the rows of all tables."""
