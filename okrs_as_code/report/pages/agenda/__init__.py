"""What waits for teams and people, as their pages show it."""
