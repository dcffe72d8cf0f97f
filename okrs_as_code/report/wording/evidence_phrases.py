"""How strong the evidence of an agreement is, in words for the terminal and for pages. None of it is called a proof."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from okrs_as_code.filenames import SIGNERS_FILE
from okrs_as_code.model.consent import Consent, ConsentState, EvidenceTier, RoleConsent
from okrs_as_code.report.markdown import Markdown, link, text
from okrs_as_code.report.wording.status_phrases import STATES

MEANINGS: Mapping[EvidenceTier, str] = {
    EvidenceTier.NAMED: "no agreement is on record",
    EvidenceTier.CLAIMED: "a record in this repository says so; who wrote it is not proven",
    EvidenceTier.OPENED: "the person's own account opened the change",
    EvidenceTier.APPROVED: "the forge says that the person's account approved",
    EvidenceTier.SIGNED: f"by a key that {SIGNERS_FILE} lists for the person",
}
_PULL_REQUEST = re.compile(r"/(?:pull|pulls|merge_requests)/([0-9]+)(?:[/?#]|$)")
"""In addresses of GitHub, Gitea and GitLab."""


def evidence(role: RoleConsent) -> str:
    """The evidence of what was said in a role, in the terminal: `claimed, see pull request 41 at https://...`."""
    given = _seen_at(role)
    return f"{role.evidence}, see {_at(given)}" if given is not None else str(role.evidence)


def evidence_on_page(role: RoleConsent) -> Markdown:
    """The same with a link."""
    given = _seen_at(role)
    if given is None:
        return text(role.evidence)
    return Markdown(f"{text(role.evidence)}, see {link(_named(given) or given, given)}")


def meanings(consent: Consent) -> Iterator[tuple[EvidenceTier, str]]:
    """What the words for the evidence of these agreements mean, the weakest first; nothing where nobody agreed."""
    found = {role.evidence for role in consent.roles if role.said is not None}
    return ((tier, MEANINGS[tier]) for tier in EvidenceTier if tier in found)


def agreed(consent: Consent) -> str:
    """The state of a key result; where it is agreed, with the weaker evidence of the two, and where to see it."""
    if consent.state is not ConsentState.AGREED:
        return STATES[consent.state]
    given = [_seen_at(role) for role in consent.weakest]
    known = dict.fromkeys(one for one in given if one is not None)
    seen = f", see {' and '.join(map(_at, known))}" if None not in given else ""
    return f"{STATES[consent.state]}: {consent.tier}{seen}"


def _seen_at(role: RoleConsent) -> str | None:
    """Where a claim can be looked up; what is signed tells by itself."""
    return role.said.entry.via if role.said is not None and role.evidence is EvidenceTier.CLAIMED else None


def _at(given: str) -> str:
    name = _named(given)
    return f"{name} at {given}" if name is not None else given


def _named(given: str) -> str | None:
    found = _PULL_REQUEST.search(given)
    return f"pull request {found[1]}" if found is not None else None
