"""A repository in which a whole quarter is played: real branches and merges, and what has to hold after every step."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import re
import shlex
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from okrs_as_code.cli.main import run
from tests.scenarios.playing import GIT

KINDS = {"agreements", "check-ins", "grades"}


class Quarter:
    """A repository with its main branch, the day that it is, and two branches of somebody who changes other things.

    Of those two, `rebased` follows main after every step, and `left` stays where it was cut.
    """

    def __init__(self, folder: Path, day: str) -> None:
        self.root = folder / "main"
        self.day = day
        self._elsewhere: list[Path] = []
        self._records: dict[str, str] = {}
        self._waiting: list[str] = []
        self._random = random.Random(2026)
        self.root.mkdir()
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, who: str = "ana", root: Path | None = None) -> str:
        """Runs git for real, on the day, as a person."""
        person = {"NAME": who.capitalize(), "EMAIL": f"{who}@example.com", "DATE": f"{self.day}T12:00:00Z"}
        identity = {f"GIT_{role}_{key}": text for role in ("AUTHOR", "COMMITTER") for key, text in person.items()}
        done = subprocess.run(
            ["git", *arguments],
            cwd=root or self.root,
            env={**os.environ, **GIT, **identity},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{self.day}: git {shlex.join(arguments)}\n{done.stdout}{done.stderr}"
        return done.stdout

    def okrs(self, *arguments: str, status: int = 0, root: Path | None = None) -> str:
        """Runs `okrs` on the day; what it says on standard output."""
        timeless = arguments[0] == "fmt" or "--as-of" in arguments
        words = [*arguments, *([] if timeless else ["--today", self.day])]
        out, err = io.StringIO(), io.StringIO()
        with contextlib.chdir(root or self.root), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            ended = run(words)
        assert ended == status, f"okrs {shlex.join(words)}: {ended}\n{out.getvalue()}{err.getvalue()}"
        return out.getvalue()

    def json_output(self, *arguments: str) -> Any:
        """The output of a command as JSON, read."""
        return json.loads(self.okrs(*arguments, "--output-format", "json"))

    def write(self, path: str, text: str) -> None:
        """Writes a file by hand, as people do where there is no command."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8", newline="\n")

    def edit(self, path: str, old: str, new: str, root: Path | None = None) -> None:
        """Changes one place by hand."""
        file = (root or self.root) / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{path}: {old!r}"
        file.write_text(text.replace(old, new), encoding="utf-8", newline="\n")

    def branch(self, name: str) -> None:
        """Begins a branch at what main is now."""
        self.git("switch", "-q", "-c", name, "main")

    def propose(self, who: str, output: str | None = None) -> str:
        """Commits as the output of a command says, or all there is; the gate passes. Gives the branch; main is back."""
        if output is None:
            self.git("add", "-A")
            self.git("commit", "-qm", "As proposed", who=who)
        else:
            commands = re.findall(r"^  git (.*)$", output, re.MULTILINE)
            assert commands, output
            for command in commands:
                self.git(*shlex.split(command), who=who)
        assert not self.git("status", "--porcelain"), "the suggested commands commit all that was written"
        self.okrs("lint", "--since", "main")
        name = self.git("branch", "--show-current").strip()
        self.git("switch", "-q", "main")
        return name

    def record(self, who: str, *arguments: str) -> str:
        """A command that writes a record, on a branch of its own; gives the branch."""
        self.branch(f"{arguments[0]}/{self.day}-{who}")
        return self.propose(who, self.okrs(*arguments, "--by", who, "--yes"))

    def check_in(self, who: str, entries: dict[str, dict[str, Any]]) -> str:
        """A check-in on a branch of its own."""
        handed_over = self.root.with_name("said.json")
        handed_over.write_text(json.dumps(entries), encoding="utf-8")
        return self.record(who, "check-in", "--from", str(handed_over))

    def merge(self, branches: Iterable[str], *, leaving: int = 0) -> None:
        """Merges branches, and those that were left, in any order; some are left for the next time."""
        order = [*self._waiting, *branches]
        self._random.shuffle(order)
        self._waiting = order[len(order) - leaving :]
        for name in order[: len(order) - leaving]:
            self.git("merge", "-q", "--no-ff", "-m", f"Merge {name}", name)

    def cut_unrelated(self, path: str, old: str, new: str) -> None:
        """Begins the two branches of somebody who words one thing differently."""
        for name in ("left", "rebased"):
            folder = self.root.with_name(name)
            self.git("worktree", "add", "-q", "-b", name, str(folder), "main")
            self.edit(path, old, new, folder)
            self.git("commit", "-qam", "Word it better", root=folder)
            self._elsewhere.append(folder)

    def holds(self) -> None:
        """The gate is open for who has nothing to do with all that, and no record was ever edited or lost."""
        assert self.git("branch", "--show-current").strip() == "main"
        self.git("rebase", "-q", "main", root=self._elsewhere[1])
        for folder in self._elsewhere:
            self.okrs("lint", "--since", "main", root=folder)
        listed = self.git("ls-tree", "-r", "main", "--", "okrs").splitlines()
        now = {path: blob for blob, path in (line.removeprefix("100644 blob ").split("\t") for line in listed)}
        assert self._records.items() <= now.items()
        self._records = {path: blob for path, blob in now.items() if KINDS & {*path.split("/")}}

    def records(self) -> list[str]:
        """The kind of each record that main has; in no version of history was one anything but added."""
        assert self.git("log", "-m", "--no-renames", "--diff-filter=a", "--format=", "--name-only", "main", "--",
                        *(f":(glob)okrs/*/{kind}/**" for kind in KINDS)) == ""  # fmt: skip
        return [path.split("/")[2] for path in self._records]
