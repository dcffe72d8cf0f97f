"""The shape of every file, as strict and frozen models."""
