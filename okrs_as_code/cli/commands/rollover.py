"""`okrs rollover`: carries over into another cycle what was decided to go on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from okrs_as_code import api
from okrs_as_code.cli.lint_fixes import unified_diffs
from okrs_as_code.cli.main import EXIT_USAGE
from okrs_as_code.cli.options import common_options, day_of, show_claim
from okrs_as_code.cli.term_changes import open_for_change, show_git_commands, show_plan, write_confirmed
from okrs_as_code.errors import OkrsError
from okrs_as_code.escape import sanitise_line
from okrs_as_code.phrases import count_phrase, join_words

if TYPE_CHECKING:
    from okrs_as_code.model.people.people_directory import Directory
    from okrs_as_code.refactor.rollover import Rollover


@click.command("rollover")
@click.argument("start", metavar="FROM")
@click.argument("into", metavar="TO")
@click.option("--team", metavar="TEAM", help="Only the objectives of one team.")
@click.option("--by", metavar="PERSON", help="Who you are.  [default: as git knows you]")
@click.option("--diff", "--dry-run", is_flag=True, help="Write nothing; show what would be written.")
@click.option("--yes", is_flag=True, help="Ask nothing.")
@common_options
def command(
    start: str, into: str, team: str | None, by: str | None, diff: bool, yes: bool, root: Path, today: date | None
) -> int:
    """Carry over from the cycle FROM into TO what its grades decide to keep or modify.

    Each objective becomes a new file: with the key results that go on, from where they stand now, without their days.
    Those for which `later` was decided become one in the backlog, where nobody is asked about them.
    Agreements are not carried: everybody is asked again. A correction of each grade says to where a key result went. It
    is in the name of who graded: for others than you a proposal, which each of them approves in the pull request. Exit
    status: 0 done, 2 where an objective could not be carried; the others are, all the same.
    """
    repository = open_for_change(root, diff=diff)
    day = day_of(repository, today)
    rollover = api.rollover(repository, start, into, day, team=team)
    person = _find_person(repository, by, day)
    changes = rollover.changes
    for line in _rollover_lines(rollover, repository.workspace.plan.directory, person):
        click.echo(sanitise_line(line), err=diff)
    if diff:
        click.echo(unified_diffs(changes), nl=False)
    elif changes:
        show_plan((), api.preview_new_files(repository, changes, day))
        if write_confirmed(repository, changes, yes=yes):
            show_plan(f"wrote {change.path}" for change in changes)
            branch = "-".join(part for part in (f"rollover/{into}", team, person) if part is not None)
            paths = [change.path for change in changes]
            show_git_commands(repository, paths, branch, f"Carry over from {start} to {into}")
    else:
        click.echo("nothing to write")
    return EXIT_USAGE if rollover.refused else 0


def _find_person(repository: api.Repository, by: str | None, day: date) -> str | None:
    """The person who runs this; None where git's configuration leads to nobody.

    Raises OkrsError as `api.author` for the person that `by` names.
    """
    if by is not None:
        return api.author(repository, by, day).person
    try:
        author = api.author(repository, None, day)
    except OkrsError:
        return None
    show_claim(author)
    return author.person


def _rollover_lines(rollover: Rollover, directory: Directory, person: str | None) -> list[str]:
    lines = []
    for objective in rollover.carried:
        verb = "go" if len(objective.key_results) > 1 else "goes"
        lines.append(f"{objective.path}: {count_phrase(len(objective.key_results), 'key result')} {verb} on")
        lines += [f"  {note}" for note in objective.notes]
        for standing in objective.key_results:
            content, owner = standing.node.content, standing.node.owner
            manager = directory.manager_of(content)
            manager_phrase = f", and {manager} as manager" if manager is not None else ""
            lines.append(f"  {content.id}: ask {owner} to agree as owner{manager_phrase}")
    for objective in rollover.shelved:
        verb = "go" if len(objective.key_results) > 1 else "goes"
        lines.append(
            f"{objective.path}: {count_phrase(len(objective.key_results), 'key result')} {verb} to the backlog"
        )
        lines += [f"  {note}" for note in objective.notes]
    lines += [f"ends with its cycle: {objective_id}" for objective_id in rollover.ending]
    others = dict.fromkeys(entry.record.by for entry in rollover.corrections if entry.record.by != person)
    if others:
        names = join_words(list(others))
        who, what = ("name", f"{names} approves them") if len(others) == 1 else ("names", "each approves their own")
        lines.append(f"the records in the {who} of {names}, who graded, are proposals: {what} in the pull request")
    return [*lines, *(f"note: {note}" for note in rollover.notes), *rollover.refused]
