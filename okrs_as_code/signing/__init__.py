"""Signatures under agreements: their text, their keys, and whether they hold."""
