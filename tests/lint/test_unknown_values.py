"""Help for a value that nobody knows: it never asks for an invented number."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrs_as_code.model.files.unknown_value import says_unknown
from tests.lint.helps import helps
from tests.repositories import GOAL, SMALL

METRIC = "{type: metric, baseline: 0, target: 3, unit: posts}"


@pytest.mark.parametrize("word", ["unknown", "n/a", "TBD", '"?"', "-", "???", "not measured yet", "nobody knows"])
def test_a_word_at_baseline_leads_to_a_direction(word: str, tmp_path: Path) -> None:
    goal = SMALL[GOAL].replace("baseline: 0", f"baseline: {word}")
    assert "leave `baseline` out and write `direction: up`" in helps(tmp_path, {GOAL: goal})["KR001"]


@pytest.mark.parametrize("sign", ["?", "? ", "-"])
@pytest.mark.parametrize("measure", [METRIC, METRIC.strip("{}").replace(", ", "\n      ")])
def test_a_lone_sign_at_baseline_is_pointed_at(measure: str, sign: str, tmp_path: Path) -> None:
    if not measure.startswith("{"):
        measure = f"\n      {measure}"
    goal = SMALL[GOAL].replace(METRIC, measure.replace("baseline: 0", f"baseline: {sign}"))
    assert "leave `baseline` out and write `direction: up`" in "".join(helps(tmp_path, {GOAL: goal}).values())


def test_a_lone_sign_elsewhere_is_pointed_at(tmp_path: Path) -> None:
    goal = SMALL[GOAL].replace("target: 3", "target: ?")
    assert "what nobody knows yet is left out, with its key" in helps(tmp_path, {GOAL: goal})["FMT001"]


def test_a_target_that_nobody_knows_makes_a_goal_of_the_backlog(tmp_path: Path) -> None:
    goal = SMALL[GOAL].replace("target: 3", "target: TBD")
    assert "is one for the backlog" in helps(tmp_path, {GOAL: goal})["KR001"]


def test_what_is_not_required_is_left_out(tmp_path: Path) -> None:
    goal = SMALL[GOAL].replace("target: 3", "target: 3, stretch: unknown")
    assert helps(tmp_path, {GOAL: goal})["FMT004"] == "leave `stretch` out until it is known"
    due = SMALL[GOAL].replace("    measure", "    due: TBD\n    measure", 1)
    assert "it is due on the last day of its cycle" in helps(tmp_path, {GOAL: due})["FMT004"]


@pytest.mark.parametrize("text", ["three", "12 posts", "about 40", "1-", "a few", "the same as last year"])
def test_other_texts_do_not_say_so(text: str) -> None:
    assert not says_unknown(text)
