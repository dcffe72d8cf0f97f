"""Views that templates see: plain values, and text that is Markdown already.

Templates of repositories read these fields by their names, too.
"""

from __future__ import annotations

from dataclasses import dataclass

from okrs_as_code.report.markdown import Markdown


@dataclass(frozen=True)
class FileView:
    """A link to the forge's page for a new file; `to_paste` is its content where the address does not carry it."""

    link: Markdown
    path: Markdown
    to_paste: Markdown | None


@dataclass(frozen=True)
class StepView:
    """A milestone of a key result."""

    title: Markdown
    done: bool
    weight: str
    due: str | None
    overdue: bool


@dataclass(frozen=True)
class CheckInView:
    """A check-in on a key result."""

    day: str
    by: Markdown
    said: Markdown
    note: Markdown
    help: Markdown
    corrected: bool
    counts: bool


@dataclass(frozen=True)
class GradeView:
    """The grade of a key result."""

    headline: Markdown
    because: Markdown
    learned: Markdown | None
    root_cause: Markdown | None
    carried_to: Markdown | None
    by: Markdown
    progress: str | None
    """The progress by the numbers; None for what was dropped."""
    as_agreed: str | None


@dataclass(frozen=True)
class KeyResultView:
    """A key result."""

    id: str
    title: Markdown
    link: Markdown
    objective: Markdown
    team: Markdown
    owner: Markdown
    manager: Markdown | None
    contributors: Markdown | None
    measure: Markdown
    steps: tuple[StepView, ...]
    start: str | None
    due: str
    plan: Markdown | None
    """The values planned for days before it is due; None where there is no plan."""
    commitment: str | None
    """Its own commitment; None where that of its objective holds."""
    success: tuple[Markdown, ...]
    weight: str | None
    progress: str
    as_agreed: str | None
    """The progress by the measure that was agreed to; None where that is today's measure."""
    value: Markdown | None
    status: str
    note: Markdown | None
    """Why it is paused; None where it is not."""
    pace: str | None
    pace_told: bool
    confidence: Markdown
    confidence_history: Markdown | None
    agreement: tuple[Markdown, ...]
    state: str
    last_check_in: str
    next_check_in: str | None
    needs_a_word: bool
    check_ins: tuple[CheckInView, ...]
    earlier_check_ins: int
    help: Markdown | None
    grade: GradeView | None
    links: tuple[Markdown, ...]
    initiatives: tuple[Markdown, ...]
    check_in: FileView | None


@dataclass(frozen=True)
class UnreadableView:
    """Something that is written and cannot be read."""

    title: Markdown
    file: Markdown
    team: Markdown
    """Empty where it is not known."""
    owner: Markdown
    """Empty where it is not known."""
    edit: Markdown | None


@dataclass(frozen=True)
class ObjectiveView:
    """An objective."""

    title: Markdown
    link: Markdown
    team: Markdown
    owner: Markdown | None
    commitment: str
    progress: str
    coverage: str
    score: Markdown | None
    """The average of its grades; None while nothing has one."""
    statuses: str
    why: tuple[Markdown, ...]
    above: Markdown | None
    below: tuple[Markdown, ...]
    key_results: tuple[KeyResultView, ...]
    initiatives: tuple[Markdown, ...]
    unreadable: tuple[UnreadableView, ...]
    """Its key results that cannot be read."""
    edit: Markdown | None
