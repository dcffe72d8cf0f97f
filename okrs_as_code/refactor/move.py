"""Gives a key result, an objective or a team another id; references by the old id still find it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.files.objective import KeyResult, Objective
from okrs_as_code.model.goals.backlog import names_backlog
from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.model.goals.lookup import find_key_result, find_objective, id_of_last_part
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.phrases import count_phrase
from okrs_as_code.refactor.backlog_move import move_in_backlog
from okrs_as_code.refactor.edit_session import EditSession
from okrs_as_code.refactor.move_plan import (
    MovePlan,
    former_id_edits,
    reference_notes,
    refuse_invalid_id,
    refuse_taken_id,
    refuse_unknown_team,
)
from okrs_as_code.refactor.move_team import move_team
from okrs_as_code.refactor.references import update_alignments
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.yaml.edits import Edit, SetValue

_KINDS = ("a team", "an objective", "a key result")
_FORMS = ("TEAM", "TEAM/OBJECTIVE", "TEAM/OBJECTIVE/KEY-RESULT")


def move(repository: Repository, old: str, new: str, today: date, owners: Mapping[str, str] | None = None) -> MovePlan:
    """Plans the move of `old`: `team`, `team/objective` or `team/objective/key-result`, with or without a cycle.

    A key result may be named by the last part of its id, where that is no team's. An id that begins with `backlog`
    is that of a goal there; `owners` are those of its key results, by id, once it is scheduled.

    Raises OkrsError where nothing has that id, and where the new one is no id, or is or was another's.
    """
    repository.workspace.require_policy()
    plan = repository.workspace.plan
    is_scheduled, is_shelved = (names_backlog(id_, plan.directory) for id_ in (old, new))
    if is_scheduled or (is_shelved and old.count("/") in (1, 2)):
        return move_in_backlog(repository, old, new, today, owners)
    if owners:
        raise OkrsError("owners are named for a goal of the backlog that goes into a cycle", "leave `--owner` out")
    if "/" not in old and not plan.directory.knows_team(old):
        id_ = id_of_last_part(plan, old, today)
        if id_ is not None:
            new = new if "/" in new else f"{find_key_result(plan, id_, today).node.objective.short_id}/{new}"
            return _move_key_result(repository, old, new, today)
    depth = _depth(plan, old)
    if _depth(plan, new) != depth:
        raise OkrsError(f"`{old}` is {_KINDS[depth]}, and `{new}` is not the id of one", f"write {_FORMS[depth]}")
    if depth == 0:
        return move_team(repository, old, new, today)
    return _move_objective(repository, old, new, today) if depth == 1 else _move_key_result(repository, old, new, today)


def _depth(plan: Plan, id_: str) -> int:
    """The number of slashes in an id without its cycle: the index of its kind in `_KINDS`."""
    first, *rest = id_.split("/")
    depth = len(rest) - (1 if plan.calendar.cycle(first) is not None else 0)
    if not 0 <= depth <= 2:
        raise OkrsError(f"`{id_}` names nothing that can move", f"write {', '.join(_FORMS[:2])} or {_FORMS[2]}")
    return depth


def _without_cycle(plan: Plan, id_: str, cycle: str) -> str:
    """The id without its cycle. Raises OkrsError for another cycle, as that cannot change."""
    first, _, rest = id_.partition("/")
    if plan.calendar.cycle(first) is None:
        return id_
    if first != cycle:
        raise OkrsError(f"`{id_}` is in another cycle than {cycle}", "`okrs rollover` carries into another cycle")
    return rest


def _move_key_result(repository: Repository, old: str, new: str, today: date) -> MovePlan:
    plan = repository.workspace.plan
    match = find_key_result(plan, old, today)
    node = match.node
    objective, _, name = _without_cycle(plan, new, node.cycle.name).rpartition("/")
    old_name = node.content.id
    if objective not in (node.objective.short_id, _without_cycle(plan, old, node.cycle.name).rpartition("/")[0]):
        raise OkrsError(
            f"a key result stays in its objective, {node.objective.short_id}",
            f"write {node.objective.short_id}/{name}; or `okrs drop` it here and write it anew there",
        )
    if name == old_name:
        return MovePlan(node.short_id, (), (f"it is called {node.short_id} already",))
    refuse_invalid_id(name)
    siblings = [sibling.content for sibling in node.objective.key_results if sibling is not node]
    if name in node.objective.ids:
        raise OkrsError(f"there is a key result `{name}` in {node.objective.short_id} already", "choose another id")
    if any(name in sibling.formerly for sibling in siblings):
        raise OkrsError(f"`{name}` is a former id of another key result, and records mean that", "choose another id")
    session = EditSession(repository)
    data = session.document(node.file).data
    edits: list[Edit] = [SetValue((*node.path, "id"), name)]
    edits += former_id_edits(data["key_results"][node.position], node.path, KeyResult, old_name, name)
    initiatives = node.objective.content.initiatives
    positions = [position for position, item in enumerate(initiatives) if item.key_result == old_name]
    edits += [SetValue(("initiatives", position, "key_result"), name) for position in positions]
    session.edit(node.file, edits)
    new_id = f"{node.objective.short_id}/{name}"
    files = list(update_alignments(session, plan, _open_objectives(plan, node.cycle, today), {node.id: new_id}))
    notes = [*match.notes, f"{node.short_id} is called {new_id}; it lists `{old_name}` in `formerly`"]
    notes += reference_notes([*(node.file for _ in positions), *files])
    notes += _record_notes(plan, [node.id])
    return MovePlan(new_id, session.changes(), tuple(notes), tuple(dict.fromkeys((node.file, *files))))


def _move_objective(repository: Repository, old: str, new: str, today: date) -> MovePlan:
    plan = repository.workspace.plan
    node = find_objective(plan, old, today)
    name = _without_cycle(plan, new, node.cycle.name)
    team, _, slug = name.partition("/")
    if name == node.short_id:
        return MovePlan(name, (), (f"it is called {name} already",))
    refuse_invalid_id(slug)
    if team != node.team:
        refuse_unknown_team(plan, team)
    cycle = node.cycle.name
    refuse_taken_id(plan, node.cycle, name, node)
    session = EditSession(repository)
    data = session.document(node.file).data
    session.edit(node.file, former_id_edits(data, (), Objective, node.short_id, name))
    target = f"{OKRS_FOLDER}/{cycle}/{name}.yaml"
    session.move(node.file, target)
    files = list(update_alignments(session, plan, _open_objectives(plan, node.cycle, today), {node.id: name}))
    notes = [f"{node.short_id} is called {name} in {cycle}; it lists `{node.short_id}` in `formerly`"]
    notes += reference_notes(files)
    notes += _record_notes(plan, [node.id, *(key_result.id for key_result in node.key_results)])
    return MovePlan(name, session.changes(), tuple(notes), tuple(dict.fromkeys((node.file, target, *files))))


def _open_objectives(plan: Plan, cycle: Cycle, today: date) -> list[ObjectiveNode]:
    """The objectives of a cycle, and of those that have not ended."""
    return [node for node in plan.objectives.values() if node.cycle.end >= today or node.cycle == cycle]


def _record_notes(plan: Plan, ids: list[str]) -> list[str]:
    """A remark on the records about some goals, which name the old id; none where there are no records."""
    kinds = (plan.check_ins_of, plan.objective_check_ins_of, plan.agreements_of, plan.grades_of)
    files = {entry.file for entries_of in kinds for id_ in ids for entry in entries_of.get(id_, ())}
    if not files:
        return []
    verb_phrase = "stays as it is and finds" if len(files) == 1 else "stay as they are and find"
    return [f"{count_phrase(len(files), 'record')} {verb_phrase} it"]
