"""Writes pages, web sites and summaries where they differ."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from okrs_as_code.api.page_data import site_data

if TYPE_CHECKING:
    from okrs_as_code.processes import ProgressCallback
    from okrs_as_code.storage.page_folder import PageChanges
    from okrs_as_code.workspace.repository import Repository


PAGES = "status"
"""The folder below the root into which pages are written, unless another is named."""


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
