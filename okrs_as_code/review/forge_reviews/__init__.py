"""Reviews: whose last word it is and of which commits, from what a forge answers or from the form of no forge."""
