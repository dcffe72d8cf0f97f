"""Which signatures under agreements hold: by whose key, over what, and on which day.

Each is one run of ssh-keygen, of about 5 ms; they run side by side, and what is known already is not checked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property, partial
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

from okrs_as_code.model.files.record import AgreementEntry
from okrs_as_code.model.plan import KeyResultNode, Plan
from okrs_as_code.model.timeline import EntryPlace, RecordEntry
from okrs_as_code.phrases import count_phrase
from okrs_as_code.processes import processors
from okrs_as_code.signing import ssh_keygen
from okrs_as_code.signing.allowed_signers import AllowedSigners, SignerLine
from okrs_as_code.signing.program import NOT_INSTALLED, find_ssh_keygen, program_stamp
from okrs_as_code.signing.signature import Signature, signed_texts


class SignatureStatus(Enum):
    """What can be said of a signature."""

    HOLDS = "holds"
    NO_SIGNATURE = "no signature"
    NO_REPOSITORY = "no repository"
    NOT_LISTED = "not listed"
    OF_SEVERAL = "of several"
    DOES_NOT_HOLD = "does not hold"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True)
class Signatures:
    """The verdict on each signature that was looked at, by where it is written."""

    verdicts: Mapping[EntryPlace, SignatureStatus] = field(default_factory=dict)
    obstacle: str | None = None
    """Why some could not be checked, if that is so."""

    @cached_property
    def valid(self) -> frozenset[EntryPlace]:
        """Those that hold."""
        return frozenset(place for place, verdict in self.verdicts.items() if verdict is SignatureStatus.HOLDS)

    @property
    def note(self) -> str | None:
        """What has to be said where some could not be checked."""
        count = sum(verdict is SignatureStatus.NOT_CHECKED for verdict in self.verdicts.values())
        if not count:
            return None
        signatures = count_phrase(count, "signature")
        counts = "its agreement counts" if count == 1 else "their agreements count"
        return f"{signatures} could not be checked, so {counts} as claimed: {self.obstacle}"


class KnownVerdicts(Protocol):
    """Verdicts that are known already, by a key that stands for all that they depend on; a dictionary is one."""

    def get(self, key: str, /) -> SignatureStatus | None:
        """The verdict under a key, if there is one."""
        ...

    def update(self, verdicts: Mapping[str, SignatureStatus], /) -> None:
        """Adds verdicts."""
        ...


def check_signatures(
    plan: Plan,
    signers: AllowedSigners,
    known: KnownVerdicts,
    key_results: Iterable[KeyResultNode] | None = None,
    *,
    day: date | None = None,
) -> Signatures:
    """The signatures under agreements of all key results, or of some.

    A key has to be valid on the day of the record; or on `day`, for whoever does not believe what a record says of its
    day. What is `known` is not worked out again, and gets what is new. Raises OkrsError where ssh-keygen cannot be run.
    """
    seen = {
        said.place: _at_sight(plan, node, said, signers, day or said.written)
        for node in (plan.key_results.values() if key_results is None else key_results)
        for said in plan.agreements_of.get(node.id, ())
        if said.entry.signature is not None
    }
    closer = iter(_closely([one for one in seen.values() if isinstance(one, _Case)], known))
    found = {place: next(closer) if isinstance(one, _Case) else one for place, one in seen.items()}
    verdicts = {
        place: one if isinstance(one, SignatureStatus) else SignatureStatus.NOT_CHECKED for place, one in found.items()
    }
    return Signatures(verdicts, next((one for one in found.values() if not isinstance(one, SignatureStatus)), None))


@dataclass(frozen=True)
class _Case:
    """A signature that ssh-keygen has to look at: of one of the texts, by a key that the lines make the person's."""

    signature: str
    texts: tuple[str, ...]
    lines: tuple[SignerLine, ...]
    day: date

    def key(self, keygen: Path) -> str:
        """Stands for all that the answer depends on."""
        lines = [(one.line, one.principal) for one in self.lines]
        told = repr((program_stamp(keygen), self.signature, self.texts, lines, self.day))
        return blake2b(told.encode("utf-8", "surrogateescape"), digest_size=20).hexdigest()

    def decide(self, keygen: Path) -> SignatureStatus | str:
        """What ssh-keygen says; the reason where it cannot say anything."""
        tried = ((text, listed) for listed in self.lines for text in self.texts)
        try:
            found = any(ssh_keygen.verify(keygen, text, self.signature, listed, self.day) for text, listed in tried)
        except ssh_keygen.VerificationUnavailableError as error:
            return str(error)
        return SignatureStatus.HOLDS if found else SignatureStatus.DOES_NOT_HOLD


def _at_sight(
    plan: Plan, node: KeyResultNode, said: RecordEntry[AgreementEntry], signers: AllowedSigners, day: date
) -> SignatureStatus | _Case:
    """What can be said without ssh-keygen."""
    signature = Signature.of(said.entry.signature or "")
    if signature is None:
        return SignatureStatus.NO_SIGNATURE
    if signers.repository is None:
        return SignatureStatus.NO_REPOSITORY
    people = signers.people_with(signature.key)
    if said.by not in people:
        return SignatureStatus.NOT_LISTED
    if len(people) > 1:
        return SignatureStatus.OF_SEVERAL
    texts = tuple(signed_texts(signers.repository, plan, node, said))
    return _Case(signature.text, texts, signers.lines(signature.key), day)


def _closely(cases: Sequence[_Case], known: KnownVerdicts) -> list[SignatureStatus | str]:
    """The verdict of ssh-keygen on each, given now or before."""
    if not cases:
        return []
    keygen = find_ssh_keygen()
    if keygen is None:
        return [NOT_INSTALLED] * len(cases)
    keys = [case.key(keygen) for case in cases]
    before = [known.get(key) for key in keys]
    decided = iter(_decided([case for case, verdict in zip(cases, before, strict=True) if verdict is None], keygen))
    verdicts = [verdict or next(decided) for verdict in before]
    pairs = zip(keys, before, verdicts, strict=True)
    known.update({key: now for key, then, now in pairs if then is None and isinstance(now, SignatureStatus)})
    return verdicts


def _decided(cases: Sequence[_Case], keygen: Path) -> list[SignatureStatus | str]:
    """Side by side, as most of the time goes by in other processes."""
    from concurrent.futures import ThreadPoolExecutor

    if not cases:
        return []
    with ThreadPoolExecutor(processors()) as threads:
        return list(threads.map(partial(_Case.decide, keygen=keygen), cases))
