"""Titles that were published, good ones and bad ones: what the rules about words say of them, and what not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.registry import all_rules
from okrs_as_code.workspace.loader import Workspace
from tests.model.building import key_result, objective, plan

CODES = ("KR003", "KR004", "KR005", "KR006", "KR009", "KR014", "OBJ001", "OBJ002")
RULES = [rule for rule in all_rules() if rule.code in CODES]


@dataclass(frozen=True)
class Published:
    """A line of the table."""

    verdict: str
    kind: str
    measure: str
    codes: str
    source: str
    title: str


def table() -> list[Published]:
    lines = Path(__file__).with_name("published_titles.txt").read_text(encoding="utf-8").splitlines()
    return [Published(*line.split(" | ", 5)) for line in lines if line and not line.startswith("#")]


TITLES = table()


def measure_of(text: str) -> dict[str, Any]:
    """`metric 0 3 posts`, `threshold >= 99 %`, `binary`."""
    kind, *rest = text.split(" ", 3)
    if kind == "metric":
        baseline, target, unit = rest
        return {"type": kind, "baseline": float(baseline), "target": float(target), "unit": unit}
    if kind == "threshold":
        sign, bound, unit = rest
        return {"type": kind, "at_least" if sign == ">=" else "at_most": float(bound), "unit": unit}
    return {"type": kind}


def findings(published: Published) -> list[Finding]:
    """The findings of the rules about words, information left out."""
    is_objective = published.kind == "O"
    parts = [] if is_objective else [key_result(title=published.title, measure=measure_of(published.measure))]
    node = objective("content/goal", parts, title=published.title if is_objective else "Be trusted")
    context = Context(Workspace({}, (), plan([node])), date(2026, 10, 15))
    found = [finding for rule in RULES for finding in rule.check_objective(node, context)]
    found += [
        finding for rule in RULES for part in node.key_results for finding in rule.check_key_result(part, context)
    ]
    return [finding for finding in found if finding.severity is not Severity.INFORMATION]


@pytest.mark.parametrize("published", TITLES, ids=lambda published: published.title[:60])
def test_the_rules_say_what_the_table_says(published: Published) -> None:
    codes = " ".join(sorted({finding.code for finding in findings(published)})) or "-"
    assert codes == published.codes


@pytest.mark.parametrize(
    "published", [title for title in TITLES if title.verdict == "good"], ids=lambda p: p.title[:60]
)
def test_a_good_title_gets_no_error_and_at_most_one_warning(published: Published) -> None:
    found = findings(published)
    assert len(found) <= 1
    assert all(finding.severity is Severity.WARNING for finding in found)


def test_the_table_is_large_and_names_its_sources() -> None:
    text = Path(__file__).with_name("published_titles.txt").read_text(encoding="utf-8")
    named = {
        name for line in text.splitlines() if line.startswith("# ") for name in line[2:].partition(":")[0].split(", ")
    }
    assert len(TITLES) >= 120
    assert {published.source for published in TITLES if not published.source.startswith("gl-")} <= named
