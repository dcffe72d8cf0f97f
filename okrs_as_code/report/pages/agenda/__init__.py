"""The tasks that wait for teams and people, as their pages show them."""
