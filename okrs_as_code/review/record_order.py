"""The order of records: whether another name of one changes what they say together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from okrs_as_code.model.timeline import (
    RecordEntry,
    RecordNode,
    entries_by_key_result,
    entries_by_objective,
    objective_entries,
    timeline,
)


def keeps_meaning(before: RecordNode[Any], after: RecordNode[Any], records: Iterable[RecordNode[Any]]) -> bool:
    """Whether a record that has another name says what it said, among the `records` of the head.

    The name has who says it and when, its suffix what was said last on a day; corrections name what they correct.
    """
    if before.name.partition(".")[0] != after.name.partition(".")[0]:
        return False
    kind = type(after.content)
    others = [one for one in records if type(one.content) is kind and one.cycle == after.cycle and one is not after]
    return _sequence((*others, after), after) == _sequence((*others, replace(before, content=after.content)), after)


def _sequence(records: Iterable[RecordNode[Any]], renamed: RecordNode[Any]) -> dict[str, list[int]]:
    """The records that stand, by what they are about, in their order; each by the identity of its content."""
    subjects = {*renamed.content.key_results, *objective_entries(renamed.content)}
    in_order = sorted(records, key=lambda record: record.file)
    contents = {record.file: id(record.content) for record in in_order}

    def known(ref: str, _: str) -> str | None:
        return ref if ref in subjects else None

    entries: dict[str, Sequence[RecordEntry[Any]]] = {
        **entries_by_key_result(in_order, known),
        **entries_by_objective(in_order, known),
    }
    return {
        ref: [contents[entry.file] for entry in timeline(of_one, "", renamed.content.date.max)]
        for ref, of_one in entries.items()
    }
