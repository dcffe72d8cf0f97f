"""What a command says, as a value: so that the same question can be answered again without working it out."""

from __future__ import annotations

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


@dataclass
class Answer:
    """What goes to standard output (`out`) and to standard error (`err`), in order, and the exit status."""

    parts: list[tuple[str, str]] = field(default_factory=list)
    status: int = 0

    def say(self, text: str) -> None:
        """Adds what was asked for."""
        self.parts.append(("out", text))

    def note(self, line: str) -> None:
        """Adds a line about it."""
        self.parts.append(("err", f"{line}\n"))

    def note_unread(self, files: int) -> None:
        """Says how many files are missing from what is told, if any."""
        if files:
            counted = "1 file could not be read and is" if files == 1 else f"{files} files could not be read and are"
            self.note(f"note: {counted} missing; see `okrs lint`")

    def note_unchecked(self, signatures: Signatures) -> None:
        """Says which signatures could not be checked, if any."""
        if signatures.note is not None:
            self.note(sanitise_line(f"note: {signatures.note}"))


def answer(
    root: Path,
    question: list[Any],
    today: date | None,
    work: Callable[[Answer], bool],
    *,
    cache: bool,
    more: Iterable[Path] = (),
) -> int:
    """Tells what `work` puts into an answer, or what it did when nothing was different; returns the exit status.

    `work` says whether its answer may be remembered: not if it did something, such as writing a file. `question`
    names everything that makes a difference beside files and the day.
    """

    def worked() -> dict[str, Any] | None:
        if work(told):
            return asdict(told)
        return None

    told = Answer()
    day = str(today) if today is not None else f"{date.today()} by the clock"
    known = api.remembered(root, [*question, day], worked, more=more, forget=not cache)
    if known is not None:
        told = Answer(**known)
    for stream, text in told.parts:
        click.echo(text, nl=False, err=stream == "err", color=True)
    return told.status


def cache_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --no-cache."""
    return click.option(
        "--no-cache", "cache", flag_value=False, default=True, help="Work everything out anew, and keep nothing."
    )(function)


LONG = 3000
"""Files from which reading takes so long that somebody at a terminal wants to see that it goes on."""


def progress(doing: str = "reading", what: str = "files", long: int = LONG) -> Callable[[int, int], None] | None:
    """Shows how far something has come, on a terminal only, and only from `long` things on.

    However the command ends, its line is taken away before anything else is told.
    """
    if not sys.stderr.isatty():
        return None
    shown = ""

    def show(done: int, total: int) -> None:
        nonlocal shown
        if total >= long:
            shown = f"{doing}: {done:,} of {total:,} {what}"
            click.echo(f"\r{shown}", nl=False, err=True)
        if done == total:
            clear()

    def clear() -> None:
        nonlocal shown
        if shown:
            click.echo(f"\r{' ' * len(shown)}\r", nl=False, err=True)
            shown = ""

    click.get_current_context().call_on_close(clear)
    return show
