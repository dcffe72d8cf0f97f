"""Reads reviews in the form in which a forge's API gives them, and brings them into one form."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from okrs_as_code import strict_json
from okrs_as_code.errors import OkrsError

MAX_BYTES = 16 * 1024 * 1024
"""Size that no pull request's reviews have; larger ones are not read."""


BOT = "Bot"
"""GitHub's type of an account that is a program's: its consent is nobody's."""


class ApiModel(BaseModel):
    """An object of somebody else's API: only the fields that are used are checked, and those strictly."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


class GitHubUser(ApiModel):
    """A user of GitHub, or a program."""

    login: str
    type: str | None = None


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
    """A user of GitLab, or a program, of which only the answer about a single user says that it is one."""

    username: str
    bot: bool | None = None


class GitLabApprover(ApiModel):
    """An account that approved a merge request; older servers do not say when."""

    user: GitLabUser
    approved_at: datetime | None = None


class GitLabApprovals(ApiModel):
    """The answer of GitLab's `merge_requests/N/approvals`."""

    approved_by: tuple[GitLabApprover, ...] = ()


class GitLabVersion(ApiModel):
    """A push, as one of GitLab's `merge_requests/N/versions`."""

    head_commit_sha: str
    created_at: datetime


class GitLabReviews(ApiModel):
    """Both answers of GitLab in one object."""

    approvals: GitLabApprovals
    versions: tuple[GitLabVersion, ...]


@dataclass(frozen=True)
class LastReview:
    """The last review of an account: whether it approves, and what.

    It counts for what is the same in all `commits`: the one that the review names; or where a forge names none, the one
    that had been pushed when it was given, and all that were pushed since.
    """

    account: str
    approves: bool
    asks_for_changes: bool = False
    commits: tuple[str, ...] = ()
    day: date | None = None
    """Day on which it was given, in UTC."""


@dataclass(frozen=True)
class Reviews:
    """The last reviews, and the accounts of whose approval the forge names neither a commit nor a time."""

    last_reviews: tuple[LastReview, ...] = ()
    accounts_without_commit: tuple[str, ...] = ()

    def by_accounts(self, accounts: Container[str]) -> Reviews:
        """Returns the reviews of some accounts: those of strangers decide nothing, and are not to be shown."""
        last_reviews = tuple(review for review in self.last_reviews if review.account in accounts)
        return Reviews(last_reviews, tuple(account for account in self.accounts_without_commit if account in accounts))


_GITHUB = TypeAdapter(tuple[GitHubReview, ...] | tuple[tuple[GitHubReview, ...], ...])
_GITLAB = TypeAdapter(GitLabReviews)
_EARLIEST = datetime.min.replace(tzinfo=UTC)
_DECISIVE_STATES = ("APPROVED", "CHANGES_REQUESTED", "REQUEST_CHANGES", "DISMISSED")
"""States in which a review replaces an earlier one; a mere comment does not."""


def read_reviews(raw: bytes, source: str) -> Reviews:
    """Reads GitHub's array of reviews, or an array of its pages, or `{approvals, versions}` of GitLab.

    They are recognised by their shape. `source` is its name in messages. Raises OkrsError for anything else.
    """
    if len(raw) > MAX_BYTES:
        raise OkrsError(f"{source} is larger than {MAX_BYTES // 1024 // 1024} MiB", "give what the forge's API answers")
    try:
        strict_json.parse(raw.decode(), numbers_as_text=True)
        if raw.lstrip()[:1] == b"{":
            return _read_gitlab(_GITLAB.validate_json(raw))
        return _read_github(tuple(_flatten_pages(_GITHUB.validate_json(raw))))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        keys = (str(key) for key in first["loc"])
        path = ".".join(key for key in keys if not key.startswith(("tuple[", "function")))
        where = f" at {path}" if path else ""
        is_missing = first["type"] == "missing"
        raise _format_error(
            source, f"`{path}` is missing" if is_missing else f"{first['msg'].lower()}{where}"
        ) from None
    except RecursionError:
        raise _format_error(source, "it is nested too deep") from None
    except ValueError as error:
        reason = "it is not UTF-8" if isinstance(error, UnicodeError) else str(error).lower()
        if isinstance(error, json.JSONDecodeError):
            reason = f"it is no JSON from line {error.lineno} on"
        raise _format_error(source, reason) from None


def _format_error(source: str, reason: str) -> OkrsError:
    remedy = "give GitHub's array of `pulls/N/reviews`, or GitLab's `{approvals, versions}`"
    return OkrsError(f"{source} is no answer of a forge: {reason}", remedy)


def _flatten_pages(pages: tuple[GitHubReview, ...] | tuple[tuple[GitHubReview, ...], ...]) -> Iterator[GitHubReview]:
    for page in pages:
        yield from (page,) if isinstance(page, GitHubReview) else page


def _read_github(reviews: Sequence[GitHubReview]) -> Reviews:
    """The last review of each account, by time."""
    last_reviews: dict[str, LastReview] = {}
    for review, account in _in_time_order(reviews):
        commits = (review.commit_id,) if review.commit_id is not None else ()
        approves = review.state == "APPROVED" and not review.dismissed
        asks_for_changes = review.state in ("CHANGES_REQUESTED", "REQUEST_CHANGES") and not review.dismissed
        day = _day(review.submitted_at)
        last_reviews[account] = LastReview(account, approves, asks_for_changes, commits, day)
    vague = tuple(review.account for review in last_reviews.values() if review.approves and not review.commits)
    return Reviews(tuple(last_reviews.values()), vague)


def _in_time_order(reviews: Sequence[GitHubReview]) -> Iterator[tuple[GitHubReview, str]]:
    """Decisive reviews with their accounts, by time; one without a time follows the account's review before it.

    Another account's review in between must make no difference, or taking that away could turn the order.
    """
    timed, last_times = [], dict[str, datetime]()
    for review in reviews:
        if review.user is not None and review.user.type != BOT and review.state in _DECISIVE_STATES:
            account = review.user.login.casefold()
            time = review.submitted_at
            last_times[account] = _with_time_zone(time) if time is not None else last_times.get(account, _EARLIEST)
            timed.append((last_times[account], review, account))
    timed.sort(key=lambda item: item[0])
    yield from ((review, account) for _, review, account in timed)


def _day(time: datetime | None) -> date | None:
    """The day of a time in UTC; None for a time that has none, at the ends of the calendar."""
    try:
        return _with_time_zone(time).astimezone(UTC).date() if time is not None else None
    except OverflowError:
        return None


def _with_time_zone(time: datetime) -> datetime:
    return time if time.tzinfo is not None else time.replace(tzinfo=UTC)


def _read_gitlab(answers: GitLabReviews) -> Reviews:
    """The approval of each account, from the commit that was pushed last before it was given."""
    pushes = [(_with_time_zone(version.created_at), version.head_commit_sha) for version in answers.versions]
    last_reviews, vague = [], []
    for approver in answers.approvals.approved_by:
        if approver.user.bot:
            continue
        account = approver.user.username.casefold()
        approved_at = _with_time_zone(approver.approved_at) if approver.approved_at is not None else None
        earlier = [time for time, _ in pushes if approved_at is not None and time < approved_at]
        if earlier:
            commits = tuple(commit for time, commit in pushes if time >= max(earlier))
            day = _day(approver.approved_at)
            last_reviews.append(LastReview(account, approves=True, commits=commits, day=day))
        else:
            vague.append(account)
    return Reviews(tuple(last_reviews), tuple(vague))
