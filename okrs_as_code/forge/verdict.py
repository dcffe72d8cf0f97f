"""The verdict on a pull request, and the comment that shows it there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """The verdict on a pull request: in a line, and with all that a reviewer wants to know as Markdown."""

    complete: bool
    """Whether every approval that it needs is there."""
    line: str
    page: str
    is_set_up: bool = True
    """Whether the base has anybody who could be asked."""
    concerns_goals: bool = True
    """Whether there is anything to comment on at all."""


MARK = "<!-- okrs: this comment is kept up to date -->"
"""The first line of our comment, by which it is found again."""
_NOTHING = "Nothing of the goals changes here any more.\n"


def comment_body(page: str | None) -> str:
    """The text of the comment that holds a page; None where the change no longer concerns the goals."""
    return f"{MARK}\n{page if page is not None else _NOTHING}"
