"""Who has to approve a change and why, what is there, and how strong it is: in words, and as data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from okrs_as_code.escape import markdown, sanitise_line
from okrs_as_code.filenames import CONFIG_FILE, PEOPLE_FILE
from okrs_as_code.model.consent import EvidenceTier
from okrs_as_code.report.views.diff import DiffView
from okrs_as_code.report.views.diff_markdown import as_markdown as as_changes
from okrs_as_code.report.wording.terms_phrases import person_phrase
from okrs_as_code.review.approvals import RequirementStatus
from okrs_as_code.review.pull_request import PullRequest
from okrs_as_code.review.requirement import Requirement, ReviewerRole

_HAVE: Mapping[EvidenceTier, str] = {
    EvidenceTier.CLAIMED: "claimed, as anyone with push access can",
    EvidenceTier.OPENED: "opened: their account opened this change",
    EvidenceTier.APPROVED: "approved: the forge says that their account approved this",
    EvidenceTier.SIGNED: "signed with their key",
}
_MOST_NAMES = 4
_PARTS: Mapping[ReviewerRole, str] = {
    ReviewerRole.OWNER_ABOVE: "owner of the objective above",
    ReviewerRole.OBJECTIVE_OWNER: "owner of the objective",
    ReviewerRole.OLD_OBJECTIVE_OWNER: "old owner of the objective",
    ReviewerRole.WRITER: "who it speaks for",
}


def as_json(request: PullRequest, base: str) -> str:
    """The answer for other programs; `or` names those who could do it as well."""
    found = request.approvals
    data = {
        "base": base,
        "head": request.commit,
        "complete": found.complete,
        "unchecked": found.unchecked,
        "refused": found.refused,
        "needed": [_row(answer) for answer in found.answers],
    }
    return json.dumps(data, indent=2) + "\n"


def _row(answer: RequirementStatus) -> dict[str, Any]:
    need = answer.need
    person = answer.person or need.people[0] if need.people else None
    return {
        "subject": need.subject,
        "person": person,
        "or": [other for other in need.people if other != person],
        "role": str(need.part),
        "because": "; ".join(need.reasons),
        "have": str(answer.tier),
        "enough": answer.enough,
    }


def as_text(request: PullRequest) -> str:
    """The answer for a terminal."""
    lines = [verdict(request)]
    for subject, answers in _by_subject(request).items():
        lines += ["", f"{subject}: {'; '.join(_reasons(answers))}"]
        for answer in answers:
            mark = "ok     " if answer.enough else "missing"
            lines.append(f"  {mark}  {_who(request, answer.need)}: {_there(request, answer)}")
    more = (*notes(request), *_next(request))
    lines += ["", *more] if more else []
    return "".join(f"{sanitise_line(line)}\n" for line in lines)


def as_markdown(request: PullRequest) -> str:
    """The answer for a comment at the pull request."""
    lines = [f"**{markdown(verdict(request))}**"]
    if request.approvals.answers:
        lines += ["", "| | who | for | why | what is there |", "|---|---|---|---|---|"]
    for subject, answers in _by_subject(request).items():
        for answer in answers:
            cells = (_who(request, answer.need), subject, "; ".join(answer.need.reasons), _there(request, answer))
            mark = "✅" if answer.enough else "⏳"
            lines.append(f"| {mark} | {' | '.join(markdown(cell) for cell in cells)} |")
    more = (*notes(request), *_next(request))
    lines += ["", *(f"- {markdown(note)}" for note in more)] if more else []
    return "".join(f"{line}\n" for line in lines)


def notes(request: PullRequest) -> tuple[str, ...]:
    """What is worth knowing beside the rows."""
    return tuple(_notes(request))


def _notes(request: PullRequest) -> Iterator[str]:
    if request.base.files and CONFIG_FILE not in request.base.files:
        yield f"the base has no {CONFIG_FILE}: the built-in policy holds"
    if request.account is None and request.author is not None:
        yield f"without `--author` nobody knows who opened this; that it is {request.author} is claimed in a commit"
    if _is_nobodys(request):
        yield f"{request.account} is nobody's account in {PEOPLE_FILE}, so that who opened this counts for nobody"
    for commit in request.unknown:
        yield f"commit {commit[:12]} was approved and is not here, so that approval does not count: fetch it by its id"
    for account in request.reviews.vague:
        yield f"{account} approved, and does not count: the forge tells neither which commit nor when (`approved_at`)"
    for account in request.shared_accounts:
        yield f"{account} is the account of more than one person in {PEOPLE_FILE}, so it counts for nobody"


def _is_nobodys(request: PullRequest) -> bool:
    account = request.account
    asked = account is not None and request.author is None and request.approvals.unchecked is None
    return asked and (account or "").casefold() not in request.shared_accounts


def _next(request: PullRequest) -> Iterator[str]:
    if request.approvals.missing:
        yield "next: who is missing approves the pull request; a push keeps the approvals of terms that it leaves alone"


def verdict(request: PullRequest) -> str:
    """The answer in one line."""
    found = request.approvals
    if found.refused is not None:
        return f"refused: {found.refused}"
    if found.unchecked is not None:
        return f"nothing is checked: {found.unchecked}"
    count = len(found.answers)
    if not count:
        return "complete: nobody has to approve this"
    if found.complete:
        return f"complete: {'the one approval is' if count == 1 else f'all {count} approvals are'} there"
    waited = dict.fromkeys(_any_of(answer.need.people) for answer in found.missing)
    return f"{len(found.missing)} of {count} approval{'s' if count > 1 else ''} missing: {', '.join(waited)}"


def _by_subject(request: PullRequest) -> Mapping[str, list[RequirementStatus]]:
    found: dict[str, list[RequirementStatus]] = {}
    for answer in request.approvals.answers:
        found.setdefault(answer.need.subject, []).append(answer)
    return found


def _reasons(answers: list[RequirementStatus]) -> list[str]:
    return list(dict.fromkeys(reason for answer in answers for reason in answer.need.reasons))


def _who(request: PullRequest, need: Requirement) -> str:
    known = request.base.plan if need.people and need.people[0] in request.standing.people else request.head.plan
    names = _any_of([person_phrase(known, person) for person in need.people])
    part = _PARTS.get(need.part, str(need.part))
    if need.instead_of is None:
        return f"{names} ({part})"
    why = "has left" if request.standing.knows(need.instead_of) else f"is not in {PEOPLE_FILE}"
    return f"{names} ({part}, in place of {need.instead_of}, who {why})"


def _any_of(names: Sequence[str]) -> str:
    """One of some people, of whom no more are named than one can take in."""
    if len(names) <= _MOST_NAMES:
        return " or ".join(names) or "somebody"
    return f"{', '.join(names[: _MOST_NAMES - 1])} or one of {len(names) - _MOST_NAMES + 1} others"


def _there(request: PullRequest, answer: RequirementStatus) -> str:
    said = _said(request, answer.need)
    if answer.person is None:
        return said or _why_nothing(request, answer.need)
    by = f" ({answer.person})" if len(answer.need.people) > 1 else ""
    have = f"{_HAVE[answer.tier]}{by}"
    return have if answer.enough else "; ".join(["not enough", have, *([said] if said is not None else [])])


def _said(request: PullRequest, need: Requirement) -> str | None:
    """What somebody who is asked said on the forge, and what is no approval of what is there now."""
    for person in need.people:
        if person in request.declined:
            return f"{person} asks for changes"
        if person in request.approved:
            return f"{person} approved an earlier commit, in which this was not what it is now"
    return None


def _why_nothing(request: PullRequest, need: Requirement) -> str:
    people = request.standing.people
    if any(person in people and people[person].account is not None for person in need.people):
        return "nothing yet"
    if all(person not in people for person in need.people):
        return "nothing yet; who is new in this change can approve once a steward has"
    return f"nothing yet; without an `account` in {PEOPLE_FILE} of the base nobody can tell"


LONGEST = 60_000
"""Characters; a comment on GitHub has at most 65,536."""


def review_page(request: PullRequest, findings: str) -> str:
    """The page as Markdown; what does not fit is cut at the end of a line, and that is said."""
    told = as_changes(DiffView((None, request.fork), (request.commit, request.head), request.today)).lstrip("\n")
    parts = ("## Goals in this change", as_markdown(request), f"### What changes\n\n{told}", findings)
    text = "\n".join(part for part in parts if part)
    if len(text) <= LONGEST:
        return text
    kept = text[:LONGEST].rpartition("\n")[0]
    return f"{kept}\n\n_{text.count(chr(10)) - kept.count(chr(10))} more lines: run `okrs diff` for all of it._\n"
