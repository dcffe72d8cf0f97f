"""Goals of a file as ours: their places, ids, measures, people, and what is said of them."""
