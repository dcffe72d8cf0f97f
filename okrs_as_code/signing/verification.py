"""Checks signatures under agreements: by whose key, over what, and on which day.

Each is one run of ssh-keygen, of about 5 ms; they run side by side, and what is known already is not checked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import blake2b
from pathlib import Path

from okrs_as_code.model.files.record import AgreementEntry
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.timeline import RecordEntry
from okrs_as_code.processes import processors
from okrs_as_code.signing import ssh_keygen
from okrs_as_code.signing.allowed_signers import AllowedSigners, SignerLine
from okrs_as_code.signing.program import NOT_INSTALLED, find_ssh_keygen, program_stamp
from okrs_as_code.signing.signature import Signature, signed_texts
from okrs_as_code.signing.status import KnownSignatureStatuses, Signatures, SignatureStatus


def check_signatures(
    plan: Plan,
    signers: AllowedSigners,
    known: KnownSignatureStatuses,
    key_results: Iterable[KeyResultNode] | None = None,
    *,
    day: date | None = None,
) -> Signatures:
    """Checks the signatures under agreements of all key results, or of some.

    A key has to be valid on the day of the record; or on `day`, for whoever does not believe what a record says of its
    day. Statuses that are `known` are not computed again, and new ones are added to them. Raises OkrsError where
    ssh-keygen cannot be run.
    """
    entries = {
        entry.place: _judge_without_keygen(plan, node, entry, signers, day or entry.written)
        for node in (plan.key_results.values() if key_results is None else key_results)
        for entry in plan.agreements_of.get(node.id, ())
        if entry.entry.signature is not None
    }
    checked = iter(_check([case for case in entries.values() if isinstance(case, _Case)], known))
    outcomes = {place: next(checked) if isinstance(case, _Case) else case for place, case in entries.items()}
    statuses = {
        place: outcome if isinstance(outcome, SignatureStatus) else SignatureStatus.NOT_CHECKED
        for place, outcome in outcomes.items()
    }
    obstacles = (outcome for outcome in outcomes.values() if not isinstance(outcome, SignatureStatus))
    return Signatures(statuses, next(obstacles, None))


@dataclass(frozen=True)
class _Case:
    """A signature that ssh-keygen has to look at: of one of the texts, by a key that the lines make the person's."""

    signature: str
    texts: tuple[str, ...]
    lines: tuple[SignerLine, ...]
    day: date

    def key(self, keygen: Path) -> str:
        """A digest of all that the status depends on."""
        lines = [(line.line, line.principal) for line in self.lines]
        content = repr((program_stamp(keygen), self.signature, self.texts, lines, self.day))
        return blake2b(content.encode("utf-8", "surrogateescape"), digest_size=20).hexdigest()

    def verify(self, keygen: Path) -> SignatureStatus | str:
        """Asks ssh-keygen for the status; returns the reason where it cannot give one."""
        pairs = ((text, line) for line in self.lines for text in self.texts)
        try:
            holds = any(ssh_keygen.verify(keygen, text, self.signature, line, self.day) for text, line in pairs)
        except ssh_keygen.VerificationUnavailableError as error:
            return str(error)
        return SignatureStatus.HOLDS if holds else SignatureStatus.DOES_NOT_HOLD


def _judge_without_keygen(
    plan: Plan, node: KeyResultNode, entry: RecordEntry[AgreementEntry], signers: AllowedSigners, day: date
) -> SignatureStatus | _Case:
    """The status where it needs no ssh-keygen, else the case to give to it."""
    signature = Signature.of(entry.entry.signature or "")
    if signature is None:
        return SignatureStatus.NO_SIGNATURE
    if signers.repository is None:
        return SignatureStatus.NO_REPOSITORY
    people = signers.people_with(signature.key)
    if entry.by not in people:
        return SignatureStatus.NOT_LISTED
    if len(people) > 1:
        return SignatureStatus.OF_SEVERAL
    texts = tuple(signed_texts(signers.repository, plan, node, entry))
    return _Case(signature.text, texts, signers.lines(signature.key), day)


def _check(cases: Sequence[_Case], known: KnownSignatureStatuses) -> list[SignatureStatus | str]:
    """The status of ssh-keygen on each case, given now or before."""
    if not cases:
        return []
    keygen = find_ssh_keygen()
    if keygen is None:
        return [NOT_INSTALLED] * len(cases)
    keys = [case.key(keygen) for case in cases]
    before = [known.get(key) for key in keys]
    verified = iter(_verify_all([case for case, status in zip(cases, before, strict=True) if status is None], keygen))
    statuses = [status or next(verified) for status in before]
    pairs = zip(keys, before, statuses, strict=True)
    known.update({key: now for key, then, now in pairs if then is None and isinstance(now, SignatureStatus)})
    return statuses


def _verify_all(cases: Sequence[_Case], keygen: Path) -> list[SignatureStatus | str]:
    """Verifies cases side by side, as most of the time goes by in other processes."""
    from concurrent.futures import ThreadPoolExecutor

    if not cases:
        return []
    with ThreadPoolExecutor(processors()) as threads:
        return list(threads.map(partial(_Case.verify, keygen=keygen), cases))
