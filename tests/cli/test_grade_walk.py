"""`okrs grade` and `okrs drop` on a real terminal: a score is proposed, nothing is written before it is shown."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.organisation import GOAL, files
from tests.repositories import make, record_file
from tests.terminal import Terminal

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

GRADES = "okrs/2026-Q4/grades"
POSTS, LEADS = f"{GOAL}/pillar-posts", f"{GOAL}/leads"
ENDED = ("--today", "2027-01-04")
BO = ("--by", "bo", *ENDED)


def record(root: Path, name: str = "2027-01-04-bo") -> str:
    return record_file(root / GRADES, name).read_text(encoding="utf-8")


def test_the_whole_walk(root: Path) -> None:
    terminal = Terminal(root, "grade", *BO, own_python=True)
    terminal.until("Grades by Bo Lindqvist, 4 Jan 2027")
    terminal.until("1 of 5  Publish three in-depth posts")
    terminal.until("committed: all of it is expected (1.0)")
    terminal.until("it came to 33\u00a0%, now 1, target 3 posts · last check-in 9 Nov 2026")
    terminal.answer("score, 0.0 to 1.0 [0.33]", "30")
    terminal.until("write as a share of 1: 0.3")
    terminal.answer("score")
    terminal.answer("why this score")
    terminal.until("there is no reason in it")
    terminal.answer("why this score", "One went out.")
    terminal.answer("what happens next (done, keep, modify, later or stop)", "s")
    terminal.until("that is none of them; write done (or d), keep (or k), modify (or m), later (or l), or stop")
    terminal.answer("what happens next", "m")
    terminal.answer("what did you learn? (Enter: nothing)", "Review first.")
    terminal.answer("it was committed and missed: what stood in the way? (- leaves it open)", "No reviewer.")
    terminal.answer("has mara reviewed it? y, n, or who did [n]", "maria")
    terminal.until('did you mean "mara"?')
    terminal.answer("has mara reviewed it?", "y")
    terminal.until("2 of 5  Keep pages quick")
    terminal.until("it came to no data")
    terminal.answer("score, 0.0 to 1.0")
    terminal.until("there is no data to propose a score from")
    terminal.answer("score", "s")
    terminal.until("skipped")
    terminal.until("3 of 5  A style guide that everybody uses")
    terminal.answer("score", "1")
    terminal.until("the score is 1, and progress says 0.33")
    terminal.answer("why this score", "Everybody uses it.")
    terminal.answer("what happens next", "stop")
    terminal.answer("what did you learn?")
    terminal.answer("has mara reviewed it?", "y")
    terminal.until("4 of 5  Win a partner")
    terminal.answer("score", "0")
    terminal.answer("why this score", "They said no.")
    terminal.answer("what happens next", "keep")
    terminal.answer("what did you learn?")
    terminal.answer("what stood in the way?", "-")
    terminal.answer("has mara reviewed it?")
    terminal.until("5 of 5  Win ten references")
    terminal.answer("score", "s")
    terminal.answer("All right?")
    assert terminal.end() == 0
    assert "podcast" not in terminal.output
    assert record(root) == (
        "by: bo\n"
        "date: 2027-01-04\n"
        "reviewed_by: mara\n"
        "key_results:\n"
        f"  {POSTS}:\n"
        "    score: 0.33\n"
        "    because: One went out.\n"
        "    decision: modify\n"
        "    learned: Review first.\n"
        "    root_cause: No reviewer.\n"
        f"  {GOAL}/guide:\n"
        "    score: 1\n"
        "    because: Everybody uses it.\n"
        "    decision: stop\n"
    )
    assert record(root, "2027-01-04-bo.2") == (
        "by: bo\n"
        "date: 2027-01-04\n"
        "key_results:\n"
        f"  {GOAL}/partner:\n"
        "    score: 0\n"
        "    because: They said no.\n"
        "    decision: keep\n"
    )


def test_what_is_given_is_not_asked(root: Path) -> None:
    arguments = ("--score", "0.5", "--decision", "keep", "--reviewed-by", "mara")
    terminal = Terminal(root, "grade", POSTS, *arguments, *BO)
    terminal.answer("why this score", "One and a half.")
    terminal.answer("what did you learn?")
    terminal.answer("what stood in the way?", "-")
    terminal.answer("All right?")
    assert terminal.end() == 0
    assert "0.0 to 1.0" not in terminal.output
    assert "reviewed it?" not in terminal.output
    assert record(root).startswith("by: bo\ndate: 2027-01-04\nreviewed_by: mara\n")
    assert "score: 0.5\n" in record(root)


def test_a_commitment_that_was_missed_is_asked_about_though_all_else_is_given(root: Path) -> None:
    terminal = Terminal(root, "grade", POSTS, "--score", "0.5", "--because", "So.", "--decision", "keep", *BO)
    terminal.answer("it was committed and missed: what stood in the way? (- leaves it open)", "No reviewer.")
    assert terminal.end() == 0
    assert "    root_cause: No reviewer.\n" in record(root)
    assert "--root-cause" not in terminal.output


def test_the_score_against_the_terms_as_agreed_is_shown(root: Path) -> None:
    make(
        root,
        {
            "okrs/2026-Q4/agreements/2026-09-28-bo.3f9c2a.yaml": "by: bo\ndate: 2026-09-28\nkey_results:\n"
            f"  {POSTS}:\n    as: owner\n    terms:\n      owner: bo\n"
            "      measure: {type: metric, baseline: 0, target: 5, unit: posts}\n"
        },
    )
    terminal = Terminal(root, "grade", POSTS, *BO)
    terminal.until("the terms moved since bo agreed on 28 Sep 2026: target 5 → 3: easier")
    terminal.until("by the measure agreed to it came to 20\u00a0%")
    terminal.until("score")
    terminal.interrupt()
    assert terminal.end() == 130


QUESTIONS = ("score", "why this score", "what happens next", "what did you learn?", "in the way?", "reviewed it?")


@pytest.mark.parametrize("question", [*QUESTIONS, "All right?"])
def test_interrupted_at_any_question_nothing_is_written(root: Path, question: str) -> None:
    before = files(root)
    terminal = Terminal(root, "grade", POSTS, *BO)
    for prompt in (*QUESTIONS, "All right?"):
        if prompt == question:
            terminal.until(prompt)
            terminal.until(": ")
            terminal.interrupt()
            break
        terminal.answer(
            prompt, {"why this score": "So.", "what happens next": "keep", "in the way?": "-"}.get(prompt, "")
        )
    assert terminal.end() == 130
    assert files(root) == before


def test_somebody_elses_is_asked_for(root: Path) -> None:
    before = files(root)
    question = f"2026-Q4/{LEADS} is mara's key result. Do you, Bo Lindqvist, speak for mara? [y/N]"
    terminal = Terminal(root, "grade", LEADS, *BO)
    terminal.answer(question)
    assert terminal.end() == 0
    assert files(root) == before


def test_nothing_waits_for_a_grade(root: Path) -> None:
    terminal = Terminal(root, "grade", "--by", "ana", *ENDED)
    assert terminal.end() == 0
    assert "nothing of yours waits for a grade; key results are graded from 14 days before the end" in terminal.output


def test_a_drop_is_shown_before_it_is_written(root: Path) -> None:
    before = files(root)
    for answer, written in (("n", False), ("", True)):
        terminal = Terminal(root, "drop", POSTS, "--because", "No time.", "--by", "bo", "--today", "2026-11-16")
        terminal.until("dropped: true")
        terminal.answer("All right?", answer)
        assert terminal.end() == 0
        assert (files(root) != before) is written
    terminal = Terminal(root, "drop", LEADS, "--because", "No time.", "--by", "bo", "--today", "2026-11-16")
    terminal.answer("speak for mara?", "n")
    assert terminal.end() == 2
    assert "is mara's key result, and it would be dropped by bo" in terminal.output
