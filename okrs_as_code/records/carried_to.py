"""Corrections of grades that say to where a key result was carried, as a record is never edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from okrs_as_code.model.files.record import Grade
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.records.record_file import free_names
from okrs_as_code.records.record_text import NewRecord
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.yaml.scalar_text import Value


@dataclass(frozen=True)
class CarriedToCorrection:
    """A correction of a grade, and the path at which it would be written."""

    record: NewRecord
    path: str


def carried_to_corrections(
    repository: Repository, carried: Iterable[KeyResultStanding], new_ids: Mapping[str, str], today: date
) -> tuple[CarriedToCorrection, ...]:
    """The corrections, one for each record that graded some of these; `new_ids` has the new id by the old one.

    A correction is by the author of the grade, as nobody else can correct it, and repeats all that the grade says.
    """
    by_file: dict[str, list[KeyResultStanding]] = {}
    for standing in carried:
        if standing.grade is not None:
            by_file.setdefault(standing.grade.file, []).append(standing)
    records = [_correction(repository, file, by_file[file], new_ids, today) for file in sorted(by_file)]
    return tuple(_with_paths(repository, records))


def _correction(
    repository: Repository, file: str, standings: list[KeyResultStanding], new_ids: Mapping[str, str], today: date
) -> NewRecord:
    cycle, name = file.split("/")[1], file.rpartition("/")[2].removesuffix(".yaml")
    corrected = repository.workspace.records[file]
    entries: dict[str, dict[str, Value]] = {}
    for standing in standings:
        node, grade = standing.node, standing.grade
        if grade is not None:
            entry = grade.entry.model_dump(exclude_none=True)
            ref = node.short_id if node.cycle.name == cycle else node.id
            entries[ref] = {**entry, "carried_to": new_ids[node.id]}
    reviewed_by = corrected.reviewed_by if isinstance(corrected, Grade) else None
    return NewRecord("grades", cycle, corrected.by, today, entries, corrects=name, reviewed_by=reviewed_by)


def _with_paths(repository: Repository, records: Iterable[NewRecord]) -> Iterator[CarriedToCorrection]:
    """Gives each record the next name that is free, on the disk and among these."""
    taken = {path.removesuffix(".yaml") for path in repository.workspace.files}
    for record in records:
        stem = f"{record.folder}/{record.stem}"
        path = next(free_names(record.kind, stem, record.text, taken))
        taken.add(path)
        yield CarriedToCorrection(record, f"{path}.yaml")
