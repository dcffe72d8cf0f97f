"""GitHub: open pull requests, their reviews, one status of a commit, and one comment at a pull request."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.forge.rest import RestClient
from okrs_as_code.forge.verdict import MARK, comment

CONTEXT = "okrs approvals"
"""The name of the status that a branch rule requires."""
_LONGEST = 140
"""Characters of a status; GitHub refuses more."""


@dataclass(frozen=True)
class OpenPullRequest:
    """A pull request, as the API tells it."""

    number: int
    head: str
    """The id of its head."""
    source: str
    """`OWNER/NAME:BRANCH`, where it comes from."""
    author: str
    address: str


class GitHub:
    """One repository, `OWNER/NAME`."""

    def __init__(self, address: str, repository: str, token: str) -> None:
        owner, _, name = repository.partition("/")
        if not owner or not name or "/" in name:
            raise OkrsError(f"`{repository}` is no repository such as OWNER/NAME", "CI sets GITHUB_REPOSITORY")
        self._where = ("repos", owner, name)
        self._rest = RestClient(
            address,
            {
                "Authorization": f"Bearer {token}",
                "Accept": "application/vnd.github+json",
                "X-GitHub-Api-Version": "2022-11-28",
            },
        )

    def default_branch(self) -> str:
        """The branch that pull requests go into."""
        return str(_field(self._rest.get(*self._where), "default_branch"))

    def open_requests(self, into: str) -> Iterator[OpenPullRequest]:
        """All that are open into a branch."""
        for found in self._rest.pages(*self._where, "pulls", state="open", base=into):
            yield _request(found)

    def merged_by(self, commit: str) -> Iterator[OpenPullRequest]:
        """The pull requests that a commit of a branch merged."""
        for found in self._rest.pages(*self._where, "commits", commit, "pulls"):
            if found.get("merged_at") is not None:
                yield _request(found)

    def reviews(self, number: int) -> bytes:
        """All reviews, as `okrs approvals --reviews` reads them."""
        return json.dumps(list(self._rest.pages(*self._where, "pulls", str(number), "reviews"))).encode()

    def set_status(self, commit: str, state: str, line: str, address: str) -> None:
        """Says of a commit how it stands: `pending`, `success`, `failure` or `error`."""
        short = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
        data = {"state": state, "context": CONTEXT, "description": short, "target_url": address}
        self._rest.send("POST", *self._where, "statuses", commit, **data)

    def comment(self, number: int, page: str | None) -> None:
        """Keeps one comment up to date; makes it only where there is a page, and never edits a person's."""
        known = next(
            (one for one in self._rest.pages(*self._where, "issues", str(number), "comments") if _is_ours(one)), None
        )
        if known is None and page is not None:
            self._rest.send("POST", *self._where, "issues", str(number), "comments", body=comment(page))
        elif known is not None:
            body = comment(page)
            if known.get("body") != body:
                self._rest.send("PATCH", *self._where, "issues", "comments", str(_field(known, "id")), body=body)


def _is_ours(found: Mapping[str, Any]) -> bool:
    user = found.get("user") or {}
    return user.get("type") == "Bot" and str(found.get("body", "")).startswith(MARK)


def _request(found: Mapping[str, Any]) -> OpenPullRequest:
    head = _field(found, "head")
    return OpenPullRequest(
        number=int(_field(found, "number")),
        head=str(_field(head, "sha")),
        source=f"{(head.get('repo') or {}).get('full_name')}:{head.get('ref')}",
        author=str((found.get("user") or {}).get("login") or ""),
        address=str(_field(found, "html_url")),
    )


def _field(found: Any, name: str) -> Any:
    if not isinstance(found, dict) or found.get(name) is None:
        raise OkrsError(f"the forge's answer has no `{name}`", "try again")
    return found[name]
