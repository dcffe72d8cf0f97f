"""The page of the backlog: goals without a cycle, by team."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from okrs_as_code.model.files.objective import TeamOwner
from okrs_as_code.model.goals.backlog import BacklogKeyResultNode, BacklogNode
from okrs_as_code.model.goals.goal import alignment_entries
from okrs_as_code.report.inline import Inline, code, join, paragraphs, text, words
from okrs_as_code.report.pages.lists.parts import by_groups, render_parts
from okrs_as_code.report.pages.objective_view import unreadable_views
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.page_frame import page_frame
from okrs_as_code.report.pages.template_values import BacklogGoalView, BacklogKeyResultView, UnreadableView
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.templates import Templates
from okrs_as_code.report.wording.numbers import measure_phrase

TEMPLATE = "backlog"


def render(site: SiteData, templates: Templates) -> list[tuple[str, str]]:
    """Paths and texts of the page, and of those on which it goes on."""
    context = PageContext(site, site.paths.backlog)
    return render_parts(
        context,
        templates,
        TEMPLATE,
        {"teams": _CUT},
        frame=page_frame(context, "Backlog", unreadable=site.workspace.backlog.unreadable, standings=()),
        teams=_teams(context),
    )


def backlog_parts(context: PageContext) -> Iterator[tuple[str, list[str]]]:
    """Yields the path of each page of the backlog, with the titles of the goals on it."""
    for number, teams in enumerate(_CUT(_teams(context)), 1):
        goals: Iterator[BacklogGoalView] = (goal for team in teams for goal in team["goals"])
        yield context.site.paths.part(context.page, number), [goal.title for goal in goals]


def _teams(context: PageContext) -> list[dict[str, Any]]:
    """The goals by team."""
    site, backlog = context.site, context.site.workspace.backlog
    unread: dict[str, list[UnreadableView]] = {}
    for element, view in zip(
        backlog.unreadable_goals, unreadable_views(context, backlog.unreadable_goals), strict=True
    ):
        unread.setdefault(element.team, []).append(view)
    teams = sorted({*backlog.by_team, *unread}, key=site.directory.team_name)
    return [
        {
            "name": context.team_link(team),
            "goals": [_goal_view(context, node) for node in backlog.by_team.get(team, ())],
            "unreadable": unread.get(team, []),
        }
        for team in teams
    ]


def _rows(goal: BacklogGoalView | UnreadableView) -> int:
    return 1 + (len(goal.key_results) + len(goal.unreadable) if isinstance(goal, BacklogGoalView) else 0)


def _goal_view(context: PageContext, node: BacklogNode) -> BacklogGoalView:
    content = node.content
    unreadable = [element for element in node.unreadable if element.subject != node.id]
    return BacklogGoalView(
        id=code(node.id),
        title=text(content.title),
        why=paragraphs(content.why),
        owner=(context.titled_link(content.owner) or None) if content.owner is not None else None,
        above=_above(node),
        key_results=tuple(_key_result_view(context, key_result) for key_result in node.key_results),
        initiatives=context.initiative_links(content.initiatives),
        unreadable=tuple(unreadable_views(context, unreadable)),
        edit=context.edit_link(node.file),
    )


def _above(node: BacklogNode) -> Inline | None:
    """The ids of what it is to be aligned to, as they are written; nobody looks them up."""
    entries = alignment_entries(node.content.aligned_to)
    return join([code(entry.ref) for entry in entries]) if entries else None


def _key_result_view(context: PageContext, node: BacklogKeyResultNode) -> BacklogKeyResultView:
    content = node.content
    owner = content.owner.lead if isinstance(content.owner, TeamOwner) else content.owner
    details = [
        *([context.titled_link(owner)] if owner is not None and context.site.with_people else []),
        *([words(measure_phrase(content.measure))] if content.measure is not None else []),
    ]
    return BacklogKeyResultView(title=text(content.title), details=join(details) if details else None)


_CUT = by_groups("goals", "unreadable", rows=_rows)
