"""The unreadable parts of a change: their last readable state, and the changes against that."""
