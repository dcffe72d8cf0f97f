"""GitHub: open pull requests, their reviews, one status of a commit, and one comment at a pull request."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.forge.rest import RestClient
from okrs_as_code.forge.verdict import MARK, comment_body
from okrs_as_code.review.forge_reviews.github import BOT

_STATUS_CONTEXT = "okrs approvals"
"""The name of the status that a branch rule requires."""
_MAX_DESCRIPTION_LENGTH = 140
"""Characters of a status; GitHub refuses more."""
_ACTIONS_BOT = "github-actions[bot]"
"""The account of a workflow's own token."""


@dataclass(frozen=True)
class OpenPullRequest:
    """A pull request that is open or was merged, as the API describes it."""

    number: int
    head: str
    """Id of its head commit."""
    source: str
    """The branch that it comes from, `OWNER/NAME:BRANCH`."""
    author: str
    """Login of who opened it; empty where the account was deleted, or is a bot: consent is a person's."""
    address: str
    into: str
    """The branch that it goes into."""
    merged_at: datetime | None = None
    """Time of its merge; None while it is not merged."""


class GitHub:
    """One repository, `OWNER/NAME`; raises OkrsError for any other name."""

    def __init__(self, address: str, repository: str, token: str) -> None:
        owner, _, name = repository.partition("/")
        if not owner or not name or "/" in name:
            raise OkrsError(f"`{repository}` is no repository such as OWNER/NAME", "CI sets GITHUB_REPOSITORY")
        self._path = ("repos", owner, name)
        self._account = _ACTIONS_BOT
        self._rest = RestClient(
            address,
            {
                "Authorization": f"Bearer {token}",
                "Accept": "application/vnd.github+json",
                "X-GitHub-Api-Version": "2022-11-28",
            },
        )

    def default_branch(self) -> str:
        """Name of the branch that pull requests go into."""
        return str(_field(self._rest.get(*self._path), "default_branch"))

    def open_requests(self, into: str) -> Iterator[OpenPullRequest]:
        """Open pull requests into a branch."""
        for item in self._rest.pages(*self._path, "pulls", state="open", base=into):
            yield _parse_pull_request(item)

    def merged_by(self, commit: str) -> Iterator[OpenPullRequest]:
        """Pull requests that a commit of a branch merged."""
        for item in self._rest.pages(*self._path, "commits", commit, "pulls"):
            request = _parse_pull_request(item)
            if request.merged_at is not None:
                yield request

    def reviews(self, number: int, until: datetime | None = None) -> bytes:
        """All reviews, or those that were given until a time, as JSON that `okrs approvals --reviews` reads."""
        reviews = self._rest.pages(*self._path, "pulls", str(number), "reviews")
        return json.dumps([review for review in reviews if until is None or _was_given(review, until)]).encode()

    def set_status(self, commit: str, state: str, line: str, address: str) -> None:
        """Sets a commit's status: `pending`, `success`, `failure` or `error`; its line links to `address`."""
        short = line if len(line) <= _MAX_DESCRIPTION_LENGTH else f"{line[: _MAX_DESCRIPTION_LENGTH - 1]}…"
        data = {"state": state, "context": _STATUS_CONTEXT, "description": short, "target_url": address}
        status = self._rest.send_repeatable("POST", *self._path, "statuses", commit, **data)
        # A workflow's token may not ask `/user`; whose it is, the answer to a status says.
        creator = status.get("creator") if isinstance(status, dict) else None
        if isinstance(creator, dict) and creator.get("login"):
            self._account = str(creator["login"])

    def comment(self, number: int, page: str | None) -> None:
        """Keeps one comment up to date; makes it only where there is a page, and never edits that of another account.

        Ours is the account that set the last status, else that of a workflow's own token.
        """
        comments = self._rest.pages(*self._path, "issues", str(number), "comments")
        existing = next((comment for comment in comments if self._is_own(comment)), None)
        body = comment_body(page)
        if existing is None and page is not None:
            self._rest.send("POST", *self._path, "issues", str(number), "comments", body=body)
        elif existing is not None and existing.get("body") != body:
            self._rest.send("PATCH", *self._path, "issues", "comments", str(_field(existing, "id")), body=body)

    def _is_own(self, comment: Mapping[str, Any]) -> bool:
        login = str((comment.get("user") or {}).get("login") or "")
        return login.casefold() == self._account.casefold() and str(comment.get("body") or "").startswith(MARK)


def _parse_pull_request(item: Mapping[str, Any]) -> OpenPullRequest:
    head, user = _field(item, "head"), item.get("user") or {}
    return OpenPullRequest(
        number=int(_field(item, "number")),
        head=str(_field(head, "sha")),
        source=f"{(head.get('repo') or {}).get('full_name')}:{head.get('ref')}",
        author=str(user.get("login") or "") if user.get("type") != BOT else "",
        address=str(_field(item, "html_url")),
        into=str(_field(_field(item, "base"), "ref")),
        merged_at=_time(item.get("merged_at")),
    )


def _was_given(review: Mapping[str, Any], until: datetime) -> bool:
    given = _time(review.get("submitted_at"))
    return given is not None and given <= until


def _time(text: object) -> datetime | None:
    """A time of the API in UTC; None for an absent one. Raises OkrsError for any other text."""
    if text is None:
        return None
    try:
        time = datetime.fromisoformat(str(text))
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError):
        raise OkrsError("the forge's answer has a time that is none", "try again") from None


def _field(item: Any, name: str) -> Any:
    """A field that an object of an answer has to have; raises OkrsError where it does not."""
    if not isinstance(item, dict) or item.get(name) is None:
        raise OkrsError(f"the forge's answer has no `{name}`", "try again")
    return item[name]
