"""The commands that change terms, on a terminal and without one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.cli.main import run
from tests.cli.organisation import FILES, GOAL, files, organisation
from tests.repositories import commit, git, make

DAY = ("--today", "2026-11-16")
FILE = f"okrs/2026-Q4/{GOAL}.yaml"
ROOT = Path(__file__).parent.parent.parent
on_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


@on_a_terminal
@pytest.mark.parametrize(("answer", "owner"), [("", "mara"), ("n", "bo")])
def test_a_terminal_is_shown_the_change_and_asked(tmp_path: Path, answer: str, owner: str) -> None:
    from tests.terminal import Terminal

    root = organisation(tmp_path)
    terminal = Terminal(root, "assign", f"{GOAL}/pillar-posts", "--to", "mara", *DAY)
    terminal.until("+    owner: mara")
    terminal.answer("All right?", answer)
    assert terminal.end() == 0
    assert (f"wrote {FILE}" in terminal.output) == (answer != "n")
    assert ("nothing was written" in terminal.output) == (answer == "n")
    assert f"    title: Publish three in-depth posts\n    owner: {owner}\n" in (root / FILE).read_text()


@on_a_terminal
def test_an_answer_that_is_none_is_asked_for_again(tmp_path: Path) -> None:
    from tests.terminal import Terminal

    terminal = Terminal(organisation(tmp_path), "mv", "content", "editorial", *DAY)
    terminal.answer("All right? [Y/n]", "x")
    terminal.until("    `x` is neither yes nor no; write y or n")
    terminal.answer("All right? [Y/n]", "No")
    assert terminal.end() == 0
    assert "nothing was written" in terminal.output


@on_a_terminal
def test_an_interrupt_writes_nothing(tmp_path: Path) -> None:
    from tests.terminal import Terminal

    root = organisation(tmp_path)
    terminal = Terminal(root, "mv", "content", "editorial", *DAY)
    terminal.until("All right?")
    terminal.interrupt()
    assert terminal.end() == 130
    assert files(root) == {path: text.encode() for path, text in FILES.items()}


@on_a_terminal
def test_with_yes_nobody_is_asked(tmp_path: Path) -> None:
    from tests.terminal import Terminal

    terminal = Terminal(organisation(tmp_path), "mv", GOAL, "content/search", "--yes", *DAY)
    assert terminal.end() == 0
    assert "All right?" not in terminal.output


def test_during_a_merge_with_conflicts_nothing_is_written(tmp_path: Path) -> None:
    root = organisation(tmp_path)
    commit(root)
    (root / "okrs/people.yaml").write_text(FILES["okrs/people.yaml"].replace("Ana Souza", "Ana S."))
    commit(root)
    git(root, "switch", "-qc", "other", "HEAD~1")
    (root / "okrs/people.yaml").write_text(FILES["okrs/people.yaml"].replace("Ana Souza", "A. Souza"))
    commit(root)
    with pytest.raises(subprocess.CalledProcessError):
        git(root, "merge", "main")
    (root / "okrs/people.yaml").write_text(FILES["okrs/people.yaml"])
    was = files(root)
    assert run(["mv", "content", "editorial", "--root", str(root), *DAY]) == 2
    assert files(root) == was


def test_what_git_does_not_know_is_not_named_to_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`git add` refuses a path at which there is nothing, and never was."""
    root = organisation(tmp_path)
    git(root, "init", "-q", "-b", "main")
    assert run(["mv", GOAL, "content/search", "--root", str(root), *DAY]) == 0
    [line] = [line for line in capsys.readouterr().out.splitlines() if "git add" in line]
    assert line.split()[3:] == [os.path.relpath(root / "okrs/2026-Q4/content/search.yaml")]


def test_the_suggested_commands_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make(organisation(tmp_path), {"okrs/2026-Q4/content/READ ME.md": "Notes.\n"})
    commit(root)
    monkeypatch.chdir(root / "okrs")
    assert run(["mv", "content", "editorial", *DAY]) == 0
    commands = capsys.readouterr().out.partition("to propose it:\n")[2]
    for name, value in {"user.name": "Bo", "user.email": "bo@example.com"}.items():
        git(root, "config", name, value)
    subprocess.run(["sh", "-ec", commands], cwd=root / "okrs", check=True, capture_output=True)
    assert git(root, "status", "--porcelain") == ""
    assert git(root, "branch", "--show-current").strip() == "mv/editorial"
    assert "READ ME.md" in git(root, "ls-tree", "-r", "HEAD", "okrs/2026-Q4/editorial")


def test_hostile_names_are_shown_safely(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = make(organisation(tmp_path), {"okrs/2026-Q4/content/\u202e::error::x.md": "Notes.\n"})
    assert run(["mv", "content", "editorial", "--root", str(root), *DAY]) == 0
    assert run(["mv", "::error::x", "\x1b[2J", "--root", str(root), *DAY]) == 2
    output = capsys.readouterr()
    assert "::error" not in output.out + output.err
    assert "\u202e" not in output.out
    assert "\x1b" not in output.err


GRADED = {
    "ana": {"company/profitable-growth/gross-margin": "stop"},
    "bo": {"content/organic-pipeline/pillar-posts": "modify"},
    "chen": {"content/organic-pipeline/organic-leads": "keep"},
    "dee": {"web/fast-pages/time-to-first-byte": "keep", "web/fast-pages/crash-free": "keep"},
    "ines": {"success/calm-support/help-articles": "keep"},
    "kai": {"web/fast-pages/image-budget": "stop"},
    "lea": {"company/profitable-growth/qualified-pipeline": "keep", "company/relied-on/weekly-teams": "stop"},
    "mara": {"content/organic-pipeline/comparison-pages": "stop"},
    "nora": {"people/good-first-weeks/onboarding": "stop", "people/good-first-weeks/would-recommend": "stop"},
    "pia": {"web/fast-pages/phone-score": "keep"},
    "raj": {"company/relied-on/incidents": "modify"},
    "tom": {"growth/guided-start/guided-setup": "keep", "growth/guided-start/activation": "stop"},
    "yusuf": {"success/calm-support/first-reply": "keep"},
}


def test_the_quarter_of_the_example_organisation_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / "okrs", tmp_path / "okrs")
    entry = "{{score: 0.5, because: So it ended., root_cause: Too little time., decision: {}}}"
    for by, decisions in GRADED.items():
        lines = "".join(f"  {ref}: {entry.format(decision)}\n" for ref, decision in decisions.items())
        text = f"by: {by}\ndate: 2026-12-30\nkey_results:\n{lines}"
        make(tmp_path, {f"okrs/2026-Q4/grades/2026-12-30-{by}.yaml": text})
    commit(tmp_path)
    day = ("--root", str(tmp_path), "--today", "2026-12-31")
    assert run(["rollover", "2026-Q4", "2027-Q1", "--yes", *day]) == 0
    assert "ends with its cycle: 2026-Q4/people/good-first-weeks\n" in capsys.readouterr().out
    plan = api.open_repository(tmp_path).workspace.plan
    going = {ref for decisions in GRADED.values() for ref, decision in decisions.items() if decision != "stop"}
    assert {node.short_id for objective in plan.in_cycle("2027-Q1") for node in objective.key_results} == going
    for ref in going:
        [grade] = [
            candidate for candidate in plan.grades_of[f"2026-Q4/{ref}"] if candidate.entry.carried_to is not None
        ]
        assert grade.entry.carried_to == f"2027-Q1/{ref}"
        assert plan.agreements_of.get(f"2027-Q1/{ref}") is None
    assert git(tmp_path, "diff", "--stat") == ""
    assert run(["lint", *day]) == 0
    commit(tmp_path)
    assert run(["lint", "--since", "HEAD~1", *day]) == 0
    assert api.status(api.open_repository(tmp_path), date(2027, 1, 1), cycle="2027-Q1")


POSTS = f"{GOAL}/pillar-posts"


@pytest.mark.parametrize(
    "arguments",
    [
        ("check-in", POSTS, "--by", "bo", "--value", "2"),
        ("grade", POSTS, "--by", "bo", "--score", "1", "--because", "x", "--decision", "stop"),
        ("drop", POSTS, "--by", "bo", "--because", "x"),
        ("agree", POSTS, "--by", "bo", "--yes"),
        ("assign", POSTS, "--to", "mara", "--yes"),
        ("mv", "content", "editorial", "--yes"),
        ("rollover", "2026-Q4", "2027-Q1", "--yes"),
        ("new", "content/next", "--title", "Next", "--owner", "bo"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_nothing_is_written_while_policy_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    root = make(organisation(tmp_path), {"okrs/config.yaml": "fiscal_year_start: february\n<<<<<<< HEAD\n"})
    before = files(root)
    assert run([*arguments, "--root", str(root), "--today", "2026-11-16"]) == 2
    assert "error: okrs/config.yaml cannot be read, so the days of cycles are not known" in capsys.readouterr().err
    assert files(root) == before
