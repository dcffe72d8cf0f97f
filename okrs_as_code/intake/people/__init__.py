"""People of a list: who is new is added, and who is there is left."""
