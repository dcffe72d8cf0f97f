"""`okrs check-in` on a real terminal: Enter keeps, `s` skips, Ctrl-C writes nothing."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tests.cli.organisation import CHECK_INS, DAY, GOAL, files
from tests.repositories import commit, git, record_file, without_digests
from tests.terminal import Terminal

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

BO = ("check-in", "--by", "bo", *DAY)


def record(root: Path) -> str:
    return record_file(root / CHECK_INS, "2026-11-16-bo").read_text(encoding="utf-8")


def test_the_whole_walk(root: Path) -> None:
    terminal = Terminal(root, *BO, own_python=True)
    terminal.until("Check-in by Bo Lindqvist, 16 Nov 2026")
    terminal.until("1 of 5  Publish three in-depth posts")
    terminal.until("last check-in 9 Nov 2026: 1 posts, confidence 0.7 · behind")
    terminal.answer("value [1]", "two")
    terminal.until("`two` is no number; write digits")
    terminal.answer("value [1]", "2")
    terminal.answer("confidence, 0.0 to 1.0 [0.7]", "80")
    terminal.until("write as a share of 1: 0.8")
    terminal.answer("confidence", "80 %")
    terminal.until("→ 0.8: on-track")
    terminal.answer("note (Enter: none)", "Second post: out.")
    terminal.until("2 of 5  Keep pages quick")
    terminal.answer("value", "280")
    terminal.answer("confidence", "0.9 at-risk")
    terminal.until("→ 0.9: at-risk")
    terminal.answer("note")
    terminal.until("3 of 5  A style guide that everybody uses")
    terminal.until("✓ draft: A draft")
    terminal.until("2 trial: A trial of two weeks")
    terminal.answer("newly done, numbers or ids [draft]", "trail")
    terminal.until('did you mean "trial"?')
    terminal.answer("newly done", "2")
    terminal.answer("confidence, 0.0 to 1.0 [0.35]", "0.3")
    terminal.until("→ 0.3: off-track")
    terminal.answer("note")
    terminal.answer("what help do you need, and from whom? ([A designer for two days.]; - for no longer)", "Mara")
    terminal.until("4 of 5  Win a partner")
    terminal.answer("done, y or n", "perhaps")
    terminal.until("`perhaps` is neither yes nor no")
    terminal.answer("done, y or n", "n")
    terminal.answer("confidence", "")
    terminal.answer("note", "They think it over.")
    terminal.until("5 of 5  Win ten references")
    terminal.answer("value (it began at 0)", "S")
    terminal.until("skipped")
    terminal.until(f"This will be written, to {CHECK_INS}/:")
    terminal.answer("All right? [Y/n]")
    assert terminal.end() == 0
    assert "podcast" not in terminal.output
    assert f"wrote {CHECK_INS}/2026-11-16-bo.yaml\n" in without_digests(terminal.output)
    assert record(root) == (
        "by: bo\n"
        "date: 2026-11-16\n"
        "key_results:\n"
        f"  {GOAL}/pillar-posts:\n"
        "    value: 2\n"
        "    confidence: 0.8\n"
        '    note: "Second post: out."\n'
        f"  {GOAL}/speed:\n"
        "    value: 280\n"
        "    confidence: 0.9\n"
        "    status: at-risk\n"
        f"  {GOAL}/guide:\n"
        "    done: [draft, trial]\n"
        "    confidence: 0.3\n"
        "    help: Mara\n"
        f"  {GOAL}/partner:\n"
        "    done: false\n"
        "    note: They think it over.\n"
    )


def test_enter_through_everything_is_a_check_in_too(root: Path) -> None:
    before = time.monotonic()
    terminal = Terminal(root, *BO)
    for key_result in ("Publish three", "Keep pages", "A style guide", "Win a partner", "Win ten references"):
        terminal.until(key_result)
        terminal.answer("value" if "guide" not in key_result and "partner" not in key_result else "done")
        terminal.answer("confidence")
        if key_result in ("Publish three", "A style guide"):
            terminal.answer("note")
        if key_result == "A style guide":
            terminal.answer("what help do you need")
        elif key_result != "Publish three":
            terminal.until("skipped")
    terminal.answer("All right?")
    assert terminal.end() == 0
    assert time.monotonic() - before < 30
    assert record(root).partition("key_results:\n")[2] == (
        f"  {GOAL}/pillar-posts:\n"
        "    value: 1\n"
        "    confidence: 0.7\n"
        f"  {GOAL}/guide:\n"
        "    done: [draft]\n"
        "    confidence: 0.35\n"
        "    help: A designer for two days.\n"
    )


def test_low_confidence_asks_for_help_and_help_can_be_taken_back(root: Path) -> None:
    terminal = Terminal(root, "check-in", f"{GOAL}/pillar-posts", "--by", "bo", *DAY)
    terminal.answer("value")
    terminal.answer("confidence", "0.39")
    terminal.answer("note")
    terminal.answer("what help do you need, and from whom? (Enter: none)", "A second writer.")
    terminal.answer("All right?")
    assert terminal.end() == 0
    assert "    help: A second writer.\n" in record(root)
    terminal = Terminal(root, "check-in", f"{GOAL}/pillar-posts", "--by", "bo", *DAY)
    terminal.answer("value")
    terminal.answer("confidence", "0.7")
    terminal.answer("note")
    terminal.answer("([A second writer.]; - for no longer)", "-")
    terminal.answer("All right?")
    assert terminal.end() == 0
    assert "help" not in record_file(root / CHECK_INS, "2026-11-16-bo.2").read_text(encoding="utf-8")


def test_a_value_far_out_is_asked_for_once_more(root: Path) -> None:
    terminal = Terminal(root, "check-in", f"{GOAL}/pillar-posts", "--by", "bo", *DAY)
    terminal.answer("value", "200")
    terminal.until("200 posts is far past the target 3 posts; if it is meant, type it once more")
    terminal.answer("value", "20")
    terminal.until("20 posts is far past the target 3 posts")
    terminal.answer("value", "20")
    terminal.answer("confidence")
    terminal.answer("note")
    terminal.answer("All right?")
    assert terminal.end() == 0
    assert "    value: 20\n" in record(root)


@pytest.mark.parametrize("question", ["value", "confidence", "note", "All right?"])
def test_interrupted_at_any_question_nothing_is_written(root: Path, question: str) -> None:
    before = files(root)
    own = question == "value"
    terminal = Terminal(root, "check-in", f"{GOAL}/pillar-posts", "--by", "bo", *DAY, own_python=own)
    for prompt in ("value", "confidence", "note", "All right?"):
        if prompt == question:
            terminal.until(prompt)
            terminal.until(": ")
            terminal.interrupt()
            break
        terminal.answer(prompt, "0.5" if prompt == "confidence" else "")
    assert terminal.end() == 130
    assert "interrupted" in terminal.output
    assert files(root) == before


def test_no_at_the_end_writes_nothing(root: Path) -> None:
    before = files(root)
    terminal = Terminal(root, "check-in", f"{GOAL}/pillar-posts", "--by", "bo", *DAY)
    for question in ("value", "confidence", "note"):
        terminal.answer(question)
    terminal.answer("All right?", "n")
    assert terminal.end() == 0
    assert "nothing to write" in terminal.output
    assert files(root) == before


def test_somebody_elses_is_asked_for(root: Path) -> None:
    before = files(root)
    question = f"{GOAL}/leads is mara's key result. Do you, Bo Lindqvist, speak for mara? [y/N]"
    terminal = Terminal(root, "check-in", f"{GOAL}/leads", "--by", "bo", *DAY)
    terminal.answer(question)
    assert terminal.end() == 0
    assert files(root) == before
    terminal = Terminal(root, "check-in", f"{GOAL}/leads", "--by", "bo", *DAY)
    terminal.answer(question, "y")
    terminal.answer("value [130]", "150")
    terminal.answer("confidence", "0.7")
    terminal.answer("note")
    terminal.answer("All right?")
    assert terminal.end() == 0
    assert f"  {GOAL}/leads:\n    value: 150\n" in record(root)


def test_shortly_after_the_quarter_its_key_results_are_asked_about(root: Path) -> None:
    (root / "okrs/2026/company/trusted.yaml").unlink()
    terminal = Terminal(root, "check-in", "--by", "bo", "--today", "2027-01-02")
    terminal.until("1 of 4  Publish three in-depth posts")
    terminal.interrupt()
    assert terminal.end() == 130
    terminal = Terminal(root, "check-in", "--by", "bo", "--today", "2027-01-20")
    assert terminal.end() == 0
    assert "you own nothing that is open on 20 Jan 2027" in terminal.output


def test_who_owns_nothing_is_informed(root: Path) -> None:
    commit(root)
    git(root, "config", "user.email", "mara-k@users.noreply.github.com")
    terminal = Terminal(root, "check-in", "--date", "2026-06-15", *DAY)
    assert terminal.end() == 0
    assert "Check-in by Mara Keller, 15 Jun 2026\n" in terminal.output
    assert "by git's user.email, mara-k@users.noreply.github.com, you are mara\n" in terminal.output
    assert "you own nothing that is open on 15 Jun 2026" in terminal.output


def test_no_word_is_cut_where_the_terminal_is_narrow(root: Path) -> None:
    terminal = Terminal(root, *BO, f"{GOAL}/guide", columns=60)
    terminal.answer("newly done")
    terminal.answer("confidence")
    terminal.answer("note")
    terminal.answer("what help do you need, and from whom?")
    terminal.answer("All right?", "n")
    assert terminal.end() == 0
    lines = terminal.output.splitlines()
    assert "Enter keeps what stands in [brackets], s skips, Ctrl-C" in lines
    words = " ".join(terminal.output.split())
    assert "what help do you need, and from whom? ([A designer for two days.]; - for no longer):" in words
    assert max(map(len, lines)) <= 60


def test_an_objectives_owner_is_asked_once_after_the_key_results(root: Path) -> None:
    terminal = Terminal(root, "check-in", "--by", "mara", *DAY)
    terminal.until("Raise leads from 120 to 200")
    terminal.answer("value [130]", "s")
    terminal.until("The objective as a whole: Make organic search our best source of qualified pipeline")
    terminal.answer("how does it stand? (Enter: nothing to say)", "Readers come.")
    terminal.until("This will be written")
    terminal.answer("All right?")
    assert terminal.end() == 0
    path = record_file(root / CHECK_INS, "2026-11-16-mara")
    assert path.read_text(encoding="utf-8").endswith(f"objectives:\n  {GOAL}:\n    note: Readers come.\n")


def test_an_objective_is_skipped_and_its_help_stands(root: Path) -> None:
    text = f"by: mara\ndate: 2026-11-10\nobjectives:\n  {GOAL}: {{note: Slow., help: An hour with sales.}}\n"
    (root / CHECK_INS / "2026-11-10-mara.yaml").write_text(text, encoding="utf-8")
    terminal = Terminal(root, "check-in", GOAL, "--by", "mara", *DAY)
    terminal.until("10 Nov 2026: Slow.")
    terminal.answer("how does it stand?")
    terminal.answer("what help do you need, and from whom? ([An hour with sales.]; - for no longer)")
    terminal.until("skipped")
    assert terminal.end() == 0
    assert "nothing to write" in terminal.output
    terminal = Terminal(root, "check-in", GOAL, "--by", "mara", *DAY)
    terminal.answer("how does it stand?")
    terminal.answer("what help do you need", "-")
    terminal.answer("All right?")
    assert terminal.end() == 0
    assert "help:" not in record_file(root / CHECK_INS, "2026-11-16-mara").read_text(encoding="utf-8")


def test_the_next_check_in_begins_with_what_was_planned(root: Path) -> None:
    text = f"by: bo\ndate: 2026-11-09\nkey_results:\n  {GOAL}/partner: {{done: false, next: Call them.}}\n"
    (root / CHECK_INS / "2026-11-09-bo.2.yaml").write_text(text, encoding="utf-8")
    terminal = Terminal(root, *BO, f"{GOAL}/partner")
    terminal.until("last week: Call them.")
    terminal.answer("done, y or n [n]", "s")
    assert terminal.end() == 0
