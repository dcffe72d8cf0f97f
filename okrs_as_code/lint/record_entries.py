"""Records as rules see them: what still stands of them, where it is written, and whether a change adds it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from okrs_as_code.finding import Finding, Place, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.model.files.record import AgreementEntry, CheckInEntry, GradeEntry
from okrs_as_code.model.timeline import E, RecordEntry, timeline

AnyRecordEntry = RecordEntry[CheckInEntry] | RecordEntry[AgreementEntry] | RecordEntry[GradeEntry]


def valid_entries(entries: Iterable[RecordEntry[E]], owner: str) -> tuple[RecordEntry[E], ...]:
    """All entries but those that a later record corrects, in order, whatever the day."""
    return timeline(entries, owner, date.max)


def at_entry(said: AnyRecordEntry, *inner: str | int) -> Place:
    """What a record says of a key result: the value at a key of the entry, or the key result's id."""
    return Place(said.file, ("key_results", said.ref, *inner), "value" if inner else "key")


def adds_record(path: str, base: Context, head: Context) -> bool:
    """Whether a record is new: the base could not read it, and it is no record of the base under another name."""
    before, after = base.workspace.records, head.workspace.records
    if path in before:
        return False
    return not any(file not in after and record == after[path] for file, record in before.items())


def as_error_if_new(finding: Finding, base: Context, head: Context) -> Finding:
    """An error where the change adds the record that the finding lies in; history is never one."""
    return replace(finding, severity=Severity.ERROR) if adds_record(finding.place.file, base, head) else finding


def with_severity_if_new(finding: Finding, severity: Severity, base: Context, head: Context) -> Finding:
    """The same for a severity, and for a finding that may lie in any file: elsewhere it stays as it is."""
    in_record = finding.place.file in head.workspace.records
    return replace(finding, severity=severity) if in_record and adds_record(finding.place.file, base, head) else finding


def correction_hint(name: str) -> str:
    """How a record is mended that is history already; the end of a help line."""
    return f"once merged, in a new record with `corrects: {name}`"
