"""Options that commands share, with what is made of their values; the one place that reads the clock."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from okrs_as_code.cli.parameter_types import DAY

if TYPE_CHECKING:
    from okrs_as_code.model.files.config import Config
    from okrs_as_code.records.author import Author
    from okrs_as_code.workspace.repository import Repository


ZONE_DAY = "okrs_as_code.zone_day"
"""Key of the time zone whose clock a command has read, and of the day it showed, in the context of click."""
F = TypeVar("F", bound=Callable[..., Any])


def common_options(function: F) -> F:
    """Adds --root and --today."""
    return root_option(today_option(function))


def today_option(function: F) -> F:
    """Adds --today."""
    return click.option(
        "--today", type=DAY, metavar="DATE", help="Take this day for today, for tests and reproducible pages."
    )(function)


def as_of_option(function: F) -> F:
    """Adds --as-of."""
    return click.option(
        "--as-of",
        type=DAY,
        metavar="DATE",
        help="What was known on that day: the last commit of it, and records dated up to it.",
    )(function)


def compare_to_option(function: F) -> F:
    """Adds --compare-to."""
    return click.option(
        "--compare-to",
        "since",
        type=DAY,
        metavar="DATE",
        help="The day since which pages say what changed.  [default: a week before]",
    )(function)


def require_earlier(since: date | None, day: date) -> None:
    """Raises a usage error for a day of `--compare-to` that is not before that of the pages."""
    if since is not None and since >= day:
        raise click.UsageError(f"`--compare-to {since}` is not before {day}, the day of the pages")


def repository_as_of(
    repository: Repository, today: date | None, as_of: date | None, say: Callable[[str], None]
) -> tuple[Repository, date]:
    """The repository and the day from which it is seen: `as_of`, with what was known then, else today.

    Says which records of days up to `as_of` were written only later. Raises OkrsError as `api.snapshot`.
    """
    if as_of is None:
        return repository, day_of(repository, today, say=say)
    if today is not None:
        raise click.UsageError("`--as-of` sets today; leave `--today` out")
    from okrs_as_code import api
    from okrs_as_code.escape import sanitise_line

    snapshot = api.snapshot(repository, as_of)
    say(f"as of {as_of}: commit {snapshot.commit.id[:7]}")
    for record in snapshot.back_dated:
        say(sanitise_line(f"note: not known on that day, dated {record.day}: {record.file}"))
    return snapshot, as_of


def push_option(function: F) -> F:
    """Adds --push."""
    return click.option("--push", is_flag=True, help="Push it on a branch of its own; nothing here is touched.")(
        function
    )


def cache_option(function: F) -> F:
    """Adds --no-cache."""
    return click.option(
        "--no-cache",
        "cache",
        flag_value=False,
        default=True,
        help="Compute everything again, and keep nothing. OKRS_CACHE=off in the environment does so for all commands.",
    )(function)


def output_format_option(*formats: str) -> Callable[[F], F]:
    """Adds --output-format with these formats, of which the first is the default."""
    return click.option(
        "--output-format",
        type=click.Choice(formats),
        default=formats[0],
        help=f"Output format.  [default: {formats[0]}]",
    )


def show_notes(notes: Iterable[str]) -> None:
    """Prints notes on standard error."""
    from okrs_as_code.escape import sanitise_line

    for note in notes:
        click.echo(sanitise_line(f"note: {note}"), err=True)


def show_claim(author: Author) -> None:
    """Prints that git alone says who the author is, where that is so."""
    from okrs_as_code.escape import sanitise_line

    if author.claim_note is not None:
        click.echo(sanitise_line(author.claim_note), err=True)


def root_option(function: F) -> F:
    """Adds --root."""
    return click.option(
        "--root",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        default=".",
        metavar="DIR",
        help="The folder that holds okrs/, or any below it.  [default: here]",
    )(function)


def _print_error(line: str) -> None:
    click.echo(line, err=True)


def day_of(
    repository: Repository, today: date | None, since: str | None = None, say: Callable[[str], None] = _print_error
) -> date:
    """The day that --today names, else the one that an example organisation sets, else that of the clock in its zone.

    With `since` the base has to set it: a change cannot choose the day on which it is judged. `say` is called with a
    remark where an example sets the day.
    """
    return today or day_by(repository.config(since), say)


def day_by(config: Config, say: Callable[[str], None] = _print_error) -> date:
    """The day that an example organisation sets, else that of the clock in the zone of a policy."""
    example = config.example
    if example is not None:
        say(f"example organisation: today is taken to be {example.today}")
        return example.today
    return day_of_clock(config.timezone)


def day_of_clock(zone: str | None) -> date:
    """The day that it is now in the time zone of a repository, on which the output of the command then depends."""
    if zone is None:
        return date.today()
    from okrs_as_code.time_zone import day_in

    day = day_in(zone)
    click.get_current_context().meta[ZONE_DAY] = (zone, day.isoformat())
    return day


def write_file(text: str, target: Path) -> None:
    """Writes the file named with -o. Raises OkrsError where it cannot be written."""
    _write(text, target, "w")


def append_file(text: str, target: Path) -> None:
    """Adds to the end of a file, as CI's summaries want it. Raises OkrsError where it cannot be written."""
    _write(text, target, "a")


def _write(text: str, target: Path, mode: str) -> None:
    from okrs_as_code.errors import OkrsError

    try:
        with target.open(f"{mode}b") as stream:
            stream.write(text.encode())  # as text, Windows would change its line ends
    except OSError as error:
        raise OkrsError(
            f"{target} cannot be written: {error.strerror}", "name a file in a folder that exists"
        ) from None


def read_reviews_file(reviews: str | None) -> tuple[bytes | None, str]:
    """The content of the file that `--reviews` names, up to one byte more than is allowed, and its name for messages.

    Raises OkrsError where it cannot be read.
    """
    from okrs_as_code.errors import OkrsError
    from okrs_as_code.review.forge_reviews.reader import MAX_BYTES

    if reviews is None:
        return None, ""
    try:
        if reviews == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1), "standard input"
        with Path(reviews).open("rb") as stream:
            return stream.read(MAX_BYTES + 1), reviews
    except OSError as error:
        remedy = "name the file with the forge's answer"
        raise OkrsError(f"{reviews} cannot be read: {error.strerror}", remedy) from None
