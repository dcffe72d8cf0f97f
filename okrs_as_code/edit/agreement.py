"""An agreement as a record, ready to be added: it quotes the terms in full, so that nobody needs their defaults."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from okrs_as_code.edit.scalar import flow, scalar
from okrs_as_code.errors import OkrsError
from okrs_as_code.model.measure import Measure, Milestones
from okrs_as_code.model.objective import TeamOwner
from okrs_as_code.model.plan import KeyResultNode, Plan
from okrs_as_code.model.record import Role
from okrs_as_code.nearest import suggestion
from okrs_as_code.workspace.tree import FOLDER

SCHEMA_LINE = "# yaml-language-server: $schema=../../../schema/agreements.schema.json"


@dataclass(frozen=True)
class AgreementDraft:
    """A record that is not written yet; `path` is from the root."""

    path: str
    text: str


def draft_agreement(
    plan: Plan, node: KeyResultNode, day: date, today: date, role: Role | None = None, by: str | None = None
) -> AgreementDraft:
    """The record by which `by` agrees, on a day, to the terms as they stand; by default the owner.

    Raises OkrsError for a day to come, and for a person whose agreement in that role would not count.
    """
    if day > today:
        raise OkrsError(f"{day} is still to come", "an agreement is dated on the day on which it is given")
    role, by = _part(plan, node, role, by)
    text = "".join(f"{line}\n" for line in _lines(node, day, role, by))
    return AgreementDraft(f"{FOLDER}/{node.cycle.name}/agreements/{day}-{by}.{digits(text)}.yaml", text)


def digits(text: str) -> str:
    """Six hex digits that tell agreements of one person and day apart: of SHA-256 over the file as UTF-8 with LF."""
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def _part(plan: Plan, node: KeyResultNode, role: Role | None, by: str | None) -> tuple[Role, str]:
    """Who agrees as what, as far as that would count."""
    directory = plan.directory
    if by is not None and not directory.knows_person(by):
        hint = suggestion(by, directory.people)
        raise OkrsError(f"there is nobody called `{by}`", f"{hint}okrs/people.yaml lists everybody by id")
    if role == "owner" or (role is None and by in (None, node.owner)):
        if by not in (None, node.owner):
            raise OkrsError(f"`{by}` is not the owner of {node.id}", f"its owner is `{node.owner}`")
        return "owner", node.owner
    manager = directory.manager_of(node.content)
    if manager is None:
        raise OkrsError(
            f"nobody is asked to agree to {node.id} as manager", "name a colleague with `manager:` at the key result"
        )
    if by not in (None, manager):
        raise OkrsError(
            f"`{by}` is neither owner nor manager of {node.id}",
            f"its owner is `{node.owner}`, its manager `{manager}`; `manager:` at the key result names another",
        )
    return "manager", manager


def _lines(node: KeyResultNode, day: date, role: Role, by: str) -> Iterator[str]:
    content = node.content
    yield SCHEMA_LINE
    yield f"by: {by}"
    yield f"date: {day}"
    yield "key_results:"
    yield f"  {node.short_id}:"
    yield f"    as: {role}"
    yield "    terms:"
    owner = content.owner
    yield f"      owner: {flow(owner.model_dump()) if isinstance(owner, TeamOwner) else owner}"
    yield f"      commitment: {node.objective.content.commitment}"
    yield from (f"      {line}" for line in _measure(content.measure))
    yield f"      due: {node.due}"
    if content.success is not None:
        yield f"      success: {scalar(content.success)}"


def _measure(measure: Measure) -> Iterator[str]:
    if not isinstance(measure, Milestones):
        yield f"measure: {flow(measure.model_dump(exclude_none=True))}"
        return
    yield "measure:"
    yield "  type: milestones"
    yield "  steps:"
    for step in measure.steps:
        data = step.model_dump(exclude={"due"}, exclude_none=True)
        due = f", due: {step.due}" if step.due is not None else ""
        yield f"    - {flow(data).removesuffix('}')}{due}}}"
