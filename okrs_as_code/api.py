"""The public Python API: everything that the command line does, without printing and without exiting."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from okrs_as_code.edit.proposal import Proposal
from okrs_as_code.edit.setup import FORGE_FILES, Written, forge_of, founder, set_up
from okrs_as_code.errors import OkrsError
from okrs_as_code.finding import Located, Severity
from okrs_as_code.lint import change, engine
from okrs_as_code.lint.policy import Selection
from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.schema import SCHEMAS, file_name, schema_text
from okrs_as_code.report.status import CycleStatus, Filters, cycle_status, known_cycle
from okrs_as_code.workspace.git import Git
from okrs_as_code.workspace.pages import PageChanges, publish
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.tree import FOLDER, prefix_of
from okrs_as_code.workspace.writer import write_text

if TYPE_CHECKING:
    from okrs_as_code.edit.author import Author
    from okrs_as_code.edit.check_in import CheckInDraft
    from okrs_as_code.edit.record import NewRecord
    from okrs_as_code.workspace.proposal import Pushed

__all__ = [
    "CycleStatus",
    "Filters",
    "LintResult",
    "PageChanges",
    "Proposal",
    "Proposed",
    "Repository",
    "Written",
    "assess",
    "author",
    "check_in",
    "init",
    "lint",
    "open_repository",
    "propose_record",
    "report",
    "status",
    "write_record",
    "write_schemas",
]


def open_repository(start: Path | str = ".") -> Repository:
    """The OKRs of the nearest folder, from `start` upwards, that has any; raises OkrsError where there is none."""
    return Repository.find(Path(start))


@dataclass(frozen=True)
class LintResult:
    """What a lint found, sorted by file and position, with notes on what could not be judged."""

    findings: tuple[Located, ...]
    notes: tuple[str, ...]
    files: int
    """How many files were read."""

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(located.finding.severity is severity for located in self.findings)


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
    selection = selection or Selection()
    wanted = [_inside(repository, path) for path in paths]
    with collector_off():
        return _lint(repository, today, since, wanted, selection, all_cycles=all_cycles)


def _lint(
    repository: Repository, today: date, since: str | None, wanted: list[str], selection: Selection, *, all_cycles: bool
) -> LintResult:
    workspace = repository.workspace
    if since is None:
        found = engine.judge(workspace, today, selection, all_cycles=all_cycles)
    else:
        base = repository.base(since)
        found = change.judge_change(base, workspace, today, selection, all_cycles)
    if wanted:
        found = [finding for finding in found if any(_covers(path, finding.place.file) for path in wanted)]
    return LintResult(engine.locate(found, workspace), engine.notes(workspace), len(workspace.files))


def init(start: Path, today: date, *, forge: str | None, minimal: bool, name: str | None, email: str | None) -> Written:
    """Sets up OKRs at the top of the git repository around `start`; see `edit.setup`.

    Raises OkrsError where there is no repository, or nobody is known to be its first person.
    """
    git = Git.around(start.resolve())
    if git is None:
        raise OkrsError(f"{start.resolve()} is not in a git repository", "run `git init` first")
    kind = next((known for known in FORGE_FILES if known == forge), None) or forge_of(git)
    return set_up(git, founder(git, name, email), kind, today, minimal=minimal)


def write_schemas(folder: Path, *, check: bool = False) -> list[Path]:
    """Writes the JSON Schema of every file where it differs; returns what was, or with `check` would be, written.

    Raises OkrsError where the folder cannot be written.
    """
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
    return Assessment(repository.workspace.plan, today)


def report(
    repository: Repository, today: date, *, out: Path | None = None, cycle: str | None = None, check: bool = False
) -> PageChanges:
    """Writes the Markdown pages where they differ, by default into `status/` below the root, and removes stale ones.

    With `cycle` only the index and the pages of that cycle; with `check` nothing is written. Raises OkrsError for
    an unknown cycle, a broken template, and a folder that cannot be written or holds a foreign file.
    """
    from okrs_as_code.report import site
    from okrs_as_code.report.book import Book

    workspace = repository.workspace
    if cycle is not None:
        known_cycle(workspace.plan, cycle)
    prefix = prefix_of(repository.root, repository.git) if repository.git is not None else ""
    pages = site.pages(Book(workspace, today, prefix), repository.root, cycle)
    folder = out if out is not None else repository.root / "status"
    return publish(repository.root, folder, pages, site.MARK, only=cycle, check=check)


def status(
    repository: Repository, today: date, *, cycle: str | None = None, filters: Filters | None = None
) -> CycleStatus:
    """How a cycle stands on a day; `as_json()` of it is what other programs read.

    Raises OkrsError for a cycle, team or person that is not there.
    """
    return cycle_status(repository.workspace.plan, today, cycle, filters)


def _inside(repository: Repository, path: Path) -> str:
    try:
        relative = path.resolve().relative_to(repository.root.resolve()).as_posix()
    except ValueError:
        raise OkrsError(f"{path} is outside of {repository.root}", f"name files below {FOLDER}/") from None
    if not path.exists():
        raise OkrsError(f"{path} does not exist", f"name files or folders below {FOLDER}/")
    return relative


def _covers(path: str, file: str) -> bool:
    return path == "." or file == path or file.startswith(f"{path}/")


@dataclass(frozen=True)
class Proposed:
    """A record on a branch of its own; `link` opens its pull request, where the forge is known."""

    pushed: Pushed
    link: str | None


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
    results, and where it could not be pushed.
    """
    from okrs_as_code.edit.record import refuse_unknown
    from okrs_as_code.edit.setup import repository_address
    from okrs_as_code.report.forge import ForgeLinks
    from okrs_as_code.workspace.proposal import Base, Proposer

    git = repository.git
    if git is None:
        raise OkrsError(f"{repository.root} is not in a git repository", "leave out `--push`")

    def accept(base: Base) -> None:
        refuse_unknown(record, repository.at(base.commit).plan, f"{base.branch} of {base.remote}")

    message = f"{record.subject}\n\n" + "".join(f"{ref}\n" for ref in record.key_results)
    proposer = Proposer(git, prefix_of(repository.root, git), may_ask=may_ask)
    pushed = proposer.push(record.branches, record.folder, record.stem, record.text, message, accept)
    links = ForgeLinks.at(repository_address(git) or "", repository.workspace.plan.config)
    return Proposed(pushed, links.pull_request(pushed.branch, pushed.into) if links is not None else None)
