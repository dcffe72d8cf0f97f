"""The frame of every page: its title, the trail to it, its last record, and what cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.goals.unreadable import UnreadableElement
from okrs_as_code.model.standing import KeyResultStanding, ObjectiveStanding
from okrs_as_code.report.html import PAGE_LANGUAGE
from okrs_as_code.report.inline import Inline, code, concat, join, link, text, words
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.wording.numbers import day
from okrs_as_code.report.wording.unreadable_phrases import unreadable_sentence

_MAX_ELEMENTS = 10
"""Number of unreadable elements that are named."""
_MAX_CYCLES = 8
"""Number of cycles that every page links to; the first page has them all."""


POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
"""Nothing is loaded but our own style sheet, scripts and pictures, whatever a page holds."""


class Tab(NamedTuple):
    """A page to go to; `current` is `page` where it is this one, `true` where this one belongs to it, else empty.

    The values are those of `aria-current`.
    """

    name: str
    target: str
    current: str


class PageFrame(NamedTuple):
    """The frame of one page, as its template sees it."""

    title: Inline
    organization: Inline
    trail: Inline | None
    as_of: str | None
    """The day, on pages that say how things stand now; all others change only with what they show."""
    last_record: str | None
    """The day of the last record that the page is made from; None where there is none."""
    example: bool
    unread: Inline | None
    language: str
    base: str
    """The relative path to the folder of the site, ending in `/` or empty."""
    cycles: tuple[Tab, ...]
    """The latest cycles, the page's own, and the backlog where there is one."""
    sections: tuple[Tab, ...]
    """The pages of the page's own cycle that list all that is in it."""
    crumbs: tuple[Inline, ...]
    """The way to the page from the overview of its cycle; empty on pages that have a tab."""
    finds: str
    """The label of the field for a search."""
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
    days = [standing.last_written for standing in standings if standing.last_written is not None]
    days += [check_in.written for objective in objectives for check_in in objective.check_ins]
    last_record = max(days, default=None)
    index = link(site.title, context.path_to(site.paths.index))
    steps = [index, *([context.cycle_link(cycle)] if cycle is not None else []), *trail]
    return PageFrame(
        title=text(title),
        organization=text(site.title),
        trail=join(steps, " › ") if context.page != site.paths.index else None,
        as_of=day(site.today) if _is_about_now(context, cycle) else None,
        last_record=day(last_record) if last_record is not None else None,
        example=site.plan.config.example is not None,
        unread=_unreadable_sentence(unreadable, with_names=site.with_people),
        language=PAGE_LANGUAGE,
        base="../" * context.page.count("/"),
        cycles=tuple(_cycle_tabs(context, cycle)),
        sections=tuple(_section_tabs(context, cycle)) if cycle is not None else (),
        crumbs=tuple(_crumbs(context, cycle, trail)) if cycle is not None else (),
        finds="Find a goal, a team, a person" if site.with_people else "Find a goal, a team",
        policy=POLICY,
    )


def _cycle_tabs(context: PageContext, cycle: Cycle | None) -> Iterator[Tab]:
    paths, cycles = context.site.paths, context.site.cycles
    shown = [*cycles[:_MAX_CYCLES], *(each for each in cycles[_MAX_CYCLES:] if each == cycle)]
    for each in shown:
        yield _tab(context, each.name, paths.cycle(each.name), holds=each == cycle)
    if len(shown) < len(cycles):
        yield Tab("All cycles", context.path_to(paths.index), "")
    if context.site.workspace.backlog:
        yield _tab(context, "Backlog", paths.backlog)


def _section_tabs(context: PageContext, cycle: Cycle) -> Iterator[Tab]:
    site, paths, cycle_data = context.site, context.site.paths, context.site.cycle_data(cycle)
    yield _tab(context, "Overview", paths.cycle(cycle.name))
    if cycle_data.teams:
        yield _tab(context, "Teams", paths.teams(cycle.name), holds=paths.is_of_team(context.page))
    if cycle_data.people and site.with_people:
        yield _tab(context, "People", paths.people(cycle.name), holds=paths.is_of_person(context.page))
    if cycle_data.tags:
        yield _tab(context, "Tags", paths.tags(cycle.name))
    if cycle_data.has_retrospective:
        yield _tab(context, "Retrospective", paths.retrospective(cycle.name))


def _tab(context: PageContext, name: str, page: str, *, holds: bool = False) -> Tab:
    return Tab(name, context.path_to(page), "page" if context.page == page else "true" if holds else "")


def _crumbs(context: PageContext, cycle: Cycle, trail: Sequence[Inline]) -> Iterator[Inline]:
    paths = context.site.paths
    if context.page.count("/") < 2:
        return  # a tab
    yield context.cycle_link(cycle)
    if paths.is_of_team(context.page):
        yield link("Teams", context.path_to(paths.teams(cycle.name)))
    if paths.is_of_person(context.page):
        yield link("People", context.path_to(paths.people(cycle.name)))
    yield from trail


def _is_about_now(context: PageContext, cycle: Cycle | None) -> bool:
    site = context.site
    if cycle is None:
        return context.page == site.paths.index
    return cycle.has(site.today) and context.page == site.paths.cycle(cycle.name)


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
