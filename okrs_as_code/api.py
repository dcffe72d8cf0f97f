"""The public Python API: everything that the command line does, without printing and without exiting.

Nothing heavy is imported before it is needed, so that a question whose answer is remembered is answered at once.
"""

from __future__ import annotations

import gc
import importlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from okrs_as_code.errors import OkrsError

if TYPE_CHECKING:
    from okrs_as_code.deliver.github import OpenRequest
    from okrs_as_code.deliver.verdict import Verdict
    from okrs_as_code.edit.agreement import AgreementDraft
    from okrs_as_code.edit.assign import HandOver
    from okrs_as_code.edit.author import Author
    from okrs_as_code.edit.check_in import CheckInDraft
    from okrs_as_code.edit.code_owners import CodeOwners
    from okrs_as_code.edit.consent import ConsentDraft
    from okrs_as_code.edit.fixes import Fixes
    from okrs_as_code.edit.grade import GradeDraft
    from okrs_as_code.edit.moved import Move
    from okrs_as_code.edit.proposal import Proposal
    from okrs_as_code.edit.record import NewRecord
    from okrs_as_code.edit.rollover import Rollover
    from okrs_as_code.edit.setup import Written
    from okrs_as_code.edit.signing import Signing
    from okrs_as_code.edit.tidying import Tidying
    from okrs_as_code.lint.policy import Selection
    from okrs_as_code.lint.result import LintResult
    from okrs_as_code.model.assessment import Assessment
    from okrs_as_code.model.plan import KeyResultNode
    from okrs_as_code.model.record import Role
    from okrs_as_code.report.closing import Closing
    from okrs_as_code.report.diff import Diff
    from okrs_as_code.report.history import History
    from okrs_as_code.report.status import CycleStatus, Filters
    from okrs_as_code.review.pull_request import PullRequest
    from okrs_as_code.workspace.pages import PageChanges
    from okrs_as_code.workspace.past import PastRepository
    from okrs_as_code.workspace.proposal import Proposed
    from okrs_as_code.workspace.repository import Repository
    from okrs_as_code.workspace.rewriting import FileChange

__all__ = [
    "CycleStatus",
    "Filters",
    "LintResult",
    "PageChanges",
    "Proposal",
    "Proposed",
    "Repository",
    "Selection",
    "Written",
    "agree",
    "agreement_record",
    "agreements_given",
    "approvals",
    "as_of",
    "assess",
    "assign",
    "author",
    "check_in",
    "close",
    "codeowners",
    "diff",
    "fixes",
    "foreign_terms",
    "format_files",
    "grade",
    "history",
    "init",
    "judge_merge_request",
    "judge_new_files",
    "judge_request",
    "lint",
    "merged_at_once",
    "merged_commits",
    "move",
    "open_change",
    "open_repository",
    "propose_record",
    "proposing_branch",
    "remembered",
    "report",
    "review_page",
    "rollover",
    "signing",
    "status",
    "undo_cut_off",
    "write_changes",
    "write_given",
    "write_record",
    "write_schemas",
]

_ELSEWHERE = {
    "CycleStatus": "report.status",
    "Filters": "report.status",
    "LintResult": "lint.result",
    "PageChanges": "workspace.pages",
    "Proposal": "edit.proposal",
    "Proposed": "workspace.proposal",
    "Repository": "workspace.repository",
    "Selection": "lint.policy",
    "Written": "edit.setup",
}


PAGES = "status"
"""The folder below the root that pages are written into, unless another is named."""


def __getattr__(name: str) -> object:
    """The types of the API, from the rooms where they are made."""
    if name not in _ELSEWHERE:
        raise AttributeError(name)
    return getattr(importlib.import_module(f"okrs_as_code.{_ELSEWHERE[name]}"), name)


def remembered(
    start: Path,
    question: list[Any],
    work: Callable[[], Any],
    *,
    more: Iterable[Path] = (),
    forget: bool = False,
) -> Any:
    """What `work` gives, or gave to the same question while everything that it stands on was as it is now.

    It stands on what is below `okrs/` at the root of `start`, on what git ignores there, and on the folders in `more`.
    A question names everything else that makes a difference, the day included; an answer is what JSON can hold, or
    None, which is never remembered. With `forget` nothing is looked up and nothing kept. Raises OkrsError where there
    is no root, and whatever `work` raises.
    """
    if forget:
        return work()
    from okrs_as_code.workspace.memory import Memory

    return Memory.of(start).answer(question, work, more)


def open_repository(
    start: Path | str = ".", *, cache: bool = False, progress: Callable[[int, int], None] | None = None
) -> Repository:
    """The OKRs of the nearest folder, from `start` upwards, that has any; raises OkrsError where there is none.

    With `cache` what is found out about files is kept with git's own, and not found out again; `progress` is then told
    how many files of how many have been read.
    """
    from okrs_as_code.workspace.repository import Repository

    if not cache:
        return Repository.find(Path(start))
    from okrs_as_code.lint.engine import inspect

    repository = Repository.find(Path(start), inspect)
    repository.progress = progress
    return repository


def open_change(start: Path, base: str) -> Repository:
    """The OKRs around `start`; where a change takes all of them away, those of `base` at the top of git's repository.

    Raises OkrsError where neither has any.
    """
    from okrs_as_code.workspace.git import Git
    from okrs_as_code.workspace.repository import Repository

    try:
        return open_repository(start, cache=True)
    except OkrsError:
        git = Git.around(start.resolve())
        if git is None or not (repository := Repository(git.top)).at(git.commit(base)).files:
            raise
        return repository


def lint(
    repository: Repository,
    today: date,
    *,
    since: str | None = None,
    paths: Iterable[Path] = (),
    selection: Selection | None = None,
    all_cycles: bool = False,
) -> LintResult:
    """Judges the working tree; with `since` only what changed from the merge base with that revision.

    `paths` limits what is told, never what is read. Raises OkrsError for a revision that cannot be read, and
    for a path outside `okrs/`.
    """
    from okrs_as_code.lint.policy import Selection
    from okrs_as_code.lint.run import run

    selection = selection or Selection()
    wanted = [_inside(repository, path) for path in paths]
    with collector_off():
        return run(repository, today, selection, since=since, wanted=wanted, all_cycles=all_cycles)


def init(start: Path, today: date, *, forge: str | None, minimal: bool, name: str | None, email: str | None) -> Written:
    """Sets up OKRs at the top of the git repository around `start`; see `edit.setup`.

    Raises OkrsError where there is no repository, or nobody is known to be its first person.
    """
    from okrs_as_code.edit.setup import FORGE_FILES, forge_of, founder, set_up
    from okrs_as_code.workspace.git import Git

    git = Git.around(start.resolve())
    if git is None:
        raise OkrsError(f"{start.resolve()} is not in a git repository", "run `git init` first")
    kind = next((known for known in FORGE_FILES if known == forge), None) or forge_of(git)
    return set_up(git, founder(git, name, email), kind, today, minimal=minimal)


def write_schemas(folder: Path, *, check: bool = False) -> list[Path]:
    """Writes the JSON Schema of every file where it differs; returns what was, or with `check` would be, written.

    Raises OkrsError where the folder cannot be written.
    """
    from okrs_as_code.model.schema import SCHEMAS, file_name, schema_text
    from okrs_as_code.workspace.writer import write_text

    stale = []
    for kind in SCHEMAS:
        path, text = folder / file_name(kind), schema_text(kind)
        if not path.is_file() or path.read_bytes() != text.encode():
            stale.append(path)
            if not check:
                write_text(path, text)
    return stale


@contextmanager
def collector_off() -> Iterator[None]:
    """Keeps Python's cycle collector from walking through objects by the hundred thousand that all stay."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def assess(repository: Repository, today: date) -> Assessment:
    """How everything in the working tree stands on a day."""
    from okrs_as_code.model.assessment import Assessment

    workspace = repository.workspace
    return Assessment(workspace.plan, today, workspace.all_signatures.valid)


def report(
    repository: Repository, today: date, *, out: Path | None = None, cycle: str | None = None, check: bool = False
) -> PageChanges:
    """Writes the Markdown pages where they differ, by default into `status/` below the root, and removes stale ones.

    With `cycle` only the index and the pages of that cycle; with `check` nothing is written. Raises OkrsError for
    an unknown cycle, a broken template, and a folder that cannot be written or holds a foreign file.
    """
    from okrs_as_code.report import site
    from okrs_as_code.report.book import Book
    from okrs_as_code.report.status import known_cycle
    from okrs_as_code.workspace.pages import publish
    from okrs_as_code.workspace.past import PastRepository

    workspace = repository.workspace
    if cycle is not None:
        known_cycle(workspace.plan, cycle)
    back_dated = repository.back_dated if isinstance(repository, PastRepository) else ()
    pages = site.pages(Book(workspace, today, repository.prefix, back_dated), repository.root, cycle)
    folder = out if out is not None else repository.root / PAGES
    return publish(repository.root, folder, pages, site.MARK, only=cycle, check=check)


def page_folders(start: Path, out: Path | None) -> list[Path]:
    """What a report reads and writes beside the files: a team's own templates, ours, and where pages are."""
    from okrs_as_code.resources import shipped
    from okrs_as_code.workspace.root import TEMPLATES, find_root

    root = find_root(start)
    return [root / TEMPLATES, shipped(TEMPLATES), out.absolute() if out is not None else root / PAGES]


def status(
    repository: Repository, today: date, *, cycle: str | None = None, filters: Filters | None = None
) -> CycleStatus:
    """How a cycle stands on a day; `as_json()` of it is what other programs read.

    Raises OkrsError for a cycle, team or person that is not there; `signatures.note` says what could not be checked.
    """
    from okrs_as_code.report.status import cycle_status

    return cycle_status(repository.workspace, today, cycle, filters)


def _inside(repository: Repository, path: Path) -> str:
    from okrs_as_code.workspace.root import FOLDER

    # A link is told as one, wherever it leads.
    place = path.parent.resolve() / path.name if path.is_symlink() else path.resolve()
    try:
        relative = place.relative_to(repository.root.resolve()).as_posix()
    except ValueError:
        raise OkrsError(f"{path} is outside of {repository.root}", f"name files below {FOLDER}/") from None
    if not path.exists() and not path.is_symlink():
        raise OkrsError(f"{path} does not exist", f"name files or folders below {FOLDER}/")
    return relative


def agreement_record(
    repository: Repository, node: KeyResultNode, day: date, today: date, *, role: Role | None, by: str | None
) -> tuple[AgreementDraft, str | None]:
    """The record by which somebody agrees to the terms as they stand, with its path from the top of the repository.

    And the address of the forge's page for a new file, where one is known. Raises OkrsError as `draft_agreement`.
    """
    from okrs_as_code.edit.agreement import AgreementDraft, draft_agreement
    from okrs_as_code.report.forge import ForgeLinks

    plan = repository.workspace.plan
    draft = draft_agreement(plan, node, day, today, role, by)
    forge = ForgeLinks.of(plan.config, repository.prefix)
    address = forge.new_file(draft.path, draft.text).address if forge is not None else None
    return AgreementDraft(repository.prefix + draft.path, draft.text), address


def history(repository: Repository, node: KeyResultNode, today: date) -> tuple[History, tuple[str, ...]]:
    """What happened to a key result, and notes on what is not known. Without git only the records are."""
    from okrs_as_code.report.history import history as told
    from okrs_as_code.report.history import record_files
    from okrs_as_code.workspace.lineage import lineage

    workspace, git = repository.workspace, repository.git
    if git is None or not git.has_commits():
        return told(workspace, node, None, today), ("there are no commits here, so changes of terms are not known",)
    files = record_files(workspace.plan, node)
    known, notes = lineage(git, workspace.plan, node, files, repository.prefix), []
    if known.unreadable:
        count = f"{known.unreadable} earlier version{'s' if known.unreadable > 1 else ''} of the terms"
        notes.append(f"{count} could not be read and {'are' if known.unreadable > 1 else 'is'} missing")
    if known.shallow:
        notes.append("the history is cut off here: fetch the whole of it (`git fetch --unshallow`)")
    return told(workspace, node, known, today), tuple(notes)


def as_of(repository: Repository, day: date) -> PastRepository:
    """What was known on a day, to give to `status` and `report` with that day for today.

    Raises OkrsError in a plain folder, and where no commit is that old.
    """
    from okrs_as_code.workspace.past import PastRepository

    return PastRepository(repository, day)


def author(repository: Repository, by: str | None, day: date) -> Author:
    """Who writes a record of that day: as named, else as git's configuration claims.

    Raises OkrsError for somebody who is unknown, or had left by then.
    """
    from okrs_as_code.edit.author import author as found

    return found(repository, by, day)


def check_in(
    repository: Repository, by: str, day: date, today: date, *, corrects: str | None = None, for_others: bool = False
) -> CheckInDraft:
    """A check-in of a person about a day, with nothing said yet; see `edit.check_in`.

    Raises OkrsError for a day in the future, and for a record that this person cannot correct.
    """
    from okrs_as_code.edit.check_in import CheckInDraft

    return CheckInDraft(repository.workspace.plan, by, day, today, corrects, for_others=for_others)


def write_record(repository: Repository, record: NewRecord) -> str:
    """Writes a record into the working tree and returns its path from the root.

    Raises OkrsError where it cannot be written; then nothing was.
    """
    from okrs_as_code.workspace import records

    return records.write_record(repository, record.cycle, record.kind, record.stem, record.text)


def propose_record(repository: Repository, record: NewRecord, *, may_ask: bool = False) -> Proposed:
    """Pushes a record on a branch of its own from the remote's default branch; nothing here is touched.

    `may_ask` lets git ask for a password on the terminal. Raises OkrsError where that branch does not know the key
    results, or not the terms that are agreed to, or not the key that signed, and where it could not be pushed;
    AlreadyGivenError for an agreement that is there already, or waits there.
    """
    from okrs_as_code.edit.agreement import refuse_given, refuse_other_terms
    from okrs_as_code.edit.record import refuse_unknown
    from okrs_as_code.edit.setup import repository_address
    from okrs_as_code.edit.signing import refuse_invalid
    from okrs_as_code.report.forge import ForgeLinks
    from okrs_as_code.workspace.proposal import Base, Proposed, Proposer
    from okrs_as_code.workspace.root import SIGNERS_FILE

    git = repository.git
    if git is None:
        raise OkrsError(f"{repository.root} is not in a git repository", "leave out `--push`")

    def accept(base: Base) -> None:
        there, where = repository.at(base.commit), f"{base.branch} of {base.remote}"
        refuse_unknown(record, there.plan, where)
        if record.kind == "agreements":
            refuse_other_terms(record, there.plan, where)
            refuse_given(record, there.plan, base)
            refuse_invalid(record, there.plan, there.signers, f"{SIGNERS_FILE} on {where}")

    message = f"{record.subject}\n\n" + "".join(f"{ref}\n" for ref in record.key_results)
    proposer = Proposer(git, repository.prefix, may_ask=may_ask)
    text, beside = record.text, record.branches_beside
    pushed = proposer.push(record.branches, record.folder, record.stem, text, message, accept, beside)
    links = ForgeLinks.at(repository_address(git) or "", repository.workspace.plan.config)
    return Proposed(pushed, links.pull_request(pushed.branch, pushed.into) if links is not None else None)


def proposing_branch(repository: Repository, record: NewRecord) -> str | None:
    """The branch that is checked out, where it brings what a record is about, and the default branch lacks that.

    Only on such a branch can others read the record; as of the last fetch.
    """
    from okrs_as_code.edit.agreement import refuse_other_terms
    from okrs_as_code.edit.record import refuse_unknown
    from okrs_as_code.workspace.branches import current_branch, default_branch

    git = repository.git
    default = default_branch(git) if git is not None else None
    current = current_branch(git) if git is not None else None
    if default is None or current is None or current == default.name:
        return None
    plan = repository.at(default.commit).plan
    try:
        refuse_unknown(record, plan, default.name)
        if record.kind == "agreements":
            refuse_other_terms(record, plan, default.name)
    except OkrsError:
        return current
    return None


def agree(
    repository: Repository,
    by: str,
    day: date,
    today: date,
    *,
    role: Role | None = None,
    signing: Signing | None = None,
) -> ConsentDraft:
    """What a person agrees to on a day, with nothing agreed to yet, and how they sign it; see `edit.consent`.

    Raises OkrsError for a day in the future.
    """
    from okrs_as_code.edit.consent import ConsentDraft

    workspace = repository.workspace
    return ConsentDraft(workspace.plan, by, day, today, role, check=workspace.signatures, signing=signing)


def signing(repository: Repository, person: str, key: Path | None = None, *, may_ask: bool = False) -> Signing:
    """How a person signs agreements: with the key that is named, else with the one that git signs with.

    `may_ask` lets ssh-keygen ask for a passphrase on the terminal. Raises OkrsError where it is known before that this
    cannot work, or would not count; see `edit.signing`.
    """
    from okrs_as_code.edit.signing import signing as found

    return found(repository, person, key, may_ask=may_ask)


def grade(
    repository: Repository, by: str, day: date, today: date, *, corrects: str | None = None, for_others: bool = False
) -> GradeDraft:
    """Grades of a person on a day, with nothing said yet; see `edit.grade`.

    Raises OkrsError for a day in the future, and for a record that this person cannot correct.
    """
    from okrs_as_code.edit.grade import GradeDraft

    return GradeDraft(repository.workspace.plan, by, day, today, corrects, for_others=for_others)


def close(
    repository: Repository, today: date, cycle: str, *, out: Path | None = None
) -> tuple[Closing, PageChanges | None]:
    """What a cycle still needs before it is closed; writes its retrospective page where it is over or closed.

    Raises OkrsError for an unknown cycle, before it can be graded, and where the page cannot be written.
    """
    from okrs_as_code.report import site
    from okrs_as_code.report.book import Book
    from okrs_as_code.report.closing import Closing
    from okrs_as_code.report.status import known_cycle
    from okrs_as_code.workspace.pages import publish_one

    workspace = repository.workspace
    state = Closing(Book(workspace, today, repository.prefix, key_results=()), known_cycle(workspace.plan, cycle))
    if today < state.graded_from and not state.is_closed:
        raise OkrsError(
            f"{cycle} is graded from {state.graded_from} on and ends on {state.cycle.end}",
            "until then `okrs status` shows how it stands",
        )
    if not state.is_told:
        return state, None
    path, text = site.retrospective(state.book, state.cycle, repository.root)
    folder = out if out is not None else repository.root / PAGES
    return state, publish_one(repository.root, folder, path, text, site.MARK)


def codeowners(repository: Repository, today: date, *, check: bool = False) -> CodeOwners:
    """Writes the generated part of CODEOWNERS where it differs; with `check` only says what it would be.

    Raises OkrsError as `edit.code_owners`, and for a file behind a link; then nothing was written.
    """
    from okrs_as_code.edit.code_owners import code_owners
    from okrs_as_code.workspace import rewriting

    made = code_owners(repository, today)
    if made.change is not None and not check:
        git = repository.require_git()
        rewriting.write_beside(git.top, made.change)
    return made


def fixes(repository: Repository, result: LintResult) -> Fixes:
    """What needs no guess to be mended in what a lint found; `write_changes` writes it."""
    from okrs_as_code.edit.fixes import fixes_for

    return fixes_for(repository, (located.finding for located in result.findings))


def format_files(repository: Repository, paths: Iterable[Path] = ()) -> Tidying:
    """What formatting changes in these files and folders, or in all of `okrs/`; `write_changes` writes it.

    Raises OkrsError for a path outside `okrs/`.
    """
    from okrs_as_code.edit.tidying import tidy

    return tidy(repository, [_inside(repository, path) for path in paths])


def undo_cut_off(repository: Repository) -> bool:
    """Undoes what a killed process has left half-way, before anything is read; whether there was anything.

    Raises OkrsError where files have changed since, or another process is writing now.
    """
    from okrs_as_code.workspace import rewriting

    return rewriting.undo_cut_off(repository.root)


def write_changes(repository: Repository, changes: Sequence[FileChange]) -> None:
    """Writes changes of files, each whole or not at all. Raises OkrsError, before anything is written, for whatever
    speaks against it: see `workspace.rewriting`."""
    from okrs_as_code.workspace import rewriting

    rewriting.write_changes(repository.root, repository.git, changes)


def assign(repository: Repository, node: KeyResultNode, person: str, today: date) -> tuple[HandOver, LintResult]:
    """What hands a key result over to a person, and what the lint would say to it; `write_changes` writes it.

    Raises OkrsError where that cannot be done, and where the lint would find a new error.
    """
    from okrs_as_code.edit.assign import hand_over
    from okrs_as_code.lint.draft import judge_draft, refuse_errors

    handed = hand_over(repository, node, person, today)
    judged = judge_draft(repository, handed.changes, today)
    refuse_errors(judged)
    return handed, judged


def move(repository: Repository, old: str, new: str, today: date) -> tuple[Move, LintResult]:
    """What gives a key result, an objective or a team another id, and what the lint would say to it.

    `write_changes` writes it. Raises OkrsError where that cannot be done, and where the lint would find a new error.
    """
    from okrs_as_code.edit.move import move as planned
    from okrs_as_code.lint.draft import judge_draft, refuse_errors

    moved = planned(repository, old, new, today)
    judged = judge_draft(repository, moved.changes, today)
    refuse_errors(judged)
    return moved, judged


def rollover(repository: Repository, start: str, into: str, today: date, *, team: str | None = None) -> Rollover:
    """What was decided to go on in a later cycle, with the records that say so; nothing is written.

    Raises OkrsError for what is no cycle or no team; see `edit.rollover`.
    """
    from okrs_as_code.edit.rollover import roll_over

    return roll_over(repository, start, into, today, team)


def judge_new_files(repository: Repository, changes: Sequence[FileChange], today: date) -> LintResult:
    """What the lint will say to new files. Raises OkrsError where it would find a new error anywhere else."""
    from okrs_as_code.lint.draft import judge_draft, refuse_errors

    judged = judge_draft(repository, changes, today)
    refuse_errors(judged, [change.path for change in changes])
    return judged


def approvals(
    repository: Repository,
    base: str,
    head: str,
    today: date,
    *,
    account: str | None = None,
    reviews: bytes | None = None,
    where: str = "the reviews",
) -> PullRequest:
    """Who has to approve the change from `base` to `head`, and what is there; `.approvals` says whether it is enough.

    `account` opened it, as the forge says, and `reviews` is what the forge's API answers, called `where` in messages.
    Raises OkrsError for a revision that cannot be read, for reviews that are none, where what the change brings cannot
    be told, and where ssh-keygen is needed for a signature and cannot be run.
    """
    from okrs_as_code.review.forges import Reviews, read_reviews
    from okrs_as_code.review.pull_request import Claim, PullRequest, approved_commits, claimed_commits
    from okrs_as_code.review.revision import at_commit
    from okrs_as_code.review.seen import Seen
    from okrs_as_code.review.signed import signed_at
    from okrs_as_code.review.standing import accounts_of
    from okrs_as_code.workspace.commits import commits

    git = repository.require_git()
    tip, commit = git.commit(base), git.commit(head)
    fork, *more = git.merge_bases(base, head)
    if more:
        # A merge takes what differs from any of them; what was compared with one alone could hide the rest.
        raise OkrsError(
            f"`{base}` and `{head}` diverged at more than one commit, so nobody can tell what this brings",
            f"merge `{base}` as it is now into the branch, or rebase onto it",
        )
    found = read_reviews(reviews, where) if reviews is not None else Reviews()
    claims = tuple(
        Claim(email, one.id)
        for one in reversed(commits(git, tip, commit))
        for email in dict.fromkeys((one.email, *(signed.email for signed in one.signed_off_by)))
    )
    with collector_off():
        workspace, after = repository.at(tip), at_commit(repository, commit)
        people = workspace.plan.directory.people
        found = found.of(accounts_of(people) | accounts_of(after.plan.directory.people))
        seen = Seen(repository, (*filter(git.has, approved_commits(found)), *claimed_commits(claims, people)))
        return PullRequest(
            base=workspace,
            fork=at_commit(repository, fork),
            head=after,
            commit=commit,
            today=today,
            account=account,
            reviews=found,
            claims=claims,
            seen=seen,
            signed=signed_at(workspace, after.workspace, today).valid,
        )


def merged_at_once(repository: Repository, base: str, head: str = "HEAD") -> bool:
    """Whether `head` is what one merge, squash or commit made of `base`, so that one pull request brought it all."""
    from okrs_as_code.workspace.commits import commits

    git = repository.require_git()
    tip = git.commit(base)
    brought = commits(git, tip, head)
    return not brought or brought[-1].parents[:1] == (tip,)


def agreements_given(
    repository: Repository, request: PullRequest, day: date, via: str | None = None
) -> tuple[NewRecord, ...]:
    """The records of the agreements that a merged change's approvals, and its opening, were; each links to `via`.

    One for each person and cycle, of what the working tree does not say yet; `write_record` writes it. Raises
    OkrsError for a link that is none, and where policy could not be read.
    """
    import re

    from okrs_as_code.edit.agreement import agreement
    from okrs_as_code.model.base import LINK_PATTERN
    from okrs_as_code.review.consents import given

    if via is not None and re.fullmatch(LINK_PATTERN, via) is None:
        raise OkrsError(f"`{via}` is no link", "give the address of the pull request: `--via https://...`")
    repository.workspace.require_policy()
    agreed: dict[tuple[str, str], list[tuple[KeyResultNode, Role]]] = {}
    for one in given(request, repository.workspace.plan):
        agreed.setdefault((one.person, one.node.cycle.name), []).append((one.node, one.role))
    return tuple(agreement(person, day, parts, via=via) for (person, _), parts in agreed.items())


def review_page(request: PullRequest) -> str:
    """What a reviewer wants to know, as Markdown: who approves, what changes, and what the lint finds."""
    from okrs_as_code.lint.formats import rendered
    from okrs_as_code.lint.run import run_between
    from okrs_as_code.report.review_page import page

    found = run_between(request.fork.workspace, request.head.workspace, request.today)
    return page(request, rendered(found.findings, "markdown"))


def judge_request(repository: Repository, base: str, request: OpenRequest, reviews: bytes, today: date) -> Verdict:
    """Judges an open pull request of GitHub, from objects that are fetched by their ids and never checked out.

    Raises OkrsError where its head cannot be fetched.
    """
    return _judged(repository, base, request.head, request.author, reviews, today, f"refs/pull/{request.number}/head")


def judge_merge_request(
    repository: Repository, base: str, head: str, account: str, reviews: bytes, today: date, number: str
) -> Verdict:
    """The same of a merge request of GitLab."""
    return _judged(repository, base, head, account, reviews, today, f"refs/merge-requests/{number}/head")


def _judged(
    repository: Repository, base: str, head: str, account: str, reviews: bytes, today: date, ref: str
) -> Verdict:
    from okrs_as_code.deliver.verdict import Verdict
    from okrs_as_code.report.approvals import verdict
    from okrs_as_code.review.forges import read_reviews
    from okrs_as_code.workspace.fetching import fetch_commits

    git = repository.require_git()
    approved = (commit for word in read_reviews(reviews, "the reviews").words for commit in word.commits)
    fetch_commits(git, "origin", (head, *approved), ref)
    request = approvals(repository, base, head, today, account=account, reviews=reviews)
    return Verdict(request.approvals.complete, verdict(request), review_page(request), bool(request.changes))


def foreign_terms(repository: Repository, merged: str, number: str, base: str) -> tuple[str, ...]:
    """Key results whose terms a merge queue's commit has, and neither the pull request nor `base`, which it is upon.

    Raises OkrsError where one of the three cannot be fetched.
    """
    from okrs_as_code.review.merged import foreign_terms as found
    from okrs_as_code.workspace.fetching import fetch_commits, fetch_ref

    git = repository.require_git()
    fetch_commits(git, "origin", (merged, base))
    head = fetch_ref(git, "origin", f"refs/pull/{number}/head")
    sides = (merged, base, head)
    return found(*(repository.at(git.commit(side)).plan for side in sides))


def merged_commits(repository: Repository, before: str, after: str) -> tuple[str, ...]:
    """The commits that a push brought to a branch, along its first parents, the oldest first."""
    from okrs_as_code.workspace.commits import commits

    found = {one.id: one for one in commits(repository.require_git(), before, after)}
    line: list[str] = []
    current: str | None = after
    while current in found:
        line.append(current)
        current = next(iter(found[current].parents), None)
    return tuple(reversed(line))


def write_given(
    repository: Repository, before: str, request: OpenRequest, reviews: bytes, today: date
) -> tuple[str, ...]:
    """Writes the agreements that the approvals of a merged pull request were; returns their paths from the root.

    `before` is what the branch was before that merge, and not before others of the same push.
    """
    from okrs_as_code.review.forges import read_reviews
    from okrs_as_code.workspace.fetching import fetch_commits

    git = repository.require_git()
    approved = (commit for word in read_reviews(reviews, "the reviews").words for commit in word.commits)
    fetch_commits(git, "origin", (request.head, *approved), f"refs/pull/{request.number}/head")
    head = request.head if git.has(request.head) else None
    account = request.author if head is not None or merged_at_once(repository, before) else None
    merged = approvals(repository, before, head or "HEAD", today, account=account, reviews=reviews)
    records = agreements_given(open_repository(repository.root), merged, today, request.address)
    return tuple(write_record(repository, record) for record in records)


def diff(repository: Repository, base: str, head: str | None, today: date) -> Diff:
    """What changed since `base` and `head` diverged, in words; without `head` up to the working tree.

    Raises OkrsError in a plain folder, and RevisionError for a revision that cannot be read.
    """
    from okrs_as_code.report.diff import Diff
    from okrs_as_code.review.revision import at_commit, working_tree

    git = repository.require_git()
    fork = git.merge_base(base, head if head is not None else "HEAD")
    commit = git.commit(head) if head is not None else None
    with collector_off():
        after = at_commit(repository, commit) if commit is not None else working_tree(repository)
        return Diff((fork, at_commit(repository, fork)), (commit, after), today)
