"""Elements that are written and cannot be read, so that every view can say what is missing from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from okrs_as_code.model.grouping import group_pairs

MAX_TITLE = 200
"""Length in characters from which a title of something that cannot be read is cut."""


class UnreadableKind(StrEnum):
    """The kind of an element that cannot be read."""

    OBJECTIVE = "objective"
    KEY_RESULT = "key result"
    CHECK_IN = "check-in"
    AGREEMENT = "agreement"
    GRADE = "grade"
    PERSON = "person"
    TEAM = "team"
    FILE = "file"


class UnreadableElement(NamedTuple):
    """An element that cannot be read, or not as a whole.

    `subject` is its complete id as far as that is known, else its file; `title` names it among its neighbours.
    `cycle`, `team` and `objective` (the complete id of a readable one) say what it belongs to, as far as known;
    `key_result` is the complete id of the key result that an entry of a record is about. `owner` is a known person, or
    None.
    """

    kind: UnreadableKind
    file: str
    subject: str
    title: str
    cycle: str = ""
    team: str = ""
    objective: str = ""
    key_result: str = ""
    owner: str | None = None
    lacks_owner_alone: bool = False
    """Whether it is a key result that could be read if it had an owner."""
    position: int = 0
    """The place of a key result in its objective, from 1 on; 0 for anything else."""

    @property
    def is_whole_objective(self) -> bool:
        """Whether it is an objective of which nothing can be read."""
        return self.kind is UnreadableKind.OBJECTIVE and not self.objective

    def as_json(self) -> dict[str, str]:
        """The element for other programs."""
        return {"file": self.file, "subject": self.subject, "kind": str(self.kind)}


def raw_title(value: Any, otherwise: str) -> str:
    """A title as it is written, on one line and cut; the other one where there is no text."""
    words = " ".join(value.split()) if isinstance(value, str) else ""
    if not words:
        return otherwise
    return words if len(words) <= MAX_TITLE else f"{words[: MAX_TITLE - 1]}…"


class UnreadableElements:
    """All elements of a plan that cannot be read, in the order of their files."""

    def __init__(self, elements: Iterable[UnreadableElement]) -> None:
        self._elements = tuple(sorted(elements, key=lambda element: element.file))

    def __iter__(self) -> Iterator[UnreadableElement]:
        return iter(self._elements)

    def __bool__(self) -> bool:
        return bool(self._elements)

    def within(
        self, cycle: str | None = None, *, team: str | None = None, person: str | None = None
    ) -> tuple[UnreadableElement, ...]:
        """The elements that belong, or may belong, to a cycle, a team's objectives and a person.

        An element of which it is not known where it belongs may belong to any of them, and an objective may count in
        one of another team.
        """
        return tuple(
            element
            for element in self._elements
            if cycle in (None, element.cycle or cycle)
            and (team in (None, element.team or team) or element.kind is UnreadableKind.OBJECTIVE)
            and person in (None, element.owner or person)
        )

    def objectives(self, cycle: str) -> tuple[UnreadableElement, ...]:
        """The objectives of a cycle of which nothing can be read."""
        return tuple(element for element in self._elements if element.cycle == cycle and element.is_whole_objective)

    def goals_of_team(self, cycle: str, team: str) -> tuple[UnreadableElement, ...]:
        """The objectives and key results of a team in a cycle that cannot be read."""
        goals = (UnreadableKind.OBJECTIVE, UnreadableKind.KEY_RESULT)
        return tuple(one for one in self._elements if one.kind in goals and (one.cycle, one.team) == (cycle, team))

    def of_objective(self, objective: str) -> tuple[UnreadableElement, ...]:
        """The elements of a readable objective, and the entries of records about its key results."""
        return self._by_objective.get(objective, ())

    def about_objective(self, cycle: str, team: str, objective: str) -> tuple[UnreadableElement, ...]:
        """The elements of a readable objective of a team, and those of which nobody knows what they are about."""
        return tuple(
            element
            for element in self.within(cycle, team=team)
            if element.objective in ("", objective) or element.kind is UnreadableKind.OBJECTIVE
        )

    def of_key_result(self, key_result: str) -> tuple[UnreadableElement, ...]:
        """The entries of records about one key result."""
        return self._by_key_result.get(key_result, ())

    @cached_property
    def _by_objective(self) -> Mapping[str, tuple[UnreadableElement, ...]]:
        return group_pairs((element.objective, element) for element in self._elements if element.objective)

    @cached_property
    def _by_key_result(self) -> Mapping[str, tuple[UnreadableElement, ...]]:
        return group_pairs((element.key_result, element) for element in self._elements if element.key_result)
