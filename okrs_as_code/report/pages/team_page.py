"""A team's page: the agenda of its weekly meeting, its objectives with key results, and what it contributes to."""

from __future__ import annotations

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.report.pages.activity_view import change_parts
from okrs_as_code.report.pages.agenda.team_agenda import team_agenda
from okrs_as_code.report.pages.figures import roll_up_bar
from okrs_as_code.report.pages.forms.objective_form import objective_form
from okrs_as_code.report.pages.key_result_view import key_result_views
from okrs_as_code.report.pages.lists.parts import by_groups, by_rows, objective_rows, render_parts
from okrs_as_code.report.pages.objective_view import objective_views, unreadable_views
from okrs_as_code.report.pages.outcome_view import outcome_of
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.page_frame import days_phrase, page_frame
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.templates import Templates
from okrs_as_code.report.wording import numbers

TEMPLATE = "team"


def render(site: SiteData, templates: Templates, cycle: Cycle, team: str) -> list[tuple[str, str]]:
    """Paths and texts of the page, and of those on which it goes on."""
    path, directory = site.paths.team(cycle.name, team), site.directory
    context = PageContext(site, path, cycle)
    entry = directory.teams.get(team)
    cycle_data = site.cycle_data(cycle)
    members = entry.members if entry is not None else ()
    roll_up = site.assessment.team(cycle.name, team)
    unreadable = site.plan.unreadable.within(cycle.name, team=team)
    own, helped = cycle_data.objectives_by_team.get(team, ()), cycle_data.key_results_by_contributing_team.get(team, ())
    agenda = team_agenda(context, cycle, team)
    standings = [
        *(agenda.standings if agenda is not None else ()),
        *(key_result for objective in own for key_result in objective.key_results),
        *helped,
    ]
    return render_parts(
        context,
        templates,
        TEMPLATE,
        {
            "help": by_rows(),
            "waits": by_groups("rows"),
            "questions": by_groups("links"),
            "changes": change_parts,
            "due": by_rows(),
            "objectives": by_rows(objective_rows),
            "helps": by_rows(),
        },
        frame=page_frame(
            context,
            f"{directory.team_name(team)}, {cycle.name}",
            cycle,
            unreadable=unreadable,
            standings=standings,
            objectives=own,
        ),
        name=directory.team_name(team),
        days=days_phrase(cycle, site.today),
        lead=(context.titled_link(entry.lead) or None) if entry is not None and entry.lead is not None else None,
        members=[context.titled_link(member) for member in members if entry is None or member != entry.lead]
        if site.with_people
        else [],
        part_of=context.team_link(entry.part_of) if entry is not None and entry.part_of is not None else None,
        parts=[context.team_link(part) for part in sorted(directory.parts.get(team, ()))],
        progress=numbers.bar_percent(roll_up.score),
        outcome=outcome_of(key_result for objective in own for key_result in objective.key_results),
        is_over=site.today > cycle.end,
        bar=roll_up_bar(roll_up.score, cycle, site.today),
        coverage=numbers.coverage(roll_up, "objective"),
        agenda=agenda,
        help=agenda.help if agenda is not None else (),
        waits=agenda.waits if agenda is not None else (),
        questions=agenda.questions if agenda is not None else (),
        changes=agenda.activity.groups if agenda is not None else (),
        due=agenda.due if agenda is not None else (),
        objectives=objective_views(context, own),
        unreadable=unreadable_views(
            context, (element for element in unreadable if element.is_whole_objective and element.team == team)
        ),
        helps=key_result_views(context, helped),
        propose=context.proposal_link(cycle, team),
        objective_form=objective_form(context, cycle, team),
    )
