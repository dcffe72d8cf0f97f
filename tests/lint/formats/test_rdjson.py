"""The Reviewdog Diagnostic Format: columns in bytes, suggestions that apply, and messages that are Markdown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from okrs_as_code import api
from okrs_as_code.escape import markdown_message
from okrs_as_code.finding import Located
from okrs_as_code.lint.formats import render
from okrs_as_code.lint.formats.format_context import FormatContext
from okrs_as_code.lint.formats.sentence import with_help
from okrs_as_code.lint.policy import Selection
from tests.lint.formats.findings import OBJECTIVE, TODAY, many, repository
from tests.nightly import examples
from tests.repositories import GOAL

SCHEMA = Draft202012Validator(json.loads((Path(__file__).parent / "rdjson.schema.json").read_text(encoding="utf-8")))


def diagnostics(findings: list[Located] | tuple[Located, ...], context: FormatContext) -> list[dict[str, Any]]:
    data = json.loads(render(findings, "rdjson", context))
    SCHEMA.validate(data)
    return list(data["diagnostics"])


def of_repository(folder: Path, objective: str = OBJECTIVE) -> list[dict[str, Any]]:
    opened = repository(folder, objective)
    result = api.lint(opened, TODAY, selection=Selection.of([], [], True))
    return diagnostics(result.findings, FormatContext(suggestions=lambda: api.suggestions(opened, result)))


def test_columns_are_bytes(tmp_path: Path) -> None:
    found = {one["code"]["value"]: one for one in of_repository(tmp_path)}
    place = found["OWN003"]["location"]["range"]
    line = (tmp_path / GOAL).read_bytes().split(b"\n")[place["start"]["line"] - 1]
    assert line[place["start"]["column"] - 1 : place["end"]["column"] - 1] == b"nobody"
    [related] = found["FMT005"]["related_locations"]
    assert related["location"]["path"] == GOAL


def applied(text: str, suggestion: dict[str, Any]) -> str:
    """A text with the lines of a suggestion in the place of those that it is for, both ends of which are inclusive."""
    rows = text.split("\n")
    first, last = suggestion["range"]["start"]["line"], suggestion["range"]["end"]["line"]
    return "\n".join([*rows[: first - 1], *suggestion["text"].split("\n"), *rows[last:]])


TABS = OBJECTIVE.replace("    owner: nobody", "\towner: nobody").replace("  - id: partner", "\t- id: partner")


@pytest.mark.parametrize(
    ("code", "objective"),
    [
        ("OWN002", OBJECTIVE),
        ("OWN002", OBJECTIVE.replace("[bo, mara]", "[bo]")),
        ("FMT004", OBJECTIVE.replace("baseline: 0, target: 3, unit: posts", 'baseline: 0, target: "3", unit: posts')),
    ],
)
def test_a_suggestion_is_what_fix_writes(tmp_path: Path, code: str, objective: str) -> None:
    [found] = [one for one in of_repository(tmp_path, objective) if one["code"]["value"] == code]
    [suggestion] = found["suggestions"]
    fixed = applied(objective, suggestion)
    opened = api.open_repository(tmp_path, cache=False)
    only = api.lint(opened, TODAY, selection=Selection.of([code], [], False))
    [change] = api.fixes(opened, only).changes
    assert fixed == change.after.decode()


def test_a_renamed_file_has_none(tmp_path: Path) -> None:
    repository(tmp_path)
    record = tmp_path / "okrs/2026-Q4/check-ins/2026-10-12-mara.yaml"
    record.parent.mkdir()
    record.write_text("by: bo\ndate: 2026-10-12\nkey_results: {company/organic-pipeline/partner: {done: false}}\n")
    opened = api.open_repository(tmp_path, cache=False)
    result = api.lint(opened, TODAY, selection=Selection.of(["FMT006"], [], False))
    assert result.errors
    assert api.suggestions(opened, result) == {}


@examples(1)
@given(many)
def test_hostile_words(findings: list[Located]) -> None:
    for located, diagnostic in zip(findings, diagnostics(findings, FormatContext()), strict=True):
        assert diagnostic["message"] == markdown_message(with_help(located.finding))
        start = diagnostic["location"]["range"]["start"]["column"]
        end = diagnostic["location"]["range"]["end"]
        assert start >= located.region.column
        assert end["line"] > located.region.row or located.line != located.end_line or end["column"] >= start
