"""Lint of a change: the findings that a head has and its base had not."""
