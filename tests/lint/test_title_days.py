"""Days in titles and of steps beside the day on which a key result is due."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from okrs_as_code.lint.words.title_days import contradicting_day
from tests.lint.helps import findings
from tests.repositories import GOAL, SMALL

DUE = date(2026, 12, 30)
METRIC = "{type: metric, baseline: 0, target: 3, unit: posts}"


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("92% of renewals are signed by 12/18/2026", date(2026, 12, 18)),
        ("Sign all renewals by 18 December", date(2026, 12, 18)),
        ("Sign all renewals by December 18th", date(2026, 12, 18)),
        ("Sign all renewals until the 18th of December 2026", date(2026, 12, 18)),
        ("Sign all renewals no later than 2026-12-18", date(2026, 12, 18)),
        ("Sign all renewals by 18.12.2026", date(2026, 12, 18)),
        ("Sign all renewals before 18 December", date(2026, 12, 18)),
    ],
)
def test_a_day_that_is_not_the_one(title: str, day: date) -> None:
    found = contradicting_day(title, DUE)
    assert found is not None
    assert found[1] == day


@pytest.mark.parametrize(
    "title",
    [
        "Sign all renewals by 30 December",
        "Sign all renewals by 12/30/2026",
        "Sign all renewals before 31 December 2026",
        "The beta is out by 1 November, and everything by 30 December",
        "Sign all renewals by 10/12/2026",  # of two readings
        "Sign all renewals by December",
        "Sign the renewals of 18 December",
        "Grow by 12 % until May 5 % are left",
        "Cut it by 10 by the end of 2026",
        "Be ready for 1 January",
    ],
)
def test_a_day_that_says_nothing_else(title: str) -> None:
    assert contradicting_day(title, DUE) is None


def test_the_day_of_a_step_may_stand_in_the_title() -> None:
    assert contradicting_day("The beta is out by 1 November", DUE, (date(2026, 11, 1),)) is None


def test_the_day_in_a_title_is_found_where_a_due_day_is_written(tmp_path: Path) -> None:
    goal = SMALL[GOAL].replace("three in-depth posts", "three in-depth posts by 18 December")
    assert "KR004" not in {finding.code for finding in findings(tmp_path, {GOAL: goal})}
    due = goal.replace("    measure", "    due: 2026-12-30\n    measure", 1)
    [found] = [finding for finding in findings(tmp_path, {GOAL: due}) if finding.code == "KR004"]
    assert found.message == ('the title of key result "pillar-posts" says "18 December", but it is due on 2026-12-30')
    assert found.help == "write `due: 2026-12-18`, or correct the title"


@pytest.mark.parametrize(("due", "codes"), [("2026-12-11", {"KR008"}), ("2026-12-10", set()), ("2026-11-01", set())])
def test_a_step_is_due_no_later_than_its_key_result(due: str, codes: set[str], tmp_path: Path) -> None:
    steps = f"{{type: milestones, steps: [{{id: beta, title: The beta is out, due: {due}}}]}}"
    goal = SMALL[GOAL].replace(f"    measure: {METRIC}", f"    due: 2026-12-10\n    measure: {steps}")
    assert {finding.code for finding in findings(tmp_path, {GOAL: goal})} & {"KR008"} == codes
