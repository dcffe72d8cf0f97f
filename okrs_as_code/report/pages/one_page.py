"""One page for a board: the goals of the top team in the running cycles, alone in one file, to mail or to print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.model.goals.lookup import default_cycle, running_cycles
from okrs_as_code.model.goals.unreadable import UnreadableElement
from okrs_as_code.model.standing import ObjectiveStanding, tally
from okrs_as_code.phrases import count_phrase
from okrs_as_code.report.html import inline_style
from okrs_as_code.report.inline import join_with_and, text
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


class _Group(NamedTuple):
    """The objectives of one cycle that the page is about; `shown` are those that have room on it."""

    cycle: Cycle
    objectives: Sequence[ObjectiveStanding]
    unreadable: Sequence[UnreadableElement]
    shown: Sequence[ObjectiveStanding]

    @property
    def left(self) -> Sequence[ObjectiveStanding]:
        """The objectives that are counted alone."""
        return self.objectives[len(self.shown) :]


def render(site: SiteData, templates: Templates, path: str) -> str:
    """Text of the page; `path` is the name of its file."""
    now = default_cycle(site.plan, site.today)
    context = PageContext(site, path, now, alone=True)
    cycles = _cycles(site, now)
    groups = list(_groups(site, cycles))
    shown = [group for group in groups if group.shown or group.unreadable]
    left = [one for group in groups for one in group.left]
    style = inline_style(*(templates.source(f"{site.form.templates}{name}") for name in _STYLES))
    unreadable = dict.fromkeys(element for cycle in cycles for element in site.plan.unreadable.within(cycle.name))
    standings = [key_result for group in groups for one in group.objectives for key_result in one.key_results]
    names = [group.cycle.name for group in shown] or [now.name]
    return templates.render(
        TEMPLATE,
        frame=page_frame(context, site.title, now, unreadable=tuple(unreadable), standings=standings),
        style=style.content,
        policy=f"default-src 'none'; style-src {style.source}; base-uri 'none'; form-action 'none'",
        today=numbers.day(site.today),
        cycle=join_with_and(names),
        days=days_phrase(shown[0].cycle if shown else now, site.today) if len(names) == 1 else None,
        groups=[_group(context, group) for group in shown],
        more=f"and {count_phrase(len(left), 'more objective')}" if left else None,
        more_counts=count_views(tally(key_result for one in left for key_result in one.key_results)),
        elsewhere=list(_elsewhere(site, groups, cycles)),
    )


def _group(context: PageContext, group: _Group) -> dict[str, object]:
    """A cycle with the figure of its objectives on the page, and with these."""
    site, cycle, top = context.site, group.cycle, context.site.directory.top_team
    nodes = [one.node for one in group.objectives]
    counted = nodes if top is not None else [node for node in nodes if not site.plan.contributes(node)]
    roll_up = site.assessment.average(counted, len(group.unreadable))
    return {
        "cycle": cycle.name,
        "days": days_phrase(cycle, site.today),
        "bar": roll_up_bar(roll_up.score, cycle, site.today),
        "coverage": numbers.coverage(roll_up, "objective"),
        "counts": count_views(tally(key_result for one in group.objectives for key_result in one.key_results)),
        "objectives": [_objective(context, one) for one in group.shown],
        "unreadable": unreadable_views(context, group.unreadable),
    }


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


def _groups(site: SiteData, cycles: Sequence[Cycle]) -> Iterator[_Group]:
    """The objectives that the page is about, by cycle, each as far as there is room.

    They are those of the top team; where no team is at the top, or it has none in these cycles, all of the first.
    """
    room, team = _MAX_OBJECTIVES, _shown_team(site, cycles)
    for cycle in cycles if team is not None else cycles[:1]:
        objectives = _objectives(site, cycle, team)
        group = _Group(cycle, objectives, _unreadable_objectives(site, cycle, team), objectives[:room])
        room -= len(group.shown)
        yield group


def _objectives(site: SiteData, cycle: Cycle, team: str | None) -> Sequence[ObjectiveStanding]:
    """The objectives of a team in a cycle; of all without one."""
    data = site.cycle_data(cycle)
    return data.objectives if team is None else data.objectives_by_team.get(team, ())


def _unreadable_objectives(site: SiteData, cycle: Cycle, team: str | None) -> list[UnreadableElement]:
    """Those of which nothing can be read, as `_objectives`."""
    elements = site.plan.unreadable.objectives(cycle.name)
    return [one for one in elements if team is None or site.directory.resolve_team(one.team) == team]


def _shown_team(site: SiteData, cycles: Sequence[Cycle]) -> str | None:
    """The top team where it has an objective in one of the cycles, readable or not; None where the page is of all."""
    top = site.directory.top_team
    if top is None:
        return None
    teams = {team for cycle in cycles for team in site.cycle_data(cycle).objectives_by_team}
    teams.update(
        site.directory.resolve_team(element.team)
        for cycle in cycles
        for element in site.plan.unreadable.objectives(cycle.name)
    )
    return top if top in teams else None


def _elsewhere(site: SiteData, groups: Sequence[_Group], cycles: Sequence[Cycle]) -> Iterator[dict[str, object]]:
    """The objectives that run and are not on the page, nor count in one that is, as a figure for each cycle."""
    counted = _with_contributors(site, (one.node for group in groups for one in group.objectives))
    unreadable = {element for group in groups for element in group.unreadable}
    for cycle in cycles:
        others = [one for one in site.cycle_data(cycle).objectives if one.node.id not in counted]
        unread = sum(element not in unreadable for element in site.plan.unreadable.objectives(cycle.name))
        if others or unread:
            nodes = [one.node for one in others if not site.plan.contributes(one.node)]
            roll_up = site.assessment.average(nodes, unread)
            yield {
                "cycle": cycle.name,
                "coverage": numbers.coverage(roll_up, "other objective"),
                "bar": roll_up_bar(roll_up.score, cycle, site.today),
                "counts": count_views(tally(key_result for one in others for key_result in one.key_results)),
            }


def _with_contributors(site: SiteData, nodes: Iterable[ObjectiveNode]) -> set[str]:
    """The ids of objectives, and of all that count in them."""
    ids: set[str] = set()
    pending = list(nodes)
    while pending:
        node = pending.pop()
        if node.id not in ids:
            ids.add(node.id)
            pending.extend(site.plan.contributors_to(node))
    return ids
