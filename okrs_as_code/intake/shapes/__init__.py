"""Shapes: how the rows of tables make objectives with their key results."""
