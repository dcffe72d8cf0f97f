"""Brings rendered text, and verdicts, to where people are; asks a forge what it knows."""
