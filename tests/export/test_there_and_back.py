"""There and back: what is exported as csv and imported into an empty repository is what it was."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from okrs_as_code.cli.main import run
from tests.export.organisation import DAY, export, tables
from tests.export.organisations import organisations
from tests.nightly import examples
from tests.repositories import make

Rows = dict[str, list[dict[str, Any]]]
KEPT = {
    "objectives": {"id", "title", "why", "owner", "commitment", "check_ins", "formerly"},
    "key_results": {
        "id", "title", "owner", "owner_team", "manager", "named_manager", "commitment", "start", "due", "success",
        "measure", "plan", "weight", "check_ins", "named_check_ins", "links", "formerly", "fingerprint", "terms",
    },
    "steps": {"key_result", "id", "title", "weight", "due"},
    "alignments": {"objective", "written", "above", "contributes", "weight"},
    "contributors": {"key_result", "person", "team"},
    "tags": {"objective", "key_result", "tag"},
    "initiatives": {"objective", "title", "key_result", "link"},
    "people": {"id", "name", "title", "manager", "account", "emails", "teams", "listed", "readable"},
    "teams": {"id", "name", "lead", "part_of", "members", "formerly", "listed", "readable"},
    "backlog": {
        "id", "kind", "title", "why", "owner", "owner_team", "named_manager", "contributors", "commitment", "start",
        "due", "success", "measure", "unit", "baseline", "direction", "target", "stretch", "at_least", "at_most",
        "steps", "plan", "weight", "tags", "check_ins", "aligned_to", "links", "formerly",
    },
}  # fmt: skip
"""Columns that come back of each table."""


def kept(found: Rows) -> Rows:
    return {name: [{key: row[key] for key in row if key in keys} for row in found[name]] for name, keys in KEPT.items()}


def imported(folder: Path, exported: Path) -> Path:
    """A repository that was empty, with people and teams and then the goals of an export."""
    make(folder, {"okrs/people.yaml": "people: {}\n"})
    place = ["--root", str(folder), "--yes", *DAY]
    assert run(["import", "people", str(exported / "people.csv"), str(exported / "teams.csv"), *place]) == 0
    assert run(["import", str(exported), *place]) == 0
    return folder


@given(organisations())
@examples(1, by_day=0.5)
def test_everything_but_records_comes_back(files: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        root = make(folder / "there", files)
        before = tables(root, "--with", "emails")
        assert before["unreadable"] == []
        back = imported(folder / "back", export(root, "csv", "--with", "emails"))
        after = tables(back, "--with", "emails")
    assert after["unreadable"] == []
    expected, found = kept(before), kept(after)
    for table in KEPT:
        assert found[table] == expected[table], table


def test_records_and_what_cannot_be_read_stay_behind_and_are_listed(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exported = export(root, "csv")
    capsys.readouterr()
    imported(root.parent / "back", exported)
    shown = capsys.readouterr().out
    assert "records stay behind: 9 of check_ins, 1 of objective_notes, 2 of agreements, 1 of grades" in shown
    for place in ("objectives.csv: row 5", "key_results.csv: rows 10 and 11", "backlog.csv"):
        assert place in shown
    before, after = tables(root), tables(root.parent / "back")
    fingerprints = {
        row["id"].replace("/words/", "/content/"): row["fingerprint"]
        for row in before["key_results"]
        if row["readable"]
    }
    assert {row["id"]: row["fingerprint"] for row in after["key_results"]} == fingerprints
