"""The frame of every page: its title, the trail to it, its last record, and what cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.goals.unreadable import UnreadableElement
from okrs_as_code.model.standing import KeyResultStanding, ObjectiveStanding
from okrs_as_code.report.inline import Inline, code, concat, join, link, text, words
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.wording.numbers import day
from okrs_as_code.report.wording.unreadable_phrases import unreadable_sentence

_MAX_ELEMENTS = 10
"""Number of unreadable elements that are named."""


POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
"""Nothing is loaded but our own style sheet, scripts and pictures, whatever a page holds."""


@dataclass(frozen=True)
class CycleTab:
    """A cycle to go to, and whether the page belongs to it."""

    name: str
    target: str
    current: bool


@dataclass(frozen=True)
class PageFrame:
    """The frame of one page, as its template sees it."""

    title: Inline
    organization: Inline
    trail: Inline | None
    last_record: str | None
    """The day of the last record that the page is made from; None where there is none."""
    example: bool
    unread: Inline | None
    language: str
    base: str
    """The relative path to the folder of the site, ending in `/` or empty."""
    cycles: tuple[CycleTab, ...]
    policy: str
    """The content security policy of a page of the web site."""


def page_frame(
    context: PageContext,
    title: object,
    cycle: Cycle | None = None,
    trail: Sequence[Inline] = (),
    *,
    unreadable: Sequence[UnreadableElement],
    standings: Iterable[KeyResultStanding],
    objectives: Iterable[ObjectiveStanding] = (),
) -> PageFrame:
    """The frame of a page; its trail begins with the index and the page of `cycle`, and ends with `trail`.

    `unreadable` is what is missing from the page, or may be; `standings` and `objectives` are the goals from whose
    records the page is made.
    """
    site = context.site
    days = [written for standing in standings for written in _record_days(standing)]
    days += [check_in.written for objective in objectives for check_in in objective.check_ins]
    last_record = max(days, default=None)
    index = link(site.title, context.path_to(site.paths.index))
    steps = [index, *([context.cycle_link(cycle)] if cycle is not None else []), *trail]
    return PageFrame(
        title=text(title),
        organization=text(site.title),
        trail=join(steps, " › ") if context.page != site.paths.index else None,
        last_record=day(last_record) if last_record is not None else None,
        example=site.plan.config.example is not None,
        unread=_unreadable_sentence(unreadable, with_names=site.with_people),
        language="en",
        base="../" * context.page.count("/"),
        cycles=tuple(
            CycleTab(tab.name, context.path_to(site.paths.cycle(tab.name)), current=tab == cycle) for tab in site.cycles
        ),
        policy=POLICY,
    )


def _record_days(standing: KeyResultStanding) -> Iterator[date]:
    """The days on which the records of a key result were written, as far as they count today."""
    yield from (check_in.written for check_in in standing.check_ins)
    if standing.grade is not None:
        yield standing.grade.written
    yield from (role.agreement.written for role in standing.consent.roles if role.agreement is not None)


def _unreadable_sentence(unreadable: Sequence[UnreadableElement], *, with_names: bool) -> Inline | None:
    if not unreadable:
        return None
    if not with_names:
        return words(unreadable_sentence(unreadable))
    names = join(_name_in_file(element) for element in unreadable[:_MAX_ELEMENTS])
    more = ", …" if len(unreadable) > _MAX_ELEMENTS else ""
    return concat(unreadable_sentence(unreadable), words(": "), names, words(more))


def _name_in_file(element: UnreadableElement) -> Inline:
    file = code(element.file)
    return file if element.title == element.file else concat(element.title, words(" ("), file, words(")"))


def days_phrase(cycle: Cycle, today: date) -> str:
    """The first and last day of a cycle, and whether it has begun and ended."""
    span = f"{day(cycle.start)} to {day(cycle.end)}"
    if today < cycle.start:
        return f"{span}, not begun"
    return f"{span}, ended" if today > cycle.end else span
