"""What templates see: plain values, and text that is Markdown already."""

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
    """A milestone."""

    title: Markdown
    done: bool
    weight: str
    due: str | None
    overdue: bool


@dataclass(frozen=True)
class CheckInView:
    """One check-in as told on a page."""

    day: str
    by: Markdown
    said: Markdown
    note: Markdown
    help: Markdown
    corrected: bool
    counts: bool


@dataclass(frozen=True)
class GradeView:
    """How a key result ended."""

    headline: Markdown
    because: Markdown
    learned: Markdown | None
    root_cause: Markdown | None
    carried_to: Markdown | None
    by: Markdown
    progress: str | None
    """How far it came by the numbers; None for what was dropped."""
    as_agreed: str | None


@dataclass(frozen=True)
class KeyResultView:
    """A key result as told on a page."""

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
    success: tuple[Markdown, ...]
    weight: str | None
    progress: str
    as_agreed: str | None
    """The progress by the measure that was agreed to, where that is another today."""
    value: Markdown | None
    status: str
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
class ObjectiveView:
    """An objective as told on a page."""

    title: Markdown
    link: Markdown
    team: Markdown
    owner: Markdown | None
    commitment: str
    progress: str
    coverage: str
    statuses: str
    why: tuple[Markdown, ...]
    above: Markdown | None
    below: tuple[Markdown, ...]
    key_results: tuple[KeyResultView, ...]
    initiatives: tuple[Markdown, ...]
    unread: int
    edit: Markdown | None
