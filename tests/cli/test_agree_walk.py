"""`okrs agree` on a real terminal: a `y` is consent, and nothing else is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.organisation import DAY, GOAL, files
from tests.repositories import commit, git, make
from tests.terminal import Terminal

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

AGREEMENTS = "okrs/2026-Q4/agreements"
AS_OWNER = "As its owner: are you accountable for this, and comfortable committing to it? [y/n/s]"
AS_MANAGER = "As manager: do you agree that reaching this is success? [y/n/s]"
NEXT = {
    "okrs/2027-Q1/content/voice.yaml": "title: A warm voice\nowner: mara\nkey_results:\n"
    "  - {id: letters, title: Send six letters, owner: bo, measure: {type: binary}}\n"
}


def agree(root: Path, *arguments: str, own_python: bool = False) -> Terminal:
    return Terminal(root, "agree", *arguments, *DAY, own_python=own_python)


def records(root: Path, person: str, cycle: str = "2026-Q4") -> list[str]:
    return [path.read_text() for path in sorted((root / "okrs" / cycle / "agreements").glob(f"*-{person}.*.yaml"))]


def test_the_whole_walk_of_an_owner(root: Path) -> None:
    make(root, NEXT)
    terminal = agree(root, "--by", "bo", own_python=True)
    terminal.until("Agreement by Bo Lindqvist, 16 Nov 2026")
    terminal.until("y agrees, n does not, s decides later; Enter alone does nothing")
    terminal.until("1 of 6  Publish three in-depth posts")
    terminal.until("Mara Keller (mara) has not agreed yet")
    terminal.answer(AS_OWNER)
    terminal.until("write y to agree, n if you do not, s to decide later")
    terminal.answer(AS_OWNER, "sure")
    terminal.until("write y to agree")
    terminal.answer(AS_OWNER, "Y")
    terminal.until("2 of 6  Keep pages quick")
    terminal.answer(AS_OWNER, "n")
    terminal.until("not agreed to: talk about it, or propose other terms in okrs/2026-Q4/content/organic-pipeline.yaml")
    terminal.until("3 of 6  A style guide that everybody uses")
    terminal.answer(AS_OWNER, "yes")
    terminal.until("4 of 6  Win a partner")
    terminal.answer(AS_OWNER, "s")
    terminal.until("left for later")
    terminal.until("5 of 6  Send six letters")
    terminal.answer(AS_OWNER, "y")
    terminal.until("6 of 6  Win ten references")
    terminal.answer(AS_OWNER, "s")
    assert terminal.end() == 0
    assert "podcast" not in terminal.output
    assert "twelve letters" not in terminal.output
    [record] = records(root, "bo")
    assert f"  {GOAL}/pillar-posts:\n" in record
    assert f"  {GOAL}/guide:\n" in record
    assert record.count("as: owner") == 2
    [record] = records(root, "bo", "2027-Q1")
    assert "  content/voice/letters:\n" in record


def test_a_manager_is_asked_for_what_waits_and_shown_what_moved(root: Path) -> None:
    first = agree(root, f"{GOAL}/pillar-posts", "--by", "mara", "--date", "2026-10-01")
    first.answer(AS_MANAGER, "y")
    assert first.end() == 0
    goal = root / "okrs/2026-Q4" / f"{GOAL}.yaml"
    goal.write_text(goal.read_text().replace("target: 3,", "target: 2,"))
    terminal = agree(root, "--by", "mara", "--as", "manager")
    terminal.until("1 of 5  Publish three in-depth posts")
    terminal.until("since you agreed on 1 Oct 2026:")
    terminal.until("target 3 → 2: easier")
    terminal.until("Bo Lindqvist (bo) has not agreed yet")
    terminal.answer(AS_MANAGER, "y")
    for _ in range(4):
        terminal.answer(AS_MANAGER, "s")
    assert terminal.end() == 0
    assert AS_OWNER not in terminal.output
    assert [text.count("    as: manager\n") for text in records(root, "mara")] == [1, 1]
    again = agree(root, "--by", "mara")
    again.until("1 of 5  Keep pages quick")
    again.interrupt()
    assert again.end() == 130
    assert "in-depth posts" not in again.output


@pytest.mark.parametrize("answered", [0, 1, 2])
def test_interrupted_at_any_question_nothing_is_written(root: Path, answered: int) -> None:
    before = files(root)
    terminal = agree(root, "--by", "bo")
    for _ in range(answered):
        terminal.answer(AS_OWNER, "y")
    terminal.until(AS_OWNER)
    terminal.until(": ")
    terminal.interrupt()
    assert terminal.end() == 130
    assert "interrupted" in terminal.output
    assert files(root) == before


@pytest.mark.parametrize("answer", ["n", "s"])
def test_without_a_yes_nothing_is_written(root: Path, answer: str) -> None:
    before = files(root)
    terminal = agree(root, f"{GOAL}/pillar-posts", "--by", "bo")
    terminal.answer(AS_OWNER, answer)
    assert terminal.end() == 0
    assert "nothing to write" in terminal.output
    assert files(root) == before


def test_a_refusal_comes_before_the_first_question(root: Path) -> None:
    terminal = agree(root, f"{GOAL}/pillar-posts", f"{GOAL}/leads", "--by", "bo")
    assert terminal.end() == 2
    assert "in-depth" not in terminal.output
    assert "`bo` is neither owner nor manager" in terminal.output


def test_who_has_nothing_to_agree_to_is_informed(root: Path) -> None:
    commit(root)
    git(root, "config", "user.email", "bo@example.com")
    terminal = agree(root, "--as", "manager")
    assert terminal.end() == 0
    assert "by git's user.email, bo@example.com, you are bo\n" in terminal.output
    assert "nothing waits for your agreement\n" in terminal.output
    assert "could not be read" not in terminal.output


@pytest.mark.parametrize(
    ("file", "may_wait"),
    [("okrs/2026-Q4/content/broken.yaml", True), ("okrs/2027-Q1/content/broken.yaml", True),
     ("okrs/2026-Q3/content/broken.yaml", False)],
)  # fmt: skip
def test_what_cannot_be_read_may_wait_too(root: Path, file: str, may_wait: bool) -> None:
    make(root, {file: "title: [\n"})
    terminal = agree(root, "--by", "bo", "--as", "manager")
    assert terminal.end() == 0
    assert ("1 objective cannot be read and may wait for you" in terminal.output) == may_wait


def test_pushed_to_a_bare_repository(root: Path) -> None:
    commit(root)
    git(root, "init", "-q", "--bare", "-b", "main", str(root / ".git/hub.git"))
    git(root, "remote", "add", "origin", ".git/hub.git")
    git(root, "push", "-q", "origin", "main")
    before = files(root)
    git(root, "config", "user.name", "Bo Lindqvist")
    git(root, "config", "user.email", "bo@example.com")
    terminal = agree(root, f"{GOAL}/pillar-posts", f"{GOAL}/guide", "--push")
    terminal.answer(AS_OWNER, "y")
    terminal.answer(AS_OWNER, "y")
    assert terminal.end() == 0, terminal.output
    assert "pushed agree/2026-11-16-bo." in terminal.output
    assert files(root) == before
    branch = git(root, "-C", ".git/hub.git", "for-each-ref", "--format=%(refname)", "refs/heads/agree/").strip()
    added = git(root, "-C", ".git/hub.git", "show", "--format=%s", "--name-status", branch)
    name = branch.rpartition("/")[2]
    assert added == f"Agree: bo, 2026-11-16\n\nA\t{AGREEMENTS}/{name}.yaml\n"
