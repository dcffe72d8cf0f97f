"""Who has to approve a change and why, what is there, and how strong it is: in words, and as data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from okrs_as_code.escape import markdown, sanitise_line
from okrs_as_code.model.state import Tier
from okrs_as_code.report.terms import person_words
from okrs_as_code.review.approvals import Answer
from okrs_as_code.review.need import Need, Part
from okrs_as_code.review.pull_request import PullRequest
from okrs_as_code.workspace.root import CONFIG_FILE, PEOPLE_FILE

_HAVE: Mapping[Tier, str] = {
    Tier.NAMED: "nothing but their name in the file",
    Tier.CLAIMED: "claimed, which anyone with push access can",
    Tier.OPENED: "opened: their account opened this change",
    Tier.APPROVED: "approved: the forge says that their account approved this",
    Tier.SIGNED: "signed with their key",
}
_PARTS: Mapping[Part, str] = {
    Part.OWNER_ABOVE: "owner of the objective above",
    Part.OBJECTIVE_OWNER: "owner of the objective",
    Part.OLD_OBJECTIVE_OWNER: "old owner of the objective",
    Part.WRITER: "who it speaks for",
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


def _row(answer: Answer) -> dict[str, Any]:
    need = answer.need
    person = answer.person or need.people[0] if need.people else None
    return {
        "subject": need.subject,
        "person": person,
        "or": [other for other in need.people if other != person],
        "role": str(need.part),
        "because": "; ".join(need.reasons),
        "have": str(answer.tier) if answer.tier is not None else None,
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
    for commit in request.unknown:
        yield f"commit {commit[:12]} was approved and is not here, so that approval does not count: fetch it by its id"
    for account in request.reviews.undated:
        yield f"nobody knows when {account} approved, so that does not count: the forge has to tell `approved_at`"
    for account in request.shared_accounts:
        yield f"{account} is the account of more than one person in {PEOPLE_FILE}, so it counts for nobody"


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
    waited = dict.fromkeys(" or ".join(answer.need.people) for answer in found.missing)
    return f"{len(found.missing)} of {count} approval{'s' if count > 1 else ''} missing: {', '.join(waited)}"


def _by_subject(request: PullRequest) -> Mapping[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    for answer in request.approvals.answers:
        found.setdefault(answer.need.subject, []).append(answer)
    return found


def _reasons(answers: list[Answer]) -> list[str]:
    return list(dict.fromkeys(reason for answer in answers for reason in answer.need.reasons))


def _who(request: PullRequest, need: Need) -> str:
    known = request.base.plan if need.people and need.people[0] in request.standing.people else request.head.plan
    names = " or ".join(person_words(known, person) for person in need.people) or "somebody"
    part = _PARTS.get(need.part, str(need.part))
    instead = f", in place of {need.instead_of}, who has left" if need.instead_of is not None else ""
    return f"{names} ({part}{instead})"


def _there(request: PullRequest, answer: Answer) -> str:
    if answer.tier is not None:
        by = f" by {answer.person}" if len(answer.need.people) > 1 else ""
        only = "" if answer.enough else "not enough, "
        return f"{only}{_HAVE[answer.tier]}{by}"
    return _why_nothing(request, answer.need)


def _why_nothing(request: PullRequest, need: Need) -> str:
    people = request.standing.people
    asking = [person for person in need.people if person in request.declined]
    if asking:
        return f"{asking[0]} asks for changes"
    if any(person in people and people[person].account is not None for person in need.people):
        return "nothing yet"
    if all(person not in people for person in need.people):
        return "nothing yet; who is new in this change can approve once a steward has"
    return f"nothing yet; without an `account` in {PEOPLE_FILE} of the base nobody can tell"
