"""Phrases for what changed in a period, and the sentence that says how a cycle stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from okrs_as_code.model.files.measure import Measure, Milestones, Threshold, unit_of
from okrs_as_code.model.history.activity_change import ActivityChange, ActivityKind
from okrs_as_code.model.progress.progress import meets
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import KeyResultStanding, ObjectiveStanding
from okrs_as_code.phrases import count_phrase
from okrs_as_code.report.wording import numbers


def headline(
    standings: Sequence[KeyResultStanding], objectives: Iterable[ObjectiveStanding] = (), *, with_requests: bool = True
) -> str:
    """The sentence that says whether the open key results will be reached, as far as their owners know.

    It counts which of them, and of the objectives, ask for help; without `with_requests` it does not.
    """
    ended = (Status.CLOSED, Status.DROPPED)
    running = [standing for standing in standings if standing.status not in ended]
    if not running:
        return "Every key result has its grade." if standings else "There are no key results yet."
    open_ = [standing for standing in running if standing.status is not Status.NOT_STARTED]
    if not open_:
        return "No key result has begun yet."
    fine = sum(standing.status in (Status.ON_TRACK, Status.DONE) for standing in open_)
    parts = [f"{fine} of {len(open_)} open key results {_is(fine)} on-track or done"]
    asking = sum(standing.help is not None for standing in open_)
    if asking and with_requests:
        parts.append(f"{asking} {_ask(asking)} for help")
    as_a_whole = sum(standing.help is not None for standing in objectives)
    if as_a_whole and with_requests:
        parts.append(f"{count_phrase(as_a_whole, 'objective')} {_ask(as_a_whole)} for help")
    for status, words in ((Status.OFF_TRACK, "off-track"), (Status.AT_RISK, "at-risk")):
        count = sum(standing.status is status for standing in open_)
        if count:
            parts.append(f"{count} {_is(count)} {words}")
    silent = sum(standing.status is Status.STALE for standing in open_)
    if silent:
        parts.append(f"{silent} {'has' if silent == 1 else 'have'} had no news for too long")
    return f"{'; '.join(parts)}."


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _ask(count: int) -> str:
    return "asks" if count == 1 else "ask"


def change_phrases(changes: Iterable[ActivityChange], measure: Measure | None) -> str:
    """The changes of one goal on one line: "152 → 158 leads; confidence 0.65 → 0.6"; an objective has no measure.

    A status that follows from a confidence that is told is left out, as its sign says it.
    """
    changes = tuple(changes)
    kinds = {change.kind for change in changes}
    is_said = kinds & {ActivityKind.CONFIDENCE, ActivityKind.DONE, ActivityKind.SILENT, ActivityKind.PAUSED}
    phrases = (
        _PHRASES[change.kind](change, measure)
        for change in changes
        if not (change.kind is ActivityKind.STATUS and is_said)
    )
    return "; ".join(phrases)


def _value_phrase(change: ActivityChange, measure: Measure | None) -> str:
    unit = unit_of(measure)
    after = numbers.quantity(change.after, unit) if isinstance(change.after, float | int) else str(change.after)
    if isinstance(change.after, bool):
        return "done" if change.after else "not done"
    words = f"now {after}" if change.before is None else f"{_number(change.before, unit)} → {after}"
    return ", ".join(filter(None, (words, _bound_phrase(change, measure))))


def _bound_phrase(change: ActivityChange, measure: Measure | None) -> str | None:
    """Whether the new value of a threshold keeps it, where that is not as before or not so; else None."""
    before, after = change.before, change.after
    if not isinstance(measure, Threshold) or not isinstance(after, float | int):
        return None
    is_kept = meets(measure, after)
    if not isinstance(before, float | int):
        return None if is_kept else "not kept"
    was_kept = meets(measure, before)
    if is_kept:
        return None if was_kept else "kept again"
    return "no longer kept" if was_kept else "still not kept"


def _step_phrase(change: ActivityChange, measure: Measure | None) -> str:
    step = change.after or change.before
    steps = measure.steps if isinstance(measure, Milestones) else ()
    title = next((each.title for each in steps if each.id == step), str(step))
    return f"done: {title}" if change.after is not None else f"no longer done: {title}"


def _share_phrase(change: ActivityChange, measure: Measure | None) -> str:
    after = numbers.share(change.after)
    return f"confidence {after}" if change.before is None else f"confidence {numbers.share(change.before)} → {after}"


def _corrected_phrase(change: ActivityChange, measure: Measure | None) -> str:
    if change.field in ("note", "help"):
        return f"the {change.field} of {numbers.day(change.day)} was corrected" if change.day else "corrected"
    day = f" of {numbers.day(change.day)}" if change.day is not None else ""
    before, after = (
        _number(value, unit_of(measure) if change.field == "value" else None) for value in (change.before, change.after)
    )
    return f"{change.field}{day} corrected, {before} → {after}"


def _late_phrase(change: ActivityChange) -> str:
    article = "an" if change.field == "agreement" else "a"
    day = f" of {numbers.day(change.day)}" if change.day is not None else ""
    return f"{article} {change.field}{day} came in since"


def _number(value: Any, unit: str | None = None) -> str:
    if isinstance(value, bool):
        return "done" if value else "not done"
    if isinstance(value, float | int):
        return numbers.amount(value, unit)
    return "none" if value is None else ", ".join(value) if isinstance(value, tuple) else str(value)


_PHRASES: Mapping[ActivityKind, Callable[[ActivityChange, Measure | None], str]] = {
    ActivityKind.VALUE: _value_phrase,
    ActivityKind.STEP: _step_phrase,
    ActivityKind.BASELINE: lambda change, measure: f"baseline measured: {_value_phrase(change, measure)[4:]}",
    ActivityKind.CONFIDENCE: _share_phrase,
    ActivityKind.STATUS: lambda change, _: f"{change.before} → {change.after}",
    ActivityKind.DONE: lambda _, __: "done",
    ActivityKind.PAUSED: lambda _, __: "paused",
    ActivityKind.HELP_ASKED: lambda _, __: "asks for help",
    ActivityKind.HELP_CLOSED: lambda _, __: "needs no more help",
    ActivityKind.SILENT: lambda _, __: "no news for too long",
    ActivityKind.NOTE: lambda _, __: "a new note",
    ActivityKind.AGREED: lambda change, _: f"agreed as {change.after}",
    ActivityKind.GRADED: lambda change, _: f"graded {numbers.share(change.after)}",
    ActivityKind.DROPPED: lambda change, _: "dropped",
    ActivityKind.CORRECTED: _corrected_phrase,
    ActivityKind.LATE: lambda change, _: _late_phrase(change),
}
