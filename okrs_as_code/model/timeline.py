"""The timeline of a key result or objective: the entries of records about it, in order, with corrections applied."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from okrs_as_code.model.files.record import AgreementEntry, CheckIn, CheckInEntry, GradeEntry, ObjectiveEntry
from okrs_as_code.model.grouping import group_pairs

E = TypeVar("E", CheckInEntry, AgreementEntry, GradeEntry, ObjectiveEntry)
_DIGEST = re.compile(r"(?:(?P<number>[0-9]{1,9})\.)?(?P<digest>[0-9a-f]{6})")
"""Six hex digits of a record's content, behind its number among those of one person and day."""
AFTER_NUMBERS = 10**9
"""The place in the order of records that people gave a name of their own."""
EntryPlace = tuple[str, str]
"""A record's file, and the id under which it names what an entry is about."""


class RecordContent(Protocol[E]):
    """The common keys of all three kinds of record."""

    @property
    def by(self) -> str:
        """The person whose record it is."""
        ...

    @property
    def date(self) -> date:
        """The day on which it was true."""
        ...

    @property
    def corrects(self) -> str | None:
        """The name of the record that this one corrects."""
        ...

    @property
    def key_results(self) -> dict[str, E]:
        """Entries by key result."""
        ...


class RecordNode(NamedTuple, Generic[E]):
    """A record of a plan; its name is that of the file without `.yaml`."""

    name: str
    file: str
    cycle: str
    content: RecordContent[E]


def origin(record: RecordNode[E], by_name: Mapping[str, RecordNode[E]]) -> RecordNode[E]:
    """The first record in a chain of corrections that ends with this one; the record itself where it corrects none.

    Only an earlier record of the same person, in the same folder, can be corrected. Corrections in a circle correct
    nothing.
    """
    first, seen = record, {record.name}
    while first.content.corrects is not None:
        earlier = by_name.get(first.content.corrects)
        if earlier is None or not _is_valid_correction(first, earlier):
            break
        if earlier.name in seen:
            return record
        seen.add(earlier.name)
        first = earlier
    return first


def _is_valid_correction(record: RecordNode[E], earlier: RecordNode[E]) -> bool:
    """Whether a record comes from the same person as the one that it corrects, and is no older."""
    return earlier.content.by == record.content.by and earlier.content.date <= record.content.date


def corrected_files(records: Iterable[RecordNode[E]]) -> Iterator[str]:
    """Yields the files of those records, all of one kind, that another one corrects."""
    records = tuple(records)
    by_name = records_by_name(records)
    for record in records:
        if origin(record, by_name[record.cycle]) is not record:
            yield by_name[record.cycle][record.content.corrects or ""].file


def records_by_name(records: Iterable[RecordNode[E]]) -> Mapping[str, Mapping[str, RecordNode[E]]]:
    """Records by cycle and name."""
    by_name: dict[str, dict[str, RecordNode[E]]] = {}
    for record in records:
        by_name.setdefault(record.cycle, {})[record.name] = record
    return by_name


class RecordEntry(NamedTuple, Generic[E]):
    """An entry of a record about a key result or an objective, with its author and its place in the timeline.

    `day` is the day it is about: for a correction, the day of the record it corrects. `written` is the record's own
    day, `slot` the name of the record whose place it takes, `order` the order of that name (see `suffix_order`), and
    `ref` the id under which the record names what it is about. Records of two cycles may have one name.
    """

    day: date
    written: date
    by: str
    entry: E
    name: str
    file: str
    ref: str
    slot: str
    order: tuple[int, str]
    cycle: str

    @property
    def place(self) -> EntryPlace:
        """The place where it is written."""
        return self.file, self.ref

    @property
    def own_order(self) -> tuple[int, str]:
        """The order of its record's own name, whatever that corrects."""
        return self.order if self.name == self.slot else suffix_order(self.name)


Resolver = Callable[[str, str], str | None]
"""Turns a reference, and the name of the cycle in which it is made, into a complete id."""


def entries_by_key_result(records: Iterable[RecordNode[E]], resolve: Resolver) -> dict[str, tuple[RecordEntry[E], ...]]:
    """All entries by the complete id of their key result, unordered.

    Those about key results that do not exist are under the empty id.
    """
    return group_pairs(_resolved_entries(tuple(records), resolve, lambda content: content.key_results))


def entries_by_objective(
    records: Iterable[RecordNode[CheckInEntry]], resolve: Resolver
) -> dict[str, tuple[RecordEntry[ObjectiveEntry], ...]]:
    """All entries of check-ins about objectives, by the complete id of the objective; see `entries_by_key_result`."""
    return group_pairs(_resolved_entries(tuple(records), resolve, objective_entries))


def objective_entries(content: RecordContent[Any]) -> Mapping[str, ObjectiveEntry]:
    """The entries of a record by objective, which only check-ins have."""
    return content.objectives or {} if isinstance(content, CheckIn) else {}


def _resolved_entries(
    records: Sequence[RecordNode[Any]],
    resolve: Resolver,
    entries_of: Callable[[RecordContent[Any]], Mapping[str, E]],
) -> Iterator[tuple[str, RecordEntry[E]]]:
    by_name = records_by_name(records)
    for record in records:
        content = record.content
        entries = entries_of(content)
        if not entries:
            continue
        first = origin(record, by_name[record.cycle])
        order = suffix_order(first.name)
        for ref, entry in entries.items():
            yield (
                resolve(ref, record.cycle) or "",
                RecordEntry(
                    first.content.date,
                    content.date,
                    content.by,
                    entry,
                    record.name,
                    record.file,
                    ref,
                    first.name,
                    order,
                    record.cycle,
                ),
            )


def timeline(entries: Iterable[RecordEntry[E]], owner: str, until: date) -> tuple[RecordEntry[E], ...]:
    """The entries written up to a day, in order, each correction in the place of what it corrects.

    Order: day, then the owner's own record last, then the record's suffix, then its cycle.
    """
    written = [entry for entry in entries if entry.written <= until]
    if not written:
        return ()
    written.sort(key=lambda entry: (entry.written, entry.by == owner, entry.own_order))
    latest = {(entry.cycle, entry.slot): entry for entry in written}
    return tuple(sorted(latest.values(), key=lambda entry: (entry.day, entry.by == owner, entry.order, entry.cycle)))


def suffix_order(name: str) -> tuple[int, str]:
    """The order of a record's name by its part behind the first dot: by number, then by what follows that.

    A name without a number is the first of its day, also where six hex digits of its content follow; other text comes
    after all numbers.
    """
    _, _, suffix = name.partition(".")
    if not suffix:
        return 1, ""
    match = _DIGEST.fullmatch(suffix)
    if match is not None:
        return int(match["number"] or 1), match["digest"]
    return (int(suffix), "") if re.fullmatch("[0-9]{1,9}", suffix) else (AFTER_NUMBERS, suffix)
