"""Objectives as pages tell them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from okrs_as_code.model.assessment import ObjectiveStanding
from okrs_as_code.model.plan import ObjectiveNode
from okrs_as_code.report.markdown import Markdown, code, paragraphs, text
from okrs_as_code.report.pages.key_result_view import key_result_view
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.view_models import ObjectiveView
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.status_phrases import COMMITMENTS, counts_phrase


def objective_view(desk: PageContext, standing: ObjectiveStanding, *, whole: bool = False) -> ObjectiveView:
    """A view of an objective; `whole` tells its key results with all their history."""
    node, content = standing.node, standing.node.content
    parts = desk.book.plan.contributors_to(node)
    return ObjectiveView(
        title=text(content.title),
        link=desk.objective_link(node),
        team=desk.team(node.team, node.cycle),
        owner=desk.person(content.owner, node.cycle) if content.owner is not None else None,
        commitment=COMMITMENTS[content.commitment],
        progress=numbers.bar_percent(standing.roll_up.score),
        coverage=numbers.coverage(standing.roll_up, "part" if parts else "key result"),
        statuses=counts_phrase(standing.statuses) or "no key results",
        why=paragraphs(content.why),
        above=_above(desk, node),
        below=tuple(_below(desk, node)),
        key_results=tuple(key_result_view(desk, one, whole=whole) for one in standing.key_results),
        initiatives=tuple(desk.initiative(one) for one in content.initiatives if one.key_result is None),
        unread=len(set(node.ids)) - len({kr.content.id for kr in node.key_results}),
        edit=desk.edit(node.file),
    )


def objective_views(desk: PageContext, standings: Iterable[ObjectiveStanding]) -> tuple[ObjectiveView, ...]:
    """Views for a list."""
    return tuple(objective_view(desk, standing) for standing in standings)


def _above(desk: PageContext, node: ObjectiveNode) -> Markdown | None:
    plan = desk.book.plan
    if node.above is None:
        return None
    parent = plan.parent(node)
    if parent is None:
        return Markdown(f"{code(node.above)}, which could not be found or read")
    where = f"{desk.team(parent.team, parent.cycle)}, {parent.cycle.name}"
    counts = "counts in its progress" if plan.contributes(node) else "supports it, and does not count in its progress"
    return Markdown(f"{desk.objective_link(parent)} ({where}). This objective {counts}.")


def _below(desk: PageContext, node: ObjectiveNode) -> Iterator[Markdown]:
    plan = desk.book.plan
    for child in plan.children.get(node.id, ()):
        roll_up = desk.book.assessment.objective(child).roll_up
        counts = "counts here" if plan.contributes(child) else "supports this, not counted"
        where = f"{desk.team(child.team, child.cycle)}, {child.cycle.name}"
        yield Markdown(f"{desk.objective_link(child)} ({where}): {numbers.bar_percent(roll_up.score)}, {counts}")
