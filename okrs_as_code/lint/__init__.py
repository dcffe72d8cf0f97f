"""Judges a workspace: rules, the engine that runs them, and the formats in which findings are written."""
