"""Elements of files, fitted to the models one by one, and what of them cannot be read."""
