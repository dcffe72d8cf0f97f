"""Views that templates see: plain values, and text that is Inline already.

Templates of repositories read these fields by their names, too.
"""

from __future__ import annotations

from dataclasses import dataclass

from okrs_as_code.report.inline import Inline
from okrs_as_code.report.pages.figures import BarView, CourseView, SignView, StripView
from okrs_as_code.report.pictures.picture import Picture


@dataclass(frozen=True)
class FileView:
    """A link to the forge's page for a new file; `to_paste` is its content where the address does not carry it."""

    link: Inline
    path: Inline
    to_paste: Inline | None


@dataclass(frozen=True)
class StepView:
    """A milestone of a key result."""

    title: Inline
    done: bool
    weight: str
    due: str | None
    overdue: bool


@dataclass(frozen=True)
class CheckInView:
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


@dataclass(frozen=True)
class GradeView:
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


@dataclass(frozen=True)
class KeyResultView:
    """A key result."""

    id: str
    title: Inline
    link: Inline
    objective: Inline
    team: Inline
    owner: Inline
    manager: Inline | None
    contributors: Inline | None
    measure: Inline
    steps: tuple[StepView, ...]
    start: str | None
    due: str
    plan: Inline | None
    """The values planned for days before it is due; None where there is no plan."""
    commitment: str | None
    """Its own commitment; None where that of its objective holds."""
    success: tuple[Inline, ...]
    weight: str | None
    progress: str
    bar: BarView
    as_agreed: str | None
    """The progress by the measure that was agreed to; None where that is today's measure."""
    value: Inline | None
    status: str
    note: Inline | None
    """Why it is paused; None where it is not."""
    late: Inline | None
    """The report that came too late to count; part of `value`, too."""
    sign: SignView
    strip: StripView
    picture: Picture | None
    """Its values by day; None in a list, and where pictures are files of their own."""
    pace: str | None
    pace_told: bool
    has_confidence: bool
    confidence: Inline
    confidence_history: Inline | None
    agreement: tuple[Inline, ...]
    state: str
    last_check_in: str
    next_check_in: str | None
    needs_a_word: bool
    check_ins: tuple[CheckInView, ...]
    earlier_check_ins: int
    help: Inline | None
    next: Inline | None
    """The step that the owner will do until the next check-in; None where the latest one does not say."""
    tags: Inline | None
    below: tuple[Inline, ...]
    """The objectives that are aligned to it."""
    grade: GradeView | None
    links: tuple[Inline, ...]
    initiatives: tuple[Inline, ...]
    check_in: FileView | None


@dataclass(frozen=True)
class UnreadableView:
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


@dataclass(frozen=True)
class NoteView:
    """A sentence in a check-in about an objective as a whole."""

    day: str
    by: Inline
    text: Inline
    help: Inline
    """Empty where it asks for no help."""


@dataclass(frozen=True)
class ObjectiveView:
    """An objective."""

    title: Inline
    link: Inline
    team: Inline
    owner: Inline | None
    commitment: str
    progress: str
    bar: BarView
    course: CourseView | None
    """Its progress by week; None in a list on pages without pictures within."""
    coverage: str
    score: Inline | None
    """The average of its grades, "score 0.7", or what came of each kind where it has commitments and aspirations.

    None while nothing has a grade.
    """
    statuses: str
    why: tuple[Inline, ...]
    note: NoteView | None
    """The newest sentence about it as a whole."""
    earlier_notes: tuple[NoteView, ...]
    help: Inline | None
    """The help that is asked for with the objective as a whole, while it is open."""
    tags: Inline | None
    parents: tuple[Inline, ...]
    """A sentence on each goal to which it is aligned."""
    above: Inline | None
    """The sentences of `parents` in one."""
    below: tuple[Inline, ...]
    """The objectives that are aligned to it, and not to one of its key results."""
    key_results: tuple[KeyResultView, ...]
    initiatives: tuple[Inline, ...]
    unreadable: tuple[UnreadableView, ...]
    """Its key results that cannot be read."""
    edit: Inline | None


@dataclass(frozen=True)
class BacklogKeyResultView:
    """A key result of the backlog; `details` has its owner and measure as far as they are known."""

    title: Inline
    details: Inline | None


@dataclass(frozen=True)
class BacklogGoalView:
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
