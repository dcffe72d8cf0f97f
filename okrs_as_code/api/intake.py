"""Imports what others wrote: tables of goals, lists of people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from okrs_as_code.intake.import_plan import ImportOptions, TableImport
    from okrs_as_code.intake.people.people_outcome import PeopleImport
    from okrs_as_code.intake.source.reading import SourceFormat
    from okrs_as_code.intake.source_table import SourceTable
    from okrs_as_code.model.files.import_mapping import ImportMapping
    from okrs_as_code.workspace.repository import Repository


def read_tables(
    repository: Repository,
    files: Sequence[tuple[str, bytes]],
    *,
    format_: SourceFormat | None = None,
    sheet: str | None = None,
    mapping: ImportMapping | None = None,
) -> list[SourceTable]:
    """The tables of files, each with its name for messages. Raises OkrsError for what cannot be read."""
    from okrs_as_code.intake.cells.owners import PeopleFinder
    from okrs_as_code.intake.source.reading import read_source

    people = PeopleFinder(repository.workspace.plan, mapping.owners if mapping is not None else {})

    def is_person(text: str) -> bool:
        return people.one(text) is not None or people.of_title(text) is not None

    return [table for file, data in files for table in read_source(data, file, format_, sheet, is_person)]


def parse_mapping(file: str, data: bytes) -> ImportMapping:
    """The content of a mapping file. Raises OkrsError for what does not fit."""
    from okrs_as_code.intake.headings import mapping

    return mapping.parse_mapping(file, data)


def mapping_text(result: TableImport) -> str:
    """The mapping file of what was found in tables."""
    from okrs_as_code.intake import mapping_text as text

    return text.mapping_text(result)


def import_people(repository: Repository, tables: Sequence[SourceTable]) -> PeopleImport:
    """The import of lists of people; `write_changes` writes it. Raises OkrsError as `intake.people.people_import`."""
    from okrs_as_code.intake.people import people_import

    return people_import.import_people(repository, tables)


def import_tables(
    repository: Repository,
    tables: Sequence[SourceTable],
    options: ImportOptions,
    today: date,
    *,
    may_be_open: bool = False,
) -> TableImport:
    """The import of tables; `write_changes` writes it. Raises OkrsError as `intake.table_import`."""
    from okrs_as_code.intake import table_import

    return table_import.import_tables(repository, tables, options, today, may_be_open=may_be_open)
