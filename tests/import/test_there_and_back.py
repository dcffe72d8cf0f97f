"""Out by `okrs export csv`, and in again elsewhere: what people agree to has the same fingerprints."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

import pytest

from benchmarks.corpus import Organisation
from okrs_as_code import api
from okrs_as_code.cli.main import run
from okrs_as_code.model.files.base import normalized_text

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(path.parent.parent for path in (ROOT / "tests/documents").glob("*/okrs/people.yaml"))
TODAY = "2026-11-16"
JUDGED = frozenset(
    [
        "progress",
        "with_data",
        "parts",
        "score",
        "status",
        "closed",
        "dropped",
        "asks_for_help",
        "done",
        "raw",
        "pace",
        "pace_by",
        "expected",
        "state",
        "tier",
        "value",
        "last_check_in",
        "next_due",
        "stale_on",
        "confidence",
        "baseline_measured",
        "baseline_day",
        "baseline",
    ]
)
"""Columns that follow from records, which stay behind."""
TABLES = ("objectives", "key_results", "steps", "alignments", "contributors", "tags", "initiatives", "backlog", "teams")


def exported(root: Path, folder: Path) -> dict[str, list[dict[str, str]]]:
    """The tables that an export of a repository writes."""
    arguments = ["export", "csv", "--out", str(folder), "--all-cycles", "--root", str(root), "--today", TODAY]
    assert run(arguments) == 0
    tables: dict[str, list[dict[str, str]]] = {}
    for name in TABLES:
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
            tables[name] = list(csv.DictReader(stream))
    return tables


def written(rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    """The texts that people wrote, of rows that could be read."""
    kept = [row for row in rows if row.get("readable", "true") == "true" and row.get("listed", "true") == "true"]
    return [{key: normalized_text(value) for key, value in row.items() if key not in JUDGED} for row in kept]


def there_and_back(source: Path, tmp_path: Path) -> None:
    before = exported(source, tmp_path / "out")
    target = tmp_path / "target"
    (target / "okrs").mkdir(parents=True)
    (target / "okrs/people.yaml").write_text("people:\n  founder: { name: Founder Example }\n", encoding="utf-8")
    config = source / "okrs/config.yaml"
    if config.exists():
        shutil.copy(config, target / "okrs/config.yaml")
    common = ("--root", str(target), "--today", TODAY, "--yes")
    people = [str(tmp_path / "out" / f"{name}.csv") for name in ("people", "teams")]
    assert run(["import", "people", *people, *common]) == 0
    assert run(["import", str(tmp_path / "out"), *common]) == 0
    after = exported(target, tmp_path / "again")
    fingerprints = [{row["id"]: row["fingerprint"] for row in tables["key_results"]} for tables in (before, after)]
    assert {id_: one for id_, one in fingerprints[0].items() if one} == fingerprints[1]
    for table in TABLES:
        if table == "teams" and len(before["teams"]) == 1:
            continue  # the one team of everybody, which nobody wrote down
        assert written(before[table]) == written(after[table]), table
    files = {path: path.read_bytes() for path in (target / "okrs").rglob("*.yaml")}
    assert run(["import", str(tmp_path / "out"), *common]) == 0
    assert files == {path: path.read_bytes() for path in (target / "okrs").rglob("*.yaml")}


@pytest.mark.parametrize("folder", DOCUMENTS, ids=lambda path: path.name)
def test_documents(folder: Path, tmp_path: Path) -> None:
    there_and_back(Path(shutil.copytree(folder, tmp_path / "source")), tmp_path)


def test_the_example_organisation(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "okrs", tmp_path / "source/okrs")
    there_and_back(tmp_path / "source", tmp_path)


@pytest.mark.parametrize("objectives", [7, 25])
def test_generated_organisations(objectives: int, tmp_path: Path) -> None:
    source = tmp_path / "source"
    for path, text in Organisation(objectives, weeks=1).files():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).write_text(text, encoding="utf-8")
    there_and_back(source, tmp_path)


def test_everything_that_terms_can_have(tmp_path: Path) -> None:
    case = Path(__file__).parent / "cases/own-export/written"
    shutil.copytree(Path(__file__).parent / "base", tmp_path / "source")
    shutil.copytree(case, tmp_path / "source", dirs_exist_ok=True)
    assert api.open_repository(tmp_path / "source").workspace.backlog
    there_and_back(tmp_path / "source", tmp_path)
