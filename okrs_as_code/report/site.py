"""All pages of a book, by their path."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from okrs_as_code.model.cycle import Cycle
from okrs_as_code.report import index_page, objective_page, overview_page, person_page, retrospective_page, team_page
from okrs_as_code.report.book import Book
from okrs_as_code.report.closing import Closing
from okrs_as_code.report.environment import Templates

MARK = "<!-- okrs: generated"
"""How every page of ours begins; a file that begins otherwise is foreign."""

_FIRST_LINE = f"{MARK} by `okrs report`; what is changed here is overwritten -->\n\n"


def pages(book: Book, root: Path | None = None, cycle: str | None = None) -> dict[str, str]:
    """The text of every page by its path; with `cycle` the index and the pages of that cycle only.

    Templates in `root` stand in for ours. Raises OkrsError where one of them is broken.
    """
    templates = Templates(root)
    return {path: _FIRST_LINE + page for path, page in _rendered(book, templates, cycle)}


def retrospective(book: Book, cycle: Cycle, root: Path | None = None) -> tuple[str, str]:
    """Path and text of the page that tells how a cycle ended, as it is among all pages."""
    path, page = retrospective_page.render(book, Templates(root), cycle)
    return path, _FIRST_LINE + page


def _rendered(book: Book, templates: Templates, only: str | None) -> Iterator[tuple[str, str]]:
    yield index_page.render(book, templates)
    for cycle in book.cycles:
        if only is not None and cycle.name != only:
            continue
        yield overview_page.render(book, templates, cycle)
        if Closing(book, cycle).is_told:
            yield retrospective_page.render(book, templates, cycle)
        cast = book.cast(cycle)
        for team in cast.teams:
            yield team_page.render(book, templates, cycle, team)
        for person in cast.people:
            yield person_page.render(book, templates, cycle, person)
        for standing in book.objectives(cycle):
            yield objective_page.render(book, templates, standing)
