"""Says how things stand: tables, pages, histories."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from okrs_as_code.errors import OkrsError

if TYPE_CHECKING:
    from okrs_as_code.model.assessment import Assessment
    from okrs_as_code.model.plan import KeyResultNode
    from okrs_as_code.report.views.closing import ClosingView
    from okrs_as_code.report.views.key_result_history import KeyResultHistory
    from okrs_as_code.report.views.status import CycleStatus, Filters
    from okrs_as_code.signing.verification import Signatures
    from okrs_as_code.storage.page_folder import PageChanges
    from okrs_as_code.workspace.repository import Repository


PAGES = "status"
"""The folder below the root that pages are written into, unless another is named."""


def assess(repository: Repository, today: date) -> Assessment:
    """How everything in the working tree stands on a day."""
    from okrs_as_code.model.assessment import Assessment

    return Assessment(repository.workspace.plan, today, signatures(repository).valid)


def signatures(repository: Repository) -> Signatures:
    """Which signatures under agreements in the working tree hold. Raises OkrsError where ssh-keygen cannot be run."""
    from okrs_as_code.signing.verification import check_signatures

    workspace = repository.workspace
    return check_signatures(workspace.plan, workspace.signers, workspace.verdicts)


def status(
    repository: Repository, today: date, *, cycle: str | None = None, filters: Filters | None = None
) -> CycleStatus:
    """How a cycle stands on a day; `as_json()` of it is what other programs read.

    Raises OkrsError for a cycle, team or person that is not there; `signatures.note` says what could not be checked.
    """
    from okrs_as_code.report.views.status import cycle_status

    return cycle_status(repository.workspace, today, cycle, filters)


def report(
    repository: Repository,
    today: date,
    *,
    out: Path | None = None,
    cycle: str | None = None,
    check: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> PageChanges:
    """Writes the Markdown pages where they differ, by default into `status/` below the root, and removes stale ones.

    With `cycle` only the index and the pages of that cycle; with `check` nothing is written. `progress` is told how
    many pages of how many are made. Raises OkrsError for an unknown cycle, a broken template, and a folder that cannot
    be written or holds a foreign file.
    """
    from okrs_as_code.report.pages import site
    from okrs_as_code.report.site_data import SiteData
    from okrs_as_code.report.views.status import require_cycle
    from okrs_as_code.storage.page_folder import write_pages
    from okrs_as_code.workspace.snapshot import RepositorySnapshot

    workspace = repository.workspace
    if cycle is not None:
        require_cycle(workspace.plan, cycle)
    back_dated = repository.back_dated if isinstance(repository, RepositorySnapshot) else ()
    book = SiteData(workspace, today, repository.prefix, back_dated)
    pages = site.pages(book, repository.root, cycle, progress)
    folder = out if out is not None else repository.root / PAGES
    return write_pages(repository.root, folder, pages, site.MARK, cycle=cycle, check=check)


def page_sources(start: Path, out: Path | None) -> list[Path]:
    """What a report reads and writes beside the files: a team's own templates, ours, and where pages are."""
    from okrs_as_code.filenames import TEMPLATES_FOLDER
    from okrs_as_code.resources import shipped
    from okrs_as_code.workspace.root import find_root

    root = find_root(start)
    return [root / TEMPLATES_FOLDER, shipped(TEMPLATES_FOLDER), out.absolute() if out is not None else root / PAGES]


def history(repository: Repository, node: KeyResultNode, today: date) -> tuple[KeyResultHistory, tuple[str, ...]]:
    """What happened to a key result, and notes on what is not known. Without git only the records are."""
    from okrs_as_code.report.views.key_result_history import history as told
    from okrs_as_code.report.views.key_result_history import record_files
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


def close(
    repository: Repository, today: date, cycle: str, *, out: Path | None = None
) -> tuple[ClosingView, PageChanges | None]:
    """What a cycle still needs before it is closed; writes its retrospective page where it is over or closed.

    Raises OkrsError for an unknown cycle, before it can be graded, and where the page cannot be written.
    """
    from okrs_as_code.report.pages import site
    from okrs_as_code.report.site_data import SiteData
    from okrs_as_code.report.views.closing import ClosingView
    from okrs_as_code.report.views.status import require_cycle
    from okrs_as_code.storage.page_folder import write_page

    workspace = repository.workspace
    state = ClosingView(
        SiteData(workspace, today, repository.prefix, key_results=()), require_cycle(workspace.plan, cycle)
    )
    if today < state.graded_from and not state.is_closed:
        raise OkrsError(
            f"{cycle} is graded from {state.graded_from} on and ends on {state.cycle.end}",
            "until then `okrs status` shows how it stands",
        )
    if not state.is_told:
        return state, None
    path, text = site.retrospective(state.book, state.cycle, repository.root)
    folder = out if out is not None else repository.root / PAGES
    return state, write_page(repository.root, folder, path, text, site.MARK)
