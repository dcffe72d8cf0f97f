"""Trackers: the issues of a repository and their comments, as the API of each forge has them."""
