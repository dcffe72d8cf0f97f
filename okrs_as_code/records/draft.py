"""What check-ins and grades have in common before they are written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.plan import KeyResultNode, Plan
from okrs_as_code.model.timeline import E, RecordNode
from okrs_as_code.nearest import suggestion


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


def correctable_records(
    records: Iterable[RecordNode[E]], name: str, by: str, day: date, *, kind: str, instead: str
) -> tuple[RecordNode[E], ...]:
    """The records of that name that a person can correct on a day; one in the year and one in a quarter may share it.

    `kind` is the word for such a record, `instead` what to do about somebody else's. Raises OkrsError.
    """
    records = tuple(records)
    found = tuple(record for record in records if record.name == name)
    if not found:
        own = [record.name for record in records if record.content.by == by]
        raise OkrsError(
            f"there is no {kind} `{name}`",
            f"{suggestion(name, own)}write the file name of an earlier {kind}, without .yaml",
        )
    wrong = next((record for record in found if record.content.by != by), None)
    if wrong is not None:
        raise OkrsError(f"`{name}` is a {kind} by {wrong.content.by}, and {by} cannot correct it", instead)
    if any(record.content.date > day for record in found):
        raise OkrsError(f"`{name}` is of a later day than {day}", "a correction comes after what it corrects")
    return found
