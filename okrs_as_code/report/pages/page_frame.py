"""The frame of every page: its title, the trail to it, its day, and the files that could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from okrs_as_code.model.cycle import Cycle
from okrs_as_code.phrases import count_phrase
from okrs_as_code.report.markdown import Markdown, code, join, link, text
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.site_data import INDEX_PAGE_PATH
from okrs_as_code.report.wording.numbers import day

_MAX_FILES = 10
"""Number of unreadable files that are named."""


@dataclass(frozen=True)
class PageFrame:
    """The frame of one page, as its template sees it."""

    title: Markdown
    organization: Markdown
    trail: Markdown | None
    today: str
    example: bool
    unread: Markdown | None


def page_frame(
    context: PageContext, title: object, cycle: Cycle | None = None, trail: Sequence[Markdown] = ()
) -> PageFrame:
    """The frame of a page; its trail begins with the index and the page of `cycle`, and ends with `trail`."""
    site = context.site
    index = link(site.title, context.path_to(INDEX_PAGE_PATH))
    steps = [index, *([context.cycle_link(cycle)] if cycle is not None else []), *trail]
    return PageFrame(
        title=text(title),
        organization=text(site.title),
        trail=join(steps, " › ") if context.page != INDEX_PAGE_PATH else None,
        today=day(site.today),
        example=site.plan.config.example is not None,
        unread=_unreadable_files(context),
    )


def _unreadable_files(context: PageContext) -> Markdown | None:
    files = context.site.workspace.unreadable
    if not files:
        return None
    names = join(code(file) for file in files[:_MAX_FILES])
    more = ", …" if len(files) > _MAX_FILES else ""
    return Markdown(f"{count_phrase(len(files), 'file')} could not be read and is missing here: {names}{more}")


def days_phrase(cycle: Cycle, today: date) -> str:
    """The first and last day of a cycle, and the number of today among its days."""
    length, number = (cycle.end - cycle.start).days + 1, (today - cycle.start).days + 1
    span = f"{day(cycle.start)} to {day(cycle.end)}"
    if number < 1:
        return f"{span}, not begun"
    return f"{span}, ended" if number > length else f"{span}, day {number} of {length}"
