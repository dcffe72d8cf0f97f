"""`okrs mv`: gives a key result, an objective or a team another id."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.lint_fixes import unified_diffs
from okrs_as_code.cli.options import common_options, day_of
from okrs_as_code.cli.term_changes import change_options, open_for_change, show_git_commands, show_plan, write_confirmed
from okrs_as_code.escape import sanitise_line


@click.command("mv")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@change_options
@common_options
def command(old: str, new: str, diff: bool, yes: bool, root: Path, today: date | None) -> None:
    """Give a key result, an objective or a team another id, and keep the old one in `formerly`.

    OLD and NEW are both TEAM/OBJECTIVE/KEY-RESULT, of which only the last part may change; or TEAM/OBJECTIVE, also to
    another team; or TEAM. The cycle stands in front where it is not the running one. What names the old id in terms
    names the new one; records stay as they are, and still find it. To change a name or a title, edit that instead.
    """
    repository = open_for_change(root, diff=diff)
    plan, preview = api.move(repository, old, new, day_of(repository, today))
    if diff:
        click.echo(unified_diffs(plan.changes), nl=False)
        return
    show_plan(plan.notes, preview)
    if plan.changes and write_confirmed(repository, plan.changes, yes=yes):
        for change in plan.changes:
            line = f"wrote {change.path}" if change.target is None else f"moved {change.path} to {change.target}"
            click.echo(sanitise_line(line))
        show_git_commands(repository, plan.paths, f"mv/{plan.name.rpartition('/')[2]}", f"Rename {old} to {plan.name}")
