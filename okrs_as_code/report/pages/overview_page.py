"""A cycle: how far it is, what needs help first, what is stale or without data, its objectives, teams and people."""

from __future__ import annotations

from okrs_as_code.model.assessment import KeyResultStanding, Status
from okrs_as_code.model.cycle import Cycle
from okrs_as_code.report.markdown import Markdown, link, listed, text
from okrs_as_code.report.pages.key_result_view import key_result_view
from okrs_as_code.report.pages.objective_view import objective_views
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.page_frame import days_phrase, page_frame
from okrs_as_code.report.site_data import SiteData, cycle_page, retrospective_page
from okrs_as_code.report.templates import Templates
from okrs_as_code.report.views.attention import attention_groups
from okrs_as_code.report.views.closing import ClosingView
from okrs_as_code.report.views.status import tally
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.agreement_phrases import agreed_to, differences_since_agreement
from okrs_as_code.report.wording.status_phrases import counts_phrase

TEMPLATE = "overview.md.j2"


def render(book: SiteData, templates: Templates, cycle: Cycle) -> tuple[str, str]:
    """Path and text of the page."""
    path = cycle_page(cycle.name)
    desk = PageContext(book, path, cycle)
    chapter = book.chapter(cycle)
    standings = chapter.key_results
    counted = [one for one in standings if one.status is not Status.DROPPED]
    roll_up = book.assessment.cycle(cycle.name)
    page = templates.render(
        TEMPLATE,
        frame=page_frame(desk, f"{book.title}, {cycle.name}", [], cycle),
        cycle=cycle.name,
        days=days_phrase(cycle, desk),
        retrospective=link("how it ended, and what we learned", desk.to(retrospective_page(cycle.name)))
        if ClosingView(book, cycle).is_told
        else None,
        progress=numbers.bar_percent(roll_up.score),
        coverage=numbers.coverage(roll_up, "objective"),
        statuses=counts_phrase(tally(standings)) or "no key results",
        with_data=sum(one.progress.score is not None for one in counted),
        key_results=len(counted),
        needs=[
            {"title": need.title, "key_results": [key_result_view(desk, one) for one in need.key_results]}
            for need in attention_groups(standings)
        ],
        stale=[key_result_view(desk, one) for one in standings if one.status is Status.STALE and not one.needs_a_word],
        missing=[key_result_view(desk, one) for one in counted if _is_missing(one)],
        waiting=[
            {
                "key_result": key_result_view(desk, one),
                "people": listed([desk.person(role.person) for role in one.consent.waits_for]),
                "moved": _moved(book, one),
            }
            for one in standings
            if one.consent.waits_for and chapter.agrees
        ],
        objectives=objective_views(desk, chapter.objectives),
        teams=[_team(book, desk, cycle, team) for team in sorted(chapter.teams)],
        people=[desk.person(person) for person in sorted(chapter.people, key=book.directory.person_name)],
    )
    return path, page


def _is_missing(standing: KeyResultStanding) -> bool:
    begun = standing.status not in (Status.NOT_STARTED, Status.CLOSED, Status.STALE)
    return standing.progress.score is None and begun


def _moved(book: SiteData, standing: KeyResultStanding) -> Markdown | None:
    agreed = agreed_to(standing)
    return (
        text("; ".join(differences_since_agreement(book.plan, standing.node, agreed))) if agreed is not None else None
    )


def _team(book: SiteData, desk: PageContext, cycle: Cycle, team: str) -> dict[str, object]:
    roll_up = book.assessment.team(cycle.name, team)
    own = book.chapter(cycle).key_results_of.get(team, ())
    return {
        "link": desk.team(team),
        "progress": numbers.bar_percent(roll_up.score) if roll_up.of else "no objectives of its own",
        "coverage": numbers.coverage(roll_up, "objective") if roll_up.of else "",
        "statuses": counts_phrase(tally(own)),
    }
