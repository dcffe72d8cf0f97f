"""Plans of moves, and the checks, edits and remarks that all moves share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from okrs_as_code.errors import OkrsError
from okrs_as_code.finding import KeyPath
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.files.base import LONGEST_ID, RESERVED_IDS, is_id
from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.nearest import one_of
from okrs_as_code.phrases import count_phrase
from okrs_as_code.workspace.trees.file_change import FileChange
from okrs_as_code.yaml.edits import Edit, InsertItem, InsertKey, RemoveItem, RemoveKey, SetValue
from okrs_as_code.yaml.problem import excerpt

_FORMERLY = "formerly"


@dataclass(frozen=True)
class MovePlan:
    """A move that is not written yet; no change where the id is the same already.

    `name` is the new id, `notes` are for the user, and `paths` the files and folders that it concerns, from the root.
    """

    name: str
    changes: tuple[FileChange, ...]
    notes: tuple[str, ...]
    paths: tuple[str, ...] = ()


def refuse_invalid_id(id_: str) -> None:
    """Raises OkrsError for a text that cannot be an id."""
    if id_ in RESERVED_IDS:
        raise OkrsError(f"`{id_}` is a reserved word, and no id", "choose another id")
    if len(id_) > LONGEST_ID:
        raise OkrsError(f"`{excerpt(id_)}` has {len(id_)} characters, and an id at most {LONGEST_ID}", "shorten it")
    if not is_id(id_):
        raise OkrsError(f"`{id_}` is no id", "write lower case letters, digits and hyphens, such as pillar-posts")


def refuse_unknown_team(plan: Plan, team: str) -> None:
    """Raises OkrsError for a team that is not there."""
    if team not in plan.directory.teams:
        raise OkrsError(
            f"there is no team `{team}`", f"{one_of(team, plan.directory.teams)}add it to okrs/teams.yaml first"
        )


def refuse_taken_id(plan: Plan, cycle: Cycle, name: str, node: ObjectiveNode | None = None) -> None:
    """Raises OkrsError for an id that in a cycle is, or was, that of another objective than `node`."""
    id_ = f"{cycle.name}/{name}"
    if id_ in plan.objectives or id_ in plan.unreadable_objectives:
        raise OkrsError(f"there is an objective `{id_}` already", "choose another id")
    if any(name in other.content.formerly for other in plan.in_cycle(cycle.name) if other is not node):
        raise OkrsError(f"`{name}` is a former id of another objective, and records mean that", "choose another id")


def reference_notes(files: Iterable[str]) -> list[str]:
    """A remark on the references that name the new id now, given the file of each; none where there are none."""
    files = list(files)
    if not files:
        return []
    verb = "names" if len(files) == 1 else "name"
    return [f"{count_phrase(len(files), 'reference')} {verb} the new id: {', '.join(dict.fromkeys(files))}"]


def former_id_edits(mapping: dict[str, Any], path: KeyPath, model: type[BaseModel], old: str, new: str) -> list[Edit]:
    """Edits by which the mapping at a path lists its old id, and no longer the new one if that was a former id."""
    former_ids = mapping.get(_FORMERLY)
    if not isinstance(former_ids, list):
        return [InsertKey(path, _FORMERLY, [old], after=_key_before(mapping, model))]
    if new in former_ids:
        position = former_ids.index(new)
        if old in former_ids:
            return removal_edits(mapping, path, _FORMERLY, position)
        return [SetValue((*path, _FORMERLY, position), old)]
    return [InsertItem((*path, _FORMERLY), len(former_ids), old)] if old not in former_ids else []


def removal_edits(mapping: dict[str, Any], path: KeyPath, key: str, position: int) -> list[Edit]:
    """Edits that remove an item of a list in the mapping at a path, and the key with it where it is the only item."""
    if len(mapping[key]) == 1:
        return [RemoveKey((*path, key))]
    return [RemoveItem((*path, key, position))]


def _key_before(mapping: dict[str, Any], model: type[BaseModel]) -> str | None:
    """The key after which `formerly` stands, in the order of the model; None where it comes first."""
    names = list(model.model_fields)
    earlier = [name for name in names[: names.index(_FORMERLY)] if name in mapping]
    return earlier[-1] if earlier else None
