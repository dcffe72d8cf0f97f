"""The mapping file: what `--show-map` offers agrees with what an import asks, and what it says is believed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

OPTIONS = ("--cycle", "2026-Q4", "--team", "sales")
HEAD = "Objective,Key result,Owner,Start value,Target value,Unit"


def with_map(root: Path, text: str) -> tuple[str, str]:
    (root / "map.yaml").write_text(text, encoding="utf-8")
    return "--map", "map.yaml"


def test_nobody_is_believed(root: Path, imported: Callable[..., str]) -> None:
    mapping = with_map(root, "owners: { Partner Manager: null }\n")
    report = imported(
        f"{HEAD}\nWin,Sign,Partner Manager,0,10,deals\n,Renew,partner manager,0,5,deals\n", *OPTIONS, *mapping
    )
    assert "nobody in people.yaml" not in report
    assert "rows 2 and 3: its owner is nobody, as the mapping says" in report
    assert "# owner in the sheet: Partner Manager" in (root / "okrs/2026-Q4/sales/win.yaml").read_text("utf-8")


def test_nobody_beside_somebody_leaves_that_one(root: Path, imported: Callable[..., str]) -> None:
    mapping = with_map(root, "owners: { Freelancer: null }\n")
    imported(f'{HEAD}\nWin,Sign,"bo, Freelancer",0,10,deals\n', *OPTIONS, *mapping)
    assert "owner: bo\n" in (root / "okrs/2026-Q4/sales/win.yaml").read_text("utf-8")


def test_the_people_of_two_titles_are_offered_as_a_list(root: Path, imported: Callable[..., str]) -> None:
    text = (
        f'{HEAD}\nWin,Sign,"CEO, CRO",0,10,deals\n,Renew,Bo Lindqvist / CRO,0,5,deals\n,Ask,CEO and Nobody,0,5,deals\n'
    )
    shown = imported(text, *OPTIONS, "--show-map")
    assert "#   CEO, CRO: [ana, carla]    # row 2; ana and carla: one of them is to be chosen" in shown
    assert "#   Bo Lindqvist / CRO: [bo, carla]    # row 3" in shown
    assert "#   CEO and Nobody: PERSON    # row 4" in shown
    assert '  "CEO, CRO": row 2; the titles or names of ana and carla' in imported(text, *OPTIONS, "--dry-run")
    mapping = with_map(root, shown.replace("# owners:", "owners:").replace("#   CEO, CRO", "  CEO, CRO"))
    imported(text, *OPTIONS, *mapping)
    assert "owner: [ana, carla]" in (root / "okrs/2026-Q4/sales/win.yaml").read_text("utf-8")


def test_what_is_not_decided_is_said_with_the_cell_that_needs_it(imported: Callable[..., str]) -> None:
    text = f'{HEAD},Due date\nWin,Sign,bo,0,"1,200",deals,12/11/2026\n'
    question = "`1,200` is `1.2` or `1200`, and no other number shows which"
    assert question in imported(text, *OPTIONS, status=2)
    shown = imported(text, *OPTIONS, "--show-map")
    assert f"# decimal: point    # goals.csv: row 2, column E: {question}" in shown
    assert (
        "# dates: day-first    # goals.csv: row 2, column G: `12/11/2026` begins with the day or with the month"
        in shown
    )
    assert "needs it" not in shown


def test_unknown_teams_are_offered_and_the_mapping_settles_them(root: Path, imported: Callable[..., str]) -> None:
    text = f"Team,{HEAD}\nNorth,Win,Sign,bo,0,10,deals\n,,Renew,bo,0,5,deals\n"
    shown = imported(text, "--cycle", "2026-Q4", "--show-map")
    assert "# teams:\n#   North: TEAM    # row 2; no team of okrs/teams.yaml\n" in shown
    edited = shown.replace("# teams:", "teams:").replace("#   North: TEAM", "  North: sales")
    imported(text, "--cycle", "2026-Q4", *with_map(root, edited))
    assert (root / "okrs/2026-Q4/sales/win.yaml").exists()


def test_other_questions_stand_in_the_mapping_as_well(imported: Callable[..., str]) -> None:
    shown = imported(f"{HEAD},Goal value\nWin,Sign,bo,0,10,deals,11\n", *OPTIONS, "--show-map")
    assert '# open: goals.csv: "Target value" (E) and "Goal value" (G) both mean `target`' in shown


def test_managers_and_owners_of_objectives_that_are_nobody_are_offered_too(imported: Callable[..., str]) -> None:
    text = "Type,Title,Owner,Manager,From,To,Unit\nObjective,Win,CRO,,,,\nKey result,Sign,bo,VP Sales,0,10,deals\n"
    shown = imported(text, *OPTIONS, "--show-map")
    assert "#   CRO: carla    # row 2; the title of carla\n" in shown
    assert "#   VP Sales: PERSON    # row 3\n" in shown
