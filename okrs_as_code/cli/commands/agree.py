"""`okrs agree`: shows the terms in plain words, asks, and writes the agreement, which quotes them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from okrs_as_code import api
from okrs_as_code.cli.options import common_options, day_of, push_option, show_notes
from okrs_as_code.cli.parameter_types import DAY
from okrs_as_code.errors import OkrsError
from okrs_as_code.model.files.record import Role

if TYPE_CHECKING:
    from okrs_as_code.records.agreement_draft import AgreementRequest


@click.command("agree")
@click.argument("key_results", metavar="[KEY_RESULT]...", nargs=-1)
@click.option("--as", "role", type=click.Choice(("owner", "manager")), help="As what.  [default: what you are there]")
@click.option("--by", metavar="PERSON", help="Who agrees.  [default: as git knows you]")
@click.option("--date", "day", type=DAY, metavar="DATE", help="The day on which it was given.  [default: today]")
@click.option("--sign", is_flag=True, help="Sign what is agreed to with your SSH key, for okrs/allowed_signers.")
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The key to sign with, private or public.  [default: the one that git signs with]",
)
@push_option
@click.option("--since", metavar="BASE", help="Write what the reviews of a merged change since BASE agreed to.")
@click.option("--reviews", metavar="FILE", help="With --since: the reviews, as the forge's API answers.")
@click.option("--author", "account", metavar="LOGIN", help="With --since: the account that opened the change.")
@click.option("--head", metavar="COMMIT", help="With --since: the last commit of the pull request.  [default: HEAD]")
@click.option("--via", metavar="URL", help="With --since: the address of the pull request.")
@click.option("--yes", is_flag=True, help="Ask nothing: agree to the key results that are named.")
@common_options
def command(
    key_results: tuple[str, ...],
    role: Role | None,
    by: str | None,
    day: date | None,
    sign: bool,
    key: Path | None,
    push: bool,
    since: str | None,
    reviews: str | None,
    account: str | None,
    head: str | None,
    via: str | None,
    yes: bool,
    root: Path,
    today: date | None,
) -> None:
    """Agree to the terms of key results: as owner to commit to them, as manager that reaching them is success.

    On a terminal it walks through the key results that wait for your agreement, or that are named, and asks about each.
    Where terms moved since you agreed, it says what moved. With --sign it also asks about what you agreed to without a
    signature.
    """
    from okrs_as_code.cli.prompts.agreement_walk import AgreementWalk
    from okrs_as_code.cli.record_sharing import share_records

    if key is not None and not sign:
        raise click.UsageError("`--key` goes with `--sign`")
    if any(value is not None for value in (since, reviews, account, head, via)):
        if since is None or reviews is None:
            raise click.UsageError(
                "`--since` and `--reviews` go together, and `--author`, `--head` and `--via` with them"
            )
        if key_results or by is not None or role is not None:
            raise click.UsageError("with `--since` the reviews say who agreed, as what, and to what: name none of it")
        from okrs_as_code.cli.agree_from_reviews import MergedChange, write_reviewed_agreements

        change = MergedChange(since, reviews, head, account, via)
        write_reviewed_agreements(root, change, day, today, push=push)
        return
    if not key_results and (yes or not sys.stdin.isatty()):
        raise OkrsError(
            "no key result is named, and nobody is asked", "name what you agree to: `okrs agree KEY_RESULT --yes`"
        )
    if not yes and not sys.stdin.isatty():
        raise OkrsError(
            "nobody can be asked here", "read the terms with `okrs terms KEY_RESULT`, and add `--yes` to agree to them"
        )
    repository = api.open_repository(root)
    now = day_of(repository, today)
    author = api.author(repository, by, day or now)
    signer = api.agreement_signer(repository, author.person, key, may_ask=sys.stdin.isatty()) if sign else None
    draft = api.agree(repository, author.person, day or now, now, role=role, signer=signer)
    requests = [draft.request(ref) for ref in key_results] if key_results else draft.pending_requests()
    show_notes(dict.fromkeys(draft.notes))
    requests = _open_requests(requests)
    if key_results and not requests:
        return
    AgreementWalk(draft, author).run(requests, ask=not yes)
    if draft.is_empty:
        click.echo("nothing to write")
        return
    share_records(repository, draft.records(), push=push)


def _open_requests(requests: Sequence[AgreementRequest]) -> tuple[AgreementRequest, ...]:
    """The requests, each once, without those that this person has agreed to already; notes since when they have."""
    by_id = {request.node.id: request for request in requests}
    for id_, request in by_id.items():
        if request.agreement is not None:
            agreed = f"`{request.agreement.by}` agreed to {id_} as {request.role} on {request.agreement.day}"
            show_notes([f"{agreed}, and its terms are what they were"])
    return tuple(request for request in by_id.values() if request.agreement is None)
