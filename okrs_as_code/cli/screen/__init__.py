"""Output for a terminal: styled text, its width, and the tables that commands show."""
