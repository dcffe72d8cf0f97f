"""A team: who is in it, its objectives with their key results, and what it helps with."""

from __future__ import annotations

from okrs_as_code.model.cycle import Cycle
from okrs_as_code.report.pages.key_result_view import key_result_view
from okrs_as_code.report.pages.objective_view import objective_views
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.page_frame import days_phrase, page_frame
from okrs_as_code.report.site_data import SiteData, team_page
from okrs_as_code.report.templates import Templates
from okrs_as_code.report.wording import numbers

TEMPLATE = "team.md.j2"


def render(book: SiteData, templates: Templates, cycle: Cycle, team: str) -> tuple[str, str]:
    """Path and text of the page."""
    path, directory = team_page(cycle.name, team), book.directory
    desk = PageContext(book, path, cycle)
    entry = directory.teams.get(team)
    chapter = book.chapter(cycle)
    members = entry.members if entry is not None else ()
    roll_up = book.assessment.team(cycle.name, team)
    page = templates.render(
        TEMPLATE,
        frame=page_frame(desk, f"{directory.team_name(team)}, {cycle.name}", [], cycle),
        name=directory.team_name(team),
        days=days_phrase(cycle, desk),
        lead=desk.person(entry.lead) if entry is not None and entry.lead is not None else None,
        members=[desk.person(member) for member in members if entry is None or member != entry.lead],
        part_of=desk.team(entry.part_of) if entry is not None and entry.part_of is not None else None,
        parts=[desk.team(part) for part in sorted(directory.parts.get(team, ()))],
        progress=numbers.bar_percent(roll_up.score),
        coverage=numbers.coverage(roll_up, "objective"),
        objectives=objective_views(desk, chapter.objectives_of.get(team, ())),
        helps=[key_result_view(desk, one) for one in chapter.helped_by_team.get(team, ())],
        propose=desk.propose(cycle, team),
    )
    return path, page
