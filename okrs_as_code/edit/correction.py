"""What a record may correct: an earlier one of its kind and person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.timeline import E, RecordNode
from okrs_as_code.nearest import suggestion


def correctable(
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
