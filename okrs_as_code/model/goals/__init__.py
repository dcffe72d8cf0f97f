"""Goals: objectives and key results, what they are aligned to, and where a reference leads."""
