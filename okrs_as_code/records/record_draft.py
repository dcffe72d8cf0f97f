"""The base of the drafts of check-ins and grades."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.timeline import E, RecordNode
from okrs_as_code.nearest import suggestion


class RecordDraft:
    """The draft of a record by one person: `day` is the day it is about, `today` the day on which it is written.

    `for_others` accepts key results of other owners. Raises OkrsError for a day after today.
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
        self._on_day = Assessment(plan, day)
        self._as_of_today = Assessment(plan, today)

    def accept_others(self) -> None:
        """Accepts key results of other owners from now on."""
        self._for_others = True

    def _is_open(self, node: KeyResultNode) -> bool:
        return self._as_of_today.key_result(node).grade is None


def correctable_records(
    records: Iterable[RecordNode[E]], name: str, by: str, day: date, *, kind: str, remedy: str
) -> tuple[RecordNode[E], ...]:
    """The records of that name that a person can correct on a day; those of several cycles may share it.

    The cycle may stand in front of the name, with a slash.
    The digits of its content may be left out where that leaves one name. `kind` is the word for such a record in
    messages, `remedy` the advice about a record of somebody else. Raises OkrsError where there is no such record, and
    where one is by somebody else or of a later day.
    """
    cycle, has_cycle, rest = name.partition("/")
    records = tuple(record for record in records if not has_cycle or record.cycle == cycle)
    written, name = name, rest if has_cycle else name
    names = {record.name for record in records if record.name == name} or {
        record.name for record in records if re.fullmatch(rf"{re.escape(name)}\.[0-9a-f]{{6}}", record.name)
    }
    correctable = tuple(record for record in records if len(names) == 1 and record.name in names)
    if not correctable:
        own = [record.name for record in records if record.content.by == by]
        raise OkrsError(
            f"there is no {kind} `{written}`",
            f"{suggestion(name, own)}write the file name of an earlier {kind}, without .yaml",
        )
    foreign = next((record for record in correctable if record.content.by != by), None)
    if foreign is not None:
        raise OkrsError(f"`{name}` is a {kind} by {foreign.content.by}, and {by} cannot correct it", remedy)
    if any(record.content.date > day for record in correctable):
        raise OkrsError(f"`{name}` is of a later day than {day}", "a correction comes after what it corrects")
    return correctable
