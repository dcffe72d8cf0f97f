"""Assesses how things stand, and makes views and pages of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from okrs_as_code.api.page_data import arrivals, site_data
from okrs_as_code.errors import OkrsError

if TYPE_CHECKING:
    from okrs_as_code.model.assessment import Assessment
    from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
    from okrs_as_code.processes import ProgressCallback
    from okrs_as_code.report.views.backlog import BacklogView
    from okrs_as_code.report.views.closing import ClosingView
    from okrs_as_code.report.views.filters import Filters
    from okrs_as_code.report.views.key_result_history import KeyResultHistory
    from okrs_as_code.report.views.objective_history import ObjectiveHistory
    from okrs_as_code.report.views.status import CycleStatus
    from okrs_as_code.signing.verification import Signatures
    from okrs_as_code.storage.page_folder import PageChanges
    from okrs_as_code.workspace.repository import Repository


PAGES = "status"
"""The folder below the root into which pages are written, unless another is named."""


def assess(repository: Repository, today: date) -> Assessment:
    """The assessment of everything in the working tree on a day. Raises OkrsError as `signatures`."""
    from okrs_as_code.model.assessment import Assessment

    return Assessment(repository.workspace.plan, today, signatures(repository).valid)


def signatures(repository: Repository) -> Signatures:
    """The signatures under agreements in the working tree, checked. Raises OkrsError where ssh-keygen cannot be run."""
    from okrs_as_code.signing.verification import check_signatures

    workspace = repository.workspace
    return check_signatures(workspace.plan, workspace.signers, workspace.signature_statuses)


def status(
    repository: Repository, today: date, *, cycle: str | None = None, filters: Filters | None = None
) -> CycleStatus:
    """The status of a cycle on a day; `as_json()` of it is for other programs.

    Raises OkrsError for a cycle, team or person that is not there; `signatures.note` says what could not be checked.
    """
    from okrs_as_code.report.views.status import cycle_status

    return cycle_status(repository.workspace, today, cycle, filters, arrivals(repository))


def backlog(repository: Repository, team: str | None = None) -> BacklogView:
    """The backlog, of a team or of all; `as_json()` of it is for other programs.

    Raises OkrsError for a team that is not there.
    """
    from okrs_as_code.report.views.backlog import backlog_view

    return backlog_view(repository.workspace, team)


def report(
    repository: Repository,
    today: date,
    *,
    out: Path | None = None,
    cycle: str | None = None,
    check: bool = False,
    since: date | None = None,
    progress: ProgressCallback | None = None,
) -> PageChanges:
    """Writes the Markdown pages where they differ, by default into `status/` below the root, and removes stale ones.

    With `cycle` only the index and the pages of that cycle; with `check` nothing is written. Changes are counted from
    `since` on, by default a week before `today`. `progress` is called with the number of pages that are made, and of
    all. Raises OkrsError for an unknown cycle, a broken template, and a folder that cannot be written or holds a
    foreign file.
    """
    from okrs_as_code.report.page_form import MARKDOWN
    from okrs_as_code.report.pages import site
    from okrs_as_code.report.views.status import require_cycle
    from okrs_as_code.storage.page_folder import write_pages

    if cycle is not None:
        require_cycle(repository.workspace.plan, cycle)
    data = site_data(repository, today, MARKDOWN, since)
    pages = site.pages(data, repository.root, cycle, progress)
    folder = out if out is not None else repository.root / PAGES
    return write_pages(repository.root, folder, pages, data.form.marks, cycle=cycle, check=check)


def site(
    repository: Repository,
    today: date,
    out: Path,
    *,
    with_people: bool = True,
    since: date | None = None,
    progress: ProgressCallback | None = None,
) -> PageChanges:
    """Writes the web site where it differs, and removes stale pages; see `report`.

    Without `with_people` nothing in it comes from a person; see `SiteData`.
    """
    from okrs_as_code.report.page_form import HTML
    from okrs_as_code.report.pages import site
    from okrs_as_code.storage.page_folder import write_pages

    data = site_data(repository, today, HTML, since, with_people=with_people)
    pages = site.pages(data, repository.root, None, progress)
    return write_pages(repository.root, out, pages, data.form.marks)


def one_page(repository: Repository, today: date, file: Path, *, with_people: bool = False) -> PageChanges:
    """Writes one page that needs no other file, to mail or to print, where it differs.

    Raises OkrsError for a broken template, and for a file that is foreign or cannot be written.
    """
    from okrs_as_code.report.page_form import HTML
    from okrs_as_code.report.pages import one_page
    from okrs_as_code.report.templates import Templates
    from okrs_as_code.storage.page_folder import write_page

    data = site_data(repository, today, HTML, with_people=with_people)
    page = one_page.render(data, Templates(repository.root, data.form, data.plan.config.language), file.name)
    return write_page(repository.root, file.parent, file.name, data.form.marked(file.name, page), data.form.marks)


def summary(repository: Repository, today: date) -> str:
    """The page of the running cycle as Markdown with absolute links, such as for a job's summary.

    Raises OkrsError for a broken template.
    """
    from okrs_as_code.api.links import branch_to_link
    from okrs_as_code.git.remote import repository_address
    from okrs_as_code.report.forge_links import ForgeLinks
    from okrs_as_code.report.pages.summary import summary

    data = site_data(repository, today)
    address = repository_address(repository.git) if repository.git is not None else None
    links = ForgeLinks.at(address or "", data.plan.config, repository.prefix, branch_to_link(repository))
    return summary(data, today, links, repository.root, PAGES)


def page_sources(start: Path, out: Path | None) -> list[Path]:
    """The paths that a report reads and writes beside `okrs/`: the team's own templates, ours, the pages, and branches.

    Raises OkrsError where there is no root.
    """
    from okrs_as_code.api.links import branch_sources
    from okrs_as_code.filenames import TEMPLATES_FOLDER
    from okrs_as_code.git.client import Git
    from okrs_as_code.resources import shipped
    from okrs_as_code.workspace.root import find_root

    root = find_root(start)
    pages = out.absolute() if out is not None else root / PAGES
    return [root / TEMPLATES_FOLDER, shipped(TEMPLATES_FOLDER), pages, *branch_sources(Git.containing(root))]


def history(repository: Repository, node: KeyResultNode, today: date) -> tuple[KeyResultHistory, tuple[str, ...]]:
    """The history of a key result, and notes on what is missing in it. Without git it has the records alone."""
    from okrs_as_code.report.views import key_result_history
    from okrs_as_code.report.wording.unreadable_phrases import unreadable_note
    from okrs_as_code.workspace.lineage.key_result_lineage import lineage

    workspace, git = repository.workspace, repository.git
    entries = workspace.plan.unreadable.of_key_result(node.id)
    notes = [unreadable_note(entries)] if entries else []
    if git is None or not git.has_commits():
        view = key_result_history.history(workspace, node, None, today)
        return view, (*notes, "there are no commits here, so changes of terms are not known")
    files = key_result_history.record_files(workspace.plan, node)
    known = lineage(git, workspace.plan, node, files, repository.prefix)
    notes += _lineage_notes(known.unreadable, "of the terms ", shallow=known.shallow)
    return key_result_history.history(workspace, node, known, today), tuple(notes)


def objective_history(
    repository: Repository, node: ObjectiveNode, today: date
) -> tuple[ObjectiveHistory, tuple[str, ...]]:
    """The history of an objective, and notes on what is missing in it. Without git it has the check-ins alone."""
    from okrs_as_code.report.views import objective_history as view
    from okrs_as_code.report.wording.unreadable_phrases import unreadable_note
    from okrs_as_code.workspace.lineage.objective_lineage import objective_lineage, read_objective

    workspace, git = repository.workspace, repository.git
    entries = workspace.plan.unreadable.of_objective(node.id)
    notes = [unreadable_note(entries)] if entries else []
    if git is None or not git.has_commits():
        return view.objective_history(workspace.plan, node, None, None, today), (
            *notes,
            "there are no commits here, so changes of the objective are not known",
        )
    files = view.objective_record_files(workspace.plan, node)
    known = objective_lineage(git, workspace.plan, node, files, repository.prefix)
    notes += _lineage_notes(known.unreadable, "", shallow=known.shallow)
    current = read_objective(node.file, workspace.files[node.file].data)
    return view.objective_history(workspace.plan, node, known, current, today), tuple(notes)


def _lineage_notes(unreadable: int, of: str, *, shallow: bool) -> list[str]:
    """The gaps of a lineage, in words."""
    from okrs_as_code.phrases import count_phrase

    notes = []
    if unreadable:
        verb = "are" if unreadable > 1 else "is"
        notes.append(f"{count_phrase(unreadable, 'earlier version')} {of}could not be read and {verb} missing")
    if shallow:
        notes.append("the history is cut off here: fetch the whole of it (`git fetch --unshallow`)")
    return notes


def last_readable(repository: Repository, key_result: str) -> KeyResultNode | None:
    """The key result of a complete id as it could last be read on the main line; None where it never could."""
    from okrs_as_code.git.file_versions import main_line
    from okrs_as_code.review.unreadable.last_readable import LastReadable

    git = repository.git
    if git is None or not git.has_commits():
        return None
    objective, _, slug = key_result.rpartition("/")
    versions = main_line(git, repository.prefix, "HEAD")
    return LastReadable(repository.workspace.plan, versions).key_result(objective, [slug])


def cycle_to_close(repository: Repository, today: date) -> str:
    """The name of the latest cycle that ended and is not closed, else of the one that can be graded already.

    Raises OkrsError where there is none.
    """
    from okrs_as_code.report.site_data import SiteData
    from okrs_as_code.report.views.closing import latest_to_close

    data = SiteData(repository.workspace, today, repository.prefix, key_results=())
    cycle = latest_to_close(data)
    if cycle is None:
        names = ", ".join(cycle.name for cycle in data.cycles)
        raise OkrsError(
            "no cycle waits for its grades", f"name the one to look at: {names}" if names else "`okrs new` begins one"
        )
    return cycle.name


def close(
    repository: Repository, today: date, cycle: str, *, out: Path | None = None
) -> tuple[ClosingView, PageChanges | None]:
    """The view of what a cycle still needs before it is closed; writes its page where it is over or closed.

    Raises OkrsError for an unknown cycle, before it can be graded, and where the page cannot be written.
    """
    from okrs_as_code.report.pages import site
    from okrs_as_code.report.views.closing import ClosingView
    from okrs_as_code.report.views.status import require_cycle
    from okrs_as_code.storage.page_folder import write_page

    data = site_data(repository, today, key_results=())
    view = ClosingView(data, require_cycle(data.plan, cycle))
    if today < view.graded_from and not view.is_closed:
        raise OkrsError(
            f"{cycle} is graded from {view.graded_from} on and ends on {view.cycle.end}",
            "until then `okrs status` shows how it stands",
        )
    if not view.has_page:
        return view, None
    path, text = site.retrospective(data, view.cycle, repository.root)
    folder = out if out is not None else repository.root / PAGES
    return view, write_page(repository.root, folder, path, text, data.form.marks)
