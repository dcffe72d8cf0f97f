"""Compares two revisions by what their goals say: the changes, the approvals that they require, and who approved."""
