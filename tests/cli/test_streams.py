"""Output to a file or a pipe is UTF-8, the same on every machine; no locale and no encoding ends a command."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import chdir, suppress
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any
from unittest.mock import patch

import pytest

from okrs_as_code.cli import main as cli
from tests.cli.organisation import DAY, FILES, GOAL
from tests.nightly import at_night
from tests.repositories import commit, git, make
from tests.scenarios.playing import GIT

OBJECTIVE = f"okrs/2026-Q4/{GOAL}.yaml"
BARE_C = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
"""A locale of which Python makes no UTF-8."""
DATED = (
    "lint", "lint --output-format full", "lint --output-format markdown", "lint --output-format json", "lint --diff",
    "lint --since HEAD~1", "status", "status --output-format json", f"show {GOAL}/partner", f"history {GOAL}/partner",
    f"terms {GOAL}/partner", "diff HEAD~1", "diff HEAD~1 --output-format markdown", "approvals HEAD~1",
    "approvals HEAD~1 --output-format markdown", "approvals HEAD~1 --output-format json", "report",
    f"assign {GOAL}/partner --to mara --diff", "mv content editorial --diff", "rollover 2026-Q3 2026-Q4",
    f"check-in {GOAL}/partner --done false --note Grün→rot --yes --by bo", f"agree {GOAL}/partner --by bo --yes",
    f"drop {GOAL}/partner --because Zürich→Genf --yes --by bo", "close 2026-Q3", "diff größe",
    "grade 2026-Q3/content/voice/letters --score 0.5 --because Größe→2 --decision keep --yes --by bo",
)  # fmt: skip
UNDATED = (
    "fmt --diff",
    "codeowners --check",
    "explain OWN001",
    "schema",
    "größe",
    "--help",
    "init --forge github --name Bó --email bo@example.com",
)

COMMANDS = (*DATED, *UNDATED)
BY_DAY = COMMANDS[::4]


@pytest.fixture(scope="module")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A repository with words of several scripts, and a change in it."""
    words = FILES | {OBJECTIVE: FILES[OBJECTIVE].replace("Win a partner", "Größe → 株式会社 gewinnen 🎯")}
    words["okrs/people.yaml"] = words["okrs/people.yaml"].replace("Bo Lindqvist", "Bó Łindqvist →")
    root = make(tmp_path_factory.mktemp("streams") / "work", words)
    commit(root)
    changed = words[OBJECTIVE].replace("The contract is signed.", "Der Vertrag → unterschrieben ✓")
    make(root, {OBJECTIVE: changed.replace("owner: mara\nkey", "owner: größe→\nkey") + "größe: →\n"})
    commit(root)
    with pytest.MonkeyPatch.context() as environment:
        for name, value in {**GIT, "OKRS_CACHE": "off"}.items():
            environment.setenv(name, value)
        yield root


@dataclass
class Answer:
    """Exit status and output of a command, and what git sees of the changes that it made."""

    status: int
    output: bytes
    errors: bytes
    changes: str


def answer(command: str, root: Path, encoding: str) -> Answer:
    """The answer of a command in a copy of a repository, where the locale has an encoding for files and pipes."""
    copy = root.parent / "copy"
    copytree(root, copy)
    output, errors = BytesIO(), BytesIO()
    try:
        with (
            patch.object(sys, "stdout", TextIOWrapper(output, encoding, newline="\r\n")),
            patch.object(sys, "stderr", TextIOWrapper(errors, encoding, newline="\r\n")),
            chdir(copy),
        ):
            cli._open_streams()
            status = cli.run([*command.split(), *(DAY if command in DATED else ())])
            sys.stdout.flush()
            sys.stderr.flush()
            git(copy, "add", "--all", "--intent-to-add")
            return Answer(status, output.getvalue(), errors.getvalue(), git(copy, "diff"))
    finally:
        rmtree(copy)


@pytest.mark.parametrize("command", [*BY_DAY, *at_night(*(command for command in COMMANDS if command not in BY_DAY))])
def test_a_pipe_gets_the_same_everywhere(command: str, organisation: Path) -> None:
    expected = answer(command, organisation, "utf-8")
    assert expected.status in (0, 1, 2), expected.errors.decode()
    assert b"\r" not in expected.output + expected.errors
    for encoding in ("cp1252", "ascii"):
        assert answer(command, organisation, encoding) == expected


@pytest.mark.parametrize("command", ["approvals HEAD~1 --output-format markdown", *at_night("status")])
@pytest.mark.parametrize("environment", [BARE_C, *at_night({"PYTHONIOENCODING": "cp1252"}, {"LC_ALL": "C"})], ids=str)
def test_no_locale_changes_what_a_process_prints(
    command: str, environment: Mapping[str, str], organisation: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "okrs_as_code.cli.main", *command.split(), *DAY],
        cwd=organisation, env={**os.environ, **environment}, capture_output=True, check=False,
    )  # fmt: skip
    expected = answer(command, organisation, "utf-8")
    assert (done.returncode, done.stdout, done.stderr) == (expected.status, expected.output, expected.errors)


def test_the_words_of_the_repository_are_in_it(organisation: Path) -> None:
    """Otherwise the test above would show nothing."""
    shown = {command: answer(command, organisation, "utf-8").output.decode() for command in ("diff HEAD~1", "lint")}
    assert "Der Vertrag → unterschrieben ✓" in shown["diff HEAD~1"]
    assert "größe→" in shown["lint"]


@pytest.mark.parametrize("command", ["status", *at_night("diff HEAD~1", "approvals HEAD~1 --output-format markdown")])
def test_a_terminal_that_cannot_show_it_gets_something_else(command: str, organisation: Path) -> None:
    here, there = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "okrs_as_code.cli.main", *command.split(), *DAY],
        cwd=organisation, env={**os.environ, "PYTHONIOENCODING": "cp1252", "TERM": "xterm"},
        stdin=subprocess.DEVNULL, stdout=there, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    os.close(there)
    shown = bytearray()
    with suppress(OSError):  # Linux raises where a terminal has been closed at its other end
        while chunk := os.read(here, 4096):
            shown += chunk
    os.close(here)
    assert done.returncode in (0, 1), done.stderr.decode()
    assert "?" in shown.decode("cp1252")


def test_a_file_has_the_line_ends_of_the_text(organisation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def open_as_on_windows(
        path: Path, mode: str = "r", *arguments: Any, newline: str | None = None, **options: Any
    ) -> Any:
        return plain_open(path, mode, *arguments, newline=newline if "b" in mode else newline or "\r\n", **options)

    plain_open = Path.open
    findings = organisation.parent / "findings"
    monkeypatch.setattr(Path, "open", open_as_on_windows)
    assert cli.run(["lint", "--root", str(organisation), "-o", str(findings), *DAY]) == 1
    monkeypatch.undo()
    assert findings.read_bytes() == answer("lint", organisation, "cp1252").output


def test_input_that_is_no_text_is_refused(organisation: Path) -> None:
    """At a prompt, whose input is a pipe here."""
    done = subprocess.run(
        [sys.executable, "-c", PROMPT], cwd=organisation, input=b"caf\xe9\nfine\n", capture_output=True, check=False,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"this text cannot be kept in a file" in done.stdout


PROMPT = """
from okrs_as_code.cli.main import _open_streams
from okrs_as_code.cli.prompts.questions import ask_text, ask_until_valid
_open_streams()
assert ask_until_valid(lambda: ask_text("note")) == "fine"
"""
