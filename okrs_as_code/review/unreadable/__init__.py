"""What cannot be read in a change: its last readable state, and the changes against that."""
