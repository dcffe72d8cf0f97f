"""Approvals and versions as GitLab's API gives them."""

from __future__ import annotations

from datetime import datetime

from okrs_as_code.review.forge_reviews.answer import ApiModel, day_of, with_time_zone
from okrs_as_code.review.forge_reviews.reviews import LastReview, Reviews


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


def gitlab_reviews(answers: GitLabReviews) -> Reviews:
    """The approval of each account, from the commit that was pushed last before it was given."""
    pushes = [(with_time_zone(version.created_at), version.head_commit_sha) for version in answers.versions]
    last_reviews, vague = [], []
    for approver in answers.approvals.approved_by:
        if approver.user.bot:
            continue
        account = approver.user.username.casefold()
        approved_at = with_time_zone(approver.approved_at) if approver.approved_at is not None else None
        earlier = [time for time, _ in pushes if approved_at is not None and time < approved_at]
        if earlier:
            commits = tuple(commit for time, commit in pushes if time >= max(earlier))
            day = day_of(approver.approved_at)
            last_reviews.append(LastReview(account, approves=True, commits=commits, day=day))
        else:
            vague.append(account)
    return Reviews(tuple(last_reviews), tuple(vague))
