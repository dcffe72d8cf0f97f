"""Diagnosis of what is no YAML: the most probable mistake, and the line to write."""
