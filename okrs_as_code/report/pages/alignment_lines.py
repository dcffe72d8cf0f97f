"""Lines on alignment: the goals above an objective, and the objectives below a goal."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.model.goals.alignment import Parent
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.report.inline import Inline, code, concat, words
from okrs_as_code.report.pages.figures import score_text
from okrs_as_code.report.pages.page_context import PageContext


def parent_sentences(context: PageContext, node: ObjectiveNode) -> Iterator[Inline]:
    """Yields a sentence on each goal to which an objective is aligned, in the order in which they are written."""
    parents = {parent.entry: parent for parent in context.site.plan.alignments.parents(node)}
    for entry in node.alignments:
        if entry in parents:
            yield _parent_sentence(context, node, parents[entry])
        else:
            yield concat(code(entry.ref), words(", which could not be found or read"))


def _parent_sentence(context: PageContext, node: ObjectiveNode, parent: Parent) -> Inline:
    is_counted = context.site.plan.alignments.counted_in(node) == parent
    counts = "counts in its progress" if is_counted else "supports it, and does not count in its progress"
    objective = context.objective_link(parent.objective)
    if parent.is_objective:
        name = objective
    else:
        key_result = parent.key_result
        link = context.key_result_link(key_result) if key_result is not None else code(parent.entry.ref)
        name = concat(link, words(", a key result of "), objective)
    return concat(name, _place(context, parent.objective), words(f". This objective {counts}."))


def child_lines(context: PageContext, goal: ObjectiveNode | KeyResultNode) -> Iterator[Inline]:
    """Yields a line on each objective that is aligned to an objective itself, or to a key result."""
    alignments = context.site.plan.alignments
    objective = goal.objective if isinstance(goal, KeyResultNode) else goal
    for child in alignments.children.get(objective.id, ()):
        parents = [parent for parent in alignments.parents(child) if parent.id == goal.id]
        if parents:
            roll_up = context.site.assessment.objective(child).roll_up
            is_counted = alignments.counted_in(child) in parents
            counts = "counts here" if is_counted else "supports this, not counted"
            progress = words(f": {score_text(context.site, roll_up.score)}, {counts}")
            yield concat(context.objective_link(child), _place(context, child), progress)


def _place(context: PageContext, node: ObjectiveNode) -> Inline:
    """An objective's team, linked, and its cycle, in brackets behind its title."""
    team = context.team_link(node.team, node.cycle)
    return concat(words(" ("), team, words(f", {node.cycle.name})"))
