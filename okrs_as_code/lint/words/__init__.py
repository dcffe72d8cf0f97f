"""The words of titles: numbers and what they count, verbs and what they promise, ends, and what was never filled in."""
