"""SARIF is read by a schema of what we use of it, and by sarif-tools, and says what the lint found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from hypothesis import given
from jsonschema import Draft202012Validator
from sarif.loader import load_sarif_file

from okrs_as_code.finding import Located
from okrs_as_code.lint.formats import render
from okrs_as_code.lint.formats.format_context import FormatContext
from tests.lint.formats.findings import is_safe, lint, many, plain
from tests.nightly import examples
from tests.repositories import GOAL

SCHEMA = Draft202012Validator(json.loads((Path(__file__).parent / "sarif.schema.json").read_text(encoding="utf-8")))


def run(findings: list[Located] | tuple[Located, ...], context: FormatContext | None = None) -> dict[str, Any]:
    log = json.loads(render(findings, "sarif", context))
    SCHEMA.validate(log)
    [run] = log["runs"]
    return dict(run)


def test_the_findings_of_a_repository(tmp_path: Path) -> None:
    findings = lint(tmp_path)
    log = run(findings)
    assert log["columnKind"] == "unicodeCodePoints"
    assert [result["ruleId"] for result in log["results"]] == [located.finding.code for located in findings]
    for result in log["results"]:
        rule = log["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert rule["help"]["markdown"].startswith(rule["shortDescription"]["text"][:20])
    unknown = next(result for result in log["results"] if result["ruleId"] == "OWN003")
    region = unknown["locations"][0]["physicalLocation"]["region"]
    line = (tmp_path / GOAL).read_text(encoding="utf-8").split("\n")[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "nobody"


def test_related_places_and_suppressions(tmp_path: Path) -> None:
    results = {result["ruleId"]: result for result in run(lint(tmp_path))["results"]}
    [related] = results["FMT005"]["relatedLocations"]
    assert (related["id"], related["physicalLocation"]["region"]["startLine"]) == (1, 4)
    [suppression] = results["KR009"]["suppressions"]
    assert suppression["kind"] == "inSource"
    assert suppression["justification"].startswith("we agreed on [it](x) {0}")
    assert results["OWN002"]["suppressions"] == []


def test_sarif_tools_read_it(tmp_path: Path) -> None:
    findings = lint(tmp_path / "work")
    file = tmp_path / "okrs.sarif"
    file.write_text(render(findings, "sarif"), encoding="utf-8")
    records = load_sarif_file(str(file)).get_records()
    assert [(record["Code"], record["Location"], record["Line"]) for record in records] == [
        (located.finding.code, located.finding.place.file, located.region.row) for located in findings
    ]


@examples(1)
@given(many)
def test_hostile_words(findings: list[Located]) -> None:
    log = run(findings, FormatContext(prefix="a b/"))
    for located, result in zip(findings, log["results"], strict=True):
        [location] = result["locations"]
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        assert uri.isascii()
        assert not set(uri) & set(' #?%<>[]{}\\^`|"') - {"%"}
        assert unquote(uri, errors="surrogateescape") == f"a b/{located.finding.place.file}"
        texts = [result["message"]["text"], *(one["message"]["text"] for one in result.get("relatedLocations", ()))]
        for text in texts:
            assert "](" not in text
            assert "{0}" not in text.replace("{{", "").replace("}}", "")
            assert is_safe(text)


def test_a_fingerprint_stays_where_lines_are_added_above() -> None:
    before, after = plain(3), plain(4)[1:]
    assert [located.region.row for located in before] != [located.region.row for located in after]
    keys = [[result["partialFingerprints"] for result in run(findings)["results"]] for findings in (before, before)]
    assert keys[0] == keys[1]
    assert "primaryLocationLineHash" not in keys[0][0]
