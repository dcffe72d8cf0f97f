"""A line on a terminal that shows how far a command has come."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

MANY_FILES = 3000
"""Number of files from which reading takes so long that somebody at a terminal wants to see that it goes on."""


def progress(
    verb: str = "reading", noun: str = "files", threshold: int = MANY_FILES
) -> Callable[[int, int], None] | None:
    """A function that shows how many things of how many are done; None unless standard error is a terminal.

    It shows nothing where there are fewer than `threshold`. However the command ends, the line is removed before
    anything else is printed.
    """
    if not sys.stderr.isatty():
        return None
    shown = ""

    def show(done: int, total: int) -> None:
        nonlocal shown
        if total >= threshold:
            shown = f"{verb}: {done:,} of {total:,} {noun}"
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
