"""Gives a key result, an objective or a team another id; what was called by the old one still finds it."""

from __future__ import annotations

from datetime import date

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.model.files.objective import KeyResult, Objective
from okrs_as_code.model.lookup import find_key_result, find_objective
from okrs_as_code.model.plan import Plan
from okrs_as_code.nearest import one_of
from okrs_as_code.refactor.edit_session import EditSession
from okrs_as_code.refactor.move_plan import MovePlan, keep_former, refuse_id, renamed_references
from okrs_as_code.refactor.move_team import move_team
from okrs_as_code.refactor.references import rename_parent
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.yaml.edits import Edit, SetValue


def move(repository: Repository, old: str, new: str, today: date) -> MovePlan:
    """The move of what `old` names: `team`, `team/objective` or `team/objective/key-result`, with or without a cycle.

    Raises OkrsError where there is nothing of that name, and where the new one is no id, or is or was another's.
    """
    repository.workspace.require_policy()
    plan = repository.workspace.plan
    depth = _depth(plan, old)
    if _depth(plan, new) != depth:
        raise OkrsError(f"`{old}` is {_KINDS[depth]}, and `{new}` is not the id of one", f"write {_FORMS[depth]}")
    if depth == 0:
        return move_team(repository, old, new, today)
    return _move_objective(repository, old, new, today) if depth == 1 else _move_key_result(repository, old, new, today)


_KINDS = ("a team", "an objective", "a key result")
_FORMS = ("TEAM", "TEAM/OBJECTIVE", "TEAM/OBJECTIVE/KEY-RESULT")


def _depth(plan: Plan, given: str) -> int:
    first, *rest = given.split("/")
    depth = len(rest) - (1 if plan.calendar.cycle(first) is not None else 0)
    if not 0 <= depth <= 2:
        raise OkrsError(f"`{given}` names nothing that can move", f"write {', '.join(_FORMS[:2])} or {_FORMS[2]}")
    return depth


def _without_cycle(plan: Plan, given: str, cycle: str) -> str:
    """The id without its cycle, which cannot change."""
    first, _, rest = given.partition("/")
    if plan.calendar.cycle(first) is None:
        return given
    if first != cycle:
        raise OkrsError(f"`{given}` is in another cycle than {cycle}", "`okrs rollover` carries into another cycle")
    return rest


def _move_key_result(repository: Repository, old: str, new: str, today: date) -> MovePlan:
    plan = repository.workspace.plan
    found = find_key_result(plan, old, today)
    node = found.node
    above, _, name = _without_cycle(plan, new, node.cycle.name).rpartition("/")
    was = node.content.id
    if above not in (node.objective.short_id, _without_cycle(plan, old, node.cycle.name).rpartition("/")[0]):
        raise OkrsError(
            f"a key result stays in its objective, {node.objective.short_id}",
            f"write {node.objective.short_id}/{name}; or `okrs drop` it here and write it anew there",
        )
    if name == was:
        return MovePlan(node.short_id, (), (f"it is called {node.short_id} already",))
    refuse_id(name)
    others = [one.content for one in node.objective.key_results if one is not node]
    if name in node.objective.ids:
        raise OkrsError(f"there is a key result `{name}` in {node.objective.short_id} already", "choose another id")
    if any(name in one.formerly for one in others):
        raise OkrsError(f"`{name}` is a former id of another key result, and records mean that", "choose another id")
    drafts = EditSession(repository)
    data = drafts.document(node.file).data
    edits: list[Edit] = [SetValue((*node.path, "id"), name)]
    edits += keep_former(data["key_results"][node.position], node.path, KeyResult, was, name)
    served = [at for at, one in enumerate(node.objective.content.initiatives) if one.key_result == was]
    edits += [SetValue(("initiatives", at, "key_result"), name) for at in served]
    drafts.edit(node.file, edits)
    new_id = f"{node.objective.short_id}/{name}"
    told = [*found.notes, f"{node.short_id} is called {new_id}; it lists `{was}` in `formerly`"]
    told += renamed_references(node.file for _ in served)
    told += _records_told(plan, [node.id])
    return MovePlan(new_id, drafts.changes(), tuple(told), (node.file,))


def _move_objective(repository: Repository, old: str, new: str, today: date) -> MovePlan:
    plan = repository.workspace.plan
    node = find_objective(plan, old, today)
    name = _without_cycle(plan, new, node.cycle.name)
    team, _, slug = name.partition("/")
    if name == node.short_id:
        return MovePlan(name, (), (f"it is called {name} already",))
    refuse_id(slug)
    if team not in plan.directory.teams and team != node.team:
        raise OkrsError(
            f"there is no team `{team}`", f"{one_of(team, plan.directory.teams)}add it to okrs/teams.yaml first"
        )
    cycle, id_ = node.cycle.name, f"{node.cycle.name}/{name}"
    if id_ in plan.objectives or id_ in plan.unreadable_objectives:
        raise OkrsError(f"there is an objective `{id_}` already", "choose another id")
    if any(name in one.content.formerly for one in plan.in_cycle(cycle) if one is not node):
        raise OkrsError(f"`{name}` is a former id of another objective, and records mean that", "choose another id")
    drafts = EditSession(repository)
    drafts.edit(node.file, keep_former(drafts.document(node.file).data, (), Objective, node.short_id, name))
    target = f"{OKRS_FOLDER}/{cycle}/{name}.yaml"
    drafts.move(node.file, target)
    below = [one for one in plan.objectives.values() if one.cycle.end >= today or one.cycle == node.cycle]
    files = list(rename_parent(drafts, plan, below, {node.id: name}))
    told = [f"{node.short_id} is called {name} in {cycle}; it lists `{node.short_id}` in `formerly`"]
    told += renamed_references(files)
    told += _records_told(plan, [one.id for one in node.key_results])
    return MovePlan(name, drafts.changes(), tuple(told), tuple(dict.fromkeys((node.file, target, *files))))


def _records_told(plan: Plan, key_results: list[str]) -> list[str]:
    """What is said of the records that name the old id."""
    kinds = (plan.check_ins_of, plan.agreements_of, plan.grades_of)
    files = {said.file for kind in kinds for one in key_results for said in kind.get(one, ())}
    if not files:
        return []
    return [
        f"{len(files)} record{' stays as it is and finds' if len(files) == 1 else 's stay as they are and find'} it"
    ]
