"""What forges tell of reviews, in the form in which their APIs give it, as approvals in one form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from okrs_as_code.errors import OkrsError

MAX_BYTES = 16 * 1024 * 1024
"""More than any pull request has; what is larger is not read."""


class Heard(BaseModel):
    """What somebody else's API says: only what is used is looked at, and that has to be what it should be."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


class Account(Heard):
    """A user of GitHub."""

    login: str


class Review(Heard):
    """A review as GitHub's `pulls/N/reviews` gives it; nobody's where the account was deleted."""

    user: Account | None = None
    state: str
    commit_id: str | None = None
    submitted_at: datetime | None = None


class Member(Heard):
    """A user of GitLab."""

    username: str


class Approver(Heard):
    """Who approved a merge request; older servers do not tell when."""

    user: Member
    approved_at: datetime | None = None


class MergeRequestApprovals(Heard):
    """`merge_requests/N/approvals` of GitLab."""

    approved_by: tuple[Approver, ...] = ()


class Version(Heard):
    """One of `merge_requests/N/versions` of GitLab: a push."""

    head_commit_sha: str
    created_at: datetime


class MergeRequest(Heard):
    """Both answers of GitLab in one object."""

    approvals: MergeRequestApprovals
    versions: tuple[Version, ...]


@dataclass(frozen=True)
class Word:
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
    """What was read; `undated` are accounts of whose approval nobody knows when it was given."""

    words: tuple[Word, ...] = ()
    undated: tuple[str, ...] = ()


_GITHUB = TypeAdapter(tuple[Review, ...] | tuple[tuple[Review, ...], ...])
_GITLAB = TypeAdapter(MergeRequest)
_STATES = ("APPROVED", "CHANGES_REQUESTED", "DISMISSED")
Shape = Literal["github", "gitlab"]


def read_reviews(raw: bytes, where: str) -> Reviews:
    """Reads GitHub's array of reviews, or an array of its pages, or `{approvals, versions}` of GitLab.

    Told apart by their shape. Raises OkrsError for anything else.
    """
    if len(raw) > MAX_BYTES:
        raise OkrsError(f"{where} is larger than {MAX_BYTES // 1024 // 1024} MiB", "give what the forge's API answers")
    try:
        if raw.lstrip()[:1] == b"{":
            return _of_gitlab(_GITLAB.validate_json(raw))
        return _of_github(tuple(_flat(_GITHUB.validate_json(raw))))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        at = ".".join(str(part) for part in first["loc"] if not str(part).startswith(("tuple[", "function")))
        raise OkrsError(
            f"{where} is no answer of a forge: {first['msg'].lower()}{f' at {at}' if at else ''}",
            "give GitHub's array of `pulls/N/reviews`, or GitLab's `{approvals, versions}`",
        ) from None


def _flat(pages: tuple[Review, ...] | tuple[tuple[Review, ...], ...]) -> Iterator[Review]:
    for page in pages:
        yield from (page,) if isinstance(page, Review) else page


def _of_github(reviews: Sequence[Review]) -> Reviews:
    """The last word of each account, in the order of time; what has no time comes where it stands."""
    last: dict[str, Word] = {}
    for review in sorted(_timed(reviews), key=lambda timed: timed[0]):
        said = review[1]
        if said.user is not None and said.state in _STATES:
            account = said.user.login.casefold()
            commits = (said.commit_id,) if said.commit_id is not None else ()
            last[account] = Word(account, said.state == "APPROVED", said.state == "CHANGES_REQUESTED", commits)
    return Reviews(tuple(last.values()))


def _timed(reviews: Sequence[Review]) -> Iterator[tuple[datetime, Review]]:
    before = datetime.min.replace(tzinfo=UTC)
    for review in reviews:
        before = _aware(review.submitted_at) if review.submitted_at is not None else before
        yield before, review


def _aware(time: datetime) -> datetime:
    return time if time.tzinfo is not None else time.replace(tzinfo=UTC)


def _of_gitlab(request: MergeRequest) -> Reviews:
    """An approval begins with what was pushed last before it was given."""
    versions = sorted(request.versions, key=lambda version: _aware(version.created_at))
    words, undated = [], []
    for approver in request.approvals.approved_by:
        account = approver.user.username.casefold()
        if approver.approved_at is None:
            undated.append(account)
            continue
        given = _aware(approver.approved_at)
        seen = sum(_aware(version.created_at) < given for version in versions)
        later = tuple(version.head_commit_sha for version in versions[seen - 1 :]) if seen else ()
        words.append(Word(account, approves=True, commits=later))
    return Reviews(tuple(words), tuple(undated))
