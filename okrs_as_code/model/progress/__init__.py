"""Progress of a key result: how far, at what pace, in which status; and what that is for an objective."""
