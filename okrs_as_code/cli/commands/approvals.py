"""`okrs approvals`: who has to approve a change, and who did."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.options import common_options, day_of, output_format_option, read_reviews_file


@click.command("approvals")
@click.argument("base")
@click.argument("head", default="HEAD")
@click.option("--author", "account", metavar="LOGIN", help="The account that opened it, as the forge says.")
@click.option("--reviews", metavar="FILE", help="The reviews, as the forge's API answers; `-` reads standard input.")
@output_format_option("text", "markdown", "json")
@common_options
def command(
    base: str,
    head: str,
    account: str | None,
    reviews: str | None,
    output_format: str,
    root: Path,
    today: date | None,
) -> int:
    """Say who has to approve the change from BASE to HEAD and why, what is there, and how strong that is.

    Exit status 1 while something is missing, and where nobody can be asked yet. People and policy are those of BASE.
    Without --author the newest commit says who proposes it, which is a claim and no more.
    """
    from okrs_as_code.report.views import approvals as view

    repository = api.open_change(root, base)
    content, where = read_reviews_file(reviews)
    day = day_of(repository, today, since=base)
    request = api.approvals(repository, base, head, day, account=account, reviews=content, where=where)
    if output_format == "json":
        click.echo(view.as_json(request, repository.require_git().commit(base)), nl=False)
    else:
        click.echo(view.as_text(request) if output_format == "text" else view.as_markdown(request), nl=False)
    return 0 if request.approvals.complete else 1
