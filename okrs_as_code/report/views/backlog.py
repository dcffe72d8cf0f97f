"""The backlog as a list: each goal with its id and title."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.goals.backlog import BacklogKeyResultNode, BacklogNode
from okrs_as_code.model.goals.unreadable import UnreadableElement
from okrs_as_code.nearest import one_of
from okrs_as_code.workspace.loader import Workspace


@dataclass(frozen=True)
class BacklogView:
    """The goals of the backlog, of one team or of all, and what in it cannot be read."""

    nodes: tuple[BacklogNode, ...]
    unreadable: tuple[UnreadableElement, ...]

    def lines(self) -> Iterator[str]:
        """A line for each goal, sorted by id; those of which nothing can be read are among them."""
        rows = {node.id: " ".join(node.content.title.split()) for node in self.nodes}
        rows |= {
            element.subject: f"{element.title} (unreadable)"
            for element in self.unreadable
            if element.is_whole_objective
        }
        if not rows:
            yield "the backlog is empty"
            return
        width = max(map(len, rows))
        for id_ in sorted(rows):
            yield f"{id_:<{width}}  {rows[id_]}"

    def as_json(self) -> dict[str, Any]:
        """The goals for other programs."""
        return {
            "backlog": [
                {
                    "id": node.id,
                    "title": node.content.title,
                    "team": node.team,
                    "key_results": [_key_result(key_result) for key_result in node.key_results],
                }
                for node in self.nodes
            ],
            "unreadable": [element.as_json() for element in self.unreadable],
        }


def _key_result(node: BacklogKeyResultNode) -> dict[str, Any]:
    return {"id": node.content.id, "title": node.content.title}


def backlog_view(workspace: Workspace, team: str | None = None) -> BacklogView:
    """The backlog of a team, or of all. Raises OkrsError for a team that is not there."""
    directory, backlog = workspace.plan.directory, workspace.backlog
    if team is not None and not directory.knows_team(team):
        raise OkrsError(f"there is no team `{team}`", f"{one_of(team, directory.teams)}name a team that is there")
    wanted = directory.resolve_team(team) if team is not None else None
    return BacklogView(
        tuple(node for node in backlog.nodes.values() if wanted in (None, directory.resolve_team(node.team))),
        tuple(one for one in backlog.unreadable if wanted in (None, directory.resolve_team(one.team))),
    )
