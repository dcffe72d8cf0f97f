"""Weekly messages: what waits for a person, and how what concerns them moved, as plain data and as text."""
