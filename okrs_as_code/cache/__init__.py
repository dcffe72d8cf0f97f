"""A cache that can be removed: summaries of files, an index of the working tree, and output of commands."""
