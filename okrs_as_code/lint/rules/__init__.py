"""One rule, one file, one class; the registry finds them by their file names."""
