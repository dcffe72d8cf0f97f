"""Goals that are in the repository already, and are left as they are."""

from __future__ import annotations

from functools import cached_property

from okrs_as_code.intake.goals.objectives import ObjectiveDraft
from okrs_as_code.intake.shapes.goal_outline import Tally
from okrs_as_code.model.files.base import normalized_text
from okrs_as_code.model.goals.backlog import BACKLOG
from okrs_as_code.workspace.repository import Repository


class ExistingGoals:
    """The goals of a repository, by their places, ids and titles."""

    def __init__(self, repository: Repository) -> None:
        self._root = repository.root
        self._plan = repository.workspace.plan
        self._backlog = repository.workspace.backlog

    @cached_property
    def _homes(self) -> dict[tuple[str, str], set[str]]:
        """The cycles, or the backlog, in which a team has an objective of a title."""
        homes: dict[tuple[str, str], set[str]] = {}
        objectives = [(node.id, node.team, node.content.title) for node in self._plan.objectives.values()]
        shelved = [(node.id, node.team, node.content.title) for node in self._backlog.nodes.values()]
        for id_, team, title in (*objectives, *shelved):
            homes.setdefault((team, normalized_text(title)), set()).add(id_.partition("/")[0])
        return homes

    @cached_property
    def ids(self) -> dict[str, str]:
        """Complete ids of objectives and key results, by ids and titles, evened out."""
        goals: dict[str, str] = {}
        objectives = [(node.id, node.short_id, node.content.title) for node in self._plan.objectives.values()]
        key_results = [(node.id, node.short_id, node.content.title) for node in self._plan.key_results.values()]
        for keys in (*objectives, *key_results):
            for key in keys:
                goals.setdefault(normalized_text(key), keys[0])
        return goals

    def has(self, draft: ObjectiveDraft) -> bool:
        """Whether an objective is there: its file, or its title in its team and cycle.

        One in the backlog is there in every cycle, and one in any cycle is there for the backlog: it was scheduled.
        """
        if (self._root / draft.path).exists():
            return True
        homes = self._homes.get((draft.team, normalized_text(draft.content.title)), set())
        return draft.home in homes or BACKLOG in homes or (draft.cycle is None and bool(homes))

    def leave(self, draft: ObjectiveDraft, tally: Tally) -> None:
        """Notes that an objective that is there stays as it is, and which of its key results it does not have."""
        draft.is_there = True
        node = self._plan.objectives.get(f"{draft.home}/{draft.short_id}")
        known = {id_.rpartition("/")[2] for id_ in node.ids} if node is not None else set()
        for goal in (draft.goal, *draft.goal.children):
            tally.leave(goal.table, goal.row, "already there, and left as it is")
        for key_result in draft.key_results:
            if node is not None and not node.broken and key_result.content.id not in known:
                goal = key_result.goal
                tally.left[goal.table.label, goal.row] = f"{draft.short_id} is there without it, and is left as it is"
