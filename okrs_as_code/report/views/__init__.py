"""Views of the goals as data: what commands show and give to other programs."""
