"""Every format holds the same rows, in the eyes of programs that others have written."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pytest

from okrs_as_code.escape import text_of_cell
from okrs_as_code.export.schema import export_schema
from okrs_as_code.export.sqlite_views import VIEWS
from okrs_as_code.export.table import ColumnType
from okrs_as_code.export.tables import TABLES
from tests.export.organisation import DAY, FORMULA, export, tables

Tables = dict[str, list[dict[str, Any]]]
DETAILS = ("--with", "emails,notes")


@pytest.fixture
def expected(root: Path) -> Tables:
    return tables(root, *DETAILS)


def test_json_fits_its_schema(expected: Tables) -> None:
    schema = export_schema()
    jsonschema.Draft7Validator.check_schema(schema)
    jsonschema.Draft7Validator(schema).validate(expected)
    for name, rows in expected.items():
        assert all(set(row) == set(schema["definitions"][name]["properties"]) for row in rows)


def test_the_schema_refuses_what_is_wrong(expected: Tables) -> None:
    validator = jsonschema.Draft7Validator(export_schema())
    row = expected["key_results"][0]
    for key, value in (("progress", "0.5"), ("status", "fine"), ("due", "31.12.2026"), ("id", None), ("plan", "x")):
        wrong = {**expected, "key_results": [{**row, key: value}]}
        assert not validator.is_valid(wrong), key
    assert not validator.is_valid({**expected, "key_results": [{"id": row["id"]}]})
    assert validator.is_valid({**expected, "key_results": [{**row, "added_later": 1}]})


def test_ndjson_has_the_same_rows(root: Path, expected: Tables) -> None:
    lines = [json.loads(line) for line in export(root, "ndjson", *DETAILS).read_text(encoding="utf-8").splitlines()]
    for name, rows in expected.items():
        assert [line for line in lines if line["table"] == name] == [{"table": name, **row} for row in rows]


def test_csv_has_the_same_rows(root: Path, expected: Tables) -> None:
    folder = export(root, "csv", *DETAILS)
    assert {path.name for path in folder.iterdir()} == {f"{table.name}.csv" for table in TABLES}
    for table in TABLES:
        raw = (folder / f"{table.name}.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        assert raw.endswith(b"\r\n")
        rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True))
        kinds = {column.name: column.type for column in table.columns}
        read = [{name: _from_csv(kinds[name], cell) for name, cell in row.items()} for row in rows]
        assert read == expected[table.name]


def _from_csv(kind: ColumnType, cell: str) -> Any:
    if not cell:
        return None
    if kind in (ColumnType.TEXT, ColumnType.DAY):
        return text_of_cell(cell)
    return json.loads(cell)


def test_no_cell_is_a_formula(root: Path) -> None:
    folder = export(root, "csv", *DETAILS)
    text = (folder / "objectives.csv").read_text(encoding="utf-8-sig")
    assert FORMULA.replace('"', '""') in text
    for path in folder.iterdir():
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")):
            assert [cell for cell in row if cell.lstrip()[:1] in tuple("=+@\t\r")] == []
            assert [cell for cell in row if cell.lstrip().startswith("-") and not _is_number(cell)] == []


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_sqlite_has_the_same_rows(root: Path, expected: Tables) -> None:
    with closing(sqlite3.connect(export(root, "sqlite", *DETAILS))) as database:
        database.row_factory = sqlite3.Row
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        for table in TABLES:
            rows = database.execute(f"SELECT * FROM {table.name} ORDER BY rowid").fetchall()
            kinds = {column.name: column.type for column in table.columns}
            read = [{name: _from_sqlite(kinds[name], row[name]) for name in row.keys()} for row in rows]  # noqa: SIM118
            assert read == expected[table.name]


def _from_sqlite(kind: ColumnType, value: Any) -> Any:
    if value is None:
        return None
    if kind is ColumnType.JSON:
        return json.loads(value)
    return bool(value) if kind is ColumnType.BOOLEAN else value


def test_sqlite_refuses_a_row_that_refers_to_nothing(root: Path) -> None:
    with closing(sqlite3.connect(export(root, "sqlite"))) as database:
        database.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):
            database.execute("UPDATE key_results SET owner = 'nobody'")


def test_the_views(root: Path, expected: Tables) -> None:
    with closing(sqlite3.connect(export(root, "sqlite", *DETAILS))) as database:
        for view in VIEWS:
            database.execute(f"SELECT * FROM {view.name}").fetchall()
        latest = dict(database.execute("SELECT key_result, day FROM latest").fetchall())
        overdue = [row[0] for row in database.execute("SELECT id FROM overdue")]
        by_team = database.execute(
            "SELECT cycle, team, key_results, with_data, unreadable, stale FROM by_team"
        ).fetchall()
        values = database.execute("SELECT value FROM latest WHERE key_result LIKE '%/posts'").fetchall()
    shown = {row["id"]: row["last_check_in"] for row in expected["key_results"] if row["readable"]}
    assert {id_: day for id_, day in latest.items() if id_ in shown} == {id_: day for id_, day in shown.items() if day}
    assert values == [(1.5,)]
    stale = [row for row in expected["key_results"] if row["status"] == "stale"]
    assert overdue == [row["id"] for row in sorted(stale, key=lambda row: (row["stale_on"], row["id"]))]
    assert ("2026-Q4", "content", 8, 4, 1, 4) in by_team
    assert ("2026-Q4", "web", 1, 0, 1, None) in by_team


def test_duckdb_reads_csv_json_and_ndjson(root: Path, expected: Tables) -> None:
    folder, lines = export(root, "csv"), export(root, "ndjson")
    with closing(duckdb.connect()) as database:
        for table in TABLES:
            path = folder / f"{table.name}.csv"
            [(count,)] = database.execute("SELECT count(*) FROM read_csv(?, header = true)", [str(path)]).fetchall()
            assert count == len(expected[table.name]), table.name
        query = "SELECT name, typeof(progress), typeof(due), readable FROM read_csv(?) WHERE name = 'posts'"
        assert database.execute(query, [str(folder / "key_results.csv")]).fetchall() == [
            ("posts", "DOUBLE", "DATE", True)
        ]
        query = "SELECT \"table\", count(*) FROM read_json(?, format = 'newline_delimited') GROUP BY ALL"
        counts = dict(database.execute(query, [str(lines)]).fetchall())
    assert counts == {name: len(rows) for name, rows in expected.items() if rows}


EXPORT_ALL = """
import sys
from okrs_as_code.cli.main import run

root, folder, *options = sys.argv[1:]
for form in ("json", "ndjson", "csv", "sqlite"):
    assert run(["export", form, "--out", f"{folder}/{form}", "--root", root, *options]) == 0
"""


def test_the_same_commit_and_day_give_the_same(root: Path, tmp_path: Path) -> None:
    contents = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        options = [str(root), str(folder), "--all-cycles", *DAY, *DETAILS, "--no-cache"]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", EXPORT_ALL, *options], env=environment, check=True, capture_output=True)
        with closing(sqlite3.connect(folder / "sqlite")) as database:
            dump = "\n".join(database.iterdump())
        files = [folder / "json", folder / "ndjson", *sorted((folder / "csv").iterdir())]
        contents.append([dump, *(path.read_bytes() for path in files)])
    assert contents[0] == contents[1]
