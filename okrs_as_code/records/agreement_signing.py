"""Signing of agreements: with which key, for which repository, and only where the signature will count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import CONFIG_FILE, SIGNERS_FILE
from okrs_as_code.git.client import Git
from okrs_as_code.git.remote import repository_address
from okrs_as_code.model.files.objective import says_success_in_title
from okrs_as_code.model.files.record import Agreement, Role
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.terms import terms_of
from okrs_as_code.model.timeline import RecordNode
from okrs_as_code.records.record_text import NewRecord
from okrs_as_code.signing import ssh_keygen
from okrs_as_code.signing.allowed_signers import AllowedSigners, signer_line_for
from okrs_as_code.signing.program import NOT_INSTALLED, find_ssh_keygen
from okrs_as_code.signing.signature import PublicKey, Signature, signed_text
from okrs_as_code.signing.status import Signatures, SignatureStatus
from okrs_as_code.signing.verification import check_signatures
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.yaml.reader import parse

_MAX_KEY_BYTES = 64 * 1024
_KEY_REMEDY = (
    "name one with `--key FILE`, such as `--key ~/.ssh/id_ed25519`, "
    "or configure git: `git config gpg.format ssh` and `git config user.signingkey FILE`"
)


@dataclass(frozen=True)
class AgreementSigner:
    """A person with a key that signs for a repository."""

    person: str
    key: Path | PublicKey
    """A file, private or public; or a public key whose private half an agent has."""
    signers: AllowedSigners
    repository: str
    """The address of the repository, as config.yaml has it and every signature names it."""
    may_ask: bool
    """Whether ssh-keygen may ask for a passphrase on the terminal."""

    @property
    def key_note(self) -> str:
        """The key that signs, as a remark for the user."""
        return f"signed with {self.key.fingerprint if isinstance(self.key, PublicKey) else self.key}"

    def signatures(self, key_results: Sequence[tuple[KeyResultNode, Role]]) -> list[str]:
        """Signs the terms of each key result, in a role. Raises OkrsError where the key cannot be used."""
        texts = [self._signed_text(node, role) for node, role in key_results]
        key = self.key.line if isinstance(self.key, PublicKey) else self.key
        return ssh_keygen.sign(texts, key, may_ask=self.may_ask)

    def _signed_text(self, node: KeyResultNode, role: Role) -> str:
        terms = terms_of(node.content, node.commitment, node.due)
        title = node.content.title if says_success_in_title(node.content) else None
        return signed_text(self.repository, node.cycle.name, node.short_id, role, terms, title)


def agreement_signer(repository: Repository, person: str, key: Path | None, *, may_ask: bool) -> AgreementSigner:
    """The signer of a person's agreements: with the key that is named, else with the one that git signs with.

    `may_ask` lets ssh-keygen ask for a passphrase on the terminal. Raises OkrsError for all that can be known before
    anything is signed: no name of the repository, no ssh-keygen, no key, or one that is not listed as this person's.
    """
    signers = repository.workspace.signers
    if signers.repository is None:
        address = repository_address(repository.git) if repository.git is not None else None
        raise OkrsError(
            f"{CONFIG_FILE} does not name this repository, and a signature does",
            f"add `repository: {address or 'https://...'}` to it, the address on your forge",
        )
    if find_ssh_keygen() is None:
        raise OkrsError(NOT_INSTALLED, "install OpenSSH, or leave out `--sign`")
    signing_key = _key_file(key) if key is not None else _key_of_git(repository.git)
    public = signing_key if isinstance(signing_key, PublicKey) else _public_half(signing_key)
    if public is not None and person not in signers.people_with(public):
        raise _unlisted_key_error(public, person, SIGNERS_FILE)
    return AgreementSigner(person, signing_key, signers, signers.repository, may_ask)


def refuse_invalid_signatures(record: NewRecord, plan: Plan, signers: AllowedSigners, where: str) -> None:
    """Raises OkrsError where a signature in an agreement would not count as its writer's.

    `where` names the file of `signers` in messages.
    """
    content = Agreement.model_validate(parse(record.stem, record.text.encode()).data)
    node = RecordNode(record.name, f"{record.folder}/{record.name}.yaml", record.cycle, content)
    plan_with_record = replace(plan, agreements=(node,))
    signatures = check_signatures(plan_with_record, signers, {})
    for (_, ref), status in signatures.statuses.items():
        signature = Signature.of(content.key_results[ref].signature or "")
        if status is not SignatureStatus.HOLDS and signature is not None:
            raise _signature_error(status, signature.key, record, where, signatures)


def _signature_error(
    status: SignatureStatus, key: PublicKey, record: NewRecord, where: str, signatures: Signatures
) -> OkrsError:
    if status is SignatureStatus.NOT_LISTED:
        return _unlisted_key_error(key, record.by, where)
    if status is SignatureStatus.OF_SEVERAL:
        return OkrsError(f"{where} lists the key {key.fingerprint} for more than one person", "list it for one of them")
    if status is SignatureStatus.NO_REPOSITORY:
        return OkrsError(f"{where} has no use, as {CONFIG_FILE} there does not name the repository", "bring that there")
    if status is SignatureStatus.NOT_CHECKED:
        return OkrsError(f"the signature could not be checked: {signatures.obstacle}", "leave out `--sign`")
    return OkrsError(
        f"with the key {key.fingerprint} no agreement of {record.date} can be signed",
        f"see `namespaces`, `valid-after` and `valid-before` in its line in {where}",
    )


def _unlisted_key_error(key: PublicKey, person: str, where: str) -> OkrsError:
    return OkrsError(
        f"{where} does not list the key {key.fingerprint} for `{person}`",
        f"propose this line for it, so that a steward can approve it: {signer_line_for(person, key)}",
    )


def _key_file(path: Path) -> Path:
    path = path.expanduser()
    if not path.is_file():
        raise OkrsError(f"there is no key in {path}", _KEY_REMEDY)
    return path


def _key_of_git(git: Git | None) -> Path | PublicKey:
    """The key in git's `user.signingkey`: a file, or `key::` and a public key (git-config(1)).

    Raises OkrsError where git has none, or does not sign with SSH keys.
    """
    setting = git.identity("user.signingkey") if git is not None else ""
    if git is None or not setting or git.identity("gpg.format") != "ssh":
        raise OkrsError("there is no key to sign with", _KEY_REMEDY)
    words = setting.removeprefix("key::").split()
    public = PublicKey.written(words[1]) if len(words) > 1 else None
    return public if public is not None and public.type == words[0] else _key_file(Path(setting))


def _public_half(key: Path) -> PublicKey | None:
    """The public key in a file, or in the one beside it; None where it is not known before something is signed."""
    for path in (key, key.with_name(f"{key.name}.pub")):
        try:
            with path.open("rb") as stream:
                words = stream.read(_MAX_KEY_BYTES).decode(errors="replace").split()
        except OSError:
            continue
        public = PublicKey.written(words[1]) if len(words) > 1 else None
        if public is not None and public.type == words[0]:
            return public
    return None
