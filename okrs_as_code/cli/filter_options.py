"""The options that choose key results of a cycle, with what is made of their values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from okrs_as_code.api import CycleStatus, Filters
    from okrs_as_code.workspace.repository import Repository


F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--cycle",
        metavar="CYCLE",
        help="A cycle, such as 2026-Q4.  [default: the one that is now; else the first that runs and has what fits]",
    ),
    click.option("--team", metavar="TEAM", help="Only the objectives of this team."),
    click.option("--owner", metavar="PERSON", help="Only what this person is accountable for."),
    click.option("--mine", is_flag=True, help="Only what you are accountable for, as git knows you."),
    click.option("--manager", metavar="PERSON", help="Only what this person agrees to as manager."),
    click.option("--tag", metavar="TAG", help="Only what has this tag, or is part of an objective that has it."),
)


def filter_options(function: F) -> F:
    """Adds --cycle, --team, --owner, --mine, --manager and --tag."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def cycle_notes(status: CycleStatus, command: str) -> Iterator[str]:
    """Notes on where else something fits the filters, and why the cycle shown is not the one that is now."""
    first, *_ = status.searched
    if first != status.cycle:
        yield f"note: nothing in {first.name} fits, so this is {status.cycle.name}"
    filters = status.filters
    given = {"--team": filters.team, "--owner": filters.owner, "--manager": filters.manager, "--tag": filters.tag}
    options = [f"{option} {value}" for option, value in given.items() if value is not None]
    for cycle in status.also_fitting:
        asked = " ".join((f"okrs {command} --cycle {cycle.name}", *options))
        yield f"note: {cycle.name} runs, too, and has what fits: `{asked}`"


def filters_of(
    repository: Repository,
    day: date,
    say: Callable[[str], None],
    *,
    team: str | None,
    owner: str | None,
    mine: bool,
    manager: str | None,
    tag: str | None,
) -> Filters:
    """The filters that the options mean; with `--mine` the owner is whom git's configuration names.

    `say` is called with the remark that git names them. Raises OkrsError where it names nobody, and a usage error where
    `--owner` is given, too.
    """
    from okrs_as_code import api
    from okrs_as_code.escape import sanitise_line

    if not mine:
        return api.Filters(team, owner, manager, tag)
    if owner is not None:
        raise click.UsageError("`--mine` and `--owner` both say whose: leave one out")
    author = api.author(repository, None, day)
    if author.claim_note is not None:
        say(sanitise_line(author.claim_note))
    return api.Filters(team, author.person, manager, tag)
