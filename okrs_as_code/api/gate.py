"""Evaluates pull requests and merge requests in CI, from objects that are fetched."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from okrs_as_code.api.review import approvals, review_page

if TYPE_CHECKING:
    from okrs_as_code.forge.github import OpenPullRequest
    from okrs_as_code.forge.verdict import Verdict
    from okrs_as_code.workspace.repository import Repository


def evaluate_pull_request(
    repository: Repository, base: str, request: OpenPullRequest, reviews: bytes, today: date
) -> Verdict:
    """Evaluates an open pull request of GitHub, from objects that are fetched by their ids and never checked out.

    Raises OkrsError where its head cannot be fetched.
    """
    return _evaluate(repository, base, request.head, request.author, reviews, today, f"refs/pull/{request.number}/head")


def evaluate_merge_request(
    repository: Repository, base: str, head: str, account: str, reviews: bytes, today: date, number: str
) -> Verdict:
    """Evaluates an open merge request of GitLab, which `account` opened, as `evaluate_pull_request` does.

    `number` is its number in the project. Raises OkrsError where its head cannot be fetched.
    """
    return _evaluate(repository, base, head, account, reviews, today, f"refs/merge-requests/{number}/head")


def _evaluate(
    repository: Repository, base: str, head: str, account: str, reviews: bytes, today: date, ref: str
) -> Verdict:
    from okrs_as_code.forge.verdict import Verdict
    from okrs_as_code.report.views.approvals import verdict

    fetch_reviewed(repository, head, reviews, ref)
    request = approvals(repository, base, head, today, account=account, reviews=reviews)
    return Verdict(
        request.approvals.complete,
        verdict(request),
        review_page(request),
        is_set_up=request.approvals.unchecked is None,
        concerns_goals=bool(request.changes),
    )


def fetch_reviewed(repository: Repository, head: str, reviews: bytes, ref: str) -> None:
    """Fetches a head and the commits of it that were approved; those that are gone from the remote stay missing."""
    from okrs_as_code.git.remote import fetch_commits
    from okrs_as_code.review.forge_reviews.reader import read_reviews
    from okrs_as_code.review.pull_request import approved_commits

    approved = approved_commits(read_reviews(reviews, "the reviews"))
    fetch_commits(repository.require_git(), "origin", (head, *approved), ref)


def foreign_terms(repository: Repository, merged: str, number: str, base: str) -> tuple[str, ...]:
    """Key results with terms that a merge queue's commit has, and neither the pull request nor `base` below it.

    Raises OkrsError where one of the three cannot be fetched.
    """
    from okrs_as_code.git.remote import fetch_commits, fetch_ref
    from okrs_as_code.review import evidence

    git = repository.require_git()
    fetch_commits(git, "origin", (merged, base))
    head = fetch_ref(git, "origin", f"refs/pull/{number}/head")
    revisions = (merged, base, head)
    return evidence.foreign_terms(*(repository.at(git.commit(revision)).plan for revision in revisions))
