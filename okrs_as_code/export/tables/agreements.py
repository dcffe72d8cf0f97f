"""The table of agreements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from okrs_as_code.export.export_data import ExportData
from okrs_as_code.export.table import BOOLEAN, TEXT, Column, Table
from okrs_as_code.export.tables.record_row import RecordRow, key_result_entries, place_columns
from okrs_as_code.model.consent import is_valid_agreement
from okrs_as_code.model.files.record import AgreementEntry
from okrs_as_code.model.terms import CanonicalTerms, quoted_terms


@dataclass(frozen=True)
class AgreementRow(RecordRow[AgreementEntry]):
    """An agreement with the terms that it quotes; `is_current` is None where today's terms cannot be read."""

    quoted: CanonicalTerms = field(default_factory=lambda: CanonicalTerms({}))
    is_current: bool | None = None
    is_signed: bool = False


def _agreements(data: ExportData) -> Iterator[AgreementRow]:
    plan = data.plan
    for row in key_result_entries(data, plan.agreements_of):
        cycle = plan.calendar.cycle(row.subject.split("/")[0])
        end = plan.named_end(cycle) if cycle is not None else None
        quoted, known = quoted_terms(row.entry.terms, end, plan.directory.resolve_team), row.known
        is_current = None
        if known is not None:
            is_same_title = plan.title_difference(row.entry, known.node) is None
            is_current = is_same_title and quoted.text == known.terms
        is_signed = row.record.place in data.signed
        yield AgreementRow(row.subject, row.record, row.is_corrected, known, quoted, is_current, is_signed)


AGREEMENTS: Table[AgreementRow] = Table(
    "agreements",
    "Who agreed to which terms of a key result, up to the day.",
    ("file", "ref"),
    (
        *place_columns("key_result", "key_results"),
        Column(
            "role",
            TEXT,
            "Whether the person agreed as owner or as manager.",
            lambda row: row.entry.as_,
            required=True,
            choices=("owner", "manager"),
        ),
        Column(
            "counts",
            BOOLEAN,
            "Whether it can count: as owner by the owner of the terms it quotes, as manager by anybody else.",
            lambda row: is_valid_agreement(row.record),
            required=True,
        ),
        Column(
            "current",
            BOOLEAN,
            "Whether the terms it quotes are those of today; empty where these cannot be read.",
            lambda row: row.is_current,
        ),
        Column(
            "signed",
            BOOLEAN,
            "Whether it has a signature that was checked and holds.",
            lambda row: row.is_signed,
            required=True,
        ),
        Column("via", TEXT, "Where it was given, such as a pull request.", lambda row: row.entry.via),
        Column(
            "fingerprint",
            TEXT,
            "The fingerprint of the terms that it quotes.",
            lambda row: row.quoted.fingerprint,
            required=True,
        ),
        Column("terms", TEXT, "These terms, as canonical JSON.", lambda row: row.quoted.text, required=True),
    ),
    _agreements,
)
