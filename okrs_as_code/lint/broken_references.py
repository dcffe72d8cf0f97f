"""References that may lead nowhere: to people, and in records to goals, with phrases for what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from okrs_as_code.filenames import CONFIG_FILE, TEAMS_FILE
from okrs_as_code.finding import Place
from okrs_as_code.lint.backlog_reference import backlog_goal, backlog_phrases
from okrs_as_code.lint.context import Context, at_person, at_team
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.files.record import GradeEntry, Record
from okrs_as_code.model.goals.goal import objective_part
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.timeline import objective_entries
from okrs_as_code.nearest import nearest, suggestion
from okrs_as_code.phrases import join_or


class BrokenReference(NamedTuple):
    """A reference of a record that names no goal, or not one alone, in the words of a finding."""

    message: str
    help: str
    place: Place
    label: str
    detail: str


class PersonReference(NamedTuple):
    """A place where a person is named by id, in a role, about a subject."""

    person: str
    role: str
    subject: str
    place: Place


def person_references(context: Context) -> Iterator[PersonReference]:
    """Yields the people who are named in people.yaml, teams.yaml and config.yaml, whether they exist or not."""
    directory = context.plan.directory
    for person, entry in directory.people.items():
        if entry.manager is not None:
            yield PersonReference(entry.manager, f'the manager of "{person}"', person, at_person(person, "manager"))
    for team, team_entry in directory.teams.items() if TEAMS_FILE in context.workspace.files else ():
        if team_entry.lead is not None:
            yield PersonReference(team_entry.lead, f'the lead of team "{team}"', team, at_team(team, "lead"))
        for position, member in enumerate(team_entry.members):
            place = at_team(team, "members", position)
            yield PersonReference(member, f'a member of team "{team}"', team, place)
    for position, steward in enumerate(context.plan.config.stewards):
        yield PersonReference(steward, "a steward", CONFIG_FILE, Place(CONFIG_FILE, ("stewards", position)))
    for position, subscriber in enumerate(context.plan.config.digest.subscribers):
        place = Place(CONFIG_FILE, ("digest", "subscribers", position))
        yield PersonReference(subscriber, "a subscriber", CONFIG_FILE, place)


def broken_references(path: str, record: Record, cycle: Cycle, context: Context) -> Iterator[BrokenReference]:
    """Yields the references to key results and objectives in a record of a cycle that do not lead to one of them."""
    plan = context.plan
    for ref, entry in record.key_results.items():
        if plan.resolve_key_result(ref, cycle) is None:
            meant, goal = plan.meant_objectives(ref.rpartition("/")[0], cycle), backlog_goal(ref, context)
            is_unclear = len(meant) > 1
            if is_unclear:
                message, remedy = _unclear_phrases(ref, meant)
            elif goal is not None and not meant:
                message, remedy = backlog_phrases(goal)
            else:
                message, remedy = _missing_phrases(ref, cycle, plan)
            label = "in two cycles of equal length" if is_unclear else "no such key result"
            yield BrokenReference(message, remedy, Place(path, ("key_results", ref), "key"), label, ref)
        target = entry.carried_to if isinstance(entry, GradeEntry) else None
        if target is not None and plan.resolve_key_result(target, cycle) is None:
            yield BrokenReference(
                f'"{target}", to which this is carried, is no key result',
                f"{_key_result_suggestion(target, cycle, plan)}{_target_remedy(target, cycle)}",
                Place(path, ("key_results", ref, "carried_to")),
                "no such key result",
                f"{ref} carried_to {target}",
            )
    for ref in objective_entries(record):
        if plan.resolve_objective(ref, cycle) is None:
            meant, goal = plan.meant_objectives(ref, cycle), backlog_goal(ref, context)
            if meant:
                message, remedy = _unclear_phrases(ref, meant)
            elif goal is not None:
                message, remedy = backlog_phrases(goal)
            else:
                message, remedy = _missing_objective_phrases(ref, cycle, plan)
            label = "in two cycles of equal length" if meant else "no such objective"
            yield BrokenReference(message, remedy, Place(path, ("objectives", ref), "key"), label, ref)


def _missing_phrases(ref: str, cycle: Cycle, plan: Plan) -> tuple[str, str]:
    """The message and remedy for a key result of a record that is not there: mistyped, renamed or removed."""
    above, _, own = ref.rpartition("/")
    near = _key_result_suggestion(ref, cycle, plan)
    objective = plan.resolve_objective(above, cycle)
    if objective is None:
        return (
            f'there is no objective "{above}"',
            f"{near}if it has moved, add `formerly: [{'/'.join(above.split('/')[-2:])}]` to the objective, "
            "as `okrs mv` does; if it was removed, bring its file back and give up each of its key results with "
            "`okrs drop KEY_RESULT --because TEXT`",
        )
    return (
        f'objective "{above}" has no key result "{own}"',
        f"{near}if it was renamed, add `formerly: [{own}]` to the key result, as `okrs mv` does; "
        f"if it was removed, bring it back and give it up with `okrs drop {objective}/{own} --because TEXT`",
    )


def _missing_objective_phrases(ref: str, cycle: Cycle, plan: Plan) -> tuple[str, str]:
    """The message and remedy for an objective of a record that is not there: mistyped, renamed or removed."""
    short_ref = "/".join(ref.split("/")[-2:])
    return (
        f'there is no objective "{ref}"',
        f"{_objective_suggestion(ref, cycle, plan)}if it has moved, add `formerly: [{short_ref}]` to the "
        "objective, as `okrs mv` does; if it was removed, bring its file back and give up its key results "
        f"with `okrs drop {short_ref} --because TEXT`",
    )


def _unclear_phrases(ref: str, meant: Sequence[str]) -> tuple[str, str]:
    """The message and remedy for a reference that may mean several objectives, by their complete ids, or be of them."""
    own_part = ref.removeprefix(objective_part(ref))
    return (
        f'"{ref}" may be {"of " if own_part else ""}{join_or(meant)}',
        f"in a new record write its cycle in front, such as `{meant[0]}{own_part}`; "
        f"else give one of the objectives another id",
    )


def _key_result_suggestion(ref: str, cycle: Cycle, plan: Plan) -> str:
    """The beginning of a help line, `did you mean "x"? `, for a key result; empty where none is near."""
    above, _, own = ref.rpartition("/")
    objective_id = plan.resolve_objective(above, cycle)
    if objective_id is None:
        known = _objectives_near(above, cycle, plan)
        above = nearest(above, known) or ""
        objective_id = known.get(above)
    node = plan.objectives.get(objective_id) if objective_id is not None else None
    name = nearest(own, node.ids) if node is not None else None
    return f'did you mean "{above}/{name}"? ' if name is not None else ""


def _objective_suggestion(ref: str, cycle: Cycle, plan: Plan) -> str:
    """The beginning of a help line, `did you mean "x"? `, for an objective; empty where none is near."""
    return suggestion(ref, _objectives_near(ref, cycle, plan))


def _objectives_near(ref: str, cycle: Cycle, plan: Plan) -> dict[str, str]:
    """The complete ids of objectives that a reference may mean, by their ids in its form, long or short."""
    has_cycle = ref.count("/") == 2
    searched = (cycle.name, *(longer.name for longer in plan.cycles_above(cycle)))
    cycles = (ref.split("/")[0],) if has_cycle else searched
    return {node.id if has_cycle else node.short_id: node.id for name in cycles for node in plan.in_cycle(name)}


def _target_remedy(target: str, cycle: Cycle) -> str:
    """The remedy for a key result that something is carried to, and that is not there."""
    if target.count("/") == 3:
        return "write that key result first; if it was renamed, list its old id in its `formerly`"
    return f"write its cycle in front unless it is {cycle.name}; if it was renamed, list its old id in its `formerly`"
