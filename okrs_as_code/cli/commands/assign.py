"""`okrs assign`: hands a key result over to another owner."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.lint_fixes import unified_diffs
from okrs_as_code.cli.options import common_options, resolve_key_result
from okrs_as_code.cli.term_changes import change_options, open_for_change, show_git_commands, show_plan, write_confirmed


@click.command("assign")
@click.argument("key_result", metavar="KEY_RESULT")
@click.option("--to", "person", metavar="PERSON", required=True, help="Who owns it from now on; ask them first.")
@change_options
@common_options
def command(key_result: str, person: str, diff: bool, yes: bool, root: Path, today: date | None) -> None:
    """Hand a key result over: PERSON becomes its owner, and who has to agree to that is asked again.

    KEY_RESULT is TEAM/OBJECTIVE/KEY-RESULT, with the cycle in front where it is not the running one. Who contributed
    and owns it now is no contributor any more; who owned it does not become one.
    """
    repository = open_for_change(root, diff=diff)
    node, day = resolve_key_result(repository, key_result, today)
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
