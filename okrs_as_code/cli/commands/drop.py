"""`okrs drop`: gives a key result up, with the reason."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.options import common_options, push_option, resolve_key_result, show_claim, show_notes
from okrs_as_code.cli.parameter_types import DAY
from okrs_as_code.escape import sanitise_line


@click.command("drop")
@click.argument("key_result", metavar="KEY_RESULT")
@click.option("--because", metavar="TEXT", required=True, help="Why it is given up.")
@click.option("--by", metavar="PERSON", help="Who drops it.  [default: as git knows you]")
@click.option("--reviewed-by", metavar="PERSON", help="The manager, or who else agreed to it.  [default: nobody yet]")
@click.option("--date", "day", type=DAY, metavar="DATE", help="The day of it.  [default: today]")
@push_option
@click.option("--yes", is_flag=True, help="Ask nothing, and drop for other owners, too.")
@common_options
def command(
    key_result: str,
    because: str,
    by: str | None,
    reviewed_by: str | None,
    day: date | None,
    push: bool,
    yes: bool,
    root: Path,
    today: date | None,
) -> None:
    """Give a key result up, at any time: it keeps its records, shows as dropped, and leaves the averages.

    It writes a grade that says `dropped`; the key result stays in its file.
    """
    from okrs_as_code.cli.prompts.questions import confirm_for_other, confirm_records
    from okrs_as_code.cli.record_sharing import share_records

    repository = api.open_repository(root)
    node, now = resolve_key_result(repository, key_result, today)
    author = api.author(repository, by, day or now)
    draft = api.grade(repository, author.person, day or now, now, for_others=yes)
    show_claim(author)
    may_ask, owner = sys.stdin.isatty() and not yes, draft.other_owner(node)
    if may_ask and owner is not None and confirm_for_other(author, owner, node.id):
        draft.accept_others()
    draft.drop(node, because, reviewed_by)
    show_notes(draft.notes)
    if may_ask and not confirm_records(draft.records(), push=push):
        click.echo("nothing to write")
        return
    share_records(repository, draft.records(), push=push)
    condition = "once that is merged, " if repository.git is not None else ""
    click.echo(sanitise_line(f"{condition}`{node.id}` shows as dropped and leaves the averages; its records stay"))
