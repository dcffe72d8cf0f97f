"""Events of a goal's history: changes that commits brought, and records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar

from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.timeline import E, RecordEntry, suffix_order
from okrs_as_code.report.views.history.version_changes import VersionChange
from okrs_as_code.report.wording import numbers
from okrs_as_code.workspace.lineage.main_line import Origin, RecordOrigins

_KINDS = ("carried", "renamed", "objective", "terms", "planning", "manager", "agreement", "check-in", "grade")
"""Kinds of events, in the order in which they happen on one day."""


class Version(Protocol):
    """A state of a goal from one change on."""

    @property
    def origin(self) -> Origin:
        """The change."""


V = TypeVar("V", bound=Version)


@dataclass(frozen=True)
class HistoryEvent:
    """A change of a goal, or a record about it."""

    kind: str
    day: date
    """The day of a record; of a change, the day on which it reached the main line."""
    by: str | None
    """The person by id: a record's `by`; of a change, the author of the commit if people.yaml has the address."""
    name: str
    """The person's name; where nobody has the address of a commit's author, the name in the commit."""
    lines: tuple[str, ...]
    """The event in words."""
    data: Mapping[str, Any]
    """The event for other programs."""
    origin: Origin | None = None
    """The commits it came from; None where it is not committed yet (`pending`), and without git."""
    pending: bool = False
    rewritten: tuple[Origin, ...] = ()
    """Later changes of the record, which nobody should make."""
    order: tuple[int, str] = (0, "")
    """The order among records of one person and day, see `suffix_order`."""

    def as_json(self) -> dict[str, Any]:
        """The data for other programs."""
        written = self.origin.written if self.origin is not None else None
        entered = self.origin.entered if self.origin is not None else None
        return {
            "kind": self.kind,
            "date": self.day.isoformat(),
            "by": self.by,
            "commit": written.id if written is not None else None,
            "author": written.author if written is not None else None,
            "merged": entered.id if entered is not None and entered != written else None,
            "committed": entered.day.isoformat() if entered is not None else None,
            "rewritten": [origin.written.id for origin in self.rewritten],
            **self.data,
        }


def event_order(event: HistoryEvent) -> tuple[Any, ...]:
    """By day; on one day by the order of the main line, uncommitted last; then by kind."""
    line = (False, event.origin.order) if event.origin is not None else (True, 0)
    return event.day, line, _KINDS.index(event.kind), event.order


def until(versions: Sequence[V], today: date) -> Sequence[V]:
    """The versions that had reached the main line by the end of a day."""
    return [version for version in versions if version.origin.entered.day <= today]


class EventFactory:
    """Makes events, with the names of people; without `records` nothing is known of commits."""

    def __init__(self, plan: Plan, records: RecordOrigins | None) -> None:
        self._plan = plan
        self._has_commits = records is not None
        self._records = records or RecordOrigins()
        people = plan.directory.people.items()
        self._by_email = {email.lower(): person for person, entry in people for email in entry.emails}

    def change_event(self, kind: str, origin: Origin, change: VersionChange) -> HistoryEvent:
        """A change that a commit brought."""
        person, name = self._author(origin)
        lines, data = change
        return HistoryEvent(kind, origin.entered.day, person, name, lines, data, origin)

    @staticmethod
    def latest_event(kind: str, today: date, change: VersionChange, *, is_committed: bool) -> HistoryEvent:
        """The difference between what was committed up to today and the files; it may be committed since."""
        lines, data = change
        more = ("committed only after this day",) if is_committed else ()
        return HistoryEvent(kind, today, None, "somebody", (*lines, *more), data, pending=not is_committed)

    def record_event(self, kind: str, entry: RecordEntry[E], lines: list[str], data: dict[str, Any]) -> HistoryEvent:
        """A record, with who committed it where that was somebody else."""
        origin = self._records.entered.get(entry.file)
        is_correction = entry.name != entry.slot
        if is_correction and kind != "carried":
            lines.append(f"corrects what was said on {numbers.day(entry.day)}")
        if origin is not None:
            person, name = self._author(origin)
            if person != entry.by:
                lines.append(f"committed by {name}")
        return HistoryEvent(
            kind,
            entry.written,
            entry.by,
            self._plan.directory.person_name(entry.by),
            tuple(lines),
            {"record": entry.file, "corrects": entry.slot if is_correction else None, **data},
            origin,
            pending=self._has_commits and origin is None,
            rewritten=self._records.rewritten.get(entry.file, ()),
            order=suffix_order(entry.name),
        )

    def _author(self, origin: Origin) -> tuple[str | None, str]:
        """The author that a commit names: the person with that address, if there is one, and a name."""
        person = self._by_email.get(origin.written.email.lower())
        return person, origin.written.author if person is None else self._plan.directory.person_name(person)
