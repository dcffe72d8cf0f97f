"""Says back what a check-in from options or a file was understood to say, and what in it deserves a second look."""

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


def check_in_summary(draft: CheckInDraft) -> None:
    """Prints a line for each key result; its notes join the draft's, which are told last."""
    for effect in check_in_effects(draft):
        click.echo(sanitise_line(_line(effect.after)))
        draft.notes.extend(_remarks(effect))


def far_out_phrase(measure: Measure, value: object) -> str:
    """Where a value is that is far out."""
    if not isinstance(measure, Metric) or not isinstance(value, float | int):
        raise AssertionError("only the value of a metric can be far out")
    told = numbers.quantity(value, measure.unit)
    past = (value > measure.target) == (measure.target > measure.baseline)
    if past:
        return f"{told} is far past the target {numbers.quantity(measure.target, measure.unit)}"
    return f"{told} is far on the wrong side of the baseline {numbers.quantity(measure.baseline, measure.unit)}"


def _line(standing: KeyResultStanding) -> str:
    measure, reached = standing.node.content.measure, standing.progress
    value = numbers.reached_value_phrase(measure, reached, short=True)
    told = [] if value is None else [value]
    told.append(numbers.progress_phrase(reached).replace(numbers.NO_BREAK, " "))
    confidence = "no confidence" if standing.confidence is None else f"confidence {numbers.share(standing.confidence)}"
    ended = standing.status in (Status.CLOSED, Status.DROPPED, Status.NOT_STARTED)
    told.append(str(standing.status) if ended else f"{confidence}: {standing.status}")
    return f"{standing.node.short_id}: {', '.join(told)}"


def _remarks(effect: CheckInEffect) -> list[str]:
    standing, latest = effect.after, effect.before.latest
    name, found = standing.node.short_id, []
    if effect.far_out:
        far = far_out_phrase(standing.node.content.measure, standing.progress.value)
        found.append(f"{name}: {far}; if that is a slip, fix it with `--corrects RECORD`")
    if effect.lets_go_of_help and latest is not None:
        asked = f"the help asked for on {latest.day} ({latest.entry.help})"
        found.append(f"{name}: {asked} is not asked for any more; `--help-needed` keeps it")
    return found
