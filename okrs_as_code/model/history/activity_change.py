"""Changes between two days: their kinds, and those that check-ins about any kind of goal make in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Generic, TypeVar

from okrs_as_code.model.files.record import CheckInEntry, ObjectiveEntry
from okrs_as_code.model.timeline import RecordEntry, timeline

S = TypeVar("S", CheckInEntry, ObjectiveEntry)

LATE_WITHIN = timedelta(days=14)
"""The time before a period in which a record may be dated that came to the main branch in it."""


class ActivityKind(StrEnum):
    """The kind of a change."""

    VALUE = "value"
    STEP = "step"
    BASELINE = "baseline measured"
    CONFIDENCE = "confidence"
    STATUS = "status"
    DONE = "done"
    PAUSED = "paused"
    HELP_ASKED = "help asked"
    HELP_CLOSED = "help closed"
    SILENT = "silent"
    NOTE = "note on an objective"
    AGREED = "agreed"
    GRADED = "graded"
    DROPPED = "dropped"
    CORRECTED = "corrected"
    LATE = "late"


class Trend(StrEnum):
    """The trend of a change, for the goal."""

    BETTER = "better"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class ActivityChange:
    """A change of a goal; `subject` is its complete id, and `record` the file that says so, where one does."""

    kind: ActivityKind
    subject: str
    field: str
    before: Any = None
    after: Any = None
    direction: Trend | None = None
    day: date | None = None
    by: str | None = None
    record: str | None = None


@dataclass(frozen=True)
class ActivityPeriod:
    """The days after `since` up to the end of `until`; `arrived` has the days on which records came, by file."""

    since: date
    until: date
    arrived: Mapping[str, date]


class CheckInChanges(Generic[S]):
    """The check-ins about a goal before a period and in it, as they are corrected by now, and what changes by them.

    `entries` are all entries about the goal as they are written, and `corrected` those that stand at the period's end.
    """

    def __init__(
        self,
        subject: str,
        owner: str,
        entries: Iterable[RecordEntry[S]],
        corrected: Sequence[RecordEntry[S]],
        period: ActivityPeriod,
    ) -> None:
        self._subject, self._owner = subject, owner
        self._period = period
        self._entries: tuple[RecordEntry[S], ...] = tuple(entries)
        self.before: tuple[RecordEntry[S], ...] = tuple(each for each in corrected if each.day <= period.since)
        self.new: tuple[RecordEntry[S], ...] = tuple(each for each in corrected if each.day > period.since)

    def change(
        self,
        kind: ActivityKind,
        field: str,
        before: Any = None,
        after: Any = None,
        direction: Trend | None = None,
        entry: RecordEntry[Any] | None = None,
    ) -> ActivityChange:
        """A change of the goal, as the entry of a record says, where one does."""
        said = (entry.day, entry.by, entry.file) if entry is not None else (None, None, None)
        return ActivityChange(kind, self._subject, field, before, after, direction, *said)

    def latest(self, field: str) -> RecordEntry[S] | None:
        """The latest check-in of the period that says something in a field."""
        return next((new for new in reversed(self.new) if getattr(new.entry, field) is not None), None)

    def help(self, before: RecordEntry[S] | None, after: RecordEntry[S] | None) -> Iterator[ActivityChange]:
        """Yields the support that is asked for, or no more, from the requests that stand on the two days."""
        was = before.entry.help if before is not None else None
        if after is not None and after.entry.help != was:
            yield self.change(ActivityKind.HELP_ASKED, "help", was, after.entry.help, entry=after)
        elif before is not None and after is None:
            closing = self.new[-1] if self.new else None
            yield self.change(ActivityKind.HELP_CLOSED, "help", was, entry=closing)

    def corrections(self, fields: Sequence[str]) -> Iterator[ActivityChange]:
        """Yields what was said before the period and corrected in it, with both values."""
        written = timeline(self._entries, self._owner, self._period.since)
        earlier = {(entry.cycle, entry.slot): entry for entry in written}
        for now in self.before:
            was = earlier.get((now.cycle, now.slot))
            if was is None or was.name == now.name:
                continue
            for field in fields:
                before, after = getattr(was.entry, field), getattr(now.entry, field)
                if before != after:
                    yield self.change(ActivityKind.CORRECTED, field, before, after, entry=now)

    def late(self, field: str, entries: Iterable[RecordEntry[Any]]) -> Iterator[ActivityChange]:
        """Yields what is dated before the period and came to the main branch in it: else it would be in no week."""
        period = self._period
        for entry in entries if period.arrived else ():
            arrived = period.arrived.get(entry.file)
            is_recent = entry.day > period.since - LATE_WITHIN and entry.name == entry.slot  # no correction
            if arrived is not None and is_recent and period.since < arrived <= period.until:
                yield self.change(ActivityKind.LATE, field, after=str(entry.day), entry=entry)
