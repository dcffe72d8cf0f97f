"""Headings: which column means what, by exact aliases, a mapping file or a preset."""
