"""Reports on the goals: phrases, Markdown pages, and the views behind commands such as `okrs status`."""
