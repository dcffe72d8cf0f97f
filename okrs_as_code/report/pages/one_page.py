"""One page for a board: the goals of the top team in the running cycles, alone in one file, to mail or to print."""

from __future__ import annotations

from collections.abc import Sequence

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.goals.lookup import default_cycle, running_cycles
from okrs_as_code.model.goals.unreadable import UnreadableElement
from okrs_as_code.model.standing import ObjectiveStanding, tally
from okrs_as_code.phrases import count_phrase
from okrs_as_code.report.html import inline_style
from okrs_as_code.report.inline import text
from okrs_as_code.report.pages.figures import count_views, roll_up_bar
from okrs_as_code.report.pages.objective_view import ObjectiveView, unreadable_views
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.page_frame import days_phrase, page_frame
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.templates import Templates
from okrs_as_code.report.wording import numbers

TEMPLATE = "one-page"
_STYLES = ("style.css", "one-page.css")
_MAX_OBJECTIVES = 12
"""Number of objectives that are shown; the others are counted, so that the page stays one that is read."""


def render(site: SiteData, templates: Templates, path: str) -> str:
    """Text of the page; `path` is the name of its file."""
    now = default_cycle(site.plan, site.today)
    context = PageContext(site, path, now, alone=True)
    cycles = _cycles(site, now)
    chosen = [(cycle, _objectives(site, cycle)) for cycle in cycles]
    shown, left = _first(chosen)
    style = inline_style(*(templates.source(f"{site.form.templates}{name}") for name in _STYLES))
    unreadable = dict.fromkeys(element for cycle in cycles for element in site.plan.unreadable.within(cycle.name))
    standings = [key_result for _, objectives in chosen for one in objectives for key_result in one.key_results]
    roll_up = site.assessment.cycle(now.name)
    return templates.render(
        TEMPLATE,
        frame=page_frame(context, site.title, now, unreadable=tuple(unreadable), standings=standings),
        style=style.content,
        policy=f"default-src 'none'; style-src {style.source}; base-uri 'none'; form-action 'none'",
        today=numbers.day(site.today),
        cycle=now.name,
        days=days_phrase(now, site.today),
        bar=roll_up_bar(roll_up.score, now, site.today),
        coverage=numbers.coverage(roll_up, "objective"),
        counts=count_views(tally(site.cycle_data(now).key_results)),
        groups=[
            {
                "cycle": cycle.name,
                "days": days_phrase(cycle, site.today),
                "objectives": [_objective(context, one) for one in objectives],
                "unreadable": unreadable_views(context, _unreadable_objectives(site, cycle)),
            }
            for cycle, objectives in shown
            if objectives or _unreadable_objectives(site, cycle)
        ],
        more=f"and {count_phrase(len(left), 'more objective')}" if left else None,
        more_counts=count_views(tally(key_result for one in left for key_result in one.key_results)),
    )


def _objective(context: PageContext, standing: ObjectiveStanding) -> dict[str, object]:
    """An objective, with those whose progress counts in it."""
    assessment = context.site.assessment
    parts = [assessment.objective(part) for part in context.site.plan.contributors_to(standing.node)]
    return {
        "view": ObjectiveView(context, standing),
        "parts": [
            {
                "title": text(part.node.content.title),
                "team": context.team_link(part.node.team, part.node.cycle),
                "bar": roll_up_bar(part.roll_up.score, part.node.cycle, context.site.today),
                "counts": count_views(part.statuses),
            }
            for part in parts
        ],
    }


def _cycles(site: SiteData, now: Cycle) -> list[Cycle]:
    """The cycle that is now, and the others that run, the shortest first."""
    return [now, *(cycle for cycle in running_cycles(site.plan, site.today) if cycle != now)]


def _objectives(site: SiteData, cycle: Cycle) -> Sequence[ObjectiveStanding]:
    """The objectives of the top team; where no team is at the top, or it has none in a running cycle, all of now."""
    now = default_cycle(site.plan, site.today)
    top = site.directory.top_team
    by_team = {one.name: site.cycle_data(one).objectives_by_team for one in _cycles(site, now)}
    if top is not None and any(top in teams for teams in by_team.values()):
        return by_team[cycle.name].get(top, ())
    return site.cycle_data(cycle).objectives if cycle == now else ()


def _unreadable_objectives(site: SiteData, cycle: Cycle) -> list[UnreadableElement]:
    """The objectives of the top team of which nothing can be read; of all teams where none is at the top."""
    top = site.directory.top_team
    return [element for element in site.plan.unreadable.objectives(cycle.name) if top in (None, element.team)]


def _first(
    groups: Sequence[tuple[Cycle, Sequence[ObjectiveStanding]]],
) -> tuple[list[tuple[Cycle, Sequence[ObjectiveStanding]]], list[ObjectiveStanding]]:
    """The groups with the objectives that are shown, and those that are counted alone."""
    room = _MAX_OBJECTIVES
    shown: list[tuple[Cycle, Sequence[ObjectiveStanding]]] = []
    left: list[ObjectiveStanding] = []
    for cycle, objectives in groups:
        shown.append((cycle, objectives[:room]))
        left += objectives[room:]
        room -= len(objectives[:room])
    return shown, left
