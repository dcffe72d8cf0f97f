"""Phrases for the strength of an agreement's evidence, for the terminal and for pages. None of it is called a proof."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from okrs_as_code.filenames import SIGNERS_FILE
from okrs_as_code.model.consent import Consent, ConsentState, EvidenceTier, RoleConsent
from okrs_as_code.report.forge_links import request_noun
from okrs_as_code.report.inline import Inline, concat, link, text, words
from okrs_as_code.report.wording.status_phrases import STATES

EVIDENCE_MEANINGS: Mapping[EvidenceTier, str] = {
    EvidenceTier.NAMED: "no agreement is on record",
    EvidenceTier.CLAIMED: "a record in this repository says so; who wrote it is not proven",
    EvidenceTier.OPENED: "the person's own account opened the change",
    EvidenceTier.APPROVED: "the forge says that the person's account approved",
    EvidenceTier.SIGNED: f"by a key that {SIGNERS_FILE} lists for the person",
}
_AGREED: Mapping[EvidenceTier, str] = {
    EvidenceTier.CLAIMED: "agreed, as records say",
    EvidenceTier.SIGNED: "agreed and signed",
}
_PULL_REQUEST = re.compile(r"/(?:pull|pulls|merge_requests)/([0-9]+)(?:[/?#]|$)")
"""The part of an address of GitHub, Gitea or GitLab that names a pull request."""


def evidence_phrase(role: RoleConsent) -> str:
    """The evidence of a role's agreement, for the terminal: `claimed, see pull request 41 at https://...`."""
    address = _claim_address(role)
    return f"{role.evidence}, see {_address_phrase(address)}" if address is not None else str(role.evidence)


def evidence_text(role: RoleConsent) -> Inline:
    """The evidence of a role's agreement, for a page: with a link in place of the address."""
    address = _claim_address(role)
    if address is None:
        return text(role.evidence)
    return concat(role.evidence, words(", see "), link(_pull_request_name(address) or address, address))


def evidence_meanings(consent: Consent) -> Iterator[tuple[EvidenceTier, str]]:
    """The tiers of evidence that these agreements have, each with its meaning, the weakest first.

    Nothing where nobody agreed.
    """
    tiers = {role.evidence for role in consent.roles if role.agreement is not None}
    return ((tier, EVIDENCE_MEANINGS[tier]) for tier in EvidenceTier if tier in tiers)


def consent_phrase(consent: Consent) -> str:
    """The state of a key result; where it is agreed, with the weaker evidence of the two, and where to see it."""
    if consent.state is not ConsentState.AGREED:
        return STATES[consent.state]
    addresses = [_claim_address(role) for role in consent.weakest]
    known = dict.fromkeys(address for address in addresses if address is not None)
    reference = f"; see {' and '.join(map(_address_phrase, known))}" if None not in addresses else ""
    return f"{_AGREED[consent.tier]}{reference}"


def _claim_address(role: RoleConsent) -> str | None:
    """The address at which a claim can be looked up; None for other evidence, as a signature speaks for itself."""
    return role.agreement.entry.via if role.agreement is not None and role.evidence is EvidenceTier.CLAIMED else None


def _address_phrase(address: str) -> str:
    name = _pull_request_name(address)
    return f"{name} at {address}" if name is not None else address


def _pull_request_name(address: str) -> str | None:
    match = _PULL_REQUEST.search(address)
    return f"{request_noun(address)} {match[1]}" if match is not None else None
