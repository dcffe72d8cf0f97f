"""`okrs agree --since`: the approvals of a merged pull request become records."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.options import day_of, read_reviews, show_notes
from okrs_as_code.cli.record_sharing import share_records
from okrs_as_code.records.agreement import refuse_future_day
from okrs_as_code.report.views.approvals import notes


def write_reviewed_agreements(
    root: Path,
    since: str,
    head: str | None,
    reviews: str,
    account: str | None,
    via: str | None,
    day: date | None,
    today: date | None,
    *,
    push: bool,
) -> None:
    """Writes, for each person, what they agreed to by opening or approving the change since a revision.

    Of all that came since, opening speaks for one pull request only: its `head`, or all that one merge brought.
    """
    repository = api.open_repository(root, cache=True)
    now = day_of(repository, today, since=since)
    refuse_future_day(day or now, now)
    raw, where = read_reviews(reviews)
    if account is not None and head is None and not api.is_single_merge(repository, since):
        show_notes([f"more than one merge came since {since}: name the pull request's last commit with `--head`"])
        show_notes([f"until then it does not count that {account} opened it"])
        account = None
    request = api.approvals(repository, since, head or "HEAD", now, account=account, reviews=raw, where=where)
    show_notes(notes(request))
    records = api.approved_agreements(repository, request, day or now, via)
    if not records:
        click.echo("nothing to write: nobody agreed to terms that this change brought, or it is on record")
    share_records(repository, records, push=push)
