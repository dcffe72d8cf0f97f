"""Remedies for values that do not fit, with the words to write instead."""
