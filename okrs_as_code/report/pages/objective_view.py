"""Views of objectives for templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from okrs_as_code.model.assessment import ObjectiveStanding
from okrs_as_code.model.goals import ObjectiveNode
from okrs_as_code.model.unreadable import UnreadableElement, UnreadableKind
from okrs_as_code.report.inline import EMPTY, Inline, code, concat, paragraphs, text, words
from okrs_as_code.report.pages.figures import course_view, roll_up_bar
from okrs_as_code.report.pages.key_result_view import key_result_view
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.template_values import ObjectiveView, UnreadableView
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.status_phrases import COMMITMENTS, counts_phrase
from okrs_as_code.report.wording.unreadable_phrases import fault_phrase


def objective_view(context: PageContext, standing: ObjectiveStanding, *, whole: bool = False) -> ObjectiveView:
    """The view of an objective; with `whole` its key results have their check-ins and agreements."""
    node, content = standing.node, standing.node.content
    parts = context.site.plan.contributors_to(node)
    return ObjectiveView(
        title=text(content.title),
        link=context.objective_link(node),
        team=context.team_link(node.team, node.cycle),
        owner=(context.titled_link(content.owner, node.cycle) or None) if content.owner is not None else None,
        commitment=COMMITMENTS[content.commitment],
        progress=numbers.bar_percent(standing.roll_up.score),
        bar=roll_up_bar(standing.roll_up.score, node.cycle, context.site.today),
        course=course_view(context.site, node, whole=whole),
        coverage=numbers.coverage(standing.roll_up, "part" if parts else "key result"),
        score=score_text(context.site.scores.objective(node).score),
        statuses=counts_phrase(standing.statuses) or "no key results",
        why=paragraphs(content.why),
        above=_parent_sentence(context, node),
        below=tuple(_child_lines(context, node)),
        key_results=tuple(key_result_view(context, key_result, whole=whole) for key_result in standing.key_results),
        initiatives=context.initiative_links(one for one in content.initiatives if one.key_result is None),
        unreadable=tuple(unreadable_views(context, _unreadable_key_results(node))),
        edit=context.edit_link(node.file),
    )


def score_text(value: float | None) -> Inline | None:
    """An average of grades; None while nothing has one."""
    return words(numbers.average(value)) if value is not None else None


def objective_views(context: PageContext, standings: Iterable[ObjectiveStanding]) -> tuple[ObjectiveView, ...]:
    """The views of objectives, for a list."""
    return tuple(objective_view(context, standing) for standing in standings)


def unreadable_views(context: PageContext, elements: Iterable[UnreadableElement]) -> list[UnreadableView]:
    """The views of elements that cannot be read, for a list."""
    plan = context.site.plan
    views = []
    for element in elements:
        cycle = plan.calendar.cycle(element.cycle)
        is_team_known = cycle is not None and bool(element.team)
        views.append(
            UnreadableView(
                title=context.unreadable_title(element),
                file=code(element.file) if context.site.with_people else EMPTY,
                team=context.team_link(element.team, cycle) if is_team_known else EMPTY,
                owner=context.person_link(element.owner, cycle) if element.owner is not None else EMPTY,
                edit=context.edit_link(element.file),
                fault=text(fault_phrase(element)),
            )
        )
    return views


def _unreadable_key_results(node: ObjectiveNode) -> Iterator[UnreadableElement]:
    return (element for element in node.unreadable if element.kind is UnreadableKind.KEY_RESULT)


def _parent_sentence(context: PageContext, node: ObjectiveNode) -> Inline | None:
    plan = context.site.plan
    if node.above is None:
        return None
    parent = plan.parent(node)
    if parent is None:
        return concat(code(node.above), words(", which could not be found or read"))
    counts = "counts in its progress" if plan.contributes(node) else "supports it, and does not count in its progress"
    return concat(_link_with_place(context, parent), words(f". This objective {counts}."))


def _child_lines(context: PageContext, node: ObjectiveNode) -> Iterator[Inline]:
    plan = context.site.plan
    for child in plan.children.get(node.id, ()):
        roll_up = context.site.assessment.objective(child).roll_up
        counts = "counts here" if plan.contributes(child) else "supports this, not counted"
        progress = f": {numbers.bar_percent(roll_up.score)}, {counts}"
        yield concat(_link_with_place(context, child), words(progress))


def _link_with_place(context: PageContext, node: ObjectiveNode) -> Inline:
    """An objective's title, linked, with its team and its cycle."""
    team = context.team_link(node.team, node.cycle)
    return concat(context.objective_link(node), words(" ("), team, words(f", {node.cycle.name})"))
