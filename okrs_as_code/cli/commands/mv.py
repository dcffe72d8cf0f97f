"""`okrs mv`: gives a key result, an objective or a team another id; schedules a goal of the backlog."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.lint_fixes import unified_diffs
from okrs_as_code.cli.options import common_options, day_of
from okrs_as_code.cli.term_changes import change_options, open_for_change, show_git_commands, show_plan, write_confirmed
from okrs_as_code.errors import OkrsError
from okrs_as_code.escape import sanitise_line
from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.model.goals.backlog import BACKLOG, names_backlog


@click.command("mv")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--owner",
    "owners",
    metavar="KEY_RESULT=PERSON",
    multiple=True,
    help="Who owns a key result of the backlog once it is scheduled; once for each.",
)
@change_options
@common_options
def command(old: str, new: str, owners: tuple[str, ...], diff: bool, yes: bool, root: Path, today: date | None) -> None:
    """Give a key result, an objective or a team another id, and keep the old one in `formerly`.

    OLD and NEW are both TEAM/OBJECTIVE/KEY-RESULT, of which only the last part may change; or TEAM/OBJECTIVE, also to
    another team; or TEAM. The cycle stands in front where it is not the running one. What names the old id in terms
    names the new one; records stay as they are, and still find it. To change a name or a title, edit that instead.

    A goal of the backlog is scheduled with OLD backlog/TEAM/OBJECTIVE and NEW CYCLE/TEAM/OBJECTIVE: on a terminal it
    asks who owns each key result that has no owner, and it says what else is missing. The way back is open while no
    record names the goal.
    """
    repository = open_for_change(root, diff=diff)
    day = day_of(repository, today)
    owners_by_id = _owners(owners)
    if sys.stdin.isatty() and not yes:
        owners_by_id |= _ask_owners(repository, old, new, owners_by_id, day)
    plan, preview = api.move(repository, old, new, day, owners_by_id)
    if diff:
        click.echo(unified_diffs(plan.changes), nl=False)
        return
    show_plan(plan.notes, preview)
    if plan.changes and write_confirmed(repository, plan.changes, yes=yes):
        for change in plan.changes:
            line = f"wrote {change.path}" if change.target is None else f"moved {change.path} to {change.target}"
            click.echo(sanitise_line(line))
        show_git_commands(
            repository, plan.paths, f"mv/{plan.name.rpartition('/')[2]}", f"{_verb(plan.paths)} {old} to {plan.name}"
        )


def _owners(options: Iterable[str]) -> dict[str, str]:
    """The persons that options name, by key result. Raises OkrsError for an option that does not have both."""
    pairs = [option.partition("=") for option in options]
    for key_result, _, person in pairs:
        if not key_result or not person:
            raise OkrsError(f"`--owner {key_result}` names no person", "write `--owner KEY_RESULT=PERSON`")
    return {key_result: person for key_result, _, person in pairs}


def _ask_owners(repository: api.Repository, old: str, new: str, owners: dict[str, str], day: date) -> dict[str, str]:
    """Asks who owns each key result of a goal that is to be scheduled and has no owner yet."""
    from okrs_as_code.cli.prompts.questions import ask_until_valid, ask_word, say
    from okrs_as_code.refactor.assign import refuse_person
    from okrs_as_code.refactor.backlog_move import goal_named, ownerless

    directory = repository.workspace.plan.directory
    if not names_backlog(old, directory) or names_backlog(new, directory):
        return {}

    def ask() -> str:
        person = ask_word("  who owns it, by id? ask them first")
        if not person:
            raise OkrsError("an owner is needed", "Ctrl-C leaves without writing anything")
        refuse_person(directory, person, day)
        return person

    answers: dict[str, str] = {}
    for key_result in ownerless(goal_named(repository, old), owners):
        say(f"{key_result.content.title} ({key_result.name})")
        answers[key_result.name] = ask_until_valid(ask)
    return answers


def _verb(paths: Iterable[str]) -> str:
    """The verb of a commit: of a move into, out of or within the backlog, or of another."""
    return "Move" if any(path.startswith(f"{OKRS_FOLDER}/{BACKLOG}/") for path in paths) else "Rename"
