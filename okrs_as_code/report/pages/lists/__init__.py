"""Lists of all that a cycle holds, search in all cycles, and how long lists go on on next pages."""
