"""Laws of what cannot be read: it is in the export, counted, and every reference leads to a row."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.export.export_data import ExportData, ExportOrigin
from okrs_as_code.export.formats.json import json_file
from okrs_as_code.export.formats.sqlite import sqlite_file
from okrs_as_code.export.rows import all_rows
from okrs_as_code.export.schema import export_schema
from okrs_as_code.model.assessment import Assessment
from okrs_as_code.report.views.status import cycle_status
from okrs_as_code.workspace.loader import Workspace
from tests.nightly import examples
from tests.report.test_unreadable import BREAKAGES, TODAY, broken, loaded

VALIDATOR = jsonschema.Draft7Validator(export_schema())


def exported(*names: str) -> dict[str, list[dict[str, Any]]]:
    """The tables of an organisation in which something is broken, which every reader can read."""
    return tables_of(loaded(broken(*names)))


def tables_of(workspace: Workspace) -> dict[str, list[dict[str, Any]]]:
    rows = all_rows(ExportData(workspace, Assessment(workspace.plan, TODAY), ExportOrigin(None, False), None))
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(sqlite_file(rows))
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    tables: dict[str, list[dict[str, Any]]] = json.loads(json_file(rows))
    VALIDATOR.validate(tables)
    status = cycle_status(workspace, TODAY, "2026-Q4")
    [cycle] = tables["cycles"]
    assert (cycle["with_data"], cycle["parts"]) == (status.roll_up.with_data, status.roll_up.of)
    shown = [element.as_json() for element in workspace.plan.unreadable]
    assert [{key: row[key] for key in ("file", "subject", "kind")} for row in tables["unreadable"]] == shown
    return tables


@pytest.mark.parametrize("name", BREAKAGES)
def test_it_has_a_row(name: str) -> None:
    assert exported(name)["unreadable"]


@given(st.sets(st.sampled_from(sorted(BREAKAGES)), min_size=2, max_size=4))
@examples(1)
def test_several_at_once(names: set[str]) -> None:
    try:
        files = broken(*sorted(names))
    except (KeyError, IndexError, TypeError, AttributeError):
        return  # one took away what another breaks
    assert tables_of(loaded(files))["unreadable"]


@pytest.mark.parametrize("name", ["no owner", "no title", "no measure", "a day that is none", "two with one id"])
def test_a_key_result_with_an_id_has_its_row_and_counts(name: str) -> None:
    before, after = exported_whole(), exported(name)
    assert [row["id"] for row in sorted_rows(after)] == [row["id"] for row in sorted_rows(before)]
    [unread] = [row for row in after["key_results"] if not row["readable"]]
    assert {key: value for key, value in unread.items() if value is not None}.keys() <= {
        "id", "objective", "cycle", "team", "name", "position", "file", "readable", "title", "owner",
    }  # fmt: skip
    [parts] = [row["parts"] for row in after["objectives"] if row["id"] == unread["objective"]]
    assert parts == (3 if name == "two with one id" else 2)


def exported_whole() -> dict[str, list[dict[str, Any]]]:
    tables = exported()
    assert tables["unreadable"] == []
    return tables


def sorted_rows(tables: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    return sorted(tables["key_results"], key=lambda row: row["id"])


def test_an_objective_has_its_row_and_so_has_what_records_name_in_it() -> None:
    tables = exported("broken YAML")
    [objective] = [row for row in tables["objectives"] if not row["readable"]]
    assert objective["id"] == "2026-Q4/content/search"
    assert [row["id"] for row in tables["key_results"] if not row["readable"]] == ["2026-Q4/content/search/posts"]
    assert [row["value"] for row in tables["check_ins"]] == [1]
