"""A line on a terminal that shows how far a command has come."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

LONG = 3000
"""Files from which reading takes so long that somebody at a terminal wants to see that it goes on."""


def progress(doing: str = "reading", what: str = "files", long: int = LONG) -> Callable[[int, int], None] | None:
    """A function that shows how many things of how many are done, on a terminal only, and only from `long` things on.

    However the command ends, the line is removed before anything else is printed.
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
