"""Entries of records as rules see them: those that still count, their places, and whether a change adds them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from okrs_as_code.finding import Finding, Place, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.model.files.record import AgreementEntry, CheckInEntry, GradeEntry, ObjectiveEntry
from okrs_as_code.model.timeline import E, RecordEntry, timeline
from okrs_as_code.workspace.layout import Location

AnyRecordEntry = (
    RecordEntry[CheckInEntry] | RecordEntry[AgreementEntry] | RecordEntry[GradeEntry] | RecordEntry[ObjectiveEntry]
)


def valid_entries(entries: Iterable[RecordEntry[E]], owner: str) -> tuple[RecordEntry[E], ...]:
    """All entries but those that a later record corrects, in order, whatever the day."""
    return timeline(entries, owner, date.max)


def at_entry(entry: AnyRecordEntry, *inner: str | int) -> Place:
    """The place of a record's entry on a key result or objective: its key, or the value at a key in it."""
    section = "objectives" if isinstance(entry.entry, ObjectiveEntry) else "key_results"
    return Place(entry.file, (section, entry.ref, *inner), "value" if inner else "key")


def adds_record(path: str, base: Context, head: Context) -> bool:
    """Whether a change adds a record: the base could not read it, and it is no record of the base that was renamed."""
    before, after = base.workspace.records, head.workspace.records
    if path in before:
        return False
    return not any(file not in after and record == after[path] for file, record in before.items())


def as_error_if_new(finding: Finding, base: Context, head: Context) -> Finding:
    """The finding as an error where the change adds the record that it lies in; as it is in an older record."""
    return finding._replace(severity=Severity.ERROR) if adds_record(finding.place.file, base, head) else finding


def with_severity_if_new(finding: Finding, severity: Severity, base: Context, head: Context) -> Finding:
    """The finding with another severity where the change adds the record that it lies in; as it is elsewhere."""
    in_record = finding.place.file in head.workspace.records
    return finding._replace(severity=severity) if in_record and adds_record(finding.place.file, base, head) else finding


def correction_hint(name: str) -> str:
    """The end of a help line: how to correct a record that is merged already."""
    return f"once merged, in a new record with `corrects: {name}`"


def person_in_name(location: Location) -> str:
    """The person whom the name of a record's file names, `DATE-PERSON` and more; that they exist is not said."""
    return location.name[len("2026-12-31-") :].partition(".")[0]
