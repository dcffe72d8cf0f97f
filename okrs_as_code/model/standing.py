"""The standing of a key result, or of an objective, on one day: all that is known of it then."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from okrs_as_code.model.consent import Consent
from okrs_as_code.model.files.record import CheckInEntry, GradeEntry, ObjectiveEntry
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.unreadable import UnreadableElement, UnreadableKind
from okrs_as_code.model.progress.pace import Pace
from okrs_as_code.model.progress.progress import Progress
from okrs_as_code.model.progress.roll_up import RollUp
from okrs_as_code.model.progress.status import Status, assumes_start, latest_report
from okrs_as_code.model.timeline import RecordEntry


@dataclass(frozen=True)
class KeyResultStanding:
    """A key result on one day."""

    node: KeyResultNode
    progress: Progress
    expected_progress: float | None
    """The progress that is expected on the day, by the time that is gone or by its plan; None without a pace."""
    pace: Pace | None
    status: Status
    is_done: bool
    """Whether all is reached and nothing is left to report, whatever status is shown."""
    confidence: float | None
    consent: Consent
    asking: RecordEntry[CheckInEntry] | None
    """The check-in that asks for support, while the key result is open: the latest by somebody who has a part in it.

    Others can ask, too, and never take back what those asked for.
    """
    check_ins: tuple[RecordEntry[CheckInEntry], ...]
    """All check-ins up to the day, in order; those too late to count are at the end."""
    counted: tuple[RecordEntry[CheckInEntry], ...]
    """Those of them that decide value, confidence and status."""
    grade: RecordEntry[GradeEntry] | None
    days_overdue: int
    """Days by which the check-in is late beyond its grace; 0 or less while it is not stale."""
    check_in_due: date
    silent_for_long: bool
    """Whether it runs, and many check-ins in a row are missing; the owner's agreement breaks silence, too."""
    unreadable: tuple[UnreadableElement, ...] = ()
    """Entries of records about it that cannot be read."""

    @property
    def latest(self) -> RecordEntry[CheckInEntry] | None:
        """The latest check-in by anyone."""
        return self.check_ins[-1] if self.check_ins else None

    @property
    def late_check_in(self) -> RecordEntry[CheckInEntry] | None:
        """The latest check-in that came too late to count; None where all count."""
        return self.check_ins[-1] if len(self.check_ins) > len(self.counted) else None

    @cached_property
    def last_written(self) -> date | None:
        """The day on which the last of its records was written, as far as they count today; None without any."""
        days = [check_in.written for check_in in self.check_ins]
        days += [role.agreement.written for role in self.consent.roles if role.agreement is not None]
        days += [self.grade.written] if self.grade is not None else []
        return max(days, default=None)

    @property
    def latest_report(self) -> RecordEntry[CheckInEntry] | None:
        """The latest check-in that counts and says how it stands, not only what comes next; None without one."""
        return latest_report(self.counted)

    @property
    def pause_note(self) -> str | None:
        """The note of the check-in that pauses it; None where it says nothing, and where it is not paused."""
        report = self.latest_report if self.status is Status.PAUSED else None
        return report.entry.note if report is not None else None

    @property
    def value_by(self) -> str | None:
        """The person whose check-in says its value; None without one."""
        entries = ((check_in.by, check_in.entry) for check_in in reversed(self.counted))
        return next((by for by, entry in entries if entry.value is not None or entry.done is not None), None)

    @property
    def lacks_latest(self) -> bool:
        """Whether there is a check-in that cannot be read, and none after it that can."""
        day = self.latest.written.isoformat() if self.latest is not None else ""
        check_ins = (element for element in self.unreadable if element.kind is UnreadableKind.CHECK_IN)
        return any(posixpath.basename(check_in.file) >= day for check_in in check_ins)

    @property
    def help(self) -> str | None:
        """The support asked for, while the key result is open."""
        return self.asking.entry.help if self.asking is not None else None

    @property
    def next(self) -> str | None:
        """The next step of the owner until the next check-in, as the latest one says, while the key result is open."""
        is_open = self.status not in (Status.CLOSED, Status.DROPPED)
        return self.latest.entry.next if self.latest is not None and is_open else None

    @property
    def reporters(self) -> tuple[str, ...]:
        """The people other than the owner whose check-ins decide its value and its status, as far as any do."""
        entries = ((check_in.by, check_in.entry) for check_in in reversed(self.counted))
        statuses = (by for by, entry in entries if entry.status is not None or entry.confidence is not None)
        deciding = (self.value_by, next(statuses, None))
        return tuple(dict.fromkeys(by for by in deciding if by not in (None, self.node.owner)))

    @property
    def assumes_start(self) -> bool:
        """Whether it is stale only as nobody wrote when it began, so that the first day of its cycle counts."""
        return assumes_start(self.status, self.check_ins, self.node.content.start)

    @property
    def needs_a_word(self) -> bool:
        """Whether to ask if it needs support, or a new owner: it is silent for long, and nobody has asked for help."""
        return self.silent_for_long and self.help is None

    @property
    def score(self) -> float | None:
        """The grade's score, if graded."""
        return self.grade.entry.score if self.grade is not None else None

    @property
    def needs_help(self) -> bool:
        """Whether somebody asked for help, or it may be missed."""
        return self.help is not None or self.status in (Status.OFF_TRACK, Status.AT_RISK)


class ObjectiveStanding(NamedTuple):
    """An objective on one day."""

    node: ObjectiveNode
    roll_up: RollUp
    key_results: tuple[KeyResultStanding, ...]
    check_ins: tuple[RecordEntry[ObjectiveEntry], ...] = ()
    """All that check-ins up to the day say about it as a whole, in order."""
    asking: RecordEntry[ObjectiveEntry] | None = None
    """The entry that asks for support, whether it is open or not, chosen as that of a key result is."""

    @property
    def latest(self) -> RecordEntry[ObjectiveEntry] | None:
        """The latest entry about it as a whole by anyone."""
        return self.check_ins[-1] if self.check_ins else None

    @property
    def note(self) -> RecordEntry[ObjectiveEntry] | None:
        """The latest entry with a note."""
        return next((entry for entry in reversed(self.check_ins) if entry.entry.note is not None), None)

    @property
    def help(self) -> str | None:
        """The support asked for with it as a whole, while it is open."""
        return self.asking.entry.help if self.asking is not None and not self.closed else None

    @property
    def statuses(self) -> Mapping[Status, int]:
        """The number of key results by status, the worst first."""
        return tally(self.key_results)

    @property
    def worst(self) -> Status | None:
        """The status by which it sorts; None where it has no key results."""
        return next(iter(self.statuses), None)

    @property
    def closed(self) -> bool:
        """Whether every key result is graded or dropped, and each can be read."""
        ended = (Status.CLOSED, Status.DROPPED)
        return self._is_whole and all(standing.status in ended for standing in self.key_results)

    @property
    def dropped(self) -> bool:
        """Whether every key result is dropped, and each can be read."""
        return self._is_whole and all(standing.status is Status.DROPPED for standing in self.key_results)

    @property
    def _is_whole(self) -> bool:
        return bool(self.key_results) and not self.node.unreadable


def tally(standings: Iterable[KeyResultStanding]) -> Mapping[Status, int]:
    """The number of key results with each status, the worst first."""
    return Counter(sorted((standing.status for standing in standings), key=lambda status: status.rank))
