"""The public Python API: everything that the command line does, without printing and without exiting."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
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
    from okrs_as_code.edit.fixes import Fixes
    from okrs_as_code.edit.tidying import Tidying
    from okrs_as_code.workspace.rewriting import FileChange

__all__ = [
    "CycleStatus",
    "Filters",
    "LintResult",
    "PageChanges",
    "Proposal",
    "Repository",
    "Written",
    "assess",
    "fixes",
    "format_files",
    "init",
    "lint",
    "open_repository",
    "report",
    "status",
    "write_changes",
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


def write_changes(repository: Repository, changes: Sequence[FileChange]) -> None:
    """Writes changes of files, each whole or not at all. Raises OkrsError, before anything is written, for whatever
    speaks against it: see `workspace.rewriting`."""
    from okrs_as_code.workspace import rewriting

    rewriting.write_changes(repository.root, repository.git, changes)
