"""All pages of a book, by their path."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from okrs_as_code.model.cycle import Cycle
from okrs_as_code.processes import FORKS, mapped, pool, processors
from okrs_as_code.report import index_page, objective_page, overview_page, person_page, retrospective_page, team_page
from okrs_as_code.report.book import Book
from okrs_as_code.report.closing import Closing
from okrs_as_code.report.environment import Templates

MARK = "<!-- okrs: generated"
"""How every page of ours begins; a file that begins otherwise is foreign."""

Render = Callable[[], tuple[str, str]]
"""Makes one page: its path and its text."""
Progress = Callable[[int, int], None]
_PAYS_FROM = 100
"""Pages from which a second process saves more time than it takes to start."""
_AT_ONCE = 64

_FIRST_LINE = f"{MARK} by `okrs report`; what is changed here is overwritten -->\n\n"


def pages(
    book: Book, root: Path | None = None, cycle: str | None = None, progress: Progress | None = None
) -> dict[str, str]:
    """The text of every page by its path; with `cycle` the index and the pages of that cycle only.

    Templates in `root` stand in for ours. `progress` is told how many pages of how many are made. Raises OkrsError
    where a template is broken.
    """
    found: dict[str, str] = {}
    sheets = list(_sheets(book, Templates(root), cycle))
    for path, page in _rendered(sheets):
        found[path] = _FIRST_LINE + page
        if progress is not None:
            progress(len(found), len(sheets))
    return found


def retrospective(book: Book, cycle: Cycle, root: Path | None = None) -> tuple[str, str]:
    """Path and text of the page that tells how a cycle ended, as it is among all pages."""
    path, page = retrospective_page.render(book, Templates(root), cycle)
    return path, _FIRST_LINE + page


def _sheets(book: Book, templates: Templates, only: str | None) -> Iterator[Render]:
    yield partial(index_page.render, book, templates)
    for cycle in book.cycles:
        if only is not None and cycle.name != only:
            continue
        yield partial(overview_page.render, book, templates, cycle)
        if Closing(book, cycle).is_told:
            yield partial(retrospective_page.render, book, templates, cycle)
        chapter = book.chapter(cycle)
        for team in sorted(chapter.teams):
            yield partial(team_page.render, book, templates, cycle, team)
        for person in sorted(chapter.people):
            yield partial(person_page.render, book, templates, cycle, person)
        for standing in chapter.objectives:
            yield partial(objective_page.render, book, templates, standing)


def _rendered(sheets: Sequence[Render]) -> Iterator[tuple[str, str]]:
    """Path and text of each, in order; on all processors where that pays and they can have the book as it is."""
    workers = processors() if FORKS and len(sheets) >= _PAYS_FROM else 1
    if workers < 2:
        yield from (render() for render in sheets)
        return
    with pool(workers, _prepare, sheets) as processes:
        yield from mapped(processes, workers, _render_there, range(len(sheets)), _AT_ONCE)


_there: list[Sequence[Render]] = []


def _prepare(sheets: Sequence[Render]) -> None:
    _there[:] = [sheets]


def _render_there(at: int) -> tuple[str, str]:
    return _there[0][at]()
