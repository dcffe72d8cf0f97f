"""`okrs terms`: what is agreed to, in plain words, and the record that agrees to it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.named_goals import resolve_key_result
from okrs_as_code.cli.options import common_options, output_format_option
from okrs_as_code.cli.parameter_types import DAY
from okrs_as_code.cli.screen.terminal import Screen, show
from okrs_as_code.cli.screen.terminal_form import color_option
from okrs_as_code.escape import json_text, sanitise_line
from okrs_as_code.model.files.record import Role
from okrs_as_code.report.wording.terms_phrases import terms_json, terms_lines


@click.command("terms")
@click.argument("key_result", metavar="KEY_RESULT")
@click.option("--record", is_flag=True, help="Print the agreement record instead, with its path, to paste.")
@click.option("--as", "role", type=click.Choice(("owner", "manager")), help="Who agrees.  [default: owner]")
@click.option("--by", metavar="PERSON", help="The person who agrees.  [default: the owner or manager]")
@click.option("--date", "day", type=DAY, metavar="DATE", help="The day of the agreement.  [default: today]")
@output_format_option("text", "json")
@color_option
@common_options
def command(
    key_result: str,
    record: bool,
    role: Role | None,
    by: str | None,
    day: date | None,
    output_format: str,
    color: str,
    root: Path,
    today: date | None,
) -> None:
    """Print the terms of a key result in plain words, with their fingerprint.

    With --record: the finished agreement, exactly as its file is to be; where that goes is shown beside it. Nothing is
    written.
    """
    if not record and any(value is not None for value in (role, by, day)):
        raise click.UsageError("`--as`, `--by` and `--date` go with `--record`")
    repository = api.open_repository(root)
    node, now = resolve_key_result(repository, key_result, today)
    plan = repository.workspace.plan
    data = terms_json(plan, node)
    if record:
        draft, address = api.agreement_record(repository, node, day or now, now, role=role, by=by)
        if output_format == "text":
            click.echo(draft.text, nl=False)  # safe as it is: what could act is written as an escape
            click.echo(sanitise_line(f"the file to add: {draft.path}"), err=True)
            if address is not None:
                click.echo(sanitise_line(f"in the browser: {address}"), err=True)
            return
        data["record"] = {"path": draft.path, "text": draft.text, "address": address}
    if output_format == "json":
        click.echo(json_text(data), nl=False)
        return

    def draw(screen: Screen) -> None:
        screen.print(screen.text(node.content.title, "bold"))
        screen.print(screen.text(node.id, "dim"))
        screen.print()
        lines = [*terms_lines(plan, node), ("", ""), ("fingerprint", str(data["fingerprint"]))]
        screen.rows([(screen.text(name, "dim"), screen.text(line)) for name, line in lines], (11, None))

    show(draw, color)
