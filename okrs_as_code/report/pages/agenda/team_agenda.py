"""The agenda of a team's weekly meeting: help, what waits, what was reached and moved, and what is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.lookup import running_cycles
from okrs_as_code.model.grouping import group_pairs
from okrs_as_code.model.history.activity import ONE_WEEK, Activity, CheckedIn
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.model.tasks import TaskKind
from okrs_as_code.report.inline import EMPTY, Inline, concat, text, words
from okrs_as_code.report.pages.activity_view import ActivityView, activity_view
from okrs_as_code.report.pages.agenda.task_view import TaskGroup, TaskView, TaskViews
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.views.due import DueKind, DueSoon, due_soon
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.follow_up_phrases import question

_DUE_WORDS: Mapping[DueKind, str] = {
    DueKind.CHECK_IN: "a check-in",
    DueKind.STEP: "a milestone: ",
    DueKind.END: "the key result itself",
}


class DueView(NamedTuple):
    """Something that is due soon."""

    day: str
    link: Inline
    words: Inline
    owner: Inline


AgendaQuestion = Mapping[str, Any]
"""A question that the numbers raise: its `words`, and `links` to the goals about which it is asked."""


class TeamAgenda(NamedTuple):
    """The agenda of a team's weekly meeting."""

    runs: bool
    """Whether the page's cycle runs; of another there is only what waits."""
    help: tuple[TaskView, ...]
    waits: tuple[TaskGroup, ...]
    questions: tuple[AgendaQuestion, ...]
    since: str
    """The time from which on changes are shown: "in the last seven days"."""
    activity: ActivityView
    due: tuple[DueView, ...]
    standings: tuple[KeyResultStanding, ...]
    """The key results from whose records it is made."""


def team_agenda(context: PageContext, cycle: Cycle, team: str) -> TeamAgenda | None:
    """The agenda of a team, over all cycles that run; None where the page's cycle does not run, and nothing waits."""
    site, views = context.site, TaskViews(context, cycle)
    cycles = (cycle, *(other for other in running_cycles(site.plan, site.today) if other != cycle))
    runs = cycle.has(site.today)
    shown = cycles if runs else cycles[:1]
    standings = [one for shown_cycle in shown for one in _standings(site, shown_cycle, team)]
    of_team = site.tasks_by_team.get(team, ())
    waiting = views.waiting(of_team)
    if not runs and not waiting:
        return None
    groups = views.groups(waiting)
    return TeamAgenda(
        runs=runs,
        help=tuple(row for group in groups if group["kind"] is TaskKind.HELP for row in group["rows"]),
        waits=tuple(group for group in groups if group["kind"] is not TaskKind.HELP),
        questions=_questions(context, cycle, team, standings),
        since="in the last seven days" if site.since == site.today - ONE_WEEK else f"since {numbers.day(site.since)}",
        activity=_activity(context, team, shown if runs else (), standings),
        due=tuple(_due_view(context, due) for due in (due_soon(standings, of_team, site.today) if runs else ())),
        standings=(*standings, *views.standings(waiting)),
    )


def question_views(
    context: PageContext,
    key_results: Iterable[KeyResultNode],
    objectives: Iterable[ObjectiveNode] = (),
    more: Iterable[tuple[str, Inline]] = (),
) -> tuple[AgendaQuestion, ...]:
    """The questions on some goals, each asked once; `more` are questions with what they are about."""
    find = context.site.follow_ups.get
    asked = [
        *((question(one), context.key_result_link(node)) for node in key_results for one in find(node.id, ())),
        *((question(one), context.objective_link(node)) for node in objectives for one in find(node.id, ())),
        *more,
    ]
    return tuple({"words": asks, "links": links} for asks, links in group_pairs(asked).items())


def _questions(
    context: PageContext, cycle: Cycle, team: str, standings: Sequence[KeyResultStanding]
) -> tuple[AgendaQuestion, ...]:
    objectives = {standing.node.objective.id: standing.node.objective for standing in standings}
    of_team = (finding for finding in context.site.follow_ups.get(team, ()) if finding.detail == cycle.name)
    return question_views(
        context,
        (standing.node for standing in standings),
        objectives.values(),
        ((question(finding), context.team_link(team, cycle)) for finding in of_team),
    )


def _standings(site: SiteData, cycle: Cycle, team: str) -> tuple[KeyResultStanding, ...]:
    return site.cycle_data(cycle).key_results_by_team.get(team, ())


def _activity(
    context: PageContext, team: str, cycles: Sequence[Cycle], standings: Sequence[KeyResultStanding]
) -> ActivityView:
    """The changes of some cycles in one view, which shows those of the standings and of the team's objectives."""
    site = context.site
    objectives = [one for cycle in cycles for one in site.cycle_data(cycle).objectives_by_team.get(team, ())]
    subjects = [*(one.node.id for one in standings), *(one.node.id for one in objectives)]
    changes = tuple(one for cycle in cycles for subject in subjects for one in site.changes(cycle).get(subject, ()))
    return activity_view(context, Activity(site.since, site.today, CheckedIn(0, 0), changes), standings, objectives)


def _due_view(context: PageContext, due: DueSoon) -> DueView:
    step = text(due.step) if due.step is not None else EMPTY
    return DueView(
        day=numbers.day(due.day),
        link=context.key_result_link(due.standing.node),
        words=concat(words(_DUE_WORDS[due.kind]), step),
        owner=context.owner_link(due.standing.node),
    )
