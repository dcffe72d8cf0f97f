"""`okrs agree --since`: the approvals of a merged pull request become records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.options import day_of, read_reviews_file, show_notes
from okrs_as_code.cli.record_sharing import share_records
from okrs_as_code.records.agreement import refuse_future_day
from okrs_as_code.report.views.approvals import notes


@dataclass(frozen=True)
class MergedChange:
    """A merged change, as the options describe it: the revision before it, and its reviews.

    `head` is the last commit of its pull request, `account` opened that, and `via` is its address.
    """

    since: str
    reviews: str
    head: str | None
    account: str | None
    via: str | None


def write_reviewed_agreements(
    root: Path, change: MergedChange, day: date | None, today: date | None, *, push: bool
) -> None:
    """Writes, for each person, what they agreed to by opening or approving a change.

    Of all that came since, opening speaks for one pull request only: its `head`, or all that one merge brought. Raises
    OkrsError as `api.approvals` and `api.approved_agreements`, for a day to come, and where a record cannot be shared.
    """
    repository = api.open_repository(root, cache=True)
    now = day_of(repository, today, since=change.since)
    refuse_future_day(day or now, now)
    reviews, where = read_reviews_file(change.reviews)
    account = change.account
    if account is not None and change.head is None and not api.is_single_merge(repository, change.since):
        show_notes(
            [
                f"more than one merge came since {change.since}: name the pull request's last commit with `--head`",
                f"until then it does not count that {account} opened it",
            ]
        )
        account = None
    head = change.head or "HEAD"
    request = api.approvals(repository, change.since, head, now, account=account, reviews=reviews, where=where)
    show_notes(notes(request))
    records = api.approved_agreements(repository, request, day or now, change.via)
    if not records:
        click.echo("nothing to write: nobody agreed to terms that this change brought, or it is on record")
    share_records(repository, records, push=push)
