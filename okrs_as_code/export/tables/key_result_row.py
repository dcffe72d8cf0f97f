"""Rows of the table of key results: all that is known of one, and what follows from that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from okrs_as_code.export.export_data import ExportData, ReadableKeyResult, UnreadableKeyResult
from okrs_as_code.model.files.measure import Metric
from okrs_as_code.model.files.objective import KeyResult, TeamOwner
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import KeyResultStanding


@dataclass(frozen=True)
class KeyResultRow:
    """A key result with its team of today; `known` is None where it cannot be read, `unread` where it can."""

    id: str
    team: str
    known: ReadableKeyResult | None = None
    cadence: str | None = None
    owner_team: str | None = None
    unread: UnreadableKeyResult | None = None
    owner: str | None = None


def key_result_rows(data: ExportData) -> Iterator[KeyResultRow]:
    """Yields the key results that can be read by cycle, team and objective, then those that cannot."""
    resolve = data.plan.directory.resolve_team
    for known in data.key_results:
        node, owner = known.node, known.node.content.owner
        owner_team = resolve(owner.team) if isinstance(owner, TeamOwner) else None
        cadence = data.plan.cadence(node)
        yield KeyResultRow(node.id, resolve(node.objective.team), known, cadence, owner_team, owner=node.owner)
    for id_, unread in data.unreadable_key_results.items():
        yield KeyResultRow(id_, resolve(id_.split("/")[1]), unread=unread, owner=unread.owner)


def of_known(of: Callable[[ReadableKeyResult], Any]) -> Callable[[KeyResultRow], Any]:
    """A value that is known where the key result can be read."""
    return lambda row: of(row.known) if row.known is not None else None


def of_standing(of: Callable[[KeyResultStanding], Any]) -> Callable[[KeyResultRow], Any]:
    """A value of its standing on the day."""
    return lambda row: of(row.known.standing) if row.known is not None else None


def of_content(of: Callable[[KeyResult], Any]) -> Callable[[KeyResultRow], Any]:
    """A value that stands in its file."""
    return lambda row: of(row.known.node.content) if row.known is not None else None


def of_measure(key: str) -> Callable[[KeyResultRow], Any]:
    """A value under a key of its measure, for measures that have it."""
    return lambda row: getattr(row.known.node.content.measure, key, None) if row.known is not None else None


def baseline(row: ReadableKeyResult) -> float | None:
    """The baseline of a metric, as it is written or as it was measured."""
    measured, measure = row.standing.progress.baseline, row.node.content.measure
    if measured is not None:
        return measured.value
    return measure.baseline if isinstance(measure, Metric) else None


def is_baseline_measured(row: ReadableKeyResult) -> bool | None:
    """Whether the baseline is the first value that was checked in; None where there is no baseline."""
    return row.standing.progress.baseline is not None if baseline(row) is not None else None


def number_value(standing: KeyResultStanding) -> float | None:
    """The latest value of a metric, threshold or score."""
    value = standing.progress.value
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def done_value(standing: KeyResultStanding) -> bool | None:
    """Whether a binary is done; None for other measures, and while nobody said so."""
    return standing.progress.value if isinstance(standing.progress.value, bool) else None


def pace_by(row: ReadableKeyResult) -> str | None:
    """The course by which pace is judged; None without a pace."""
    if row.standing.pace is None:
        return None
    return "plan" if row.node.content.plan else "straight"


def _is_followed(standing: KeyResultStanding) -> bool:
    """Whether a check-in is still asked for."""
    return standing.status not in (Status.CLOSED, Status.DROPPED) and not standing.is_done


def next_due(row: ReadableKeyResult) -> date | None:
    """The day on which the next check-in is due, which may be over; None where none is asked for any more."""
    standing = row.standing
    is_asked = _is_followed(standing) and standing.check_in_due <= row.node.end
    return standing.check_in_due if is_asked else None


def stale_on(row: ReadableKeyResult) -> date | None:
    """The first day on which it is stale, which may be over; None where it will not be."""
    return row.stale_on if _is_followed(row.standing) else None
