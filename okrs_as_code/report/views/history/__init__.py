"""History: what happened to a key result or an objective, event by event."""
