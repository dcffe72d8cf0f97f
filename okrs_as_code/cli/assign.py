"""`okrs assign`: hands a key result over to another owner."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.changing import changing, opened, say_commands, tell, written
from okrs_as_code.cli.fixing import diffs
from okrs_as_code.cli.options import common, found_key_result


@click.command("assign")
@click.argument("key_result", metavar="KEY_RESULT")
@click.option("--to", "person", metavar="PERSON", required=True, help="Who owns it from now on; ask them first.")
@changing
@common
def command(key_result: str, person: str, diff: bool, yes: bool, root: Path, today: date | None) -> None:
    """Hand a key result over: PERSON becomes its owner, and who has to agree to that is asked again.

    KEY_RESULT is TEAM/OBJECTIVE/KEY-RESULT, with the cycle in front where it is not the running one. Who contributed
    and owns it now is no contributor any more; who owned it does not become one.
    """
    repository = opened(root, diff=diff)
    node, day = found_key_result(repository, key_result, today)
    handed, judged = api.assign(repository, node, person, day)
    if diff:
        click.echo(diffs(handed.changes), nl=False)
        return
    tell(handed.told, judged)
    if handed.changes and written(repository, handed.changes, yes=yes):
        click.echo(f"wrote {node.file}")
        say_commands(repository, [node.file], f"assign/{node.content.id}", f"Hand {node.short_id} over to {person}")
