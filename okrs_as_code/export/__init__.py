"""Tables of all data for other programs: one definition, and a writer for each format."""
