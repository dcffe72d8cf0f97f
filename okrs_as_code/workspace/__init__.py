"""Brings files and models together: trees to read from, what was loaded, and git."""
