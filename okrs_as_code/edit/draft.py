"""What check-ins and grades have in common before they are written."""

from __future__ import annotations

from datetime import date

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.plan import KeyResultNode, Plan


class RecordDraft:
    """What one person says on one day: `day` is the day it is about, `today` the day on which it is written.

    `for_others` lets key results of other owners in. Raises OkrsError for a day after today.
    """

    def __init__(self, plan: Plan, by: str, day: date, today: date, *, for_others: bool) -> None:
        if day > today:
            raise OkrsError(f"{day} is in the future; today is {today}", "give a day that has come with `--date`")
        self.by = by
        self.day = day
        self.today = today
        self.plan = plan
        self.notes: list[str] = []
        self._for_others = for_others
        self._then = Assessment(plan, day)
        self._now = Assessment(plan, today)

    def accept_others(self) -> None:
        """Lets key results of other owners in from now on."""
        self._for_others = True

    def _is_open(self, node: KeyResultNode) -> bool:
        return self._now.key_result(node).grade is None
