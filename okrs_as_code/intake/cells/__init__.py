"""Cells: numbers, days, cycles, people and status words, as a whole file writes them."""
