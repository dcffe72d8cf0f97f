"""Views that templates see: plain values, and text that is Inline already.

Templates of repositories read these fields by their names, too.
"""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.report.inline import Inline

N = TypeVar("N", KeyResultNode, ObjectiveNode)


class GoalView(Generic[N]):
    """A goal on one page, whose fields are made when a template first asks for them.

    Views of one goal on a page are equal. As text a view is the id of its goal: the same in every run.
    """

    def __init__(self, node: N, *, whole: bool) -> None:
        self._node: N = node
        self._whole = whole

    def __eq__(self, other: object) -> bool:
        return isinstance(other, GoalView) and type(other) is type(self) and other._key == self._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._node.id})"

    @property
    def _key(self) -> tuple[str, bool]:
        return self._node.id, self._whole


class FileView(NamedTuple):
    """A link to the forge's page for a new file; `to_paste` is its content where the address does not carry it."""

    link: Inline
    path: Inline
    to_paste: Inline | None


class StepView(NamedTuple):
    """A milestone of a key result."""

    title: Inline
    done: bool
    weight: str
    due: str | None
    overdue: bool


class CheckInView(NamedTuple):
    """A check-in on a key result."""

    day: str
    by: Inline
    said: Inline
    note: Inline
    help: Inline
    next: Inline
    """The step that the owner meant to do until the next check-in; empty where nothing is said."""
    corrected: bool
    counts: bool


class GradeView(NamedTuple):
    """The grade of a key result."""

    headline: Inline
    score: str | None
    """The score; None for what was dropped without one."""
    because: Inline
    learned: Inline | None
    root_cause: Inline | None
    carried_to: Inline | None
    by: Inline
    progress: str | None
    """The progress by the numbers; None for what was dropped."""
    as_agreed: str | None


class UnreadableView(NamedTuple):
    """Something that is written and cannot be read."""

    title: Inline
    file: Inline
    team: Inline
    """Empty where it is not known."""
    owner: Inline
    """Empty where it is not known."""
    edit: Inline | None
    fault: Inline
    """The word in the place of its status: that it cannot be read, or has no owner."""


class NoteView(NamedTuple):
    """A sentence in a check-in about an objective as a whole."""

    day: str
    by: Inline
    text: Inline
    help: Inline
    """Empty where it asks for no help."""


class BacklogKeyResultView(NamedTuple):
    """A key result of the backlog; `details` has its owner and measure as far as they are known."""

    title: Inline
    details: Inline | None


class BacklogGoalView(NamedTuple):
    """A goal of the backlog."""

    id: Inline
    title: Inline
    why: tuple[Inline, ...]
    owner: Inline | None
    above: Inline | None
    """The goal that it is to be aligned to, as it is written."""
    key_results: tuple[BacklogKeyResultView, ...]
    initiatives: tuple[Inline, ...]
    unreadable: tuple[UnreadableView, ...]
    """Its key results that cannot be read."""
    edit: Inline | None
