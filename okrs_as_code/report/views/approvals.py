"""The approvals that a change requires: from whom and why, and the evidence that is there; in words, and as data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from okrs_as_code.escape import markdown, sanitise_line
from okrs_as_code.filenames import CONFIG_FILE, PEOPLE_FILE
from okrs_as_code.model.consent import EvidenceTier
from okrs_as_code.phrases import count_phrase
from okrs_as_code.report.views.diff import DiffView
from okrs_as_code.report.views.diff_markdown import as_markdown as changes_as_markdown
from okrs_as_code.report.wording.terms_phrases import person_phrase
from okrs_as_code.review.approvals import RequirementStatus
from okrs_as_code.review.pull_request import PullRequest
from okrs_as_code.review.requirements.requirement import Requirement, ReviewerRole

MAX_PAGE_LENGTH = 60_000
"""Length in characters at which the review page is cut; a comment on GitHub has at most 65,536."""
_EVIDENCE: Mapping[EvidenceTier, str] = {
    EvidenceTier.CLAIMED: "claimed, as anyone with push access can",
    EvidenceTier.OPENED: "opened: their account opened this change",
    EvidenceTier.APPROVED: "approved: the forge says that their account approved this",
    EvidenceTier.SIGNED: "signed with their key",
}
_MAX_NAMES = 4
_ROLES: Mapping[ReviewerRole, str] = {
    ReviewerRole.OWNER_ABOVE: "owner of the objective above",
    ReviewerRole.OBJECTIVE_OWNER: "owner of the objective",
    ReviewerRole.OLD_OBJECTIVE_OWNER: "old owner of the objective",
    ReviewerRole.WRITER: "who it speaks for",
}


def as_json(request: PullRequest, base: str) -> str:
    """The approvals for other programs; `or` names the people who could approve in place of `person`."""
    approvals = request.approvals
    data = {
        "base": base,
        "head": request.commit,
        "complete": approvals.complete,
        "unchecked": approvals.unchecked,
        "refused": approvals.refused,
        "needed": [_row(status) for status in approvals.statuses],
    }
    return json.dumps(data, indent=2) + "\n"


def _row(status: RequirementStatus) -> dict[str, Any]:
    requirement = status.requirement
    person = status.person or requirement.people[0] if requirement.people else None
    return {
        "subject": requirement.subject,
        "person": person,
        "or": [reviewer for reviewer in requirement.people if reviewer != person],
        "role": str(requirement.reviewer_role),
        "because": "; ".join(requirement.reasons),
        "have": str(status.tier),
        "enough": status.is_enough,
    }


def as_text(request: PullRequest) -> str:
    """The approvals for a terminal."""
    lines = [verdict(request)]
    for subject, statuses in _by_subject(request).items():
        lines += ["", f"{subject}: {'; '.join(_reasons(statuses))}"]
        for status in statuses:
            mark = "ok     " if status.is_enough else "missing"
            lines.append(
                f"  {mark}  {_reviewers_phrase(request, status.requirement)}: {_evidence_phrase(request, status)}"
            )
    more = (*notes(request), *_next_steps(request))
    lines += ["", *more] if more else []
    return "".join(f"{sanitise_line(line)}\n" for line in lines)


def as_markdown(request: PullRequest) -> str:
    """The approvals as a table, for a comment at the pull request."""
    lines = [f"**{markdown(verdict(request))}**"]
    if request.approvals.statuses:
        lines += ["", "| | who | for | why | what is there |", "|---|---|---|---|---|"]
    for subject, statuses in _by_subject(request).items():
        for status in statuses:
            reviewers, reasons = _reviewers_phrase(request, status.requirement), "; ".join(status.requirement.reasons)
            cells = (reviewers, subject, reasons, _evidence_phrase(request, status))
            mark = "✅" if status.is_enough else "⏳"
            lines.append(f"| {mark} | {' | '.join(markdown(cell) for cell in cells)} |")
    more = (*notes(request), *_next_steps(request))
    lines += ["", *(f"- {markdown(note)}" for note in more)] if more else []
    return "".join(f"{line}\n" for line in lines)


def notes(request: PullRequest) -> tuple[str, ...]:
    """Notes on approvals that do not count, and on policy and identities that are missing."""
    return tuple(_notes(request))


def _notes(request: PullRequest) -> Iterator[str]:
    if request.base.files and CONFIG_FILE not in request.base.files:
        yield f"the base has no {CONFIG_FILE}: the built-in policy holds"
    if request.account is None and request.author is not None:
        yield f"without `--author` nobody knows who opened this; that it is {request.author} is claimed in a commit"
    if _is_unlisted_account(request):
        yield f"{request.account} is nobody's account in {PEOPLE_FILE}, so that who opened this counts for nobody"
    for commit in request.missing_commits:
        yield f"commit {commit[:12]} was approved and is not here, so that approval does not count: fetch it by its id"
    for account in request.reviews.accounts_without_commit:
        yield f"{account} approved, and does not count: no commit is named, and no push is known before it"
    for account in request.shared_accounts:
        yield f"{account} is the account of more than one person in {PEOPLE_FILE}, so it counts for nobody"


def _is_unlisted_account(request: PullRequest) -> bool:
    if request.account is None or request.author is not None or request.approvals.unchecked is not None:
        return False
    return request.account.casefold() not in request.shared_accounts


def _next_steps(request: PullRequest) -> Iterator[str]:
    if request.approvals.unchecked is not None:
        yield "next: an administrator merges the accounts and `stewards` into the base; after that, require this check"
    unanswerable = request.unanswerable
    for status in unanswerable:
        yield (
            f"next: nobody who is asked about {status.requirement.subject} has an `account` in {PEOPLE_FILE} of the "
            "base, so an administrator merges this"
        )
    if len(request.approvals.missing) > len(unanswerable):
        is_gitlab = request.base.plan.config.forge_kind == "gitlab"
        noun = "merge request" if is_gitlab else "pull request"
        kept = "; a push keeps the approvals of terms that it leaves alone" if request.reviews.outlive_pushes else ""
        yield f"next: who is missing approves the {noun}{kept}"
        if is_gitlab:
            yield "an approval starts no pipeline on GitLab: run this job again after it"


def verdict(request: PullRequest) -> str:
    """The verdict on a change, in one line."""
    approvals = request.approvals
    if approvals.refused is not None:
        return f"refused: {approvals.refused}"
    if approvals.unchecked is not None:
        return f"not set up: {approvals.unchecked}"
    count = len(approvals.statuses)
    if not count:
        return "complete: nobody has to approve this"
    if approvals.complete:
        return f"complete: {'the one approval is' if count == 1 else f'all {count} approvals are'} there"
    reviewers = dict.fromkeys(_alternatives(status.requirement.people) for status in approvals.missing)
    missing = f"{len(approvals.missing)} of {count_phrase(count, 'approval')} missing: {', '.join(reviewers)}"
    return f"{missing} (without an `account`: an administrator merges this)" if request.unanswerable else missing


def _by_subject(request: PullRequest) -> Mapping[str, list[RequirementStatus]]:
    statuses: dict[str, list[RequirementStatus]] = {}
    for status in request.approvals.statuses:
        statuses.setdefault(status.requirement.subject, []).append(status)
    return statuses


def _reasons(statuses: list[RequirementStatus]) -> list[str]:
    return list(dict.fromkeys(reason for status in statuses for reason in status.requirement.reasons))


def _reviewers_phrase(request: PullRequest, requirement: Requirement) -> str:
    people = requirement.people
    plan = request.base.plan if people and people[0] in request.reviewers.people else request.head.plan
    absent = requirement.instead_of
    names = _alternatives([person_phrase(plan, person) for person in people if person != absent])
    role = _ROLES.get(requirement.reviewer_role, str(requirement.reviewer_role))
    if absent is None:
        return f"{names} ({role})"
    return f"{names} ({role}, in place of {absent}, who {_absence_reason(request, absent)})"


def _absence_reason(request: PullRequest, person: str) -> str:
    if request.reviewers.has_left(person):
        return "has left"
    return "has no `account`" if request.reviewers.knows(person) else f"is not in {PEOPLE_FILE}"


def _alternatives(names: Sequence[str]) -> str:
    """The people of whom any one is enough, of whom no more are named than a reader can take in."""
    if len(names) <= _MAX_NAMES:
        return " or ".join(names) or "somebody"
    return f"{', '.join(names[: _MAX_NAMES - 1])} or one of {len(names) - _MAX_NAMES + 1} others"


def _evidence_phrase(request: PullRequest, status: RequirementStatus) -> str:
    review = _review_phrase(request, status.requirement)
    if status.person is None:
        return review or _absence_phrase(request, status.requirement)
    by = f" ({status.person})" if len(status.requirement.people) > 1 else ""
    evidence = f"{_EVIDENCE[status.tier]}{by}"
    if status.is_enough:
        return evidence
    return "; ".join(["not enough", evidence, *([review] if review is not None else [])])


def _review_phrase(request: PullRequest, requirement: Requirement) -> str | None:
    """A review on the forge, by somebody who is asked, that does not approve the head; None where there is none."""
    for person in requirement.people:
        if person in request.change_requesters:
            return f"{person} asks for changes"
        if person in request.approvers:
            return f"{person} approved an earlier commit, in which this was not what it is now"
    return None


def _absence_phrase(request: PullRequest, requirement: Requirement) -> str:
    people = request.reviewers.people
    if any(person in people and people[person].account is not None for person in requirement.people):
        return "nothing yet"
    if all(person not in people for person in requirement.people):
        return "nothing yet; who is new in this change can approve once a steward has"
    return f"nothing yet; without an `account` in {PEOPLE_FILE} of the base no approval can be matched"


def review_page(request: PullRequest, findings: str) -> str:
    """The page for a reviewer as Markdown: approvals, changes and the findings of the lint.

    A page that is too long is cut at the end of a line, with a note of how many lines are missing.
    """
    diff = DiffView((None, request.fork), (request.commit, request.head), request.today)
    changes = changes_as_markdown(diff).lstrip("\n")
    parts = ("## Goals in this change", as_markdown(request), f"### What changes\n\n{changes}", findings)
    text = "\n".join(part for part in parts if part)
    if len(text) <= MAX_PAGE_LENGTH:
        return text
    beginning = text[:MAX_PAGE_LENGTH].rpartition("\n")[0]
    missing = text.count("\n") - beginning.count("\n")
    return f"{beginning}\n\n_{missing} more lines: run `okrs diff` for all of it._\n"
