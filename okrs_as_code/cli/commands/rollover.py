"""`okrs rollover`: carries over into another cycle what was decided to go on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from okrs_as_code import api
from okrs_as_code.cli.lint_fixes import diffs
from okrs_as_code.cli.main import EXIT_USAGE
from okrs_as_code.cli.options import common, day_of, show_claim
from okrs_as_code.cli.term_changes import open_for_change, show_git_commands, show_plan, write_confirmed
from okrs_as_code.errors import OkrsError
from okrs_as_code.escape import sanitise, sanitise_line

if TYPE_CHECKING:
    from okrs_as_code.model.directory import Directory
    from okrs_as_code.records.carried_to import CarriedToCorrection
    from okrs_as_code.refactor.rollover import Rollover


@click.command("rollover")
@click.argument("start", metavar="FROM")
@click.argument("into", metavar="TO")
@click.option("--team", metavar="TEAM", help="Only the objectives of one team.")
@click.option("--by", metavar="PERSON", help="Who you are: your grades are corrected.  [default: whom git claims]")
@click.option("--diff", "--dry-run", is_flag=True, help="Write nothing; show what would be written.")
@click.option("--yes", is_flag=True, help="Ask nothing, and correct the grades of others, too, in their names.")
@common
def command(
    start: str, into: str, team: str | None, by: str | None, diff: bool, yes: bool, root: Path, today: date | None
) -> int:
    """Carry over from the cycle FROM into TO what its grades decide to keep or modify.

    Each objective becomes a new file: with the key results that go on, from where they stand now, without their days.
    Agreements are not carried: everybody is asked again. A correction of the grade says to where a key result went;
    who graded writes it. Exit status: 0 done, 2 where an objective could not be carried; the others are, all the same.
    """
    repository = open_for_change(root, diff=diff)
    day = day_of(repository, today)
    rolled = api.rollover(repository, start, into, day, team=team)
    person = _person(repository, by, day)
    own, others = rolled.records(person, for_others=yes)
    changes = rolled.changes(own)
    # Judged with the records that others will add: what these cure is not worth telling.
    judged = api.preview_new_files(repository, rolled.changes([*own, *others]), day)
    directory = repository.workspace.plan.directory
    for line in _told(rolled, into, directory):
        click.echo(sanitise_line(line), err=diff)
    if diff:
        click.echo(diffs(changes), nl=False)
    elif changes:
        show_plan((), judged)
        if write_confirmed(repository, changes, yes=yes):
            show_plan(f"wrote {change.path}" for change in changes)
            _hand_out(others)
            branch = "-".join(one for one in (f"rollover/{into}", team, person) if one is not None)
            show_git_commands(repository, [one.path for one in changes], branch, f"Carry over from {start} to {into}")
    else:
        click.echo("nothing to write")
        _hand_out(others)
    return EXIT_USAGE if rolled.refused else 0


def _person(repository: api.Repository, by: str | None, day: date) -> str | None:
    """Who runs this; None where git's claim leads to nobody, whose grades nobody corrects then."""
    if by is not None:
        return api.author(repository, by, day).person
    try:
        who = api.author(repository, None, day)
    except OkrsError:
        return None
    show_claim(who)
    return who.person


def _told(rolled: Rollover, into: str, directory: Directory) -> list[str]:
    lines = []
    for one in rolled.carried:
        lines.append(
            f"{one.path}: {len(one.key_results)} key result{'s go' if len(one.key_results) > 1 else ' goes'} on"
        )
        lines += [f"  {told}" for told in one.notes]
        for standing in one.key_results:
            content, owner = standing.node.content, standing.node.owner
            manager = directory.manager_of(content)
            above = f", and {manager} as manager" if manager is not None else ""
            lines.append(f"  {content.id}: ask {owner} to agree as owner{above}")
    lines += [f"ends with its cycle: {one}" for one in rolled.ending]
    return [*lines, *(f"note: {one}" for one in rolled.notes), *rolled.refused]


def _hand_out(others: list[CarriedToCorrection]) -> None:
    """The records that somebody else has to write."""
    for one in others:
        click.echo(f"\n{sanitise_line(f'{one.record.by} graded, and so has to add {one.path}:')}\n")
        click.echo("".join(f"  {line}\n" for line in sanitise(one.record.text).splitlines()), nl=False)
    if others:
        click.echo("\n`--yes` writes them, in the names of those who graded")
