"""Tells how things stand: Markdown pages, and the data behind the table of `okrs status`."""
