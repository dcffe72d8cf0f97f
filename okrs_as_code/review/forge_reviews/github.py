"""Reviews as GitHub's API gives them, and forges with an API like it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from okrs_as_code.review.forge_reviews.answer import ApiModel, day_of, with_time_zone
from okrs_as_code.review.forge_reviews.reviews import LastReview, Reviews

BOT = "Bot"
"""GitHub's type of an account that is a program's: its consent is nobody's."""

_EARLIEST = datetime.min.replace(tzinfo=UTC)
_DECISIVE_STATES = ("APPROVED", "CHANGES_REQUESTED", "REQUEST_CHANGES", "DISMISSED")
"""States in which a review replaces an earlier one; a mere comment does not."""


class GitHubUser(ApiModel):
    """A user of GitHub, or a program."""

    login: str
    type: str | None = None


class GitHubReview(ApiModel):
    """A review as GitHub's `pulls/N/reviews` gives it; nobody's where `user` is null, as the account was deleted.

    Forges with an API like GitHub's say that it was dismissed beside a state that stays what it was.
    """

    user: GitHubUser | None
    state: str
    dismissed: bool = False
    commit_id: str | None = None
    submitted_at: datetime | None = None


def github_reviews(reviews: Sequence[GitHubReview]) -> Reviews:
    """The last review of each account, by time."""
    last_reviews: dict[str, LastReview] = {}
    for review, account in _in_time_order(reviews):
        commits = (review.commit_id,) if review.commit_id is not None else ()
        approves = review.state == "APPROVED" and not review.dismissed
        asks_for_changes = review.state in ("CHANGES_REQUESTED", "REQUEST_CHANGES") and not review.dismissed
        day = day_of(review.submitted_at)
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
            last_times[account] = with_time_zone(time) if time is not None else last_times.get(account, _EARLIEST)
            timed.append((last_times[account], review, account))
    timed.sort(key=lambda item: item[0])
    yield from ((review, account) for _, review, account in timed)
