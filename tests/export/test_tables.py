"""The definition of the tables, and what is in them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from okrs_as_code.cli.main import run
from okrs_as_code.export.tables import TABLES
from okrs_as_code.model.files.measure import Binary, Metric, Milestones, Score, Threshold
from tests.export.organisation import DAY, FILES, organisation, tables
from tests.repositories import make

GOLDEN = Path(__file__).parent / "golden.json"
NAMES = [
    "exported", "people", "teams", "cycles", "objectives", "key_results", "steps", "alignments", "contributors", "tags",
    "initiatives", "check_ins", "objective_notes", "agreements", "grades", "backlog", "unreadable",
]  # fmt: skip


def test_the_definition_is_sound() -> None:
    assert [table.name for table in TABLES] == NAMES
    for table in TABLES:
        columns = [column.name for column in table.columns]
        assert len(set(columns)) == len(columns)
        assert set(table.key) <= set(columns)
        assert table.meaning.endswith(".")
        for column in table.columns:
            assert column.meaning.endswith("."), column
            assert column.references in (None, *NAMES)


def test_every_measure_has_its_columns() -> None:
    columns = {column.name for table in TABLES if table.name == "key_results" for column in table.columns}
    keys = {key for model in (Metric, Threshold, Milestones, Binary, Score) for key in model.model_fields}
    assert keys - columns == {"type", "steps"}


def test_the_whole_of_an_organisation(root: Path) -> None:
    found = tables(root, "--with", "emails,notes")
    found["exported"][0] |= {"commit": "…", "tool": "…"}
    shown = "{\n" + ",\n".join(f'"{name}": [{_lines(rows)}]' for name, rows in found.items()) + "\n}\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(shown, encoding="utf-8")
    assert shown == GOLDEN.read_text(encoding="utf-8")


def _lines(rows: list[dict[str, Any]]) -> str:
    return ",".join(f"\n  {json.dumps(row, ensure_ascii=False)}" for row in rows)


def test_what_status_says_is_what_is_exported(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exported = tables(root)
    key_results = {row["id"]: row for row in exported["key_results"]}
    objectives = {row["id"]: row for row in exported["objectives"]}
    for cycle in ("2026", "2026-Q4"):
        capsys.readouterr()
        assert run(["status", "--root", str(root), "--cycle", cycle, "--output-format", "json", *DAY]) == 0
        status = json.loads(capsys.readouterr().out)
        [row] = [row for row in exported["cycles"] if row["id"] == cycle]
        assert (row["progress"], row["with_data"], row["parts"]) == (
            status["progress"],
            status["coverage"]["with_data"],
            status["coverage"]["of"],
        )
        for objective in status["objectives"]:
            row = objectives[objective["id"]]
            assert (row["progress"], row["parts"]) == (objective["progress"], objective["coverage"]["of"])
            for key_result in objective["key_results"]:
                row = key_results[key_result["id"]]
                for key in (
                    "owner",
                    "manager",
                    "measure",
                    "progress",
                    "raw",
                    "status",
                    "pace",
                    "confidence",
                    "state",
                    "tier",
                ):
                    assert row[key] == key_result[key], (key_result["id"], key)


def test_without_options_it_is_the_current_cycle(root: Path) -> None:
    out = root.parent / "current.json"
    assert run(["export", "json", "--out", str(out), "--root", str(root), *DAY]) == 0
    found = json.loads(out.read_bytes())
    assert found["exported"][0]["cycle"] == "2026-Q4"
    assert {row["id"] for row in found["cycles"]} == {"2026-Q4"}
    assert {row["cycle"] for row in found["key_results"]} == {"2026-Q4"}
    elsewhere = found["alignments"][0]
    assert (elsewhere["above"], elsewhere["above_key_result"]) == ("2026/company/growth/margin", None)
    assert len(found["backlog"]) == 5


def test_one_cycle_has_no_records_of_others(root: Path) -> None:
    found = tables(root, "--cycle", "2026")
    assert found["check_ins"] == found["agreements"] == found["grades"] == []
    assert {row["cycle"] for row in found["unreadable"]} == {None}


def test_a_goal_or_record_of_later_changes_nothing_today(root: Path) -> None:
    found = tables(root)
    assert "2026-12-24" not in {row["day"] for row in found["check_ins"]}
    [visitors] = [row for row in found["key_results"] if row["name"] == "visitors"]
    assert visitors["value"] == 120
    later = tables(root, "--today", "2026-12-28")
    [visitors] = [row for row in later["key_results"] if row["name"] == "visitors"]
    assert visitors["value"] == 999


def test_the_commit_is_named_and_whether_files_differ_from_it(root: Path) -> None:
    before = tables(root)["exported"][0]
    assert len(before["commit"]) == 40
    assert not before["has_changes"]
    (root / "okrs" / "config.yaml").write_bytes(
        b"organization: Example Inc\r\nrepository: https://example.com/okrs\r\n"
    )
    assert not tables(root)["exported"][0]["has_changes"]
    (root / "okrs" / "2026-Q4" / "check-ins" / "2026-11-15-bo.yaml").write_text("by: bo\n", encoding="utf-8")
    assert tables(root)["exported"][0]["has_changes"]


def test_outside_of_git_there_is_no_commit(tmp_path: Path) -> None:
    make(tmp_path / "plain", FILES)
    row = tables(tmp_path / "plain")["exported"][0]
    assert row["commit"] is None
    assert not row["has_changes"]


def test_with_nothing_but_people(tmp_path: Path) -> None:
    make(tmp_path / "new", {"okrs/people.yaml": "people:\n  ana: {name: Ana}\n"})
    found = tables(tmp_path / "new")
    assert [row["id"] for row in found["people"]] == ["ana"]
    assert found["cycles"] == found["key_results"] == []


def test_a_file_whose_name_is_no_text(tmp_path: Path) -> None:
    root = organisation(tmp_path / "repository")
    folder = os.fsencode(root / "okrs" / "2026-Q4" / "content")
    Path(os.fsdecode(folder)).mkdir()
    Path(os.fsdecode(folder + b"/\xff\xfe.yaml")).write_bytes(b"title: x\n")
    files = {row["file"] for row in tables(root)["unreadable"]}
    assert "okrs/2026-Q4/content/\\udcff\\udcfe.yaml" in files
