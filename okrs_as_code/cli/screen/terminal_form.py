"""The form of output that a terminal, its user or CI asks for: how wide, and whether in colour."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

import click

_USUAL_WIDTH = 80
F = TypeVar("F", bound=Callable[..., Any])


def color_option(function: F) -> F:
    """Adds --color."""
    return click.option(
        "--color",
        type=click.Choice(("auto", "always", "never")),
        default="auto",
        help="Colour; auto: on a terminal unless NO_COLOR is set, elsewhere if FORCE_COLOR is.  [default: auto]",
    )(function)


def wants_color(choice: str) -> bool:
    """Whether output is in colour: as the option says, then as NO_COLOR or FORCE_COLOR ask, then on a terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def terminal_width() -> int:
    """The columns that COLUMNS names, else those of the terminal, wherever output goes; 80 where there is none."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns):
        return int(columns)
    for stream in (sys.__stdout__, sys.__stderr__, sys.__stdin__):
        with suppress(OSError, ValueError, AttributeError):
            width = os.get_terminal_size(stream.fileno()).columns  # type: ignore[union-attr]
            if width:
                return width
    return _USUAL_WIDTH
