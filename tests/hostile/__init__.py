"""Repositories whose configuration or content wants to run programs, or to change what is found."""
