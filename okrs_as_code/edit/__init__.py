"""Makes and changes the text of files; what is written by hand stays as it is."""
