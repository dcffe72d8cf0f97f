"""What a check-in that is not written yet will change: how its key results stand today without it, and with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from okrs_as_code.model.assessment import Assessment, KeyResultStanding
from okrs_as_code.model.files.measure import Measure, Metric
from okrs_as_code.model.files.record import CheckIn
from okrs_as_code.model.progress import metric_progress
from okrs_as_code.model.timeline import RecordNode
from okrs_as_code.records.check_in import CheckInDraft
from okrs_as_code.yaml.reader import parse

_FAR_SHORT, _FAR_PAST = -1.0, 2.0
"""Progress beyond these is more often a slip of the keyboard than a quarter's work."""
_BEHIND_ALL = 10**9 - 1
"""A number for the second, third … record of a day that no file has."""


@dataclass(frozen=True)
class CheckInEffect:
    """One key result, on the day on which the check-in is written."""

    before: KeyResultStanding
    after: KeyResultStanding

    @property
    def lets_go_of_help(self) -> bool:
        """Whether help was asked for, and is not any more."""
        return self.before.help is not None and self.after.help is None

    @property
    def far_out(self) -> bool:
        """Whether the value is so far from where it could be, and was not before, that it may be a slip."""
        measure, was, value = self.after.node.content.measure, self.before.progress.value, self.after.progress.value
        return is_far_out(measure, value) and not is_far_out(measure, was)


def is_far_out(measure: Measure, value: object) -> bool:
    """Whether a value is far past the target, or far on the wrong side of the baseline."""
    if not isinstance(measure, Metric) or not isinstance(value, float | int):
        return False
    raw = metric_progress(measure, value)
    return raw is not None and not _FAR_SHORT <= raw <= _FAR_PAST


def check_in_effects(draft: CheckInDraft) -> Iterator[CheckInEffect]:
    """What a check-in changes, a key result at a time."""
    record = draft.record()
    content = CheckIn.model_validate(parse(record.stem, record.text.encode()).data)
    node = RecordNode(f"{record.stem}.{_BEHIND_ALL}", "", record.cycle, content)
    before = Assessment(draft.plan, draft.today)
    after = Assessment(replace(draft.plan, check_ins=(*draft.plan.check_ins, node)), draft.today)
    yield from (CheckInEffect(before.key_result(one), after.key_result(one)) for one in draft.nodes)
