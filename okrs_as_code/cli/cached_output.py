"""The output of a command as a value, so that it can be kept and printed again while nothing that it shows changes."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from okrs_as_code import api
from okrs_as_code.escape import sanitise_line

if TYPE_CHECKING:
    from okrs_as_code.signing.verification import Signatures


_ENVIRONMENT = (
    "COLUMNS",
    "LINES",
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR_FORCE",
    "TERM",
    "COLORTERM",
    "TTY_COMPATIBLE",
    "GITHUB_ACTIONS",
)
"""Variables by which a terminal, its user or CI asks for another form of output."""


@dataclass
class CommandOutput:
    """Text for standard output (`out`) and standard error (`err`), in order, and the exit status."""

    parts: list[tuple[str, str]] = field(default_factory=list)
    status: int = 0

    def write(self, text: str) -> None:
        """Adds text to standard output."""
        self.parts.append(("out", text))

    def note(self, line: str) -> None:
        """Adds a line to standard error."""
        self.parts.append(("err", f"{line}\n"))

    def note_unread(self, files: int) -> None:
        """Adds how many files are missing from what is shown, if any."""
        if files:
            counted = "1 file could not be read and is" if files == 1 else f"{files} files could not be read and are"
            self.note(f"note: {counted} missing; see `okrs lint`")

    def note_unchecked(self, signatures: Signatures) -> None:
        """Adds which signatures could not be checked, if any."""
        if signatures.note is not None:
            self.note(sanitise_line(f"note: {signatures.note}"))


def print_cached(compute: Callable[[CommandOutput], bool], *, keep: bool = True, more: Iterable[Path] = ()) -> int:
    """Prints the output that `compute` fills in, or that is kept of the same command; returns the exit status.

    `compute` returns whether its output may be kept: not if it did something, such as writing a file. Without `keep`,
    and with --no-cache, nothing is looked up and nothing kept. The output depends on the folders in `more`, too.
    """

    def computed() -> dict[str, Any] | None:
        return asdict(output) if compute(output) else None

    output = CommandOutput()
    context = click.get_current_context()
    if keep and context.params["cache"]:
        kept = api.remembered(context.params["root"], key_of(context), computed, more=more)
        if kept is not None:
            output = CommandOutput(**kept)
    else:
        compute(output)
    for stream, text in output.parts:
        click.echo(text, nl=False, err=stream == "err", color=True)
    return output.status


def key_of(context: click.Context) -> str:
    """A text that stands for everything, beside files, that may make the output of a command another one.

    That is the command with all its parameters, where it runs, the day if none is given, and the form of the terminal.
    """
    terminal = [
        sys.stdout.isatty(),
        *shutil.get_terminal_size(),
        sys.stdout.encoding,
        *map(os.environ.get, _ENVIRONMENT),
    ]
    day = str(date.today()) if context.params.get("today") is None else None
    return json.dumps([context.command_path, context.params, str(Path.cwd()), day, terminal], default=str)
