"""What a signature under an agreement is over, and whose key it says it is by; whether it holds is asked elsewhere.

The form of a signature is that of OpenSSH (PROTOCOL.sshsig); what is signed is ours.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from okrs_as_code.model.files.record import AgreementEntry, Role
from okrs_as_code.model.plan import KeyResultNode, Plan
from okrs_as_code.model.terms import CanonicalTerms, quoted_terms
from okrs_as_code.model.timeline import RecordEntry

NAMESPACE = "okrs"
"""Keeps a signature that was made for something else, such as a commit, from being taken for an agreement."""
VERSION = 1
"""Version of what is signed; part of it, so that a later form cannot be mistaken for this one."""
LARGEST = 16 * 1024
"""Characters of a signature; the longest that OpenSSH makes, by an RSA key of 16384 bits, has 6,000."""
_MOST_IDS = 32
"""Each costs a run of ssh-keygen; nobody renames so often, and a list of a thousand ids is there to cost time."""
_ARMOUR = re.compile(r"-----BEGIN SSH SIGNATURE-----\n([A-Za-z0-9+/=\n]+)\n-----END SSH SIGNATURE-----")
_MAGIC = b"SSHSIG\0\0\0\1"
_KEY_TYPE = re.compile(rb"[a-z0-9@.-]{1,64}")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key as OpenSSH keeps it."""

    blob: bytes

    @staticmethod
    def of(blob: bytes) -> PublicKey | None:
        """The key in a blob; None where that does not begin with a type of key."""
        found = _string(blob, 0)
        return PublicKey(blob) if found is not None and _KEY_TYPE.fullmatch(found[0]) else None

    @staticmethod
    def written(text: str) -> PublicKey | None:
        """The key in base64, as in a file of public keys."""
        try:
            return PublicKey.of(base64.b64decode(text, validate=True))
        except binascii.Error:
            return None

    @property
    def type(self) -> str:
        """Its type, such as `ssh-ed25519`."""
        found = _string(self.blob, 0)
        return found[0].decode() if found is not None else ""

    @property
    def line(self) -> str:
        """Type and key, as in a file of public keys."""
        return f"{self.type} {base64.b64encode(self.blob).decode()}"

    @property
    def fingerprint(self) -> str:
        """As `ssh-keygen -l` shows it."""
        return f"SHA256:{base64.b64encode(sha256(self.blob).digest()).decode().rstrip('=')}"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature in its one form, and the key that it says it is by."""

    text: str
    key: PublicKey

    @staticmethod
    def of(text: str) -> Signature | None:
        """What a record holds as a signature; None where that is none."""
        armour = _ARMOUR.fullmatch(text.replace("\r\n", "\n").strip()) if len(text) <= LARGEST else None
        if armour is None:
            return None
        try:
            blob = base64.b64decode(armour[1].replace("\n", ""), validate=True)
        except binascii.Error:
            return None
        found = _string(blob, len(_MAGIC)) if blob.startswith(_MAGIC) else None
        key = PublicKey.of(found[0]) if found is not None else None
        return Signature(f"{armour[0]}\n", key) if key is not None else None


def signed_text(repository: str, cycle: str, key_result: str, role: Role, terms: CanonicalTerms) -> str:
    """The canonical JSON that is signed; `repository` as `normalised` gives it, `key_result` without its cycle.

    The terms are those that the agreement quotes, under the team's id that it quotes: so nothing that is renamed later
    makes another text of it.
    """
    data = {
        "v": VERSION,
        "repository": repository,
        "cycle": cycle,
        "key_result": key_result,
        "role": role,
        "terms": terms.data,
    }
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def signed_texts(repository: str, plan: Plan, node: KeyResultNode, said: RecordEntry[AgreementEntry]) -> list[str]:
    """The texts that a signature under an agreement may be over: one for each id that the key result has or had.

    The id that the record names comes first, as it was signed under that unless somebody wrote the record anew.
    """
    terms = quoted_terms(said.entry.terms, node.cycle.end)
    ids = dict.fromkeys(("/".join(said.ref.split("/")[-3:]), *_ids(plan, node)))
    role = said.entry.as_
    return [signed_text(repository, node.cycle.name, one, role, terms) for one in islice(ids, _MOST_IDS)]


def _ids(plan: Plan, node: KeyResultNode) -> Iterator[str]:
    for objective in plan.objective_ids(node.objective):
        for own in (node.content.id, *node.content.formerly):
            yield f"{objective.partition('/')[2]}/{own}"


def normalize_address(repository: str) -> str:
    """An address of a repository in its one form: its host in lower case, no `.git` and no slash at its end."""
    scheme, mark, rest = repository.partition("://")
    host, slash, path = rest.partition("/")
    path = path.rstrip("/").removesuffix(".git").rstrip("/")
    return f"{scheme.lower()}{mark}{host.lower()}{slash if path else ''}{path}"


def _string(blob: bytes, start: int) -> tuple[bytes, int] | None:
    """A string with its length in front (RFC 4251, section 5), and where it ends; None where the blob is too short."""
    end = start + 4 + int.from_bytes(blob[start : start + 4], "big")
    return (blob[start + 4 : end], end) if len(blob) >= max(end, start + 4) else None
