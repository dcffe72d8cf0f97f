"""Options that every command has, and the one place that reads the clock."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from okrs_as_code.model.plan import KeyResultNode
    from okrs_as_code.records.author import Author
    from okrs_as_code.workspace.repository import Repository


F = TypeVar("F", bound=Callable[..., Any])


class DayType(click.ParamType[date]):
    """A day such as 2026-12-31."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error."""
        from okrs_as_code.day import parse_day

        day = parse_day(value) if isinstance(value, str) else None
        if day is None:
            self.fail(f"{value!r} is no day such as 2026-12-31", param, ctx)
        if not 1900 <= day.year < 2200:
            self.fail(f"{value} lies in no cycle; their years go from 1900 to 2199", param, ctx)
        return day


DAY = DayType()


def common(function: F) -> F:
    """Adds --root and --today."""
    function = click.option(
        "--today", type=DAY, metavar="DATE", help="Take this day for today, for tests and reproducible pages."
    )(function)
    return root_option(function)


def as_of_option(function: F) -> F:
    """Adds --as-of."""
    return click.option(
        "--as-of",
        type=DAY,
        metavar="DATE",
        help="What was known on that day: the last commit of it, and records dated up to it.",
    )(function)


def repository_as_of(
    repository: Repository, today: date | None, as_of: date | None, say: Callable[[str], None]
) -> tuple[Repository, date]:
    """The repository with the day it is seen from; says which records were written only after that day."""
    if as_of is None:
        return repository, day_of(repository, today, say=say)
    if today is not None:
        raise click.UsageError("`--as-of` sets today; leave `--today` out")
    from okrs_as_code import api
    from okrs_as_code.escape import sanitise_line

    past = api.as_of(repository, as_of)
    say(f"as of {as_of}: commit {past.commit.id[:7]}")
    for record in past.back_dated:
        say(sanitise_line(f"note: not known on that day, dated {record.day}: {record.file}"))
    return past, as_of


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


def text_or_json(function: F) -> F:
    """Adds --output-format for commands that tell about one thing."""
    return click.option(
        "--output-format", type=click.Choice(("text", "json")), default="text", help="Output format.  [default: text]"
    )(function)


def show_notes(notes: Iterable[str]) -> None:
    """What is worth knowing beside what was asked for."""
    from okrs_as_code.escape import sanitise_line

    for note in notes:
        click.echo(sanitise_line(f"note: {note}"), err=True)


def show_claim(who: Author) -> None:
    """Says on whose word somebody is taken for the author, where that is git's."""
    from okrs_as_code.escape import sanitise_line

    if who.told_claim is not None:
        click.echo(sanitise_line(who.told_claim), err=True)


def root_option(function: F) -> F:
    """Adds --root."""
    return click.option(
        "--root",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        default=".",
        metavar="DIR",
        help="The folder that holds okrs/, or any below it.  [default: here]",
    )(function)


def _say(line: str) -> None:
    click.echo(line, err=True)


def day_of(
    repository: Repository, given: date | None, since: str | None = None, say: Callable[[str], None] = _say
) -> date:
    """The day asked for, else the one that an example organisation sets, else today.

    With `since` the base has to set it: a change cannot choose the day on which it is judged. `say` is told where the
    day is not the clock's.
    """
    if given is not None:
        return given
    example = repository.config(since).example
    if example is not None:
        say(f"example organisation: today is taken to be {example.today}")
        return example.today
    return date.today()


def find_key_result_option(repository: Repository, given: str, today: date | None) -> tuple[KeyResultNode, date]:
    """The key result that is meant, and today; says so where it was found in a place other than named."""
    from okrs_as_code.model.lookup import find_key_result

    day = day_of(repository, today)
    found = find_key_result(repository.workspace.plan, given, day)
    show_notes(found.notes)
    return found.node, day


def write_file(text: str, target: Path) -> None:
    """Writes the file named with -o; raises OkrsError where it cannot be written."""
    from okrs_as_code.errors import OkrsError

    try:
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OkrsError(
            f"{target} cannot be written: {error.strerror}", "name a file in a folder that exists"
        ) from None


def read_reviews(reviews: str | None) -> tuple[bytes | None, str]:
    """What `--reviews` names, up to one byte more than is allowed, and what to call it.

    Raises OkrsError where it cannot be read.
    """
    from okrs_as_code.errors import OkrsError
    from okrs_as_code.review.forge_reviews import MAX_BYTES

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
