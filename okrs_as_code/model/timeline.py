"""What records say about one key result, in order, with corrections applied."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from okrs_as_code.model.files.record import AgreementEntry, CheckInEntry, GradeEntry

E = TypeVar("E", CheckInEntry, AgreementEntry, GradeEntry)
EntryPlace = tuple[str, str]
"""A record's file, and the id under which it names a key result."""


class RecordContent(Protocol[E]):
    """What all three kinds of record have in common."""

    @property
    def by(self) -> str:
        """Who says this."""
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


@dataclass(frozen=True, slots=True)
class RecordNode(Generic[E]):
    """A record and where it was written: its name is the file's without `.yaml`."""

    name: str
    file: str
    cycle: str
    content: RecordContent[E]


def origin(record: RecordNode[E], by_name: Mapping[str, RecordNode[E]]) -> RecordNode[E]:
    """The record that a correction, or a correction of a correction, stands in for; else the record itself.

    Only an earlier record of the same person, in the same folder, can be corrected. What leads in a circle corrects
    nothing.
    """
    first, seen = record, {record.name}
    while first.content.corrects is not None:
        earlier = by_name.get(first.content.corrects)
        if earlier is None or not corrects_validly(first, earlier):
            break
        if earlier.name in seen:
            return record
        seen.add(earlier.name)
        first = earlier
    return first


def corrects_validly(record: RecordNode[E], earlier: RecordNode[E]) -> bool:
    """Whether the record comes from the same person and is no older than what it corrects."""
    return earlier.content.by == record.content.by and earlier.content.date <= record.content.date


def corrected_files(records: Iterable[RecordNode[E]]) -> Iterator[str]:
    """Files of the records of one kind that another one corrects."""
    records = tuple(records)
    by_name = _by_name(records)
    for record in records:
        if origin(record, by_name[record.cycle]) is not record:
            yield by_name[record.cycle][record.content.corrects or ""].file


def _by_name(records: Iterable[RecordNode[E]]) -> Mapping[str, Mapping[str, RecordNode[E]]]:
    """Records by their names, in each cycle."""
    found: dict[str, dict[str, RecordNode[E]]] = {}
    for record in records:
        found.setdefault(record.cycle, {})[record.name] = record
    return found


@dataclass(frozen=True, slots=True)
class RecordEntry(Generic[E]):
    """One entry: what was said about a key result, about which day, by whom, in which record.

    `day` is the day it is about: for a correction, the day of the record it corrects. `written` is the
    record's own day, `slot` the name of the record whose place it takes, and `ref` the id under which the record
    names the key result.
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

    @property
    def place(self) -> EntryPlace:
        """Where it is written."""
        return self.file, self.ref


def entries_by_key_result(
    records: Iterable[RecordNode[E]], resolve: Callable[[str, str], str | None]
) -> dict[str, tuple[RecordEntry[E], ...]]:
    """All entries by the complete id of their key result, unordered; `resolve` turns (reference, cycle) into it.

    Entries about something that does not exist are left out.
    """
    records = tuple(records)
    by_name = _by_name(records)
    found: dict[str, list[RecordEntry[E]]] = {}
    for record in records:
        content, first = record.content, origin(record, by_name[record.cycle])
        for ref, entry in content.key_results.items():
            key_result = resolve(ref, record.cycle)
            if key_result is not None:
                said = RecordEntry(
                    day=first.content.date,
                    written=content.date,
                    by=content.by,
                    entry=entry,
                    name=record.name,
                    file=record.file,
                    ref=ref,
                    slot=first.name,
                    order=suffix_order(first.name),
                )
                found.setdefault(key_result, []).append(said)
    return {key_result: tuple(entries) for key_result, entries in found.items()}


def timeline(entries: Iterable[RecordEntry[E]], owner: str, until: date) -> tuple[RecordEntry[E], ...]:
    """The entries written up to a day, in order, each correction in the place of what it corrects.

    Order: day, then the owner's own record last, then the record's suffix.
    """
    written = [said for said in entries if said.written <= until]
    written.sort(key=lambda said: (said.written, said.by == owner, suffix_order(said.name)))
    standing = {said.slot: said for said in written}
    return tuple(sorted(standing.values(), key=lambda said: (said.day, said.by == owner, said.order)))


def suffix_order(name: str) -> tuple[int, str]:
    """Orders record names by what follows the first dot: nothing, then numbers by value, then text."""
    _, _, suffix = name.partition(".")
    if re.fullmatch("[0-9]{1,9}", suffix):
        return int(suffix), ""
    return (10**9, suffix) if suffix else (0, "")
