"""The script with all that search finds: titles of goals, teams and people, and the pages on which they stand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from okrs_as_code import escape
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.goals.lookup import default_cycle
from okrs_as_code.report.inline import text
from okrs_as_code.report.pages.lists.backlog_page import backlog_parts
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.site_data import SiteData

_Page = tuple[str, str, tuple[tuple[str, str], ...]]
"""The path of a page, the words that tell its titles from like ones, and the titles with their places on it."""


def render(site: SiteData) -> tuple[str, str]:
    """Path and text of the script: a call with two lists, one of the pages, one of titles that point into it.

    What is found by the first word alone comes in this order: teams, people, goals of the latest cycle first.
    """
    pages, titles = [], []
    for number, (path, where, entries) in enumerate(_pages(site)):
        pages.append(_line([path, _visible(where)]))
        titles += [_line([_visible(title), number, place]) for title, place in entries]
    return site.paths.search_index, f"okrsIndex([\n{_lines(pages)}], [\n{_lines(titles)}])\n"


def _pages(site: SiteData) -> Iterator[_Page]:
    paths, directory = site.paths, site.directory
    for team, cycle in _latest(site, ((cycle, site.cycle_data(cycle).teams) for cycle in site.cycles)):
        yield paths.team(cycle.name, team), f"team, {cycle.name}", ((directory.team_name(team), ""),)
    people = ((cycle, site.cycle_data(cycle).people) for cycle in site.cycles if site.with_people)
    for person, cycle in _latest(site, people):
        yield paths.person(cycle.name, person), f"person, {cycle.name}", ((directory.person_name(person), ""),)
    for cycle in site.cycles:
        for standing in site.cycle_data(cycle).objectives:
            node = standing.node
            places = ((key_result.content.title, f"#{key_result.content.id}") for key_result in node.key_results)
            where = f"{directory.team_name(node.team)}, {cycle.name}"
            yield paths.objective(node), where, ((node.content.title, ""), *places)
    for path, goals in backlog_parts(PageContext(site, paths.backlog)):
        for goal in goals:
            yield path, "backlog", ((goal, ""),)


def _latest(site: SiteData, found: Iterable[tuple[Cycle, Iterable[str]]]) -> Iterator[tuple[str, Cycle]]:
    """Yields each id once, with the cycle that is now if it has a page there, else with the latest where it has one."""
    now = default_cycle(site.plan, site.today)
    cycles: dict[str, Cycle] = {}
    for cycle, ids in found:
        for id_ in ids:
            if cycle == now or id_ not in cycles:
                cycles[id_] = cycle
    yield from sorted(cycles.items())


def _visible(value: str) -> str:
    """A text on one line as pages show it."""
    return escape.visible(text(value))


def _line(values: list[str | int]) -> str:
    """JSON that nothing takes for the end of a script."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _lines(rows: Iterable[str]) -> str:
    return "".join(f"{row},\n" for row in rows)
