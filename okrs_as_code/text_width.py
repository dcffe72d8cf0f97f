"""The columns that a terminal takes for a text (Unicode Standard Annexes 11 and 29, as far as terminals follow)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from unicodedata import category, east_asian_width

_EMOJI_STYLE = "\ufe0f"
"""Makes a sign of the character before it an emoji, which is two columns wide."""


def text_width(text: str) -> int:
    """The number of columns of a text on one line."""
    return len(text) if text.isascii() else _text_width(text)


@lru_cache(maxsize=2**12)  # bars, names and words repeat in a table
def _text_width(text: str) -> int:
    return sum(width for _, width in clusters(text))


def clusters(text: str) -> Iterator[tuple[str, int]]:
    """Parts that are never torn: a character with the accents and modifiers behind it, and its columns, 0 to 2."""
    if text.isascii():  # where nothing joins anything
        yield from ((char, 1) for char in text)
        return
    cluster, width = "", 0
    for char in text:
        if cluster and _joins(cluster, char):
            cluster += char
            width = 2 if char == _EMOJI_STYLE or _is_flag(cluster) else width
            continue
        if cluster:
            yield cluster, width
        cluster, width = char, _char_width(char)
    if cluster:
        yield cluster, width


def _joins(cluster: str, char: str) -> bool:
    is_modifier = "\U0001f3fb" <= char <= "\U0001f3ff" and east_asian_width(cluster[0]) == "W"
    return _char_width(char) == 0 or is_modifier or _is_flag(cluster + char)


def _is_flag(text: str) -> bool:
    """Whether these are two regional indicators, which stand for a flag."""
    return len(text) == 2 and all("\U0001f1e6" <= char <= "\U0001f1ff" for char in text)


def _char_width(char: str) -> int:
    if char.isascii():
        return 1
    if category(char) in ("Mn", "Me", "Cf") or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if east_asian_width(char) in "WF" else 1
