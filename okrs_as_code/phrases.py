"""Numbers of things, in words."""

from __future__ import annotations

_UNCOUNTABLE = ("information",)


def count_phrase(count: int, noun: str) -> str:
    """A number with its noun, such as "1 file" and "2 files"."""
    return f"{count} {noun}" if count == 1 or noun in _UNCOUNTABLE else f"{count} {noun}s"
