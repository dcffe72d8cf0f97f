"""`okrs diff`: what changed, in the words of goals."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.options import cache_option, common_options, day_of, output_format_option
from okrs_as_code.cli.progress_bar import progress
from okrs_as_code.escape import json_text


@click.command("diff")
@click.argument("base")
@click.argument("head", required=False)
@output_format_option("text", "markdown", "json")
@common_options
@cache_option
def command(base: str, head: str | None, output_format: str, root: Path, today: date | None, cache: bool) -> None:
    """Show what changed in goals, records, people and policy from BASE to HEAD, never as lines of YAML.

    Changes are those since BASE and HEAD diverged. Without HEAD they are those of the working tree. Changed terms say
    whether they became easier or harder, and objectives how far their progress would move.
    """
    from okrs_as_code.report.views.diff_markdown import as_markdown

    repository = api.open_repository(root, cache=cache, progress=progress())
    view = api.diff(repository, base, head, day_of(repository, today))
    if output_format == "json":
        click.echo(json_text(view.as_json()), nl=False)
    else:
        click.echo(view.as_text() if output_format == "text" else as_markdown(view), nl=False)
