"""Compares revisions, and finds the approvals that a change needs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from okrs_as_code.api.open import gc_disabled
from okrs_as_code.errors import OkrsError

if TYPE_CHECKING:
    from okrs_as_code.model.files.record import Role
    from okrs_as_code.model.goals.goal import KeyResultNode
    from okrs_as_code.records.record_text import NewRecord
    from okrs_as_code.report.views.diff import DiffView
    from okrs_as_code.review.pull_request import PullRequest
    from okrs_as_code.workspace.repository import Repository


def diff(repository: Repository, base: str, head: str | None, today: date) -> DiffView:
    """The changes since `base` and `head` diverged, in words; without `head` up to the working tree.

    Raises OkrsError in a plain folder, and RevisionError for a revision that cannot be read.
    """
    from okrs_as_code.report.views.diff import DiffView
    from okrs_as_code.review.revisions.revision import at_commit, working_tree

    git = repository.require_git()
    fork = git.merge_base(base, head if head is not None else "HEAD")
    commit = git.commit(head) if head is not None else None
    with gc_disabled():
        after = at_commit(repository, commit) if commit is not None else working_tree(repository)
        return DiffView((fork, at_commit(repository, fork)), (commit, after), today)


def approvals(
    repository: Repository,
    base: str,
    head: str,
    today: date,
    *,
    account: str | None = None,
    reviews: bytes | None = None,
    where: str = "the reviews",
) -> PullRequest:
    """The change from `base` to `head` with its evidence; `.approvals` says who has to approve it, and who did.

    `account` opened it, as the forge says, and `reviews` is the answer of the forge's API, called `where` in messages.
    Raises OkrsError for a revision that cannot be read, for reviews that are none, where the two diverged at more than
    one commit, and where ssh-keygen is needed for a signature and cannot be run.
    """
    from okrs_as_code.git.commits import commits_between
    from okrs_as_code.review.evidence import signatures_at
    from okrs_as_code.review.forge_reviews.reader import read_reviews
    from okrs_as_code.review.forge_reviews.reviews import Reviews
    from okrs_as_code.review.pull_request import Claim, PullRequest, approved_commits, claimed_commits
    from okrs_as_code.review.requirements.reviewers import accounts_of
    from okrs_as_code.review.revisions.revision import PlansByCommit, at_commit
    from okrs_as_code.workspace.root_change import root_problem

    git = repository.require_git()
    tip, commit = git.commit(base), git.commit(head)
    fork, *other_forks = git.merge_bases(base, head)
    if other_forks:
        # A merge takes all that differs from any of them; a comparison with one alone could hide the rest.
        raise OkrsError(
            f"`{base}` and `{head}` diverged at more than one commit, so it is unknown what this brings",
            f"merge `{base}` as it is now into the branch, or rebase onto it",
        )
    parsed_reviews = read_reviews(reviews, where) if reviews is not None else Reviews()
    claims = tuple(
        Claim(email, written.id)
        for written in reversed(commits_between(git, tip, commit))
        for email in dict.fromkeys((written.email, *(person.email for person in written.signed_off_by)))
    )
    with gc_disabled():
        workspace, after = repository.at(tip), at_commit(repository, commit)
        people = workspace.plan.directory.people
        parsed_reviews = parsed_reviews.by_accounts(accounts_of(people) | accounts_of(after.plan.directory.people))
        approved = filter(git.has, approved_commits(parsed_reviews))
        plans = PlansByCommit(repository, (*approved, *claimed_commits(claims, people)))
        return PullRequest(
            root_problem=root_problem(git, repository.start, repository.root, commit) if people else None,
            base=workspace,
            fork=at_commit(repository, fork, tip),
            head=after,
            commit=commit,
            today=today,
            account=account,
            reviews=parsed_reviews,
            claims=claims,
            plans_by_commit=plans,
            signed_entries=signatures_at(workspace, after.workspace, today).valid,
        )


def is_single_merge(repository: Repository, base: str, head: str = "HEAD") -> bool:
    """Whether one merge, squash or commit leads from `base` to `head`, so that one pull request brought it all."""
    from okrs_as_code.git.commits import commits_between

    git = repository.require_git()
    tip = git.commit(base)
    commits = commits_between(git, tip, head)
    return not commits or commits[-1].parents[:1] == (tip,)


def approved_agreements(
    repository: Repository, request: PullRequest, day: date, via: str | None = None
) -> tuple[NewRecord, ...]:
    """The records of the agreements that people gave by approving or opening a merged change; each links to `via`.

    One for each person and cycle, of the agreements that the working tree lacks; `write_record` writes it. Raises
    OkrsError for a link that is none, and where policy could not be read.
    """
    import re

    from okrs_as_code.model.files.base import LINK_PATTERN
    from okrs_as_code.records.agreement import new_agreement
    from okrs_as_code.review.approved_agreements import approved_agreements

    if via is not None and re.fullmatch(LINK_PATTERN, via) is None:
        raise OkrsError(f"`{via}` is no link", "give the address of the pull request: `--via https://...`")
    repository.workspace.require_policy()
    key_results: dict[tuple[str, str], list[tuple[KeyResultNode, Role]]] = {}
    for agreement in approved_agreements(request, repository.workspace.plan):
        node = agreement.node
        key_results.setdefault((agreement.person, node.cycle.name), []).append((node, agreement.role))
    return tuple(new_agreement(person, day, group, via=via) for (person, _), group in key_results.items())


def review_page(request: PullRequest) -> str:
    """The page for a reviewer, as Markdown: who has to approve, what changes, and the findings of the lint."""
    from okrs_as_code.lint.formats import render
    from okrs_as_code.lint.run import lint_change
    from okrs_as_code.report.views.approvals import review_page

    tip = request.base.plan.config
    result = lint_change(request.fork.workspace, request.head.workspace, tip, request.today)
    return review_page(request, render(result.findings, "markdown"))
