"""Trees to read files from: the working tree, a revision, or either with changes that are not written yet."""
