"""Plays a scenario: one readable text file with files, real git commands, `okrs` commands and what they print.

    A line of prose starts with `#`.
    write PATH              the lines below it, up to a line `.`, become the file; `$(git rev-parse NAME)` in them is
                            the commit of that name
    edit PATH               `- old` and `+ new` lines below it, up to `.`: the first text is replaced by the second
    $ COMMAND               runs it; the lines below it, up to the next step, are what it prints (both streams)
    ? STATUS                right below the output: the exit status, where it is not 0

`okrs` runs in this process, `git` for real, with a fixed clock and person.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from okrs_as_code.cli.main import run

GIT = {
    "GIT_CONFIG_GLOBAL": str(Path(__file__).parents[1] / "gitconfig"),
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Bo",
    "GIT_AUTHOR_EMAIL": "bo@example.com",
    "GIT_COMMITTER_NAME": "Bo",
    "GIT_COMMITTER_EMAIL": "bo@example.com",
    "GIT_AUTHOR_DATE": "2026-10-15T12:00:00Z",
    "GIT_COMMITTER_DATE": "2026-10-15T12:00:00Z",
}


@dataclass
class Step:
    """One step: its first line, the lines below it, and for a command its exit status."""

    head: str
    body: list[str] = field(default_factory=list)
    status: int = 0


def steps_of(text: str) -> Iterator[Step]:
    lines = iter(text.splitlines())
    step: Step | None = None
    for line in lines:
        if re.match(r"(write|edit) ", line):
            if step is not None:
                yield step
                step = None
            block = Step(line)
            for inner in lines:
                if inner == ".":
                    break
                block.body.append(inner)
            yield block
        elif line.startswith("$ "):
            if step is not None:
                yield step
            step = Step(line)
        elif line.startswith("#"):
            if step is not None:
                yield step
            step = None
            yield Step(line)
        elif step is not None:
            if line.startswith("? "):
                step.status = int(line[2:])
            else:
                step.body.append(line)
        else:
            yield Step(line)
    if step is not None:
        yield step


def played(text: str, folder: Path) -> str:
    """The scenario as it really goes: the same text, with what the commands really print."""
    lines: list[str] = []
    for step in steps_of(text):
        lines.append(step.head)
        if step.head.startswith("$ "):
            output, status = _command(step.head[2:], folder)
            lines.extend(output.splitlines())
            if status:
                lines.append(f"? {status}")
            if step.body and step.body[-1] == "":
                lines.append("")
        elif step.head.startswith(("write ", "edit ")):
            lines.extend([*step.body, "."])
            verb, path = step.head.split(" ", 1)
            _write(folder / path, _filled(step.body, folder)) if verb == "write" else _edit(folder / path, step.body)
    return "\n".join(lines) + "\n"


def _filled(lines: list[str], folder: Path) -> list[str]:
    """With the ids of commits that are named."""
    command = re.compile(r"\$\((git rev-parse [^)]+)\)")
    return [command.sub(lambda match: _command(match[1], folder)[0].strip(), line) for line in lines]


def _write(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("".join(f"{line}\n" for line in lines).encode())


def _edit(path: Path, lines: list[str]) -> None:
    old = "\n".join(line[2:] for line in lines if line.startswith("- "))
    new = "\n".join(line[2:] for line in lines if line.startswith("+ "))
    text = path.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise AssertionError(f"{path}: {text.count(old)} places for {old!r}")
    path.write_bytes(text.replace(old, new).encode())


def _command(command: str, folder: Path) -> tuple[str, int]:
    words = shlex.split(command)
    if words[0] == "okrs":
        return _okrs(words[1:], folder)
    done = subprocess.run(
        words, cwd=folder, env={**os.environ, **GIT}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return done.stdout.decode().replace(str(folder), "…"), done.returncode


def _okrs(arguments: list[str], folder: Path) -> tuple[str, int]:
    stream = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
        status = run(arguments)
    return stream.getvalue().replace(str(folder), "…"), status
