"""Updates references by former ids: in terms only, as records are never edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from okrs_as_code.model.files.objective import Alignment, TeamOwner
from okrs_as_code.model.goals import ObjectiveNode
from okrs_as_code.model.plan import Plan
from okrs_as_code.refactor.edit_session import EditSession
from okrs_as_code.yaml.edits import Edit, SetValue


def update_alignments(
    session: EditSession, plan: Plan, nodes: Iterable[ObjectiveNode], new_ids: Mapping[str, str]
) -> Iterator[str]:
    """Lets the objectives that are aligned to one in `new_ids`, by its complete id, name it by its new id.

    An objective that names it by a former id still finds it, and stays. Yields the file of each that was edited.
    """
    for node in nodes:
        edit = _alignment_edit(node, plan, new_ids)
        if edit is not None:
            session.edit(node.file, [edit])
            yield node.file


def _alignment_edit(node: ObjectiveNode, plan: Plan, new_ids: Mapping[str, str]) -> Edit | None:
    if node.above is None:
        return None
    ref = node.above
    parent = plan.resolve_objective(ref, node.cycle)
    if parent is None or parent not in new_ids or not f"/{parent}".endswith(f"/{ref}"):
        return None
    path: tuple[str, ...] = ("aligned_to",)
    if isinstance(node.content.aligned_to, Alignment):
        path = ("aligned_to", "objective")
    cycle = f"{ref.partition('/')[0]}/" if ref.count("/") == 2 else ""
    return SetValue(path, f"{cycle}{new_ids[parent]}")


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
