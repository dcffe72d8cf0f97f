"""The nearest right value, for every message that refuses one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(written: str, known: Iterable[str]) -> str | None:
    """The known word nearest to what was written, if any is near."""
    found = get_close_matches(written, tuple(known), n=1, cutoff=0.6)
    return found[0] if found else None


def suggestion(written: str, known: Iterable[str]) -> str:
    """`did you mean "x"? `, or nothing; the beginning of a help line."""
    found = nearest(written, known)
    return f'did you mean "{found}"? ' if found is not None else ""


_LISTED = 8


def one_of(written: str, known: Iterable[str]) -> str:
    """The same, and where nothing is near those that there are, as far as they fit on a line: people, teams."""
    names = sorted(known)
    near = suggestion(written, names)
    if near or not names:
        return near
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return f"known: {', '.join(names[:_LISTED])}{more}; "
