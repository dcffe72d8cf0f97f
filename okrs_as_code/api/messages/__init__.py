"""Weekly messages: who gets one on a day, by which way, and what becomes of it."""
