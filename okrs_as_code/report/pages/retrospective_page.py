"""A cycle's retrospective: what was reached, the rhythm, scores, lessons, decisions, and what stood in the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.model.grading import outcome
from okrs_as_code.model.history.rhythm import MIN_OWNERS, Rhythm, rhythm
from okrs_as_code.model.progress.roll_up import RollUps
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.phrases import count_phrase
from okrs_as_code.report.inline import Inline, words
from okrs_as_code.report.pages.key_result_view import KeyResultView
from okrs_as_code.report.pages.lists.parts import by_groups, by_rows, render_parts
from okrs_as_code.report.pages.objective_view import mixed_outcome
from okrs_as_code.report.pages.outcome_view import outcome_line, outcome_view
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.page_frame import days_phrase, page_frame
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.templates import Templates
from okrs_as_code.report.views.closing import ClosingView
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.retrospective_phrases import (
    first_question,
    moves_phrase,
    rhythm_phrase,
)
from okrs_as_code.review.changes.goal_moves import dropped_after

TEMPLATE = "retrospective"
_DECISIONS = (("done", "Done"), ("keep", "Kept"), ("modify", "Modified"), ("later", "Later"), ("stop", "Stopped"))


def render(site: SiteData, templates: Templates, cycle: Cycle) -> list[tuple[str, str]]:
    """Paths and texts of the page, and of those on which it goes on."""
    path = site.paths.retrospective(cycle.name)
    context, closing, roll_ups = PageContext(site, path, cycle), ClosingView(site, cycle), site.scores
    views = {standing.node.id: KeyResultView(context, standing) for standing in closing.key_results}
    graded = [standing for standing in closing.key_results if standing.status is Status.CLOSED]
    dropped = [standing for standing in closing.key_results if standing.status is Status.DROPPED]
    reached, together = outcome(closing.key_results), _rhythm(site, closing.key_results, min_owners=2)
    late_drops = sum(dropped_after(standing, cycle) for standing in dropped)
    teams = [team for team in sorted(site.cycle_data(cycle).teams) if site.plan.of_team(cycle.name, team)]

    def views_of(standings: Iterable[KeyResultStanding]) -> list[KeyResultView]:
        return [views[standing.node.id] for standing in standings]

    return render_parts(
        context,
        templates,
        TEMPLATE,
        {
            "missing": by_rows(),
            "teams": by_groups("objectives", rows=lambda objective: 1 + len(objective["key_results"])),
            "learned": by_rows(),
            "decided": by_groups("key_results"),
            "missed": by_rows(),
            "dropped": by_rows(),
        },
        frame=page_frame(
            context,
            f"Retrospective, {cycle.name}",
            cycle,
            unreadable=closing.unreadable,
            standings=closing.key_results,
        ),
        days=days_phrase(cycle, site.today),
        outcome=outcome_view(reached),
        rhythm=_words(rhythm_phrase(together)) if together is not None else None,
        moves=moves_phrase(site.goal_moves(cycle), late_drops, cycle.start),
        question=first_question(reached, together),
        key_results=count_phrase(len(closing.key_results), "key result"),
        graded=len(graded),
        given_up=len(dropped),
        missing=views_of(closing.to_grade),
        teams=[_team_row(context, roll_ups, views, cycle, team) for team in teams],
        learned=[view for view in views.values() if view.grade is not None and view.grade.learned is not None],
        decided=[
            {
                "title": title,
                "key_results": views_of(standing for standing in graded if _decision(standing) == decision),
            }
            for decision, title in _DECISIONS
        ],
        missed=views_of(filter(_is_missed, graded)),
        dropped=views_of(dropped),
    )


def _rhythm(site: SiteData, standings: Sequence[KeyResultStanding], min_owners: int) -> Rhythm | None:
    """The rhythm of some key results; None where they have so few owners that it would be that of a person."""
    owners = {standing.node.owner for standing in standings}
    return rhythm(site.assessment, standings) if len(owners) >= min_owners else None


def _words(phrase: str | None) -> Inline | None:
    return words(phrase) if phrase is not None else None


def _score_text(value: float | None) -> Inline:
    return words(numbers.average(value))


def _decision(standing: KeyResultStanding) -> str | None:
    return standing.grade.entry.decision if standing.grade is not None else None


def _is_missed(standing: KeyResultStanding) -> bool:
    committed = standing.node.commitment == "committed"
    return committed and standing.score is not None and standing.score < 1


def _team_row(
    context: PageContext, roll_ups: RollUps, views: Mapping[str, KeyResultView], cycle: Cycle, team: str
) -> dict[str, object]:
    roll_up = roll_ups.team(cycle.name, team)
    nodes = context.site.plan.of_team(cycle.name, team)
    standings = context.site.cycle_data(cycle).key_results_by_team.get(team, ())
    team_rhythm = _rhythm(context.site, standings, MIN_OWNERS)
    return {
        "link": context.team_link(team),
        "outcome": outcome_line(outcome(standings)),
        "rhythm": _words(rhythm_phrase(team_rhythm)) if team_rhythm is not None else None,
        "coverage": numbers.coverage(roll_up, "objective", "a score"),
        "objectives": [_objective_row(context, roll_ups, views, node) for node in nodes],
    }


def _objective_row(
    context: PageContext, roll_ups: RollUps, views: Mapping[str, KeyResultView], node: ObjectiveNode
) -> dict[str, object]:
    site, roll_up = context.site, roll_ups.objective(node)
    parts = context.site.plan.contributors_to(node)
    return {
        "link": context.objective_link(node),
        "commitment": node.content.commitment,
        "score": mixed_outcome(site, site.assessment.objective(node)) or _score_text(roll_up.score),
        "coverage": numbers.coverage(roll_up, "part" if parts else "key result", "a score"),
        "key_results": [views[key_result.id] for key_result in node.key_results],
    }
