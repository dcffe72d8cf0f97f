"""The effect of a check-in that is not written yet: the standings of its goals today without it, and with it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.files.measure import Measure, Metric
from okrs_as_code.model.files.record import CheckIn
from okrs_as_code.model.progress.progress import is_reached, metric_progress
from okrs_as_code.model.standing import KeyResultStanding, ObjectiveStanding
from okrs_as_code.model.timeline import AFTER_NUMBERS, RecordNode
from okrs_as_code.records.check_in import CheckInDraft
from okrs_as_code.yaml.reader import parse

_LOWEST_LIKELY, _HIGHEST_LIKELY = -1.0, 2.0
"""Shares of the way to the target; beyond them a slip of the keyboard is likelier than a quarter's work."""
_AFTER_ALL_RECORDS = AFTER_NUMBERS - 1
"""A number above that of any record of one person and day, so that the draft sorts after all of them."""


@dataclass(frozen=True)
class CheckInEffect:
    """The standings of one key result on the day on which the check-in is written, without it and with it."""

    before: KeyResultStanding
    after: KeyResultStanding

    @property
    def ends_help_request(self) -> bool:
        """Whether help was asked for, and is not any more."""
        return self.before.help is not None and self.after.help is None

    @property
    def is_far_out(self) -> bool:
        """Whether the value is so far out that it may be a slip, and was not before."""
        measure, previous, value = (
            self.after.node.content.measure,
            self.before.progress.value,
            self.after.progress.value,
        )
        baseline = self.measured_baseline
        return is_far_out(measure, value, baseline) and not is_far_out(measure, previous, baseline)

    @property
    def measured_baseline(self) -> float | None:
        """The baseline that was measured; None where it is written, or nobody has measured it."""
        baseline = self.after.progress.baseline
        return baseline.value if baseline is not None else None


@dataclass(frozen=True)
class ObjectiveEffect:
    """The standings of one objective on the day on which the check-in is written, without it and with it."""

    before: ObjectiveStanding
    after: ObjectiveStanding

    @property
    def ends_help_request(self) -> bool:
        """Whether help was asked for, and is not any more."""
        return self.before.help is not None and self.after.help is None


@dataclass(frozen=True)
class CheckInEffects:
    """The effects of a check-in on each of its key results and objectives."""

    key_results: tuple[CheckInEffect, ...]
    objectives: tuple[ObjectiveEffect, ...]


def is_far_out(measure: Measure, value: object, measured: float | None = None) -> bool:
    """Whether a value is far past the target, or far on the wrong side of the baseline.

    `measured` is a baseline that is not written; where it was past the target already, nothing is far from it.
    """
    if not isinstance(measure, Metric) or not isinstance(value, float | int):
        return False
    if measured is not None and is_reached(measure, measured):
        return False
    raw = metric_progress(measure, value, measured)
    return raw is not None and not _LOWEST_LIKELY <= raw <= _HIGHEST_LIKELY


def check_in_effects(draft: CheckInDraft) -> CheckInEffects:
    """The effects of a check-in."""
    record = draft.record()
    content = CheckIn.model_validate(parse(record.stem, record.text.encode()).data)
    record_node = RecordNode(f"{record.stem}.{_AFTER_ALL_RECORDS}", "", record.cycle, content)
    before = Assessment(draft.plan, draft.today)
    after = Assessment(replace(draft.plan, check_ins=(*draft.plan.check_ins, record_node)), draft.today)
    return CheckInEffects(
        tuple(CheckInEffect(before.key_result(node), after.key_result(node)) for node in draft.nodes),
        tuple(ObjectiveEffect(before.objective(node), after.objective(node)) for node in draft.objectives),
    )
