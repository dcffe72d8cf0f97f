"""Compares two revisions in the words of goals: what changed, who has to approve it, and who did."""
