"""The shipped workflows, run unmodified by runners that stand in for GitHub's and GitLab's: see `__main__.py`."""
