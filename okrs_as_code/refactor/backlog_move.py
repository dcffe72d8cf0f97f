"""Schedules a goal of the backlog in a cycle, takes it back while no record names it, and renames it in the backlog."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.finding import KeyPath
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.cycles.cycle_name import cycle_name_remedy
from okrs_as_code.model.files.record import GradeEntry
from okrs_as_code.model.goals.backlog import BACKLOG, BacklogKeyResultNode, BacklogNode, names_backlog
from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.model.goals.lookup import cycle_for_new_goals, find_objective
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.goals.unreadable import UnreadableKind
from okrs_as_code.model.timeline import objective_entries
from okrs_as_code.nearest import one_of, suggestion
from okrs_as_code.phrases import join_words
from okrs_as_code.refactor.assign import refuse_person
from okrs_as_code.refactor.comments import with_schema
from okrs_as_code.refactor.edit_session import EditSession
from okrs_as_code.refactor.move_plan import MovePlan, refuse_invalid_id, refuse_taken_id, refuse_unknown_team
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.yaml.edits import Edit, InsertKey, RemoveKey, SetValue

_OF_A_CYCLE = ("start", "due", "plan", "formerly")
"""Keys of a key result that say something of its cycle."""


def goal_named(repository: Repository, id_: str) -> BacklogNode:
    """The goal of the backlog with an id. Raises OkrsError where there is none, or not all of it can be read."""
    backlog = repository.workspace.backlog
    unread = [element for element in backlog.unreadable if id_ in (element.subject, element.objective)]
    if unread:
        raise OkrsError(f"not all of `{id_}` can be read", f"`okrs lint {unread[0].file}` says what is wrong with it")
    if id_ not in backlog.nodes:
        hint = suggestion(id_, backlog.nodes)
        raise OkrsError(f"there is no `{id_}`", f"{hint}`okrs list --backlog` shows what is there")
    return backlog.nodes[id_]


def ownerless(goal: BacklogNode, owners: Mapping[str, str]) -> tuple[BacklogKeyResultNode, ...]:
    """The key results of a goal that have an id and no owner, neither written nor among `owners`."""
    nodes = (node for node in goal.key_results if node.content.id is not None and node.content.owner is None)
    return tuple(node for node in nodes if node.content.id not in owners)


def move_in_backlog(
    repository: Repository, old: str, new: str, today: date, owners: Mapping[str, str] | None = None
) -> MovePlan:
    """Plans the move of a goal into a cycle, back into the backlog, or within it; one of the ids begins with `backlog`.

    `owners` has a person by the id of a key result, for a goal that is scheduled. Without a team and a name behind it
    the cycle, or `backlog`, stands for the same ones as before.

    Raises OkrsError where nothing has that id, where the new one is no id or another's, for an owner who cannot be one,
    and for a goal that records name.
    """
    plan = repository.workspace.plan
    if not names_backlog(old, plan.directory):
        _refuse_owners(owners)
        return _take_back(repository, find_objective(plan, old, today), new)
    goal = goal_named(repository, old)
    if names_backlog(new, plan.directory):
        _refuse_owners(owners)
        return _rename(repository, goal, new)
    return _schedule(repository, goal, new, today, owners or {})


def _refuse_owners(owners: Mapping[str, str] | None) -> None:
    if owners:
        raise OkrsError("owners are named for a goal that goes into a cycle", "leave `--owner` out")


def _schedule(repository: Repository, goal: BacklogNode, new: str, today: date, owners: Mapping[str, str]) -> MovePlan:
    plan = repository.workspace.plan
    cycle, name = _place(plan, goal, new, today)
    known = [node.content.id for node in goal.key_results if node.content.id is not None]
    for key_result, person in owners.items():
        if key_result not in known:
            lacks_id = len(known) < len(goal.key_results)
            first = "give each of its key results an `id:` first, then " if lacks_id else one_of(key_result, known)
            raise OkrsError(
                f"`{goal.id}` has no key result `{key_result}`", f"{first}write `--owner KEY_RESULT=PERSON`"
            )
        refuse_person(plan.directory, person, today)
    starts_today = cycle.has(today) and today != cycle.start
    session = EditSession(repository)
    data = session.document(goal.file).data
    for node in goal.key_results:
        written = data["key_results"][node.position]
        start = today if starts_today and node.content.start is None else None
        session.edit(goal.file, list(_scheduling_edits(node, written, owners, start)))
    session.put(goal.file, with_schema(session.document(goal.file), "backlog", "objective"))
    target = f"{OKRS_FOLDER}/{cycle.name}/{name}.yaml"
    session.move(goal.file, target)
    notes = [f"{goal.id} is scheduled in {cycle.name}, as {name}"]
    if starts_today:
        notes.append(f"its key results start on {today}: {cycle.name} began on {cycle.start}")
    asked = [owners.get(node.name, node.content.owner) for node in goal.key_results]
    people = dict.fromkeys(owner if isinstance(owner, str) else owner.lead for owner in asked if owner is not None)
    if people:
        notes.append(f"ask {join_words(list(people))} to agree as owner, and those who manage them")
    return MovePlan(f"{cycle.name}/{name}", session.changes(), tuple(notes), (goal.file, target))


def _place(plan: Plan, goal: BacklogNode, new: str, today: date) -> tuple[Cycle, str]:
    """The cycle and the id in it that a goal is to get."""
    first, _, rest = new.partition("/")
    cycle = plan.calendar.cycle(first)
    if cycle is None:
        if new.count("/") == 1:
            usual = cycle_for_new_goals(plan, today).name
            raise OkrsError(f"`{new}` says no cycle", f"write it in front, such as `{usual}/{new}`")
        raise OkrsError(f"`{first}` is no cycle", cycle_name_remedy(first, plan.config.cycles))
    name = rest or goal.short_id
    _refuse_unfit(plan, name, f"{cycle.name}/TEAM/OBJECTIVE")
    refuse_taken_id(plan, cycle, name)
    return cycle, name


def _scheduling_edits(
    node: BacklogKeyResultNode, written: dict[str, Any], owners: Mapping[str, str], start: date | None
) -> Iterator[Edit]:
    owner = owners.get(node.content.id or "")
    if owner is not None:
        if "owner" in written:
            yield SetValue((*node.path, "owner"), owner)
        else:
            yield InsertKey(node.path, "owner", owner, after="title")
    if start is not None:
        before = "measure" if "measure" in written else "title"
        yield InsertKey(node.path, "start", start.isoformat(), after=before)


def _take_back(repository: Repository, node: ObjectiveNode, new: str) -> MovePlan:
    plan = repository.workspace.plan
    if node.unreadable:
        raise OkrsError(f"not all of `{node.id}` can be read", f"`okrs lint {node.file}` says what is wrong with it")
    files = list(dict.fromkeys(records_about(plan, node)))
    if files:
        verb = "names" if len(files) == 1 else "name"
        raise OkrsError(
            f"{node.id} cannot go back to the backlog, as {join_words(files[:3])} {verb} it",
            "drop its key results with `okrs drop`; what is to come again later is graded with `--decision later`",
        )
    name = new.partition("/")[2] or node.short_id
    _refuse_taken_goal(repository, name)
    session = EditSession(repository)
    session.edit(node.file, list(cycle_edits(session.document(node.file).data)))
    session.put(node.file, with_schema(session.document(node.file), "objective", "backlog"))
    target = f"{OKRS_FOLDER}/{BACKLOG}/{name}.yaml"
    session.move(node.file, target)
    notes = (f"{node.id} goes to the backlog, as {BACKLOG}/{name}; nothing of it is counted, due or asked any more",)
    return MovePlan(f"{BACKLOG}/{name}", session.changes(), notes, (node.file, target))


def _rename(repository: Repository, goal: BacklogNode, new: str) -> MovePlan:
    name = new.partition("/")[2] or goal.short_id
    if name == goal.short_id:
        return MovePlan(goal.id, (), (f"it is called {goal.id} already",))
    _refuse_taken_goal(repository, name)
    session = EditSession(repository)
    target = f"{OKRS_FOLDER}/{BACKLOG}/{name}.yaml"
    session.move(goal.file, target)
    return MovePlan(
        f"{BACKLOG}/{name}", session.changes(), (f"{goal.id} is called {BACKLOG}/{name}",), (goal.file, target)
    )


def _refuse_taken_goal(repository: Repository, name: str) -> None:
    workspace = repository.workspace
    _refuse_unfit(workspace.plan, name, f"{BACKLOG}/TEAM/OBJECTIVE")
    if f"{OKRS_FOLDER}/{BACKLOG}/{name}.yaml" in workspace.files:
        raise OkrsError(f"there is a `{BACKLOG}/{name}` already", "choose another id")


def _refuse_unfit(plan: Plan, name: str, form: str) -> None:
    """Raises OkrsError for what is no id of an objective, and for a team that is not there."""
    team, _, slug = name.partition("/")
    if not slug or "/" in slug:
        raise OkrsError(f"`{name}` is no objective's id", f"write {form}")
    refuse_invalid_id(slug)
    refuse_unknown_team(plan, team)


def records_about(plan: Plan, node: ObjectiveNode) -> Iterator[str]:
    """The files of all records that name an objective or one of its key results, also as what something is carried to.

    Among them are those about it of which not all can be read.
    """
    ids = {key_result.id for key_result in node.key_results}
    records: Sequence[Any] = (*plan.check_ins, *plan.agreements, *plan.grades)
    for record in records:
        cycle = plan.calendar.cycle(record.cycle)
        if cycle is None:
            continue
        for ref, entry in record.content.key_results.items():
            target = entry.carried_to if isinstance(entry, GradeEntry) else None
            if ids & {plan.resolve_key_result(one, cycle) for one in (ref, target) if one is not None}:
                yield record.file
        if node.id in {plan.resolve_objective(ref, cycle) for ref in objective_entries(record.content)}:
            yield record.file
    for id_ in ids:
        yield from (element.file for element in plan.unreadable.of_key_result(id_))
    entries = (element for element in plan.unreadable.of_objective(node.id) if element.kind is UnreadableKind.CHECK_IN)
    yield from (element.file for element in entries)


def cycle_edits(data: dict[str, Any]) -> Iterator[Edit]:
    """Edits that take out what an objective says of the cycle that it leaves: days, and former ids."""
    if "formerly" in data:
        yield RemoveKey(("formerly",))
    for position, key_result in enumerate(data["key_results"]):
        path: KeyPath = ("key_results", position)
        yield from (RemoveKey((*path, key)) for key in _OF_A_CYCLE if key in key_result)
        steps = key_result["measure"].get("steps", ())
        yield from (RemoveKey((*path, "measure", "steps", at, "due")) for at, step in enumerate(steps) if "due" in step)
