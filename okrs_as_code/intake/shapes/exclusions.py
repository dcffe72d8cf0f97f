"""Exclusions: goals and rows that are not taken, whatever the shape of their table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from okrs_as_code.intake.headings.columns import Columns
from okrs_as_code.intake.meaning import Meaning
from okrs_as_code.intake.shapes.goal_outline import GoalOutline, OutlineGoal, Tally
from okrs_as_code.intake.vocabulary.words import even
from okrs_as_code.model.files.base import normalized_text


def leave_gone(outline: GoalOutline, statuses: Mapping[str, str], tally: Tally) -> None:
    """Leaves out rows whose status says that they were called off, with all below them."""

    def is_gone(goal: OutlineGoal) -> bool:
        return statuses.get(even(goal.text(Meaning.STATUS))) == "gone"

    def leave(goal: OutlineGoal, why: str) -> None:
        tally.leave(goal.table, goal.row, why)
        for child in goal.children:
            leave(child, why)

    for objective in list(outline.objectives):
        if is_gone(objective):
            outline.objectives.remove(objective)
            leave(objective, f'its status is "{objective.text(Meaning.STATUS)[:40]}"')
        for key_result in list(objective.children):
            if is_gone(key_result):
                objective.children.remove(key_result)
                leave(key_result, f'its status is "{key_result.text(Meaning.STATUS)[:40]}"')


def leave_without_key_results(outline: GoalOutline, tally: Tally) -> None:
    """Leaves out objectives that have no key result, and below which no other objective has any."""
    children: dict[str, list[OutlineGoal]] = {}
    for objective in outline.objectives:
        for parent in objective.parents:
            children.setdefault(normalized_text(parent), []).append(objective)

    def has_any(goal: OutlineGoal, seen: frozenset[int]) -> bool:
        if goal.key_results:
            return True
        if id(goal) in seen:
            return False
        below = [*children.get(normalized_text(goal.key), ()), *children.get(normalized_text(goal.title), ())]
        return any(has_any(child, seen | {id(goal)}) for child in below)

    for objective in list(outline.objectives):
        if not has_any(objective, frozenset()):
            outline.objectives.remove(objective)
            title = " ".join(objective.title.split())[:60]
            tally.leave(objective.table, objective.row, f'"{title}" has no key result, at it or below it')


def leave_unread(tables: Sequence[Columns], tally: Tally) -> None:
    """Counts the rows of totals, and those that say nothing in a column that is read."""
    for columns in tables:
        for number, text in columns.totals.items():
            tally.leave(columns.table, number, f'"{text[:60]}" begins a row of totals')
        for row in columns.rows:
            if not row.is_empty and (columns.table.label, row.number) not in tally.guesses:
                tally.leave(columns.table, row.number, "it says nothing in a column that is read")
