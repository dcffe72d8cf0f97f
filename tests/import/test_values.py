"""How things stand: every value, word and comment becomes a part of the check-in, or is named with its row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

OPTIONS = ("--cycle", "2026-Q4", "--team", "sales", "--by", "carla", "--as-of", "2026-11-24")
TODAY = "2026-11-26"
HEAD = (
    "Objective,Key result,Owner,Start value,Target value,Unit,Current value,Progress %,Status,Confidence,Comment,Reason"
)


def check_in(root: Path) -> str:
    [record] = (root / "okrs/2026-Q4/check-ins").iterdir()
    return record.read_text(encoding="utf-8")


@pytest.mark.parametrize("word", ["Done", "erledigt", "Terminé", "completado"])
def test_done_with_a_comment_on_a_metric_keeps_the_comment_and_names_the_word(
    root: Path, imported: Callable[..., str], word: str
) -> None:
    report = imported(f"{HEAD}\nWin,Sign,bo,0,10,deals,,,{word},,signed the 10th,\n", *OPTIONS, today=TODAY)
    assert "speaks of 1 goal\n" in report
    assert f'  not taken of row 2: the status "{word}" says no value of a metric\n' in report
    assert "signed the 10th" in check_in(root)


def test_done_of_what_is_done_or_not_and_in_the_repository_already(root: Path, imported: Callable[..., str]) -> None:
    imported(f"{HEAD}\nWin,Launch,bo,,yes/no,,,,,,,\n", *OPTIONS[:4], today=TODAY)
    report = imported(
        "Objective,Key result,Status,Comment\nWin,Launch,Done,launched on 24 Nov\n", *OPTIONS, today=TODAY
    )
    assert "speaks of 1 goal\n" in report
    assert "done: true" in check_in(root)
    assert "launched on 24 Nov" in check_in(root)


def test_values_find_an_objective_and_a_key_result_by_their_titles(root: Path, imported: Callable[..., str]) -> None:
    imported(f"{HEAD}\nWin,Sign,bo,0,10,deals,,,,,,\n", *OPTIONS[:4], today=TODAY)
    file = root / "okrs/2026-Q4/sales/win.yaml"
    text = file.read_text("utf-8").replace("id: sign", "id: deals")
    file.unlink()
    (file.parent / "mid-market.yaml").write_text(text, encoding="utf-8")
    imported("Objective,Key result,Current value\nwin,SIGN,4\n", *OPTIONS, today=TODAY)
    assert "sales/mid-market/deals:\n    value: 4\n" in check_in(root)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("bo,0,10,deals,many,,,,,", 'the current value "many" is no number'),
        ("bo,0,10,deals,,40%,,,,", "per cent are no value of a metric"),
        ("bo,0,10,deals,4,40%,,,,", "its progress is not taken, as it follows from the current value"),
        ("bo,,yes/no,,40%,,,,,", "what is done or not has no value"),
        ("bo,0,10,deals,,,Not started,,,", 'the status "Not started" says nothing that a check-in has'),
        ("bo,0,10,deals,,,purple,,,", 'the status "purple" is not known'),
        ("bo,0,10,deals,,,,very,,", 'the confidence "very" is no share from 0 to 1'),
        ("bo,0,10,deals,,,On hold,,,", "a pause needs its reason"),
        (",0,10,deals,4,,,,,", "it lacks an owner: write it into its file, and import the values again"),
        ("bo,,10,,4,,,,,", "it lacks a unit: write it into its file, and import the values again"),
    ],
)
def test_what_is_not_taken_has_its_reason(imported: Callable[..., str], cells: str, reason: str) -> None:
    report = imported(f"{HEAD}\nWin,Sign,{cells}\n", *OPTIONS, today=TODAY)
    assert f"  not taken of row 2: {reason}\n" in report


def test_a_key_result_that_is_not_there_is_no_unreadable_one(root: Path, imported: Callable[..., str]) -> None:
    imported(f"{HEAD}\nWin,Sign,bo,0,10,deals,,,,,,\n", *OPTIONS[:4], today=TODAY)
    report = imported(f"{HEAD}\nWin,Renew,bo,0,10,deals,4,,,,,\n", *OPTIONS, today=TODAY)
    assert "not taken of row 2: sales/win is there without it, and is left as it is; add it there first" in report
    assert "no check-in: nothing that the file says of how things stand can be taken" in report


def test_an_unreadable_key_result_says_what_to_do(root: Path, imported: Callable[..., str]) -> None:
    imported(f"{HEAD}\nWin,Sign,bo,0,10,deals,,,,,,\n", *OPTIONS[:4], today=TODAY)
    file = root / "okrs/2026-Q4/sales/win.yaml"
    file.write_text(file.read_text("utf-8").replace("    owner: bo\n", ""), encoding="utf-8")
    report = imported(f"{HEAD}\nWin,Sign,bo,0,10,deals,4,,,,,\n", *OPTIONS, today=TODAY)
    assert "not taken of row 2: the key result there cannot be read: `okrs lint` says why" in report


def test_comment_and_reason_are_both_kept_and_rows_of_one_reason_stand_together(
    root: Path, imported: Callable[..., str]
) -> None:
    rows = "Win,Sign,bo,0,10,deals,,40%,paused,,all is well,no budget\n,Renew,bo,0,5,deals,,20%,,,,\n"
    report = imported(f"{HEAD}\n{rows}", *OPTIONS, today=TODAY)
    assert "not taken of rows 2 and 3: per cent are no value of a metric" in report
    assert "all is well\\nno budget\\nimported from goals.csv, row 2" in check_in(root)


def test_milestones_name_what_their_steps_cannot_say(root: Path, imported: Callable[..., str]) -> None:
    text = (
        "Type,Title,Owner,Status,Comment\nObjective,Win,bo,,\nKey result,Launch,bo,,\nTask,Sign,dee,Done,\n"
        "Task,Ship,,purple,soon\n"
    )
    report = imported(text, *OPTIONS, today=TODAY)
    assert "done: [sign]" in check_in(root)
    assert 'not taken of row 5: the status "purple" is not known' in report
    assert "not taken of row 5: a milestone has no note of its own" in report
    assert "row 4: a milestone has no owner of its own: left out" in report
