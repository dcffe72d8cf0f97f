"""Phrases about what a record names and that is not there, or is not clear."""

from __future__ import annotations

from collections.abc import Sequence

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.goals.goal import objective_part
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.nearest import nearest
from okrs_as_code.phrases import join_or


def missing_phrases(ref: str, cycle: Cycle, plan: Plan) -> tuple[str, str]:
    """The message and remedy for a key result of a record that is not there: mistyped, renamed or removed."""
    above, _, own = ref.rpartition("/")
    near = key_result_suggestion(ref, cycle, plan)
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


def unclear_phrases(ref: str, meant: Sequence[str]) -> tuple[str, str]:
    """The message and remedy for a reference that may mean several objectives, by their complete ids, or be of them."""
    own_part = ref.removeprefix(objective_part(ref))
    return (
        f'"{ref}" may be {"of " if own_part else ""}{join_or(meant)}',
        f"in a new record write its cycle in front, such as `{meant[0]}{own_part}`; "
        f"else give one of the objectives another id",
    )


def key_result_suggestion(ref: str, cycle: Cycle, plan: Plan) -> str:
    """The beginning of a help line, `did you mean "x"? `, for a key result; empty where none is near."""
    above, _, own = ref.rpartition("/")
    objective_id = plan.resolve_objective(above, cycle)
    if objective_id is None:
        has_cycle = above.count("/") == 2
        searched = (cycle.name, *(longer.name for longer in plan.cycles_above(cycle)))
        cycles = (above.split("/")[0],) if has_cycle else searched
        known = {node.id if has_cycle else node.short_id: node.id for name in cycles for node in plan.in_cycle(name)}
        above = nearest(above, known) or ""
        objective_id = known.get(above)
    node = plan.objectives.get(objective_id) if objective_id is not None else None
    name = nearest(own, node.ids) if node is not None else None
    return f'did you mean "{above}/{name}"? ' if name is not None else ""


def target_remedy(target: str, cycle: Cycle) -> str:
    """The remedy for a key result that something is carried to, and that is not there."""
    if target.count("/") == 3:
        return "write that key result first; if it was renamed, list its old id in its `formerly`"
    return f"write its cycle in front unless it is {cycle.name}; if it was renamed, list its old id in its `formerly`"
