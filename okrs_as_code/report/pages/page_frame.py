"""The frame of every page: its title, the trail to it, its day, and what cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from okrs_as_code.model.cycle import Cycle
from okrs_as_code.model.unreadable import Unreadable
from okrs_as_code.report.markdown import Markdown, code, join, link, text
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.site_data import INDEX_PAGE_PATH
from okrs_as_code.report.wording.numbers import day
from okrs_as_code.report.wording.unreadable_phrases import unreadable_sentence

_MAX_ELEMENTS = 10
"""Number of unreadable elements that are named."""


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
    context: PageContext,
    title: object,
    cycle: Cycle | None = None,
    trail: Sequence[Markdown] = (),
    *,
    unreadable: Sequence[Unreadable],
) -> PageFrame:
    """The frame of a page; its trail begins with the index and the page of `cycle`, and ends with `trail`.

    `unreadable` is what is missing from the page, or may be.
    """
    site = context.site
    index = link(site.title, context.path_to(INDEX_PAGE_PATH))
    steps = [index, *([context.cycle_link(cycle)] if cycle is not None else []), *trail]
    return PageFrame(
        title=text(title),
        organization=text(site.title),
        trail=join(steps, " › ") if context.page != INDEX_PAGE_PATH else None,
        today=day(site.today),
        example=site.plan.config.example is not None,
        unread=_unreadable_sentence(unreadable),
    )


def _unreadable_sentence(unreadable: Sequence[Unreadable]) -> Markdown | None:
    if not unreadable:
        return None
    names = join(_name_in_file(element) for element in unreadable[:_MAX_ELEMENTS])
    more = ", …" if len(unreadable) > _MAX_ELEMENTS else ""
    return Markdown(f"{text(unreadable_sentence(unreadable))}: {names}{more}")


def _name_in_file(element: Unreadable) -> Markdown:
    file = code(element.file)
    return file if element.title == element.file else Markdown(f"{text(element.title)} ({file})")


def days_phrase(cycle: Cycle, today: date) -> str:
    """The first and last day of a cycle, and the number of today among its days."""
    length, number = (cycle.end - cycle.start).days + 1, (today - cycle.start).days + 1
    span = f"{day(cycle.start)} to {day(cycle.end)}"
    if number < 1:
        return f"{span}, not begun"
    return f"{span}, ended" if number > length else f"{span}, day {number} of {length}"
