"""Views of the goals as data, which commands show and give to other programs."""
