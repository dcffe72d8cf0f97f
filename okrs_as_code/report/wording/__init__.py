"""Phrases: the same words for the same thing on every page and in the terminal."""
