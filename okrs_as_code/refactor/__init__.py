"""Changes of files that people wrote, which keep what they meant."""
