"""All pages of a book, by their path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from operator import call
from pathlib import Path

from okrs_as_code.model.cycle import Cycle
from okrs_as_code.processes import FORKS, in_processes, processors
from okrs_as_code.report.pages import (
    index_page,
    objective_page,
    overview_page,
    person_page,
    retrospective_page,
    team_page,
)
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.templates import Templates
from okrs_as_code.report.views.closing import ClosingView

MARK = "<!-- okrs: generated"
"""How every page of ours begins; a file that begins otherwise is foreign."""

Render = Callable[[], tuple[str, str]]
"""Makes one page: its path and its text."""
_PAYS_FROM = 100
"""Pages from which a second process saves more time than it takes to start."""
_MOST = 4
"""Processes at once: each takes memory of its own for what it works out."""
_AT_ONCE = 64
"""Pages that a process makes before it hands them over."""

_FIRST_LINE = f"{MARK} by `okrs report`; what is changed here is overwritten -->\n\n"


Progress = Callable[[int, int], None]
"""Called with how many pages of how many have been made."""


def pages(
    book: SiteData, root: Path | None = None, cycle: str | None = None, progress: Progress | None = None
) -> dict[str, str]:
    """The text of every page by its path; with `cycle` the index and the pages of that cycle only.

    Templates in `root` stand in for ours. `progress` is told how many pages of how many are made. Raises OkrsError
    where a template is broken.
    """
    found: dict[str, str] = {}
    sheets = list(_sheets(book, Templates(root), cycle))
    workers = min(processors(), _MOST) if FORKS and len(sheets) >= _PAYS_FROM else 1
    for path, page in in_processes(workers, call, sheets, _AT_ONCE):
        found[path] = _FIRST_LINE + page
        if progress is not None:
            progress(len(found), len(sheets))
    return found


def retrospective(book: SiteData, cycle: Cycle, root: Path | None = None) -> tuple[str, str]:
    """Path and text of the page that tells how a cycle ended, as it is among all pages."""
    path, page = retrospective_page.render(book, Templates(root), cycle)
    return path, _FIRST_LINE + page


def _sheets(book: SiteData, templates: Templates, only: str | None) -> Iterator[Render]:
    yield partial(index_page.render, book, templates)
    for cycle in book.cycles:
        if only is not None and cycle.name != only:
            continue
        yield partial(overview_page.render, book, templates, cycle)
        if ClosingView(book, cycle).is_told:
            yield partial(retrospective_page.render, book, templates, cycle)
        chapter = book.chapter(cycle)
        for team in sorted(chapter.teams):
            yield partial(team_page.render, book, templates, cycle, team)
        for person in sorted(chapter.people):
            yield partial(person_page.render, book, templates, cycle, person)
        for standing in chapter.objectives:
            yield partial(objective_page.render, book, templates, standing)
