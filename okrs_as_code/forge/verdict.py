"""What is told of one pull request."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """Whether it is approved, in a line, and with all that a reviewer wants to know as Markdown."""

    complete: bool
    line: str
    page: str
    concerns_goals: bool = True
    """Whether there is anything to tell at all."""


MARK = "<!-- okrs: this comment is kept up to date -->"
"""How the one comment at a pull request is found again."""


_NOTHING = "Nothing of the goals changes here any more.\n"


def comment(page: str | None) -> str:
    """The comment that holds a page; None where there was something to tell, and is no more."""
    return f"{MARK}\n{page if page is not None else _NOTHING}"
