"""The hidden mark at the end of a person's issue and of our comments: whose it is, and which weeks were sent."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from okrs_as_code.forge.channels.channel import LastSent

_NONE = "none"
_DAY = rf"{_NONE}|\d{{4}}-\d{{2}}-\d{{2}}"
_MARK = re.compile(
    rf"<!-- okrs: person=(?P<person>[a-z][a-z0-9-]{{0,63}})"
    rf" message=(?P<message>{_DAY}) reminder=(?P<reminder>{_DAY}) -->"
)


def with_mark(text: str, person: str, sent: LastSent) -> str:
    """Markdown that ends with the mark."""
    weeks = f"message={sent.message or _NONE} reminder={sent.reminder or _NONE}"
    return f"{text.rstrip()}\n\n<!-- okrs: person={person} {weeks} -->\n"


def read_mark(text: str) -> tuple[str, LastSent] | None:
    """The person and the weeks of the mark that ends a text; None where it ends with none."""
    last_line = text.rstrip().rpartition("\n")[2]
    match = _MARK.fullmatch(last_line.strip())
    if match is None:
        return None
    try:
        return match["person"], LastSent(_week(match["message"]), _week(match["reminder"]))
    except ValueError:
        return None


def latest(all_sent: Iterable[LastSent], week: date) -> LastSent:
    """The latest weeks of several marks; those after `week` were written by a wrong clock, and do not count."""
    marks = list(all_sent)
    return LastSent(
        max((mark.message for mark in marks if mark.message and mark.message <= week), default=None),
        max((mark.reminder for mark in marks if mark.reminder and mark.reminder <= week), default=None),
    )


def _week(text: str) -> date | None:
    return None if text == _NONE else date.fromisoformat(text)
