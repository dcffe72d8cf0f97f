"""A person's page: what waits for them, what they own and contribute to, and where their reports need help."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.goals.unreadable import UnreadableElement
from okrs_as_code.model.standing import KeyResultStanding, ObjectiveStanding
from okrs_as_code.model.tasks import Task, TaskKind
from okrs_as_code.report.cycle_data import CycleData
from okrs_as_code.report.pages.agenda.task_view import TaskViews
from okrs_as_code.report.pages.agenda.team_agenda import question_views
from okrs_as_code.report.pages.forms.agreement_form import agreement_form
from okrs_as_code.report.pages.forms.check_in_form import check_in_form
from okrs_as_code.report.pages.key_result_view import KeyResultView, key_result_views
from okrs_as_code.report.pages.lists.parts import by_groups, by_rows, objective_rows, render_parts
from okrs_as_code.report.pages.objective_view import objective_views, unreadable_views
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.page_frame import days_phrase, page_frame
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.templates import Templates
from okrs_as_code.report.views.attention import attention_groups, by_urgency
from okrs_as_code.report.wording import numbers

TEMPLATE = "person"


def render(site: SiteData, templates: Templates, cycle: Cycle, person: str) -> list[tuple[str, str]]:
    """Paths and texts of the page, and of those on which it goes on."""
    path, directory = site.paths.person(cycle.name, person), site.directory
    context = PageContext(site, path, cycle)
    entry, cycle_data = directory.people.get(person), site.cycle_data(cycle)
    owned, pending = cycle_data.key_results_by_owner, cycle_data.pending_agreements.get(person, ())
    manager, kept = directory.manager_of_person(person), cycle_data.objectives_by_owner
    unreadable = cycle_data.unreadable_key_results_by_owner
    reports = [
        {
            "name": context.titled_link(report),
            "owns": key_result_views(context, by_urgency(owned.get(report, ()))),
            "keeps": objective_views(context, kept.get(report, ())),
            "unreadable": unreadable_views(context, unreadable.get(report, ())),
            "needs_help": any(standing.needs_help for standing in owned.get(report, ()))
            or _asks_for_help(kept.get(report, ())),
        }
        for report in sorted(directory.reports.get(person, ()), key=directory.person_name)
        if report in owned or report in unreadable or _asks_for_help(kept.get(report, ()))
    ]
    helped = cycle_data.key_results_by_contributor.get(person, ())
    team = directory.reports.get(person, ())
    below = [standing for report in team for standing in owned.get(report, ())]
    tasks, own_tasks = TaskViews(context, cycle), site.tasks_by_person.get(person, ())
    waiting = tasks.waiting(own_tasks)
    standings = [
        *tasks.standings(waiting),
        *owned.get(person, ()),
        *(standing for _, standing in pending),
        *helped,
        *below,
    ]
    agree = (
        context.agreement_link(person, cycle, [(standing.node, role) for role, standing in pending])
        if cycle_data.uses_agreements
        else None
    )
    return render_parts(
        context,
        templates,
        TEMPLATE,
        {
            "waits": by_groups("rows"),
            "questions": by_groups("links"),
            "waiting": by_rows(),
            "in_need": by_groups("objectives", "key_results"),
            "owns": by_rows(),
            "keeps": by_rows(objective_rows),
            "helps": by_rows(),
            "reports": by_groups("owns", "keeps"),
        },
        frame=page_frame(
            context,
            f"{directory.titled_name(person)}, {cycle.name}",
            cycle,
            unreadable=_missing(cycle_data, (person, *directory.reports.get(person, ()))),
            standings=standings,
            objectives=[one for owner in (person, *directory.reports.get(person, ())) for one in kept.get(owner, ())],
        ),
        name=directory.person_name(person),
        days=days_phrase(cycle, site.today),
        left=numbers.day(entry.left) if entry is not None and entry.left is not None else None,
        manager=context.titled_link(manager) if manager is not None else None,
        teams=[
            context.team_link(team)
            for team, content in directory.teams.items()
            if person == content.lead or person in content.members
        ],
        agrees=cycle_data.uses_agreements,
        owns=key_result_views(context, by_urgency(owned.get(person, ()))),
        unreadable=unreadable_views(context, unreadable.get(person, ())),
        keeps=objective_views(context, kept.get(person, ())),
        waits=tasks.groups(waiting, person=person),
        next_check_in=_next_check_in(own_tasks, site.today) if cycle.has(site.today) else None,
        questions=question_views(
            context,
            (standing.node for standing in owned.get(person, ())),
            (standing.node for standing in kept.get(person, ())),
        ),
        waiting=[{"role": role, "key_result": KeyResultView(context, standing)} for role, standing in pending]
        if site.today < cycle.start
        else [],
        in_need=[
            {
                "title": group.title,
                "objectives": objective_views(context, group.objectives),
                "key_results": key_result_views(context, group.key_results),
            }
            for group in attention_groups(below, [one for report in team for one in kept.get(report, ())])
        ],
        helps=key_result_views(context, helped),
        reports=reports,
        agree=agree,
        agreement_form=(
            agreement_form(context, person, cycle, [(standing.node, role) for role, standing in pending])
            if agree is not None
            else None
        ),
        check_in_form=check_in_form(context, person, cycle, owned.get(person, ())),
        check_in=context.check_in_link(person, cycle, _to_report_on(owned.get(person, ())), kept.get(person, ())),
        grade=context.grade_link(person, cycle, owned.get(person, ())),
    )


def _next_check_in(tasks: Iterable[Task], today: date) -> str | None:
    """The day of the next check-in that is not due yet, in any cycle; None where none is asked for."""
    days = [task.due for task in tasks if task.kind is TaskKind.CHECK_IN and task.due is not None and task.due > today]
    return numbers.day(min(days)) if days else None


def _asks_for_help(objectives: Iterable[ObjectiveStanding]) -> bool:
    return any(standing.help is not None for standing in objectives)


def _to_report_on(standings: Iterable[KeyResultStanding]) -> list[KeyResultStanding]:
    """The key results on which somebody is asked to report; what is done is left out."""
    return [standing for standing in standings if not standing.is_done]


def _missing(cycle_data: CycleData, people: Container[str]) -> list[UnreadableElement]:
    """The unreadable elements that belong, or may belong, to one of some people."""
    return [element for element in cycle_data.unreadable if element.owner is None or element.owner in people]
