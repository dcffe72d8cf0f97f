"""The summary of a check-in from options or a file: how it was understood, and what deserves a second look."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from okrs_as_code.escape import sanitise_line
from okrs_as_code.model.files.measure import Measure, Metric
from okrs_as_code.model.progress.progress import is_reached
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import KeyResultStanding, ObjectiveStanding
from okrs_as_code.records.check_in_effect import CheckInEffect, check_in_effects
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.status_phrases import baseline_phrase, late_phrase, reached_phrase

if TYPE_CHECKING:
    from okrs_as_code.records.check_in import CheckInDraft


def print_check_in_summary(draft: CheckInDraft) -> None:
    """Prints a line for each goal, and adds remarks on it to the draft's notes, which are shown last."""
    effects = check_in_effects(draft)
    for effect in effects.key_results:
        click.echo(sanitise_line(_standing_line(effect.after)))
        draft.notes.extend(_remarks(effect))
    for objective in effects.objectives:
        click.echo(sanitise_line(_objective_line(objective.after)))
        asking = objective.before.asking
        if objective.ends_help_request and asking is not None:
            draft.notes.append(_help_remark(objective.after.node.short_id, asking.day, asking.entry.help))


def far_out_phrase(measure: Measure, value: object, measured: float | None = None) -> str:
    """The place of a value that is far out, in words; `measured` is a baseline that is not written.

    Raises AssertionError for a measure that is no metric, or has no baseline yet.
    """
    if not isinstance(measure, Metric) or not isinstance(value, float | int):
        raise AssertionError("only the value of a metric can be far out")
    quantity = numbers.quantity(value, measure.unit)
    baseline = measure.baseline if measure.baseline is not None else measured
    if is_reached(measure, value):
        return f"{quantity} is far past the target {numbers.quantity(measure.target, measure.unit)}"
    if baseline is None:
        raise AssertionError("a value is far out only from a baseline")
    return f"{quantity} is far on the wrong side of the baseline {numbers.quantity(baseline, measure.unit)}"


def _standing_line(standing: KeyResultStanding) -> str:
    value = reached_phrase(standing, short=True)
    phrases = [phrase for phrase in (value, late_phrase(standing)) if phrase is not None]
    if standing.progress.value is not False:  # what is not done is said already
        phrases.append(numbers.progress_phrase(standing.progress).replace(numbers.NO_BREAK, " "))
    confidence = "no confidence" if standing.confidence is None else f"confidence {numbers.share(standing.confidence)}"
    has_no_confidence = standing.status in (Status.CLOSED, Status.DROPPED, Status.NOT_STARTED)
    phrases.append(str(standing.status) if has_no_confidence else f"{confidence}: {standing.status}")
    return f"{standing.node.short_id}: {', '.join(phrases)}"


def _remarks(effect: CheckInEffect) -> list[str]:
    standing, asking = effect.after, effect.before.asking
    name, remarks = standing.node.short_id, []
    if effect.is_far_out:
        place = far_out_phrase(standing.node.content.measure, standing.progress.value, effect.measured_baseline)
        remarks.append(f"{name}: {place}; if that is a slip, fix it with `--corrects RECORD`")
    baseline = baseline_phrase(standing)
    if baseline is not None and standing.progress.baseline != effect.before.progress.baseline:
        until = "; progress shows once a later day has a value" if standing.progress.score is None else ""
        remarks.append(f"{name}: {baseline}{until}")
    if effect.ends_help_request and asking is not None:
        remarks.append(_help_remark(name, asking.day, asking.entry.help))
    return remarks


def _help_remark(name: str, day: date, help_request: str | None) -> str:
    return f"{name}: the help asked for on {day} ({help_request}) is not asked for any more; `--help-needed` keeps it"


def _objective_line(standing: ObjectiveStanding) -> str:
    """The newest sentence about an objective, and the help asked for."""
    note, help_request = standing.note, standing.help
    phrases = [] if note is None or note.entry.note is None else [" ".join(note.entry.note.split())]
    phrases += [] if help_request is None else [f"help: {' '.join(help_request.split())}"]
    return f"{standing.node.short_id}: {'; '.join(phrases) or 'no help is asked for any more'}"
