"""Sections of Markdown: what the headings above a list or a table say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from okrs_as_code.intake.shapes.goal_outline import GoalLevel
from okrs_as_code.intake.shapes.levels import level_before_title
from okrs_as_code.intake.source.markdown_list import level_word
from okrs_as_code.intake.source.markdown_rows import OutlineRow
from okrs_as_code.intake.source.markdown_text import MarkdownText
from okrs_as_code.intake.source.title_parts import KnownNames
from okrs_as_code.phrases import count_phrase

_TEAM = re.compile(r"team\s*:?\s+(?P<before>.+)|(?P<behind>.+)\s+team", re.IGNORECASE | re.DOTALL)
_MOST_NAMED = 8


@dataclass(eq=False)
class Section:
    """A heading with all below it."""

    depth: int
    text: MarkdownText
    level: GoalLevel | None = None
    """The level that the heading names, or has as a mark; None without either."""
    is_word: bool = False
    """Whether the heading is only the name of a level: `Key results`."""
    team: str = ""
    """The team that the heading names; empty where it names none."""
    row: OutlineRow | None = None
    """The row of the goal that the heading is."""
    is_read: bool = False
    """Whether a table has it for its objective."""

    @property
    def title(self) -> str:
        """The heading without the mark of its level."""
        return without_mark(self.text.text)

    @property
    def can_be_objective(self) -> bool:
        """Whether goals below it may be its key results."""
        return not self.team and not self.is_word and self.level in (None, GoalLevel.OBJECTIVE)


class Sections:
    """The headings above a place of a page, and all that were there."""

    def __init__(self, names: KnownNames) -> None:
        self._names = names
        self._stack: list[Section] = []
        self._all: list[Section] = []

    def open(self, depth: int, text: MarkdownText) -> Section:
        """The section of a heading, which ends those of the same or a lower rank."""
        while self._stack and self._stack[-1].depth >= depth:
            self._stack.pop()
        section = Section(depth, text)
        marked = level_before_title(text.text)
        about = level_word(text.text)
        if self._team_of(text.text):
            section.team = self._team_of(text.text)
        elif about is not None:
            section.level, section.is_word = about, True
        elif marked is not None:
            section.level = marked[0]
        self._stack.append(section)
        self._all.append(section)
        return section

    def _team_of(self, text: str) -> str:
        """The name of the team that a heading is: `Sales`, `Team Sales`; empty where it is none's."""
        match = _TEAM.fullmatch(text.strip())
        candidates = [text.strip(), *(filter(None, match.groups()) if match is not None else ())]
        return next((name for name in candidates if self._names.is_team(name)), "")

    @property
    def here(self) -> Section | None:
        """The section of the last heading."""
        return self._stack[-1] if self._stack else None

    def goal(self) -> Section | None:
        """The heading above that may be an objective; None below one that names a team, or `Objectives`."""
        for section in reversed(self._stack):
            if section.can_be_objective:
                return section
            if section.team or section.level is GoalLevel.OBJECTIVE:
                return None
        return None

    def team(self) -> str:
        """The name of the team of the nearest heading that is one; empty without any."""
        return next((section.team for section in reversed(self._stack) if section.team), "")

    def notes(self, file: str) -> Iterator[str]:
        """Yields a note on the headings that are neither a goal nor a team."""
        unread = [one for one in self._all if one.can_be_objective and one.row is None and not one.is_read]
        if unread:
            named = ", ".join(f'"{one.text.text[:60]}" (line {one.text.line})' for one in unread[:_MOST_NAMED])
            more = f" and {len(unread) - _MOST_NAMED} more" if len(unread) > _MOST_NAMED else ""
            are = "is" if len(unread) == 1 else "are"
            yield f"{file}: {count_phrase(len(unread), 'heading')} {are} taken for no goal or team: {named}{more}"


def without_mark(title: str) -> str:
    """A title without the mark of its level."""
    marked = level_before_title(title)
    return marked[2].strip() if marked is not None else title
