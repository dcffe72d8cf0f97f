"""Channels: carry rendered messages to people, by mail, issues or chat, and know nothing of what is in them."""
