"""Reviews in the form of no forge. Where it leaves something open, it counts as what is less consent."""

from __future__ import annotations

from collections.abc import Sequence

from okrs_as_code.model.files.reviews import PullRequestReviews, Push, Review
from okrs_as_code.review.forge_reviews.reviews import LastReview, Reviews

_CAUTION = {"approved": 0, "withdrawn": 1, "changes-requested": 2}
"""States, the more cautious the higher: of words at one time, that one counts."""
_ANY_TIME = (float("-inf"), float("inf"))
"""The earliest and the latest time of a review that has none."""


def neutral_reviews(given: PullRequestReviews) -> Reviews:
    """The last word of each account; programs have none."""
    words: dict[str, list[Review]] = {}
    for review in given.reviews:
        if not review.bot:
            words.setdefault(_account(review), []).append(review)
    last_reviews = tuple(_last_word(account, said, given.pushes) for account, said in words.items())
    vague = tuple(review.account for review in last_reviews if review.approves and not review.commits)
    outlive_pushes = len(given.pushes) > 1 or any(review.commit is not None for review in given.reviews)
    return Reviews(last_reviews, vague, outlive_pushes)


def _account(review: Review) -> str:
    """An account in lower case, but as it is where only that makes it plain: the Kelvin sign is no k."""
    lower = review.account.casefold()
    return lower if lower.isascii() == review.account.isascii() else review.account


def _last_word(account: str, said: Sequence[Review], pushes: Sequence[Push]) -> LastReview:
    """The last review of an account, with the commits of all approvals that may be the last one."""
    last = max(said, key=lambda review: (_time(review), _CAUTION[review.state]))
    if last.state != "approved":
        return LastReview(account, approves=False, asks_for_changes=last.state == "changes-requested")
    last_approvals = [review for review in said if review.state == "approved" and _span(review)[1] >= _time(last)]
    commits = [_commits(review, pushes) for review in last_approvals]
    known = dict.fromkeys(commit for group in commits for commit in group) if all(commits) else ()
    return LastReview(account, approves=True, commits=tuple(known), day=last.at.day if last.at is not None else None)


def _time(review: Review) -> float:
    """The time of a review in nanoseconds: the earliest that it can be of an approval, the latest of other words."""
    earliest, latest = _span(review)
    return earliest if review.state == "approved" else latest


def _span(review: Review) -> tuple[float, float]:
    return (review.at.earliest, review.at.latest) if review.at is not None else _ANY_TIME


def _commits(review: Review, pushes: Sequence[Push]) -> tuple[str, ...]:
    """The commit that an approval names, else the last one that was pushed before it, and all that were pushed since.

    None where no push is known to be earlier.
    """
    if review.commit is not None:
        return (review.commit,)
    at = review.at
    earlier = [push.at for push in pushes if at is not None and push.at.latest < at.earliest]
    if not earlier:
        return ()
    last = max(moment.earliest for moment in earlier)
    return tuple(push.commit for push in pushes if push.at.latest >= last)
