"""The summary of a check-in from options or a file: how it was understood, and what deserves a second look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from okrs_as_code.escape import sanitise_line
from okrs_as_code.model.assessment import KeyResultStanding, Status
from okrs_as_code.model.files.measure import Measure, Metric
from okrs_as_code.records.check_in_effect import CheckInEffect, check_in_effects
from okrs_as_code.report.wording import numbers

if TYPE_CHECKING:
    from okrs_as_code.records.check_in import CheckInDraft


def print_check_in_summary(draft: CheckInDraft) -> None:
    """Prints a line for each key result, and adds remarks on it to the draft's notes, which are shown last."""
    for effect in check_in_effects(draft):
        click.echo(sanitise_line(_standing_line(effect.after)))
        draft.notes.extend(_remarks(effect))


def far_out_phrase(measure: Measure, value: object) -> str:
    """The place of a value that is far out, in words. Raises AssertionError for a measure that is no metric."""
    if not isinstance(measure, Metric) or not isinstance(value, float | int):
        raise AssertionError("only the value of a metric can be far out")
    quantity = numbers.quantity(value, measure.unit)
    is_past_target = (value > measure.target) == (measure.target > measure.baseline)
    if is_past_target:
        return f"{quantity} is far past the target {numbers.quantity(measure.target, measure.unit)}"
    return f"{quantity} is far on the wrong side of the baseline {numbers.quantity(measure.baseline, measure.unit)}"


def _standing_line(standing: KeyResultStanding) -> str:
    measure, progress = standing.node.content.measure, standing.progress
    value = numbers.reached_value_phrase(measure, progress, short=True)
    phrases = [] if value is None else [value]
    phrases.append(numbers.progress_phrase(progress).replace(numbers.NO_BREAK, " "))
    confidence = "no confidence" if standing.confidence is None else f"confidence {numbers.share(standing.confidence)}"
    has_no_confidence = standing.status in (Status.CLOSED, Status.DROPPED, Status.NOT_STARTED)
    phrases.append(str(standing.status) if has_no_confidence else f"{confidence}: {standing.status}")
    return f"{standing.node.short_id}: {', '.join(phrases)}"


def _remarks(effect: CheckInEffect) -> list[str]:
    standing, asking = effect.after, effect.before.asking
    name, remarks = standing.node.short_id, []
    if effect.is_far_out:
        place = far_out_phrase(standing.node.content.measure, standing.progress.value)
        remarks.append(f"{name}: {place}; if that is a slip, fix it with `--corrects RECORD`")
    if effect.ends_help_request and asking is not None:
        help_request = f"the help asked for on {asking.day} ({asking.entry.help})"
        remarks.append(f"{name}: {help_request} is not asked for any more; `--help-needed` keeps it")
    return remarks
