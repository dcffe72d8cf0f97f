"""What forges tell of reviews, in the form in which their APIs give it, as approvals in one form."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from okrs_as_code.errors import OkrsError

MAX_BYTES = 16 * 1024 * 1024
"""More than any pull request has; what is larger is not read."""


class ApiModel(BaseModel):
    """What somebody else's API says: only what is used is looked at, and that has to be what it should be."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


class GitHubUser(ApiModel):
    """A user of GitHub."""

    login: str


class GitHubReview(ApiModel):
    """A review as GitHub's `pulls/N/reviews` gives it; nobody's where the account was deleted.

    Forges with an API like GitHub's say that it was dismissed beside a state that stays what it was.
    """

    user: GitHubUser | None = None
    state: str
    dismissed: bool = False
    commit_id: str | None = None
    submitted_at: datetime | None = None


class GitLabUser(ApiModel):
    """A user of GitLab."""

    username: str


class GitLabApprover(ApiModel):
    """Who approved a merge request; older servers do not tell when."""

    user: GitLabUser
    approved_at: datetime | None = None


class GitLabApprovals(ApiModel):
    """`merge_requests/N/approvals` of GitLab."""

    approved_by: tuple[GitLabApprover, ...] = ()


class GitLabVersion(ApiModel):
    """One of `merge_requests/N/versions` of GitLab: a push."""

    head_commit_sha: str
    created_at: datetime


class GitLabReviews(ApiModel):
    """Both answers of GitLab in one object."""

    approvals: GitLabApprovals
    versions: tuple[GitLabVersion, ...]


@dataclass(frozen=True)
class LastReview:
    """The last word of an account: whether it approves, and what.

    It holds for what is the same in all `commits`: the one that a review names; or where a forge names none, what had
    been pushed when it was given, and all that was pushed since.
    """

    account: str
    approves: bool
    asks_for_changes: bool = False
    commits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reviews:
    """What was read; `vague` are accounts of whose approval the forge tells neither a commit nor when it was given."""

    words: tuple[LastReview, ...] = ()
    vague: tuple[str, ...] = ()

    def of(self, accounts: Container[str]) -> Reviews:
        """Those of some accounts: what strangers say decides nothing, and has no place in what is told."""
        words = tuple(word for word in self.words if word.account in accounts)
        return Reviews(words, tuple(account for account in self.vague if account in accounts))


_GITHUB = TypeAdapter(tuple[GitHubReview, ...] | tuple[tuple[GitHubReview, ...], ...])
_GITLAB = TypeAdapter(GitLabReviews)
_FIRST = datetime.min.replace(tzinfo=UTC)
_STATES = ("APPROVED", "CHANGES_REQUESTED", "REQUEST_CHANGES", "DISMISSED")


def read_reviews(raw: bytes, where: str) -> Reviews:
    """Reads GitHub's array of reviews, or an array of its pages, or `{approvals, versions}` of GitLab.

    Told apart by their shape. Raises OkrsError for anything else.
    """
    if len(raw) > MAX_BYTES:
        raise OkrsError(f"{where} is larger than {MAX_BYTES // 1024 // 1024} MiB", "give what the forge's API answers")
    try:
        _refuse_ambiguous(raw)
        if raw.lstrip()[:1] == b"{":
            return _of_gitlab(_GITLAB.validate_json(raw))
        return _of_github(tuple(_flat(_GITHUB.validate_json(raw))))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        at = ".".join(str(part) for part in first["loc"] if not str(part).startswith(("tuple[", "function")))
        raise _no_answer(where, f"{first['msg'].lower()}{f' at {at}' if at else ''}") from None
    except RecursionError:
        raise _no_answer(where, "it is nested too deep") from None
    except ValueError as error:
        raise _no_answer(where, "it is not UTF-8" if isinstance(error, UnicodeError) else str(error).lower()) from None


def _no_answer(where: str, why: str) -> OkrsError:
    remedy = "give GitHub's array of `pulls/N/reviews`, or GitLab's `{approvals, versions}`"
    return OkrsError(f"{where} is no answer of a forge: {why}", remedy)


def _refuse_ambiguous(raw: bytes) -> None:
    """Raises ValueError for what two readers of JSON would take for different things."""
    json.loads(raw.decode(), object_pairs_hook=_once, parse_constant=_no_number, parse_int=str, parse_float=str)


def _once(pairs: list[tuple[str, Any]]) -> None:
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a key is there twice in one object")


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number in JSON")


def _flat(pages: tuple[GitHubReview, ...] | tuple[tuple[GitHubReview, ...], ...]) -> Iterator[GitHubReview]:
    for page in pages:
        yield from (page,) if isinstance(page, GitHubReview) else page


def _of_github(reviews: Sequence[GitHubReview]) -> Reviews:
    """The last word of each account, in the order of time; what has no time comes where it stands."""
    last: dict[str, LastReview] = {}
    for said, account in _in_order(reviews):
        commits = (said.commit_id,) if said.commit_id is not None else ()
        approves = said.state == "APPROVED" and not said.dismissed
        declines = said.state in ("CHANGES_REQUESTED", "REQUEST_CHANGES") and not said.dismissed
        last[account] = LastReview(account, approves, declines, commits)
    vague = tuple(word.account for word in last.values() if word.approves and not word.commits)
    return Reviews(tuple(last.values()), vague)


def _in_order(reviews: Sequence[GitHubReview]) -> Iterator[tuple[GitHubReview, str]]:
    """What says something, with its account, by time; without one it follows what the same account said before it.

    Another account's review in between must make no difference, or taking that away could turn the order.
    """
    timed, before = [], dict[str, datetime]()
    for said in reviews:
        if said.user is not None and said.state in _STATES:
            account = said.user.login.casefold()
            given = said.submitted_at
            before[account] = _aware(given) if given is not None else before.get(account, _FIRST)
            timed.append((before[account], said, account))
    yield from ((said, account) for _, said, account in sorted(timed, key=lambda one: one[0]))


def _aware(time: datetime) -> datetime:
    return time if time.tzinfo is not None else time.replace(tzinfo=UTC)


def _of_gitlab(request: GitLabReviews) -> Reviews:
    """An approval begins with what was pushed last before it was given."""
    pushed = [(_aware(version.created_at), version.head_commit_sha) for version in request.versions]
    words, vague = [], []
    for approver in request.approvals.approved_by:
        account = approver.user.username.casefold()
        given = _aware(approver.approved_at) if approver.approved_at is not None else None
        before = [time for time, _ in pushed if given is not None and time < given]
        if before:
            seen = tuple(commit for time, commit in pushed if time >= max(before))
            words.append(LastReview(account, approves=True, commits=seen))
        else:
            vague.append(account)
    return Reviews(tuple(words), tuple(vague))
