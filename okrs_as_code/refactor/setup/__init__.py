"""Setting up a repository: its first files, the jobs of its forge, and what keeps the tool up to date."""
