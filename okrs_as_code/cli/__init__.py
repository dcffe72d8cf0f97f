"""Speaks: one file per command. The only place that prints, asks for the day, or exits."""
