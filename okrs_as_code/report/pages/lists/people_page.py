"""A cycle's list of people, by name, with the teams that they are in; nobody is ranked."""

from __future__ import annotations

from collections.abc import Mapping

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.grouping import group_pairs
from okrs_as_code.report.inline import join
from okrs_as_code.report.pages.lists.parts import by_rows, render_parts
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.page_frame import days_phrase, page_frame
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.templates import Templates

TEMPLATE = "people"


def render(site: SiteData, templates: Templates, cycle: Cycle) -> list[tuple[str, str]]:
    """Paths and texts of the page, and of those on which it goes on."""
    context, cycle_data = PageContext(site, site.paths.people(cycle.name), cycle), site.cycle_data(cycle)
    teams = _teams_by_person(site)
    rows = [
        {
            "link": context.titled_link(person),
            "teams": join((context.team_link(team) for team in teams.get(person, ())), " · "),
        }
        for person in sorted(cycle_data.people, key=lambda person: (site.directory.person_name(person), person))
    ]
    return render_parts(
        context,
        templates,
        TEMPLATE,
        {"people": by_rows()},
        frame=page_frame(context, f"People, {cycle.name}", cycle, unreadable=cycle_data.unreadable, standings=()),
        days=days_phrase(cycle, site.today),
        people=rows,
    )


def _teams_by_person(site: SiteData) -> Mapping[str, tuple[str, ...]]:
    """The teams that each person leads or is a member of."""
    return group_pairs(
        (person, team)
        for team, entry in site.directory.teams.items()
        for person in dict.fromkeys((*([entry.lead] if entry.lead is not None else []), *entry.members))
    )
