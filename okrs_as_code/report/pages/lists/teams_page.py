"""A cycle's list of teams, with how far each of them is."""

from __future__ import annotations

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.standing import tally
from okrs_as_code.report.pages.figures import count_views, roll_up_bar
from okrs_as_code.report.pages.lists.parts import by_rows, render_parts
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.page_frame import days_phrase, page_frame
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.templates import Templates
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.status_phrases import counts_phrase

TEMPLATE = "teams"


def render(site: SiteData, templates: Templates, cycle: Cycle) -> list[tuple[str, str]]:
    """Paths and texts of the page, and of those on which it goes on."""
    context, cycle_data = PageContext(site, site.paths.teams(cycle.name), cycle), site.cycle_data(cycle)
    rows = [team_row(context, cycle, team) for team in sorted(cycle_data.teams, key=site.directory.team_name)]
    return render_parts(
        context,
        templates,
        TEMPLATE,
        {"teams": by_rows()},
        frame=page_frame(
            context,
            f"Teams, {cycle.name}",
            cycle,
            unreadable=cycle_data.unreadable,
            standings=cycle_data.key_results,
        ),
        days=days_phrase(cycle, site.today),
        teams=rows,
    )


def team_row(context: PageContext, cycle: Cycle, team: str) -> dict[str, object]:
    """A team in a list of them."""
    site = context.site
    roll_up = site.assessment.team(cycle.name, team)
    statuses = tally(site.cycle_data(cycle).key_results_by_team.get(team, ()))
    return {
        "link": context.team_link(team),
        "progress": numbers.bar_percent(roll_up.score) if roll_up.of else "no objectives of its own",
        "bar": roll_up_bar(roll_up.score, cycle, site.today),
        "coverage": numbers.coverage(roll_up, "objective") if roll_up.of else "",
        "statuses": counts_phrase(statuses),
        "counts": count_views(statuses),
    }
