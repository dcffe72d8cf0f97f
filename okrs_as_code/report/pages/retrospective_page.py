"""How a cycle ended: scores by team and objective, what was learned, what happens next, why commitments were missed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from okrs_as_code.model.assessment import KeyResultStanding, Status
from okrs_as_code.model.cycle import Cycle
from okrs_as_code.model.grading import scores
from okrs_as_code.model.plan import ObjectiveNode
from okrs_as_code.model.roll_up import RollUps
from okrs_as_code.report.markdown import Markdown
from okrs_as_code.report.pages.key_result_view import key_result_view
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.page_frame import days_phrase, page_frame
from okrs_as_code.report.pages.view_models import KeyResultView
from okrs_as_code.report.site_data import SiteData, retrospective_page
from okrs_as_code.report.templates import Templates
from okrs_as_code.report.views.closing import ClosingView
from okrs_as_code.report.wording import numbers

TEMPLATE = "retrospective.md.j2"
_DECISIONS = (("keep", "Kept"), ("modify", "Modified"), ("stop", "Stopped"))


def render(book: SiteData, templates: Templates, cycle: Cycle) -> tuple[str, str]:
    """Path and text of the page."""
    path = retrospective_page(cycle.name)
    desk, state, summed = PageContext(book, path, cycle), ClosingView(book, cycle), scores(book.assessment)
    views = {one.node.id: key_result_view(desk, one) for one in state.key_results}
    graded = [one for one in state.key_results if one.status is Status.CLOSED]
    dropped = [one for one in state.key_results if one.status is Status.DROPPED]
    whole = summed.cycle(cycle.name)
    teams = [team for team in sorted(book.chapter(cycle).teams) if book.plan.of_team(cycle.name, team)]

    def told(standings: Iterable[KeyResultStanding]) -> list[KeyResultView]:
        return [views[one.node.id] for one in standings]

    page = templates.render(
        TEMPLATE,
        frame=page_frame(desk, f"Retrospective, {cycle.name}", [], cycle),
        days=days_phrase(cycle, desk),
        score=_score(whole.score),
        coverage=numbers.scored(whole, "objective"),
        key_results=numbers.counted(len(state.key_results), "key result"),
        graded=len(graded),
        given_up=len(dropped),
        missing=told(state.to_grade),
        teams=[_team(desk, summed, views, cycle, team) for team in teams],
        learned=[view for view in views.values() if view.grade is not None and view.grade.learned is not None],
        decided=[
            {"title": title, "key_results": told(one for one in graded if _decision(one) == decision)}
            for decision, title in _DECISIONS
        ],
        missed=told(one for one in graded if _is_missed(one)),
        dropped=told(dropped),
    )
    return path, page


def _score(value: float | None) -> Markdown:
    return Markdown(numbers.average(value))


def _decision(standing: KeyResultStanding) -> str | None:
    return standing.grade.entry.decision if standing.grade is not None else None


def _is_missed(standing: KeyResultStanding) -> bool:
    committed = standing.node.objective.content.commitment == "committed"
    return committed and standing.score is not None and standing.score < 1


def _team(
    desk: PageContext, summed: RollUps, views: Mapping[str, KeyResultView], cycle: Cycle, team: str
) -> dict[str, object]:
    roll_up = summed.team(cycle.name, team)
    nodes = desk.book.plan.of_team(cycle.name, team)
    return {
        "link": desk.team(team),
        "score": _score(roll_up.score),
        "coverage": numbers.scored(roll_up, "objective"),
        "objectives": [_objective(desk, summed, views, node) for node in nodes],
    }


def _objective(
    desk: PageContext, summed: RollUps, views: Mapping[str, KeyResultView], node: ObjectiveNode
) -> dict[str, object]:
    roll_up = summed.objective(node)
    parts = desk.book.plan.contributors_to(node)
    return {
        "link": desk.objective_link(node),
        "commitment": node.content.commitment,
        "score": _score(roll_up.score),
        "coverage": numbers.scored(roll_up, "part" if parts else "key result"),
        "key_results": [views[one.id] for one in node.key_results],
    }
