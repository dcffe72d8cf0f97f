"""Counts and lists in the words of a sentence, and text that is cut at a word."""

from __future__ import annotations

from collections.abc import Sequence

_UNCOUNTABLE = ("information",)
_PLURALS = {"person": "people"}


def count_phrase(count: int, noun: str) -> str:
    """A number with its noun, such as "1 file" and "2 files"."""
    is_singular = count == 1 or noun in _UNCOUNTABLE
    return f"{count} {noun if is_singular else _PLURALS.get(noun, f'{noun}s')}"


def join_words(words: Sequence[str]) -> str:
    """Words of a sentence: `a`, `a and b`, `a, b and c`."""
    return _join(words, " and ")


def join_or(words: Sequence[str]) -> str:
    """Alternatives in a sentence: `a`, `a or b`, `a, b or c`."""
    return _join(words, " or ")


def _join(words: Sequence[str], last: str) -> str:
    return last.join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)


def shortened(text: str, limit: int) -> str:
    """Text of at most `limit` characters on one line; what is longer ends at a word, with “…”."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[:limit]
    words, space, _ = cut.rpartition(" ")
    return f"{words if space and len(words) > limit // 2 else cut[:-1]}…"
