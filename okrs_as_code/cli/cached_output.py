"""The output of a command as a value, so that it can be cached and printed again while its inputs are unchanged."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from okrs_as_code import api
from okrs_as_code.cli.options import ZONE_DAY, day_of_clock
from okrs_as_code.cli.screen.terminal_form import terminal_width
from okrs_as_code.escape import sanitise_line

if TYPE_CHECKING:
    from okrs_as_code.model.goals.unreadable import UnreadableElement
    from okrs_as_code.signing.status import Signatures


_VARIABLES = (
    "NO_COLOR",
    "FORCE_COLOR",
    "TERM",
    "GITHUB_ACTIONS",
    "GITHUB_EVENT_PATH",
    "CI_DEFAULT_BRANCH",
)
"""Environment variables by which a terminal, its user or CI asks for another form of output, or other links."""


@dataclass
class CommandOutput:
    """Text for standard output (`out`) and standard error (`err`), in order, and the exit status."""

    parts: list[tuple[str, str]] = field(default_factory=list)
    status: int = 0
    zone_day: tuple[str, str] | None = None
    """The time zone whose clock was read, and the day it showed; None where the day is given, or the machine's."""

    def write(self, text: str) -> None:
        """Adds text to standard output."""
        self.parts.append(("out", text))

    def note(self, line: str) -> None:
        """Adds a line to standard error."""
        self.parts.append(("err", f"{line}\n"))

    def note_unreadable(self, elements: Sequence[UnreadableElement]) -> None:
        """Adds a note that counts what cannot be read of what is shown, if anything."""
        if elements:
            from okrs_as_code.report.wording.unreadable_phrases import unreadable_note

            self.note(f"note: {unreadable_note(elements)}")

    def note_unchecked(self, signatures: Signatures) -> None:
        """Adds the note on signatures that could not be checked, if any."""
        if signatures.note is not None:
            self.note(sanitise_line(f"note: {signatures.note}"))


def print_cached(
    compute: Callable[[CommandOutput], bool],
    *,
    cacheable: bool = True,
    extra_folders: Iterable[Path] = (),
    revisions: Iterable[str] = (),
) -> int:
    """Prints the output that `compute` fills in, or the cached one of the same command; returns the exit status.

    `compute` returns whether its output may be cached: not if it did something, such as writing a file. Without
    `cacheable`, and with --no-cache, nothing is looked up and nothing kept. The output depends on `extra_folders`, too,
    and on the commits that `revisions` name.
    """

    def result() -> dict[str, Any] | None:
        if not compute(output):
            return None
        output.zone_day = context.meta.get(ZONE_DAY)
        return asdict(output)

    output = CommandOutput()
    context = click.get_current_context()
    if cacheable and context.params["cache"]:
        root, key = context.params["root"], output_key(context)
        cached = api.cached_result(
            root, key, result, is_current=_is_current, extra_folders=extra_folders, revisions=revisions
        )
        if cached is not None:
            output = CommandOutput(**cached)
    else:
        compute(output)
    for stream, text in output.parts:
        click.echo(text, nl=False, err=stream == "err", color=True)
    return output.status


def _is_current(output: dict[str, Any]) -> bool:
    """Whether it is still the day in its time zone on which an output was made."""
    if output["zone_day"] is None:
        return True
    zone, day = output["zone_day"]
    return day_of_clock(zone).isoformat() == str(day)


def output_key(context: click.Context) -> str:
    """The key of a command's output: everything, beside files, on which that may depend.

    That is the command with all its parameters, the folder in which it runs, the day if none is given, and the form of
    the terminal.
    """
    terminal = [
        sys.stdout.isatty(),
        terminal_width(),
        sys.stdout.encoding,
        *map(os.environ.get, _VARIABLES),
    ]
    day = str(date.today()) if context.params.get("today") is None else None
    return json.dumps([context.command_path, context.params, str(Path.cwd()), day, terminal], default=str)
