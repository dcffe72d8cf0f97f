"""Changes: the differences between two revisions, in goals, records and policy."""
