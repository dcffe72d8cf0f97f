"""Writes to disk: whole files or none, several together or none."""
