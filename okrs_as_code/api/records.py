"""Drafts, writes and pushes records."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from okrs_as_code.errors import OkrsError

if TYPE_CHECKING:
    from okrs_as_code.git.push import PushResult
    from okrs_as_code.model.files.record import Role
    from okrs_as_code.model.goals.goal import KeyResultNode
    from okrs_as_code.records.agreement import AgreementFile
    from okrs_as_code.records.agreement_draft import AgreementDraft
    from okrs_as_code.records.agreement_signing import AgreementSigner
    from okrs_as_code.records.author import Author
    from okrs_as_code.records.check_in import CheckInDraft
    from okrs_as_code.records.grade import GradeDraft
    from okrs_as_code.records.record_text import NewRecord
    from okrs_as_code.workspace.repository import Repository


def author(repository: Repository, by: str | None, day: date) -> Author:
    """The author of a record of that day: as named, else as git's configuration claims.

    Raises OkrsError for somebody who is unknown, or had left by then.
    """
    from okrs_as_code.records import author as authors

    return authors.author(repository, by, day)


def check_in(
    repository: Repository, by: str, day: date, today: date, *, corrects: str | None = None, for_others: bool = False
) -> CheckInDraft:
    """The draft of a person's check-in about a day, with no entry yet; see `records.check_in`.

    Raises OkrsError for a day in the future, and for a record that this person cannot correct.
    """
    from okrs_as_code.records.check_in import CheckInDraft

    return CheckInDraft(repository.workspace.plan, by, day, today, corrects, for_others=for_others)


def agree(
    repository: Repository,
    by: str,
    day: date,
    today: date,
    *,
    role: Role | None = None,
    signer: AgreementSigner | None = None,
) -> AgreementDraft:
    """The draft of a person's agreements on a day, with no entry yet; `signer` signs them.

    See `records.agreement_draft`. Raises OkrsError for a day in the future.
    """
    from functools import partial

    from okrs_as_code.records.agreement_draft import AgreementDraft
    from okrs_as_code.signing.verification import check_signatures

    workspace = repository.workspace
    check = partial(check_signatures, workspace.plan, workspace.signers, workspace.signature_statuses)
    return AgreementDraft(workspace.plan, by, day, today, role, check_signatures=check, signer=signer)


def agreement_signer(
    repository: Repository, person: str, key: Path | None = None, *, may_ask: bool = False
) -> AgreementSigner:
    """The signer of a person's agreements: with the key that is named, else with the one that git signs with.

    `may_ask` lets ssh-keygen ask for a passphrase on the terminal. Raises OkrsError where it is known before that this
    cannot work, or would not count; see `records.agreement_signing`.
    """
    from okrs_as_code.records import agreement_signing

    return agreement_signing.agreement_signer(repository, person, key, may_ask=may_ask)


def grade(
    repository: Repository, by: str, day: date, today: date, *, corrects: str | None = None, for_others: bool = False
) -> GradeDraft:
    """The draft of a person's grades on a day, with no entry yet; see `records.grade`.

    Raises OkrsError for a day in the future, and for a record that this person cannot correct.
    """
    from okrs_as_code.records.grade import GradeDraft

    return GradeDraft(repository.workspace.plan, by, day, today, corrects, for_others=for_others)


def agreement_record(
    repository: Repository, node: KeyResultNode, day: date, today: date, *, role: Role | None, by: str | None
) -> tuple[AgreementFile, str | None]:
    """The record by which somebody agrees to the terms as they stand, and the address of the forge's page to add it.

    Its path is from the top of git's repository. The address is None where no forge is known. Raises OkrsError as
    `agreement_file`.
    """
    from okrs_as_code.api.links import branch_to_link
    from okrs_as_code.records.agreement import AgreementFile, agreement_file
    from okrs_as_code.report.forge_links import ForgeLinks

    plan = repository.workspace.plan
    file = agreement_file(plan, node, day, today, role, by)
    links = ForgeLinks.of(plan.config, repository.prefix, branch_to_link(repository))
    address = links.new_file(file.path, file.text).address if links is not None else None
    return AgreementFile(repository.prefix + file.path, file.text), address


def write_record(repository: Repository, record: NewRecord) -> str:
    """Writes a record into the working tree and returns its path from the root.

    Raises OkrsError where it cannot be written; then nothing was.
    """
    from okrs_as_code.records import record_file

    return record_file.write_record(repository, record.cycle, record.kind, record.stem, record.text)


def push_record(repository: Repository, record: NewRecord, *, may_ask: bool = False) -> PushResult:
    """Pushes a record on a branch of its own from the remote's default branch; nothing here is touched.

    `may_ask` lets git ask for a password on the terminal. Raises OkrsError where that branch does not know the key
    results, or not the terms that are agreed to, or not the key that signed, and where it could not be pushed;
    DuplicateAgreementError for an agreement that is there already, or waits there.
    """
    from okrs_as_code.filenames import SIGNERS_FILE
    from okrs_as_code.git.push import BranchPusher, ProposedFile, PushResult, RemoteBase
    from okrs_as_code.git.remote import repository_address
    from okrs_as_code.records.agreement import refuse_duplicate, refuse_other_terms
    from okrs_as_code.records.agreement_signing import refuse_invalid_signatures
    from okrs_as_code.records.record_text import refuse_unknown_references
    from okrs_as_code.report.forge_links import ForgeLinks

    git = repository.git
    if git is None:
        raise OkrsError(f"{repository.root} is not in a git repository", "leave out `--push`")

    def accept(base: RemoteBase) -> None:
        workspace, where = repository.at(base.commit), f"{base.branch} of {base.remote}"
        refuse_unknown_references(record, workspace.plan, where)
        if record.kind == "agreements":
            refuse_other_terms(record, workspace.plan, where)
            refuse_duplicate(record, workspace.plan, base)
            refuse_invalid_signatures(record, workspace.plan, workspace.signers, f"{SIGNERS_FILE} on {where}")

    message = f"{record.subject}\n\n" + "".join(f"{ref}\n" for ref in record.key_results)
    file = ProposedFile(
        record.branch_folder,
        record.folder,
        record.text,
        message,
        free_name=record.free_name,
        branches_beside=record.sibling_branch_folders,
    )
    pushed = BranchPusher(git, repository.prefix, may_ask=may_ask).push(file, accept)
    links = ForgeLinks.at(repository_address(git) or "", repository.workspace.plan.config)
    link = links.pull_request(pushed.branch, pushed.into) if links is not None else pushed.offered_link
    return PushResult(pushed, link)


def branch_with_terms(repository: Repository, record: NewRecord) -> str | None:
    """The branch that is checked out, where the default branch lacks the terms or key results that a record is about.

    Only on that branch can others read the record. None where the default branch, as of the last fetch, has them.
    """
    from okrs_as_code.git.branches import current_branch, default_branch
    from okrs_as_code.records.agreement import refuse_other_terms
    from okrs_as_code.records.record_text import refuse_unknown_references

    git = repository.git
    default = default_branch(git) if git is not None else None
    current = current_branch(git) if git is not None else None
    if default is None or current is None or current == default.name:
        return None
    plan = repository.at(default.commit).plan
    try:
        refuse_unknown_references(record, plan, default.name)
        if record.kind == "agreements":
            refuse_other_terms(record, plan, default.name)
    except OkrsError:
        return current
    return None
