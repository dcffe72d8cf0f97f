"""Words that say a limit make a threshold of a target, never something to grow towards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from okrs_as_code.intake.goals.limits import limit_in_title, split_limit
from okrs_as_code.intake.source_table import Cell

HEAD = "Objective,Key result,Owner,Start value,Current value,Target value,Unit"
OPTIONS = ("--cycle", "2026-Q4", "--team", "sales")


def measure_of(root: Path) -> str:
    text = (root / "okrs/2026-Q4/sales/win.yaml").read_text(encoding="utf-8")
    return next(line.strip() for line in text.splitlines() if "measure:" in line).removeprefix("measure: ")


@pytest.mark.parametrize(
    ("title", "target", "bound"),
    [
        ("Voluntary attrition below 5%", 5, "at_most"),
        ("Churned customers, at most 3", 3, "at_most"),
        ("Churned customers, no more than 3", 3, "at_most"),
        ("First answer in less than 4 hours", 4, "at_most"),
        ("First answer within 4 hours", 4, "at_most"),
        ("p95 of the booking page stays under 400 ms", 400, "at_most"),
        ("Costs < €5,000 a month", 5000, "at_most"),
        ("3 incidents or fewer", 3, "at_most"),
        ("Fluktuation unter 5 %", 5, "at_most"),
        ("Höchstens 3 verlorene Kunden", 3, "at_most"),
        ("Verlorene Kunden: 3 oder weniger", 3, "at_most"),
        ("Attrition en dessous de 5 %", 5, "at_most"),
        ("Moins de 3 clients perdus", 3, "at_most"),
        ("Rotación por debajo del 5 %", 5, "at_most"),
        ("Como máximo 3 clientes perdidos", 3, "at_most"),
        ("Uptime of at least 99.9%", 99.9, "at_least"),
        ("Margin above 40 %", 40, "at_least"),
        ("Mindestens 40 Punkte im NPS", 40, "at_least"),
        ("NPS d'au moins 40", 40, "at_least"),
        ("Al menos 40 puntos", 40, "at_least"),
        ("Sign 10 customers, at least 3 of them abroad", 10, None),
        ("Interviews over 3 months", 3, None),
        ("Sign 10 customers", 10, None),
        ("Raise readers from 200 to 500", 500, None),
        ("Answer within 5 min", 5, "at_most"),
        ("Answers take 5 min.", 5, None),
        ("Win 5 deals with Max Braun", 5, None),
        ("Win 10 of 12 deals over €5k", 10, None),
        ("Hire 3 engineers under 2 managers", 3, None),
        ("Attrition below 5%", 7, None),
    ],
)
def test_limits_in_titles(title: str, target: float, bound: str | None) -> None:
    assert limit_in_title(title, target) == bound


@pytest.mark.parametrize(
    ("text", "bound", "rest"),
    [
        ("< 5 %", "at_most", "5 %"),
        ("≤3", "at_most", "3"),
        ("max. 3", "at_most", "3"),
        ("höchstens 3 Kunden", "at_most", "3 Kunden"),
        ("3 oder weniger", "at_most", "3"),
        ("3 max", "at_most", "3"),
        ("moins de 5 %", "at_most", "5 %"),
        (">= 40", "at_least", "40"),
        ("au moins 40", "at_least", "40"),
        ("40 or more", "at_least", "40"),
        ("5 min", None, "5 min"),
        ("1.200", None, "1.200"),
        ("maximal flow", None, "maximal flow"),
    ],
)
def test_limits_in_cells(text: str, bound: str | None, rest: str) -> None:
    assert split_limit(Cell(text)) == (bound, Cell(rest))


@pytest.mark.parametrize(
    ("row", "measure"),
    [
        ("Voluntary attrition below 5%,bo,,4%,5%,", '{ type: threshold, at_most: 5, unit: "%" }'),
        ('"Churned customers, at most 3",bo,,1,3,customers', "{ type: threshold, at_most: 3, unit: customers }"),
        ("Voluntary attrition below 5%,bo,4%,4%,5%,", '{ type: threshold, at_most: 5, unit: "%" }'),
        ("Voluntary attrition below 5%,bo,9%,7%,5%,", '{ type: metric, baseline: 9, target: 5, unit: "%" }'),
        ("Cut attrition below 5%,bo,,7%,5%,", '{ type: metric, direction: down, target: 5, unit: "%" }'),
        ("Grow with at most 3 churned customers,bo,,1,3,customers", "{ type: threshold, at_most: 3, unit: customers }"),
        ("Attrition,bo,,4%,< 5%,", '{ type: threshold, at_most: 5, unit: "%" }'),
        ("Abwanderung,bo,,1,höchstens 3,Kunden", "{ type: threshold, at_most: 3, unit: Kunden }"),
        ("Uptime of at least 99.9%,bo,,99.95%,99.9%,", '{ type: threshold, at_least: 99.9, unit: "%" }'),
        ("Attrition from 4% to at most 5%,bo,,,,", '{ type: threshold, at_most: 5, unit: "%" }'),
        ("Keep churn at 3%,bo,,1%,3%,", '{ type: metric, target: 3, unit: "%" }'),
        ("Costs stay below the budget,bo,,4,5,USD", "{ type: metric, target: 5, unit: USD }"),
        ("Readers,bo,,200,500,people", "{ type: metric, direction: up, target: 500, unit: people }"),
    ],
)
def test_what_a_limit_becomes(root: Path, imported: Callable[..., str], row: str, measure: str) -> None:
    imported(f"{HEAD}\nWin,{row}\n", *OPTIONS)
    assert measure_of(root) == measure


def test_guesses_of_limits_and_directions_name_their_titles(imported: Callable[..., str]) -> None:
    rows = "Win,Voluntary attrition below 5%,bo,4%,,5%,\n,Readers,bo,,200,500,people\n,Listeners,bo,,20,50,people\n"
    report = imported(f"{HEAD}\n{rows}", *OPTIONS)
    assert 'row 2: `at_most: 5` is read from "Voluntary attrition below 5%"' in report
    assert 'its baseline "4%" is left out, as threshold has none' in report
    assert 'row 3: `direction: up` of "Readers" is read from its current value' in report
    assert 'row 4: `direction: up` of "Listeners" is read from its current value' in report


@pytest.mark.parametrize(
    ("kind", "bound"), [("stay below", "at_most"), ("stay above", "at_least"), ("Threshold", "at_most")]
)
def test_a_measure_that_is_called_a_threshold_has_the_side_of_its_words(
    root: Path, imported: Callable[..., str], kind: str, bound: str
) -> None:
    title = "Attrition below 5%" if kind == "Threshold" else "Attrition"
    imported(f"Objective,Key result,Owner,Target value,Measure type\nWin,{title},bo,5%,{kind}\n", *OPTIONS)
    assert measure_of(root).startswith(f"{{ type: threshold, {bound}: 5")


def test_numbers_that_a_measure_does_not_have_are_named(root: Path, imported: Callable[..., str]) -> None:
    head = "Objective,Key result,Owner,Start value,Target value,At most,Measure type"
    report = imported(f"{head}\nWin,Churn,bo,9,4,5,\n,Audit,bo,1,yes,,yes/no\n,Moved,bo,,soon,,\n", *OPTIONS)
    assert 'row 2: its baseline "9" is left out, as threshold has none' in report
    assert 'row 2: its target "4" is left out, as threshold has none' in report
    assert 'row 3: its baseline "1" is left out, as binary has none' in report
    assert 'row 4: its target "soon" is no number' in report
    assert "# target in the sheet: 4" in (root / "okrs/2026-Q4/sales/win.yaml").read_text("utf-8")


@pytest.mark.parametrize("word", ["yes", "Shipped", "ja", "Oui", "sí", "✓"])
def test_a_target_of_yes_is_done_or_not(root: Path, imported: Callable[..., str], word: str) -> None:
    report = imported(f"Objective,Key result,Owner,Target value\nWin,Programme launched,bo,{word}\n", *OPTIONS)
    assert measure_of(root) == "{ type: binary }"
    assert f'row 2: its target "{word}" is taken for done or not done' in report
