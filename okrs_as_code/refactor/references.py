"""Mends what names something by an id that it had: in terms only, as records are never edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from okrs_as_code.model.files.objective import Alignment, TeamOwner
from okrs_as_code.model.plan import ObjectiveNode, Plan
from okrs_as_code.refactor.edit_session import EditSession
from okrs_as_code.yaml.edits import Edit, SetValue


def rename_parent(
    drafts: EditSession, plan: Plan, nodes: Iterable[ObjectiveNode], names: Mapping[str, str]
) -> Iterator[str]:
    """Lets those of the objectives that are aligned to one in `names`, by complete id, name it by its new id.

    One that names it by a former id still finds it, and stays. Yields the file of each that was edited.
    """
    for node in nodes:
        edit = _parent_edit(node, plan, names)
        if edit is not None:
            drafts.edit(node.file, [edit])
            yield node.file


def _parent_edit(node: ObjectiveNode, plan: Plan, names: Mapping[str, str]) -> Edit | None:
    if node.above is None:
        return None
    ref = node.above
    found = plan.resolve_objective(ref, node.cycle)
    if found is None or found not in names or not f"/{found}".endswith(f"/{ref}"):
        return None
    path: tuple[str, ...] = ("aligned_to",)
    if isinstance(node.content.aligned_to, Alignment):
        path = ("aligned_to", "objective")
    cycle = f"{ref.partition('/')[0]}/" if ref.count("/") == 2 else ""
    return SetValue(path, f"{cycle}{names[found]}")


def rename_team(drafts: EditSession, node: ObjectiveNode, old: str, new: str, *, is_person: bool) -> Iterator[str]:
    """Lets the key results of an objective name a team by its new id, as owner and as contributor.

    With `is_person` somebody has the old id, too, and contributors are left as they are. Yields the file of each edit.
    """
    for key_result in node.key_results:
        edits: list[Edit] = []
        owner: Any = key_result.content.owner
        if isinstance(owner, TeamOwner) and owner.team == old:
            edits.append(SetValue((*key_result.path, "owner", "team"), new))
        for at, one in enumerate(key_result.content.contributors if not is_person else ()):
            if one == old:
                edits.append(SetValue((*key_result.path, "contributors", at), new))
        if edits:
            drafts.edit(node.file, edits)
            yield from (node.file for _ in edits)
