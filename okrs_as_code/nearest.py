"""The nearest known word, for every message that refuses another one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

_MAX_LISTED = 8
_parts = re.compile(r"[^-/\s]+").findall


def nearest(written: str, known: Iterable[str]) -> str | None:
    """The known word nearest to the one written; None where none is near (`difflib`, a ratio of at least 0.6).

    The only one with all its parts is nearer than any other: `growth/paying` is in `growth/win-10-paying-customers`.
    """
    return _nearest(written, tuple(known))


@lru_cache(maxsize=256)
def _nearest(written: str, words: tuple[str, ...]) -> str | None:
    """Kept for the next record that names what is not there, as records do so week after week."""
    parts = set(_parts(written))
    having_all = [word for word in words if parts <= set(_parts(word))]
    if parts and len(having_all) == 1:
        return having_all[0]
    from difflib import get_close_matches  # of most runs no message suggests a word

    matches = get_close_matches(written, words, n=1, cutoff=0.6)
    return matches[0] if matches else None


def did_you_mean(word: str | None) -> str:
    """`did you mean "x"? `, or nothing for None; the beginning of a help line."""
    return f'did you mean "{word}"? ' if word is not None else ""


def suggestion(written: str, known: Iterable[str]) -> str:
    """`did you mean "x"? ` with the nearest known word, or nothing; the beginning of a help line."""
    return did_you_mean(nearest(written, known))


def one_of(written: str, known: Iterable[str]) -> str:
    """A suggestion, or where no word is near a list of the known ones, as far as it fits on a line: people, teams."""
    names = sorted(known)
    hint = suggestion(written, names)
    if hint or not names:
        return hint
    return f"known: {', '.join(names[:_MAX_LISTED])}{_more(names)}; "


def listed(names: Sequence[str]) -> str:
    """Names to choose from, as far as they fit on a line: `"ada-b", "ada-c" or 3 more`."""
    shown = [f'"{name}"' for name in names[:_MAX_LISTED]]
    rest = len(names) - len(shown)
    last = f"{rest} more" if rest else shown.pop()
    return f"{', '.join(shown)} or {last}"


def _more(names: Sequence[str]) -> str:
    return f" and {len(names) - _MAX_LISTED} more" if len(names) > _MAX_LISTED else ""
