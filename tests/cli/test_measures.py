"""Checking in, and writing goals, whose baseline nobody knows, that are judged, that pause or that are done."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.cli.organisation import CHECK_INS, DAY
from tests.cli.test_commands import run_okrs
from tests.repositories import make, record_file
from tests.terminal import Terminal

GOAL = "company/trusted"
FILES = {
    "okrs/people.yaml": "people:\n  mara: {name: Mara}\n  bo: {name: Bo, manager: mara}\n",
    f"okrs/2026-Q4/{GOAL}.yaml": """\
title: Customers trust what we say
why: Who trusts us stays.
owner: mara
key_results:
  - id: press
    title: The trade press quotes us as a source
    owner: bo
    success: Three of five papers quote us every month.
    measure: {type: score}
  - id: answers
    title: Answers come sooner
    owner: bo
    measure: {type: metric, direction: down, target: 4, unit: hours}
  - id: portal
    title: Customers see their own data
    owner: bo
    success: The portal shows all of it.
    measure: {type: binary}
""",
}
DONE = {
    f"{CHECK_INS}/2026-10-05-bo.yaml": "by: bo\ndate: 2026-10-05\nkey_results:\n"
    f"  {GOAL}/portal: {{done: true}}\n"
    f"  {GOAL}/answers: {{value: 20, confidence: 0.5}}\n",
    f"{CHECK_INS}/2026-11-02-bo.yaml": "by: bo\ndate: 2026-11-02\nkey_results:\n"
    f"  {GOAL}/answers: {{confidence: 0.5, status: paused, note: The desk moves.}}\n",
}


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.chdir(tmp_path)
    return make(tmp_path, FILES)


def written(root: Path) -> str:
    return record_file(root / CHECK_INS, "2026-11-16-bo").read_text(encoding="utf-8").partition("key_results:\n")[2]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_walk_takes_a_judgement_and_a_first_value_and_asks_why_it_pauses(trusted: Path) -> None:
    terminal = Terminal(trusted, "check-in", "--by", "bo", *DAY)
    terminal.until("judged by its owner, from 0.0 to 1.0")
    terminal.answer("value, as you judge it from 0.0 to 1.0", "7")
    terminal.until("the value `7` is not from 0.0 to 1.0")
    terminal.answer("value, as you judge it", "40 %")
    terminal.answer("confidence", "0.7")
    terminal.answer("note")
    terminal.until("down to 4 hours, from the first value that is measured")
    terminal.answer("value (the first one is its baseline)", "20")
    terminal.answer("confidence", "0.5 paused")
    terminal.answer("why is it paused, and until when?")
    terminal.until("a pause needs a reason")
    terminal.answer("why is it paused", "The desk moves, until December.")
    terminal.until("Customers see their own data")
    terminal.answer("done, y or n", "s")
    terminal.answer("All right?")
    assert terminal.end() == 0
    assert written(trusted) == (
        f"  {GOAL}/press:\n    value: 0.4\n    confidence: 0.7\n"
        f"  {GOAL}/answers:\n    value: 20\n    confidence: 0.5\n    status: paused\n"
        "    note: The desk moves, until December.\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_walk_leaves_out_what_is_done_and_keeps_a_pause_with_its_reason(trusted: Path) -> None:
    make(trusted, DONE)
    terminal = Terminal(trusted, "check-in", "--by", "bo", *DAY)
    terminal.until("1 of 2")
    terminal.answer("value, as you judge it", "s")
    terminal.until("baseline 20 hours, measured on 5 Oct 2026")
    terminal.until("paused: The desk moves.")
    terminal.answer("value [20]")
    terminal.answer("confidence, 0.0 to 1.0 [0.5 paused]")
    terminal.answer("why is it paused, and until when? [The desk moves.]")
    terminal.answer("All right?")
    assert terminal.end() == 0
    assert "own data" not in terminal.output
    assert "status: paused\n    note: The desk moves.\n" in written(trusted)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_pause_that_is_over_is_not_kept_by_enter(trusted: Path) -> None:
    make(trusted, DONE)
    terminal = Terminal(trusted, "check-in", f"{GOAL}/answers", "--by", "bo", "--today", "2026-12-20")
    terminal.answer("value [20]", "12")
    terminal.answer("confidence, 0.0 to 1.0 [0.5]")
    terminal.answer("note (Enter: none)")
    terminal.answer("All right?")
    assert terminal.end() == 0


def test_what_is_done_can_still_be_checked_in_on(trusted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(trusted, DONE)
    status, out, _ = run_okrs(capsys, "check-in", f"{GOAL}/portal", "--by", "bo", "--done", "false", *DAY)
    assert (status, out.splitlines()[0]) == (0, f"{GOAL}/portal: not done, no confidence: no status")


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        (("press", "--value", "1.2"), "the value `1.2` is not from 0.0 to 1.0"),
        (("press", "--done", "true"), "is judged by its owner, and is not just done or not"),
        (("answers", "--status", "paused"), "is paused, and nothing says why"),
    ],
)
def test_a_check_in_that_does_not_fit_is_refused(
    trusted: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], refusal: str
) -> None:
    key_result, *more = options
    status, _, err = run_okrs(capsys, "check-in", f"{GOAL}/{key_result}", "--by", "bo", *more, *DAY)
    assert status == 2
    assert refusal in err
    assert not (trusted / CHECK_INS).exists()


def test_a_file_says_the_same_as_options(trusted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "said.yaml"
    file.write_text(f"{GOAL}/press: {{value: 2}}\n", encoding="utf-8")
    status, _, err = run_okrs(capsys, "check-in", "--by", "bo", "--from", str(file), *DAY)
    assert (status, "the value 2 of" in err) == (2, True)
    file.write_text(f"{GOAL}/press: {{status: paused}}\n", encoding="utf-8")
    assert "nothing says why" in run_okrs(capsys, "check-in", "--by", "bo", "--from", str(file), *DAY)[2]


def test_a_value_far_from_a_measured_baseline_is_pointed_out(trusted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(trusted, DONE)
    _, _, err = run_okrs(capsys, "check-in", f"{GOAL}/answers", "--by", "bo", "--value", "2000", *DAY)
    assert "2000 hours is far on the wrong side of the baseline 20 hours" in err


def test_who_judged_a_score_is_said(trusted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("check-in", f"{GOAL}/press", "--by", "mara", "--value", "0.6", "--yes", *DAY)
    _, out, _ = run_okrs(capsys, *arguments)
    assert out.splitlines()[0] == f"{GOAL}/press: 0.6, as judged by mara, 60 %, no confidence: no status"


NEW = (
    "new", "company/reach", "--title", "Reach more people", "--owner", "mara", "--key-result-owner", "bo",
    "--key-result", "Be quick for everybody",
)  # fmt: skip


COUNTED = ("--measure", "metric", "--baseline", "0", "--target", "500", "--unit", "readers")


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (
            ("--measure", "metric", "--direction", "down", "--target", "50", "--unit", "ms"),
            "measure: { type: metric, direction: down, target: 50, unit: ms }",
        ),
        (("--measure", "score", "--success", "Everybody says so."), "measure: { type: score }"),
        (
            (*COUNTED, "--plan", "2026-12-15=200", "--plan", "2026-11-30=40"),
            "plan: { 2026-11-30: 40, 2026-12-15: 200 }\n",
        ),
        (
            (*COUNTED, *(f"--plan=2026-12-{day}={day}" for day in range(10, 20))),
            "    plan:\n      2026-12-10: 10\n",
        ),
        ((*COUNTED, "--key-result-commitment", "aspirational"), "    commitment: aspirational\n"),
    ],
)
def test_new_writes_them(
    trusted: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], text: str
) -> None:
    assert run_okrs(capsys, *NEW, *options, *DAY)[0] == 0
    assert text in (trusted / "okrs/2026-Q4/company/reach.yaml").read_text(encoding="utf-8")
    assert run_okrs(capsys, "lint", *DAY)[0] == 0


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        (("--measure", "metric", "--target", "50", "--unit", "ms"), "add `--baseline NUMBER` or `--direction up`"),
        (
            ("--measure", "metric", "--baseline", "1", "--direction", "up", "--target", "50", "--unit", "ms"),
            "a metric has a baseline or a direction",
        ),
        (("--measure", "score"), "add `--success TEXT`"),
        (("--measure", "binary", "--plan", "2026-10-31=4"), "a binary has no numbers to plan"),
        ((*COUNTED, "--plan", "2026-10-31=4", "--plan", "2026-10-31=5"), "names a day twice"),
        ((*COUNTED, "--plan", "2026-10-31"), "is no day with a number such as 2026-10-31=60"),
        ((*COUNTED, "--plan", "2026-10-31=4k"), "no unit: 4000"),
    ],
)
def test_new_refuses_half_of_them(
    trusted: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], refusal: str
) -> None:
    status, _, err = run_okrs(capsys, *NEW, *options, *DAY)
    assert (status, refusal in err) == (2, True), err
