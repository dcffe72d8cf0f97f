"""`okrs drop`: gives a key result up, or all open ones of an objective, with the reason."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.named_goals import resolve_key_result, resolve_objective
from okrs_as_code.cli.options import common_options, push_option, show_claim, show_notes
from okrs_as_code.cli.parameter_types import DAY
from okrs_as_code.errors import OkrsError
from okrs_as_code.escape import sanitise_line


@click.command("drop")
@click.argument("goal", metavar="KEY_RESULT|OBJECTIVE")
@click.option("--because", metavar="TEXT", required=True, help="Why it is given up.")
@click.option("--score", metavar="NUMBER", help="How far a key result came, from 0.0 to 1.0: shown, in no average.")
@click.option("--by", metavar="PERSON", help="Who drops it.  [default: as git knows you]")
@click.option("--reviewed-by", metavar="PERSON", help="The manager, or who else agreed to it.  [default: nobody yet]")
@click.option("--date", "day", type=DAY, metavar="DATE", help="The day of it.  [default: today]")
@push_option
@click.option("--yes", is_flag=True, help="Ask nothing, and drop for other owners, too.")
@common_options
def command(
    goal: str,
    because: str,
    score: str | None,
    by: str | None,
    reviewed_by: str | None,
    day: date | None,
    push: bool,
    yes: bool,
    root: Path,
    today: date | None,
) -> None:
    """Give a key result up, at any time: it keeps its records, shows as dropped, and leaves the averages.

    It writes a grade that says `dropped`; the key result stays in its file. Of an objective, TEAM/OBJECTIVE, it drops
    every key result that is open, in one record; what is done waits for its grade, and what is graded stays. A key
    result that is done and named by itself is dropped only with --score.
    """
    from okrs_as_code.cli.prompts.questions import confirm_for_other, confirm_records
    from okrs_as_code.cli.record_sharing import share_records
    from okrs_as_code.records.check_in_lookup import names_objective
    from okrs_as_code.records.grade_entry import parse_score

    repository, is_objective = api.open_repository(root), names_objective(goal)
    if is_objective and score is not None:
        raise OkrsError("`--score` is for one key result", "drop each by itself where they came to something")
    reached = parse_score(score) if score is not None else None
    if is_objective:
        objective, now = resolve_objective(repository, goal, today)
    else:
        key_result, now = resolve_key_result(repository, goal, today)
    author = api.author(repository, by, day or now)
    draft = api.grade(repository, author.person, day or now, now, for_others=yes)
    nodes = draft.droppable_in(objective) if is_objective else (key_result,)
    show_claim(author)
    may_ask = sys.stdin.isatty() and not yes
    owned_by_others = {owner: node for node in nodes if (owner := draft.other_owner(node)) is not None}
    if may_ask and all(confirm_for_other(author, owner, node.id) for owner, node in owned_by_others.items()):
        draft.accept_others()
    for node in nodes:
        draft.drop(node, because, reviewed_by, reached)
    show_notes(draft.notes)
    if may_ask and not confirm_records(draft.records(), push=push):
        click.echo("nothing to write")
        return
    share_records(repository, draft.records(), push=push)
    condition = "once that is merged, " if repository.git is not None else ""
    for node in nodes:
        click.echo(sanitise_line(f"{condition}`{node.id}` shows as dropped and leaves the averages; its records stay"))
