"""A signature under an agreement: the text that it is over, and the key that it names; verification.py checks it.

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
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.terms import CanonicalTerms, quoted_terms
from okrs_as_code.model.timeline import RecordEntry

NAMESPACE = "okrs"
"""Keeps a signature that was made for something else, such as a commit, from being taken for an agreement."""
VERSION = 1
"""Version of the signed text; part of it, so that a later form cannot be mistaken for this one."""
_MAX_SIGNATURE_LENGTH = 16 * 1024
"""Characters; the longest signature that OpenSSH makes, by an RSA key of 16384 bits, has 6,000."""
_MAX_IDS = 32
"""Each costs a run of ssh-keygen; nobody renames so often, and a list of a thousand ids is there to cost time."""
_ARMOUR = re.compile(r"-----BEGIN SSH SIGNATURE-----\n([A-Za-z0-9+/=\n]+)\n-----END SSH SIGNATURE-----")
_MAGIC = b"SSHSIG\0\0\0\1"
_KEY_TYPE = re.compile(rb"[a-z0-9@.-]{1,64}")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key as OpenSSH keeps it."""

    blob: bytes

    @staticmethod
    def from_blob(blob: bytes) -> PublicKey | None:
        """The key in a blob; None where that does not begin with a type of key."""
        key_type = _read_string(blob, 0)
        return PublicKey(blob) if key_type is not None and _KEY_TYPE.fullmatch(key_type) else None

    @staticmethod
    def written(text: str) -> PublicKey | None:
        """The key in base64, as in a file of public keys."""
        try:
            return PublicKey.from_blob(base64.b64decode(text, validate=True))
        except binascii.Error:
            return None

    @property
    def type(self) -> str:
        """Type of the key, such as `ssh-ed25519`."""
        key_type = _read_string(self.blob, 0)
        return key_type.decode() if key_type is not None else ""

    @property
    def line(self) -> str:
        """Type and key, as in a file of public keys."""
        return f"{self.type} {base64.b64encode(self.blob).decode()}"

    @property
    def fingerprint(self) -> str:
        """Fingerprint, as `ssh-keygen -l` shows it."""
        return f"SHA256:{base64.b64encode(sha256(self.blob).digest()).decode().rstrip('=')}"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature in its one form, and the key that it says it was made with."""

    text: str
    key: PublicKey

    @staticmethod
    def of(text: str) -> Signature | None:
        """Parses what a record holds as a signature; None where that is none."""
        armour = _ARMOUR.fullmatch(text.replace("\r\n", "\n").strip()) if len(text) <= _MAX_SIGNATURE_LENGTH else None
        if armour is None:
            return None
        try:
            blob = base64.b64decode(armour[1].replace("\n", ""), validate=True)
        except binascii.Error:
            return None
        key_blob = _read_string(blob, len(_MAGIC)) if blob.startswith(_MAGIC) else None
        key = PublicKey.from_blob(key_blob) if key_blob is not None else None
        return Signature(f"{armour[0]}\n", key) if key is not None else None


def signed_text(
    repository: str, cycle: str, key_result: str, role: Role, terms: CanonicalTerms, title: str | None = None
) -> str:
    """The canonical JSON that is signed; `repository` as `normalize_address` returns it, `key_result` without cycle.

    The terms are those that the agreement quotes, under the team's id that it quotes, so that nothing that is renamed
    later changes the text. A title is part of it where the agreement quotes one.
    """
    data = {
        "v": VERSION,
        "repository": repository,
        "cycle": cycle,
        "key_result": key_result,
        "role": role,
        "terms": terms.data,
        **({"title": title} if title is not None else {}),
    }
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def signed_texts(repository: str, plan: Plan, node: KeyResultNode, agreement: RecordEntry[AgreementEntry]) -> list[str]:
    """Texts that a signature under an agreement may be over: one for each id that the key result has or had.

    The id that the record names comes first, as it was signed under that unless somebody wrote the record anew.
    """
    terms = quoted_terms(agreement.entry.terms, plan.named_end(node.cycle))
    ids = dict.fromkeys(("/".join(agreement.ref.split("/")[-3:]), *_short_ids(plan, node)))
    role, title = agreement.entry.as_, agreement.entry.title
    return [signed_text(repository, node.cycle.name, id_, role, terms, title) for id_ in islice(ids, _MAX_IDS)]


def _short_ids(plan: Plan, node: KeyResultNode) -> Iterator[str]:
    """Every id that a key result has or had, without its cycle."""
    for objective in plan.objective_ids(node.objective):
        for id_ in (node.content.id, *node.content.formerly):
            yield f"{objective.partition('/')[2]}/{id_}"


def normalize_address(repository: str) -> str:
    """Returns the one form of a repository's address: host in lower case, no `.git` and no slash at its end."""
    scheme, separator, rest = repository.partition("://")
    host, slash, path = rest.partition("/")
    path = path.rstrip("/").removesuffix(".git").rstrip("/")
    return f"{scheme.lower()}{separator}{host.lower()}{slash if path else ''}{path}"


def _read_string(blob: bytes, start: int) -> bytes | None:
    """Reads a string with its length in front (RFC 4251, section 5); None where the blob is too short."""
    end = start + 4 + int.from_bytes(blob[start : start + 4], "big")
    return blob[start + 4 : end] if len(blob) >= max(end, start + 4) else None
