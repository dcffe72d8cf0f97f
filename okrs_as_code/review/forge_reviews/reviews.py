"""The last word of each account about a pull request, whatever forge it comes from."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date


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
    """The last reviews, and the accounts that approved nobody knows what: neither a commit nor a push says it."""

    last_reviews: tuple[LastReview, ...] = ()
    accounts_without_commit: tuple[str, ...] = ()
    outlive_pushes: bool = True
    """Whether an approval can still count after another push; not where only the newest push is known."""

    def by_accounts(self, accounts: Container[str]) -> Reviews:
        """Returns the reviews of some accounts: those of strangers decide nothing, and are not to be shown."""
        last_reviews = tuple(review for review in self.last_reviews if review.account in accounts)
        without_commit = tuple(account for account in self.accounts_without_commit if account in accounts)
        return Reviews(last_reviews, without_commit, self.outlive_pushes)
