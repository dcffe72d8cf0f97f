"""Updates references by former ids: in terms only, as records are never edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from okrs_as_code.model.files.objective import TeamOwner
from okrs_as_code.model.goals.goal import AlignmentEntry, ObjectiveNode, objective_part
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.refactor.edit_session import EditSession
from okrs_as_code.yaml.edits import Edit, SetValue


def update_alignments(
    session: EditSession, plan: Plan, nodes: Iterable[ObjectiveNode], new_ids: Mapping[str, str]
) -> Iterator[str]:
    """Lets the objectives that are aligned to a goal in `new_ids`, by its complete id, name it by its new id.

    An objective that names it by a former id still finds it, and stays. Yields the file of each reference that was
    edited.
    """
    for node in nodes:
        edits = [edit for entry in node.alignments if (edit := _alignment_edit(entry, node, plan, new_ids)) is not None]
        if edits:
            session.edit(node.file, edits)
            yield from (node.file for _ in edits)


def _alignment_edit(entry: AlignmentEntry, node: ObjectiveNode, plan: Plan, new_ids: Mapping[str, str]) -> Edit | None:
    goal = plan.resolve_goal(entry.ref, node.cycle)
    if goal is None or not f"/{goal}".endswith(f"/{entry.ref}"):
        return None
    objective = objective_part(goal)
    if goal in new_ids:
        new_id = new_ids[goal]
    elif objective in new_ids:
        new_id = f"{new_ids[objective]}{goal.removeprefix(objective)}"
    else:
        return None
    cycle = f"{goal.partition('/')[0]}/" if goal == entry.ref else ""
    return SetValue(entry.ref_path, f"{cycle}{new_id}")


def update_team(session: EditSession, node: ObjectiveNode, old: str, new: str, *, is_person: bool) -> Iterator[str]:
    """Lets the key results of an objective name a team by its new id, as owner and as contributor.

    With `is_person` the old id is a person's, too, and contributors are left as they are. Yields the file of each edit.
    """
    for key_result in node.key_results:
        edits: list[Edit] = []
        owner: Any = key_result.content.owner
        if isinstance(owner, TeamOwner) and owner.team == old:
            edits.append(SetValue((*key_result.path, "owner", "team"), new))
        for position, contributor in enumerate(key_result.content.contributors if not is_person else ()):
            if contributor == old:
                edits.append(SetValue((*key_result.path, "contributors", position), new))
        if edits:
            session.edit(node.file, edits)
            yield from (node.file for _ in edits)
