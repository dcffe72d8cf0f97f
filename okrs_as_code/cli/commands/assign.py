"""`okrs assign`: hands a key result over to another owner."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from okrs_as_code import api
from okrs_as_code.cli.lint_fixes import unified_diffs
from okrs_as_code.cli.named_goals import resolve_key_result
from okrs_as_code.cli.options import common_options
from okrs_as_code.cli.term_changes import change_options, open_for_change, show_git_commands, show_plan, write_confirmed
from okrs_as_code.errors import OkrsError

if TYPE_CHECKING:
    from okrs_as_code.model.goals.goal import KeyResultNode


@click.command("assign")
@click.argument("key_result", metavar="KEY_RESULT")
@click.option("--to", "person", metavar="PERSON", help="Who owns it from now on; ask them first.")
@change_options
@common_options
def command(key_result: str, person: str | None, diff: bool, yes: bool, root: Path, today: date | None) -> None:
    """Hand a key result over: PERSON becomes its owner, and who has to agree to that is asked again.

    KEY_RESULT is TEAM/OBJECTIVE/KEY-RESULT, with the cycle in front where it is not the running one. Who contributed
    and owns it now is no contributor any more; who owned it does not become one. On a terminal it asks who, where --to
    does not say.
    """
    repository = open_for_change(root, diff=diff)
    node, day = resolve_key_result(repository, key_result, today)
    person = person if person is not None else _ask_person(repository, node, day, yes=yes)
    owner_change, preview = api.assign(repository, node, person, day)
    if diff:
        click.echo(unified_diffs(owner_change.changes), nl=False)
        return
    show_plan(owner_change.notes, preview)
    if owner_change.changes and write_confirmed(repository, owner_change.changes, yes=yes):
        click.echo(f"wrote {node.file}")
        show_git_commands(
            repository, [node.file], f"assign/{node.content.id}", f"Hand {node.short_id} over to {person}"
        )


def _ask_person(repository: api.Repository, node: KeyResultNode, day: date, *, yes: bool) -> str:
    """Asks who owns a key result from now on, until it is somebody who can. Raises OkrsError without a terminal."""
    from okrs_as_code.cli.prompts.questions import ask_until_valid, ask_word, say
    from okrs_as_code.refactor.assign import refuse_person

    directory = repository.workspace.plan.directory
    if yes or not sys.stdin.isatty():
        raise OkrsError(f"who is to own `{node.id}`?", "add `--to PERSON`, with an id of okrs/people.yaml")

    def ask() -> str:
        person = ask_word("who owns it from now on, by id? ask them first")
        if not person:
            raise OkrsError("an owner is needed", "Ctrl-C leaves without writing anything")
        refuse_person(directory, person, day)
        return person

    say(f"{node.content.title}\n  {node.id}, owned by {node.owner}")
    return ask_until_valid(ask)
