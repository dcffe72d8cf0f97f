"""Phrases for status, pace, agreement and moved terms, the same on every page and in the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from okrs_as_code.model.consent import ConsentState
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.direction import Direction
from okrs_as_code.model.files.measure import Metric
from okrs_as_code.model.progress.pace import Pace
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.model.terms import TermsDifference
from okrs_as_code.phrases import join_words
from okrs_as_code.report.wording.entry_phrases import value_phrase
from okrs_as_code.report.wording.numbers import NO_BREAK, day, number, quantity, reached_value_phrase, share

SYMBOLS: Mapping[Status, str] = {
    Status.OFF_TRACK: "🔴",
    Status.AT_RISK: "🟠",
    Status.STALE: "🕓",
    Status.PAUSED: "⏸️",
    Status.NO_STATUS: "⚪",
    Status.ON_TRACK: "🟢",
    Status.DONE: "✅",
    Status.NOT_STARTED: "⏳",
    Status.CLOSED: "🏁",
    Status.DROPPED: "➖",
}
STATUS_MEANINGS: Mapping[Status, str] = {
    Status.OFF_TRACK: "it will be missed unless help comes",
    Status.AT_RISK: "it may be missed; something has to change",
    Status.STALE: "no check-in for too long, whatever the last one said; before the first, its first day counts",
    Status.PAUSED: "nothing happens for a while, for the reason that is shown",
    Status.NO_STATUS: "nobody has said yet how likely it is",
    Status.ON_TRACK: "it will be reached as things stand",
    Status.DONE: "all of it is reached; it waits for its grade",
    Status.NOT_STARTED: "its first day is still to come",
    Status.CLOSED: "it has its grade",
    Status.DROPPED: "given up, for the reason that is shown; it counts in no average",
}
COMMITMENTS: Mapping[str, str] = {
    "committed": "committed: all of it is expected (1.0)",
    "aspirational": "aspirational: 0.7 is good",
}
STATES: Mapping[ConsentState, str] = {
    ConsentState.PROPOSED: "proposed",
    ConsentState.AGREED: "agreed",
    ConsentState.STALE: "agreement stale",
    ConsentState.CLOSED: "closed",
    ConsentState.DROPPED: "dropped",
}
DIRECTION_SUFFIXES: Mapping[Direction, str] = {
    Direction.EASIER: ": easier",
    Direction.HARDER: ": harder",
    Direction.NEITHER: "",
    Direction.UNCLEAR: ": whether easier or harder, the numbers do not say",
}
"""The words that follow a difference in the terms."""


def status_phrase(standing: KeyResultStanding) -> str:
    """The status with its symbol; see `status_words`."""
    return f"{SYMBOLS[standing.status]}{NO_BREAK}{status_words(standing)}"


def status_words(standing: KeyResultStanding) -> str:
    """The status; with the score where it is graded, with the pace where it is paused or numbers say far behind."""
    if standing.score is not None:
        return f"{standing.status} at {share(standing.score)}"
    pace = pace_phrase(standing)
    return str(standing.status) if pace is None else f"{standing.status}, {pace}"


def said_by_phrase(standing: KeyResultStanding) -> str | None:
    """The people other than the owner who say how it stands: "said by mal"; None where the owner does, or a grade."""
    people = standing.reporters if standing.grade is None else ()
    return f"said by {join_words(people)}" if people else None


def pace_words(standing: KeyResultStanding) -> str | None:
    """The pace, and that it is judged by a plan where there is one; None where there is no pace."""
    if standing.pace is None:
        return None
    return f"{standing.pace} by plan" if standing.node.content.plan else str(standing.pace)


def pace_phrase(standing: KeyResultStanding) -> str | None:
    """The pace where it adds something to the status."""
    is_doubtful = standing.status is Status.ON_TRACK and standing.pace is Pace.FAR_BEHIND
    return pace_words(standing) if is_doubtful or standing.status is Status.PAUSED else None


def reached_phrase(standing: KeyResultStanding, *, short: bool = False) -> str | None:
    """The value that was reached, see `reached_value_phrase`; of a score, whose judgement that is."""
    judge = standing.value_by if standing.value_by != standing.node.owner else None
    return reached_value_phrase(standing.node.content.measure, standing.progress, short=short, judge=judge)


def baseline_phrase(standing: KeyResultStanding) -> str | None:
    """The baseline that was measured, with its day; None where it is written, or nobody has measured it yet."""
    measure, baseline = standing.node.content.measure, standing.progress.baseline
    if baseline is None or not isinstance(measure, Metric):
        return None
    return f"baseline {quantity(baseline.value, measure.unit)}, measured on {day(baseline.day)}"


def late_phrase(standing: KeyResultStanding) -> str | None:
    """The report that came too late to count: "3 posts, reported late, not counted"; None where nothing was."""
    late = standing.late_check_in
    words = value_phrase(late.entry, standing.node.content.measure) if late is not None else None
    return f"{words}, reported late, not counted" if words is not None else None


def remarks(standing: KeyResultStanding) -> list[str]:
    """Remarks that belong to a key result wherever one line is about it: a baseline, a late report, why it pauses."""
    pause = f"paused: {' '.join(standing.pause_note.split())}" if standing.pause_note is not None else None
    return [remark for remark in (baseline_phrase(standing), late_phrase(standing), pause) if remark is not None]


def start_hint(cycle: Cycle) -> str:
    """The remedy for a key result that is stale only as nobody wrote that it began in the middle of its cycle."""
    return f"Counted from {day(cycle.start)}; one that began later says so with `start: DAY`"


def counts_phrase(statuses: Mapping[Status, int], *, symbols: bool = True) -> str:
    """The statuses with their counts, in the order given: "1 off-track · 3 on-track"."""
    prefixes = (f"{SYMBOLS[status]}{NO_BREAK}" if symbols else "" for status in statuses)
    parts = [
        f"{prefix}{count}{NO_BREAK}{status}" for prefix, (status, count) in zip(prefixes, statuses.items(), strict=True)
    ]
    return " · ".join(parts)


def difference_phrase(difference: TermsDifference) -> str:
    """A field of the terms that moved: "target 3 → 5"."""
    name, before, after = difference.field.replace("_", " "), difference.before, difference.after
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        keys = [key for key in dict.fromkeys((*before, *after)) if before.get(key) != after.get(key)]
        return f"{name}: " + ", ".join(
            f"{key} {_term_phrase(before.get(key))} → {_term_phrase(after.get(key))}" for key in keys
        )
    return f"{name} {_term_phrase(before)} → {_term_phrase(after)}"


def _term_phrase(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value)
    if isinstance(value, Mapping):
        return str(value["title"]) if "title" in value else f"{value.get('lead')} for {value.get('team')}"
    return str(value)
