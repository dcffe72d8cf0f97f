"""The base of the drafts of check-ins and grades."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.timeline import E, RecordNode, origin, records_by_name, suffix_order
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
    """The records that a name may mean, and that a person can correct on a day; several cycles may share a name.

    A beginning of the name is enough: the date and the person, or with digits of its content. The cycle may stand in
    front, with a slash. `kind` is the word for such a record in messages, `remedy` the advice about a record of
    somebody else. Raises OkrsError where there is no such record, and where all are by others or one of a later day.
    """
    cycle, has_cycle, rest = name.partition("/")
    records = tuple(record for record in records if not has_cycle or record.cycle == cycle)
    written, name = name, rest if has_cycle else name
    meant = [record for record in records if record.name == name]
    meant = meant or _latest_of_chains([record for record in records if _begins_name(name, record.name)], records)
    if not meant:
        own = [record.name for record in records if record.content.by == by]
        raise OkrsError(
            f"there is no {kind} `{written}`",
            f"{suggestion(name, own)}write the file name of an earlier {kind}, without .yaml, or its date and person",
        )
    correctable = tuple(record for record in meant if record.content.by == by)
    if not correctable:
        raise OkrsError(f"`{name}` is a {kind} by {meant[0].content.by}, and {by} cannot correct it", remedy)
    if any(record.content.date > day for record in correctable):
        raise OkrsError(f"`{name}` is of a later day than {day}", "a correction comes after what it corrects")
    return correctable


def _begins_name(beginning: str, name: str) -> bool:
    """Whether a beginning of a record's name holds all of its date and person: "bo" does not begin that of bob."""
    stem, _, _ = name.partition(".")
    return name.startswith(beginning) and beginning.startswith(stem)


def _latest_of_chains(meant: Iterable[RecordNode[E]], records: Iterable[RecordNode[E]]) -> list[RecordNode[E]]:
    """Some records without those that a later one among them corrects, as correcting either is the same."""
    by_name = records_by_name(records)
    ordered = sorted(meant, key=lambda record: (record.content.date, suffix_order(record.name)))
    by_origin = {(record.cycle, origin(record, by_name[record.cycle]).name): record for record in ordered}
    return list(by_origin.values())


def ambiguous_error(records: Sequence[RecordNode[E]]) -> OkrsError:
    """The error for a name that may mean several records, each with its cycle."""
    names = [f"`{record.cycle}/{record.name}`" for record in records]
    return OkrsError(f"that may mean {len(names)} records", f"write which with `--corrects`: {', '.join(names)}")
