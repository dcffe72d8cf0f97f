"""A cycle's page: its progress, the key results that need attention, its objectives, teams and people."""

from __future__ import annotations

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.goals.lookup import running_cycles
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import KeyResultStanding, tally
from okrs_as_code.report.inline import Inline, join_with_and, link, text
from okrs_as_code.report.pages.activity_view import ActivityView, activity_view, change_parts
from okrs_as_code.report.pages.figures import count_views, roll_up_bar
from okrs_as_code.report.pages.key_result_view import KeyResultView, key_result_views
from okrs_as_code.report.pages.lists.alignment_tree import alignment_parts, alignment_rows
from okrs_as_code.report.pages.lists.parts import by_groups, by_rows, objective_rows, render_parts
from okrs_as_code.report.pages.lists.teams_page import team_row
from okrs_as_code.report.pages.objective_view import objective_views, unreadable_views
from okrs_as_code.report.pages.outcome_view import outcome_of
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.page_frame import days_phrase, page_frame
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.templates import Templates
from okrs_as_code.report.views.attention import attention_groups
from okrs_as_code.report.views.closing import ClosingView
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.activity_phrases import headline
from okrs_as_code.report.wording.agreement_phrases import differences_since_agreement, earlier_agreement
from okrs_as_code.report.wording.status_phrases import counts_phrase

TEMPLATE = "overview"


def render(site: SiteData, templates: Templates, cycle: Cycle) -> list[tuple[str, str]]:
    """Paths and texts of the page, and of those on which it goes on."""
    path = site.paths.cycle(cycle.name)
    context = PageContext(site, path, cycle)
    cycle_data = site.cycle_data(cycle)
    standings = cycle_data.key_results
    counted = [standing for standing in standings if standing.status is not Status.DROPPED]
    roll_up = site.assessment.cycle(cycle.name)
    unreadable = sum(objective.node.unreadable_parts for objective in cycle_data.objectives)
    title, changes = f"{site.title}, {cycle.name}", _activity(context, cycle)
    return render_parts(
        context,
        templates,
        TEMPLATE,
        {
            "needs": by_groups("objectives", "key_results"),
            "changes": change_parts,
            "stale": by_rows(),
            "missing": by_rows(),
            "waiting": by_rows(),
            "objectives": by_rows(objective_rows),
            "unreadable": by_rows(),
            "alignment": alignment_parts,
        },
        frame=page_frame(
            context,
            title,
            cycle,
            unreadable=cycle_data.unreadable,
            standings=standings,
            objectives=cycle_data.objectives,
        ),
        cycle=cycle.name,
        days=days_phrase(cycle, site.today),
        retrospective=link("how it ended, and what we learned", context.path_to(site.paths.retrospective(cycle.name)))
        if ClosingView(site, cycle).has_page
        else None,
        tags=link("by tag", context.path_to(site.paths.tags(cycle.name))) if cycle_data.tags else None,
        progress=numbers.bar_percent(roll_up.score),
        bar=roll_up_bar(roll_up.score, cycle, site.today),
        coverage=numbers.coverage(roll_up, "objective"),
        outcome=outcome_of(standings),
        is_over=site.today > cycle.end,
        has_ended=cycle_data.has_retrospective,
        statuses=counts_phrase(tally(standings)) or "no key results",
        counts=count_views(tally(standings)),
        headline=headline(standings, cycle_data.objectives, with_requests=site.with_people),
        before=_score_before(site, cycle),
        activity=changes,
        changes=changes.groups if changes is not None else (),
        with_data=sum(standing.progress.score is not None for standing in counted),
        key_results=len(counted) + unreadable,
        unreadable_key_results=unreadable,
        needs=[
            {
                "title": group.title,
                "objectives": objective_views(context, group.objectives),
                "key_results": key_result_views(context, group.key_results),
            }
            for group in attention_groups(standings, cycle_data.objectives, with_requests=site.with_people)
        ],
        stale=key_result_views(
            context,
            (standing for standing in standings if standing.status is Status.STALE and not standing.needs_a_word),
        ),
        missing=key_result_views(context, filter(_lacks_data, counted)),
        waiting=[
            {
                "key_result": KeyResultView(context, standing),
                "people": join_with_and(context.person_link(role.person) for role in standing.consent.waits_for),
                "moved": _moved_terms(site, standing),
            }
            for standing in standings
            if standing.consent.waits_for and cycle_data.uses_agreements and site.with_people
        ],
        also_running=_also_running(context, cycle),
        objectives=objective_views(context, cycle_data.objectives),
        unreadable=unreadable_views(context, site.plan.unreadable.objectives(cycle.name)),
        alignment=alignment_rows(context, cycle) if site.form.is_web_site else (),
        teams=[team_row(context, cycle, team) for team in sorted(cycle_data.teams)],
        people=[context.titled_link(person) for person in sorted(cycle_data.people, key=site.directory.person_name)]
        if site.with_people
        else [],
    )


def _score_before(site: SiteData, cycle: Cycle) -> str | None:
    """The progress of a cycle that runs on the day that it is compared with; None before there is any."""
    if not cycle.has(site.today) or not cycle.has(site.since):
        return None
    score = site.courses.on(site.since).cycle(cycle.name).score
    return numbers.percent(score) if score is not None else None


def _activity(context: PageContext, cycle: Cycle) -> ActivityView | None:
    """The changes in a cycle that runs; None in another."""
    site = context.site
    if not cycle.has(site.today):
        return None
    data = site.cycle_data(cycle)
    return activity_view(context, site.activity(cycle), data.key_results, data.objectives)


def _also_running(context: PageContext, cycle: Cycle) -> list[dict[str, object]]:
    """The other cycles that run, each with the sentence on how it stands; none on the page of one that does not run."""
    site = context.site
    others = running_cycles(site.plan, site.today) if cycle.has(site.today) else ()
    return [
        {
            "link": context.cycle_link(other),
            "headline": headline(
                site.cycle_data(other).key_results,
                site.cycle_data(other).objectives,
                with_requests=site.with_people,
            ),
        }
        for other in others
        if other != cycle
    ]


def _lacks_data(standing: KeyResultStanding) -> bool:
    """Whether a key result has no data where it should: it has begun, has no grade, and is not listed as stale.

    One of which only the baseline is measured has all that there is.
    """
    expects_data = standing.status not in (Status.NOT_STARTED, Status.CLOSED, Status.STALE)
    return standing.progress.score is None and expects_data and standing.progress.baseline is None


def _moved_terms(site: SiteData, standing: KeyResultStanding) -> Inline | None:
    agreement = earlier_agreement(standing)
    if agreement is None:
        return None
    return text("; ".join(differences_since_agreement(site.plan, standing.node, agreement)))
