"""What stands around every page: where it is, the day it tells about, and what could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from okrs_as_code.model.cycle import Cycle
from okrs_as_code.report.markdown import Markdown, code, joined, link, text
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.site_data import INDEX
from okrs_as_code.report.wording.numbers import counted, day

UNREADABLE_TOLD = 10


@dataclass(frozen=True)
class PageFrame:
    """The frame of one page."""

    title: Markdown
    organization: Markdown
    trail: Markdown | None
    today: str
    example: bool
    unread: Markdown | None


def page_frame(
    desk: PageContext, title: object, trail: Sequence[Markdown] = (), cycle: Cycle | None = None
) -> PageFrame:
    """The frame of a page below the index; the trail leads to it."""
    book = desk.book
    steps = [link(book.title, desk.to(INDEX)), *([desk.cycle(cycle)] if cycle is not None else []), *trail]
    return PageFrame(
        title=text(title),
        organization=text(book.title),
        trail=joined(steps, " › ") if desk.page != INDEX else None,
        today=day(book.today),
        example=book.plan.config.example is not None,
        unread=_unread(desk),
    )


def _unread(desk: PageContext) -> Markdown | None:
    files = desk.book.workspace.unreadable
    if not files:
        return None
    names = joined(code(file) for file in files[:UNREADABLE_TOLD])
    more = ", …" if len(files) > UNREADABLE_TOLD else ""
    return Markdown(f"{counted(len(files), 'file')} could not be read and is missing here: {names}{more}")


def days_phrase(cycle: Cycle, desk: PageContext) -> str:
    """Where today is in a cycle."""
    length, gone = (cycle.end - cycle.start).days + 1, (desk.book.today - cycle.start).days + 1
    span = f"{day(cycle.start)} to {day(cycle.end)}"
    if gone < 1:
        return f"{span}, not begun"
    return f"{span}, ended" if gone > length else f"{span}, day {gone} of {length}"
