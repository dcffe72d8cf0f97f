"""Changes of files that people wrote: what they meant stays."""
