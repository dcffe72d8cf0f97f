"""The lineage of goals: what their files said through all commits, and the commits that brought their records."""
