"""Rows of totals are no goals, wherever they stand and in every language of headings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

HEAD = "Team,Objective,Key result,Owner,Start value,Target value,Unit,Status"
ROWS = "Sales,Win the mid market,Sign customers,bo,0,10,customers,green\nWeb,Be fast,Cut load time,dee,9,4,s,\n"
OPTIONS = ("--cycle", "2026-Q4")


@pytest.mark.parametrize(
    "row",
    [
        "Total,,25 key results,,,,,11 green / 10 amber",
        ",Total,,,43,120,,",
        ",,Total: 25 key results,,,,,",
        "Summe,,,,,,,",
        "Durchschnitt,,,,4,7,,",
        "Gesamt:,,2,,,,,",
        ",Moyenne,,,,7,,",
        "Promedio,,,,,7,,",
        "Σ,,,2 people,,,,",
        "Total Sales,,,,,10,,",
        "Sum of key results,,2,,,,,",
        ",Subtotal (Sales),1 key result,,,,,",
        "Average progress 45%,,,,,,,",
        "Total général,,,,,,,",
    ],
)
def test_a_row_of_totals_is_not_taken_and_named(root: Path, imported: Callable[..., str], row: str) -> None:
    report = imported(f"{HEAD}\n{ROWS}{row}\n", *OPTIONS)
    assert "3 rows:\n  2 taken as they stand\n" in report
    assert "  1 not taken\n    row 4: " in report
    assert "begins a row of totals" in report
    assert len(list((root / "okrs/2026-Q4").rglob("*.yaml"))) == 2


def test_totals_between_teams_end_a_block_of_goals(imported: Callable[..., str]) -> None:
    report = imported(f"{HEAD}\n{ROWS}Subtotal,,,,,,,\n,,Left over,bo,0,1,x,\n", *OPTIONS)
    assert 'row 4: "Subtotal" begins a row of totals' in report
    assert "row 5: no objective stands in this row or above it" in report


@pytest.mark.parametrize(
    "row",
    [
        "Sales,Total quality,Total revenue rises,bo,1,2,M,",
        "Gesamt,Umsatz steigern,Kunden gewinnen,,0,10,Kunden,",
        "Sales,Total,Sign customers,bo,0,10,customers,",
        ",Total,Everybody is here,,0,10,customers,",
        ",Sum up what we learned,Notes are published,,0,10,notes,",
    ],
)
def test_goals_with_such_a_word_stay_goals(imported: Callable[..., str], row: str) -> None:
    report = imported(f"{HEAD}\n{row}\n", *OPTIONS, "--team", "sales")
    assert "  0 not taken\n" in report


def test_totals_of_a_wide_table_and_of_a_tree(imported: Callable[..., str]) -> None:
    wide = "Name,Owner,Key result 1 title,Key result 1 target value\nBe found,bo,Publish posts,3\nTotal,,1,3\n"
    assert 'row 3: "Total" begins a row of totals' in imported(wide, *OPTIONS, "--team", "sales")
    tree = "Type,Title,Owner,From,To\nObjective,Be fast,bo,,\nKey result,Cut load time,bo,9,4\n,Total,,9,4\n"
    assert 'row 4: "Total" begins a row of totals' in imported(tree, *OPTIONS, "--team", "web")
