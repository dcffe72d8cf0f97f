"""Teams and objectives that are written once for several rows, as in a spreadsheet with one block below the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

OPTIONS = ("--cycle", "2026-Q4")
HEAD = "Team,Objective,Key result,Owner,Start value,Target value,Unit"


def test_an_empty_team_of_a_block_is_that_of_the_row_above(root: Path, imported: Callable[..., str]) -> None:
    rows = "Sales,Win,Sign,bo,0,10,deals\n,,Renew,bo,0,5,deals\n,Keep,Answer,bo,9,4,hours\nWeb,Fast,Load,dee,9,4,s\n"
    report = imported(f"{HEAD}\n{rows}", *OPTIONS)
    assert (root / "okrs/2026-Q4/sales/keep.yaml").exists()
    assert 'row 4: its team is that of row 2, "Sales"' in report


def test_a_team_does_not_go_on_across_an_empty_row_nor_where_objectives_are_repeated(
    imported: Callable[..., str],
) -> None:
    empty = "Sales,Win,Sign,bo,0,10,deals\n,,Renew,bo,0,5,deals\n,,,,,,\n,Keep,Answer,bo,9,4,hours\n"
    assert "row 5 of the file names no team" in imported(f"{HEAD}\n{empty}", *OPTIONS, status=2)
    repeated = "Sales,Win,Sign,bo,0,10,deals\nSales,Win,Renew,bo,0,5,deals\n,Keep,Answer,bo,9,4,hours\n"
    report = imported(f"{HEAD}\n{repeated}", *OPTIONS, status=2)
    assert "row 4 of the file names no team" in report
    assert "write one into a column `Team`, or add `--team ID`" in report


def test_a_repeated_objective_without_its_team_is_the_same_objective(root: Path, imported: Callable[..., str]) -> None:
    rows = "Sales,Win,Sign,bo,0,10,deals\n,Win,Renew,bo,0,5,deals\n"
    imported(f"{HEAD}\n{rows}", *OPTIONS)
    assert [path.name for path in (root / "okrs/2026-Q4").rglob("*.yaml")] == ["win.yaml"]


def test_a_team_is_named_with_the_row_in_which_it_stands(imported: Callable[..., str]) -> None:
    rows = ",Win,Sign,bo,0,10,deals\nNorth,,Renew,bo,0,5,deals\n"
    assert '"North" (row 3) is no team of okrs/teams.yaml' in imported(f"{HEAD}\n{rows}", *OPTIONS, status=2)


def test_a_few_words_do_not_hide_a_column_of_numbers(root: Path, imported: Callable[..., str]) -> None:
    head = "Objective,Key result,Owner,Start,Target"
    rows = "Win,Sign,bo,0,10 deals\n,Renew,bo,0,5 deals\n,Answer,bo,9 h,4 h\n,Launch,bo,,shipped\n,Learn,bo,,soon\n"
    rows += ",Hire,bo,0,2 people\n"
    report = imported(f"{head}\n{rows}", *OPTIONS, "--team", "sales")
    assert '  "Target" is target\n' in report
    assert 'row 5: its target "shipped" is taken for done or not done' in report
    assert 'row 6: its target "soon" is no number' in report
    assert "measure: { type: metric, baseline: 0, target: 10, unit: deals }" in (
        root / "okrs/2026-Q4/sales/win.yaml"
    ).read_text("utf-8")


def test_a_column_of_two_kinds_is_named_with_the_lines_that_settle_it(imported: Callable[..., str]) -> None:
    head = "Objective,Key result,Owner,Target"
    report = imported(f"{head}\nWin,Sign,bo,10\n,Renew,bo,18/12/2026\n", *OPTIONS, "--team", "sales")
    assert (
        'column D, "Target"; its cells are of several kinds: `Target: due` or `Target: target`\n'
        "  say what they are: `--show-map > map.yaml`, edit `columns:`, and import with `--map map.yaml`\n"
    ) in report


def test_what_a_key_result_lacks_is_said_and_never_counted_as_it_stands(imported: Callable[..., str]) -> None:
    rows = "Win,Sign,,,,\n,Renew,bo,,5,\n,Answer,bo,9,4,hours\n"
    head = HEAD.removeprefix("Team,")
    report = imported(f"{head}\n{rows}", *OPTIONS, "--team", "sales")
    assert "3 rows:\n  1 taken as they stand\n  2 taken with a guess, or without a part\n" in report
    assert "row 2: it lacks an owner and a measure" in report
    assert "row 3: it lacks a unit and a start or a direction" in report


def test_every_row_of_a_reason_is_named(imported: Callable[..., str]) -> None:
    rows = "".join(f"Goal {number},Sign,{'' if number % 5 else 'bo'},0,10,deals\n" for number in range(40))
    report = imported(f"{HEAD.removeprefix('Team,')}\n{rows}", *OPTIONS, "--team", "sales")
    assert (
        "rows 3 to 6, 8 to 11, 13 to 16, 18 to 21, 23 to 26, 28 to 31, 33 to 36 and 38 to 41: it lacks an owner"
        in report
    )


def test_another_team_of_a_key_result_is_named(imported: Callable[..., str]) -> None:
    text = "Type,Title,Owner,Team,From,To,Unit\nObjective,Win,bo,Sales,,,\nKey result,Sign,bo,Web,0,10,deals\n"
    assert 'row 3: its team "Web" is left out, as its objective has another' in imported(text, *OPTIONS)
