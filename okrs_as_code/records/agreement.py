"""Agreements as new records: each quotes the terms in full, so that nobody needs their defaults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.files.objective import TeamOwner, says_success_in_title
from okrs_as_code.model.files.record import Agreement, Role
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.people.people_directory import person_hint
from okrs_as_code.records.record_text import NewRecord
from okrs_as_code.yaml.reader import parse
from okrs_as_code.yaml.scalar_text import Value

if TYPE_CHECKING:
    from okrs_as_code.git.push import RemoteBase


class DuplicateAgreementError(OkrsError):
    """A refusal of an agreement that its destination has already, the very same; nothing is left to do."""


@dataclass(frozen=True)
class AgreementFile:
    """The file of a record that is not written yet; `path` is from the root."""

    path: str
    text: str


def agreement_file(
    plan: Plan, node: KeyResultNode, day: date, today: date, role: Role | None = None, by: str | None = None
) -> AgreementFile:
    """The record by which `by` agrees, on a day, to the terms as they stand; by default the owner.

    Raises OkrsError for a day to come, and for a person whose agreement in that role would not count.
    """
    refuse_future_day(day, today)
    role, by = resolve_role(plan, node, role, by)
    record = new_agreement(by, day, [(node, role)])
    return AgreementFile(f"{record.folder}/{record.name}.yaml", record.text)


def new_agreement(
    by: str,
    day: date,
    key_results: Iterable[tuple[KeyResultNode, Role]],
    *,
    via: str | None = None,
    signatures: Mapping[str, str] | None = None,
) -> NewRecord:
    """The record by which somebody agrees to key results of one cycle, each in a role.

    `via` is the address at which they agreed, such as a pull request's. `signatures` has the signature of each key
    result that was signed, by complete id.
    """
    key_results, signatures = tuple(key_results), signatures or {}
    entries: dict[str, dict[str, Value]] = {
        node.short_id: {"as": role, "terms": _quoted_terms(node)} for node, role in key_results
    }
    for node, _ in key_results:
        if says_success_in_title(node.content):
            entries[node.short_id]["title"] = node.content.title
        if via is not None:
            entries[node.short_id]["via"] = via
        if node.id in signatures:
            entries[node.short_id]["signature"] = signatures[node.id]
    return NewRecord("agreements", key_results[0][0].cycle.name, by, day, entries)


def refuse_future_day(day: date, today: date) -> None:
    """Raises OkrsError for an agreement dated after today."""
    if day > today:
        raise OkrsError(f"{day} is still to come", "an agreement is dated on the day on which it is given")


def resolve_role(plan: Plan, node: KeyResultNode, role: Role | None, by: str | None) -> tuple[Role, str]:
    """The role in which somebody agrees, and their id; by default the owner.

    Raises OkrsError where that agreement would not count, and says whose would.
    """
    directory = plan.directory
    if by is not None and not directory.knows_person(by):
        hint = person_hint(by, directory)
        raise OkrsError(f"there is nobody called `{by}`", f"{hint}okrs/people.yaml lists everybody by id")
    manager = directory.manager_of(node.content)
    if role == "owner" or (role is None and by in (None, node.owner)):
        if by not in (None, node.owner):
            raise OkrsError(f"`{by}` is not the owner of {node.id}", f"its owner is {_owner_phrase(node)}")
        return "owner", node.owner
    if by is not None and by == manager:
        return "manager", by
    if role is None:
        with_manager = f"its manager `{manager}`; `manager:` at the key result names another"
        without_manager = "and it has no manager; `manager:` at the key result names one"
        raise OkrsError(
            f"`{by}` is neither owner nor manager of {node.id}",
            f"its owner is {_owner_phrase(node)}, {with_manager if manager is not None else without_manager}",
        )
    if manager is None:
        raise OkrsError(
            f"nobody is asked to agree to {node.id} as manager", "name a colleague with `manager:` at the key result"
        )
    if by is not None:
        remedy = f"its manager is `{manager}`; `manager:` at the key result names another"
        raise OkrsError(f"`{by}` is not the manager of {node.id}", remedy)
    return "manager", manager


def refuse_other_terms(record: NewRecord, plan: Plan, where: str) -> None:
    """Raises OkrsError where a plan, such as the default branch's, has other terms than those agreed to.

    The agreement would be to something that nobody can see there. `where` names the plan in messages.
    """
    agreement = Agreement.model_validate(parse(record.stem, record.text.encode()).data)
    for ref, entry in agreement.key_results.items():
        id_ = plan.references.key_result_in(ref, record.cycle)
        node = plan.key_results.get(id_) if id_ is not None else None
        if node is None:
            raise OkrsError(f"{where} has a key result `{ref}` that cannot be read", "fix it there first")
        differences = plan.quoted(entry, node).differences(plan.terms(node))
        title = plan.title_difference(entry, node)
        fields = [change.field.replace("_", " ") for change in (*differences, *((title,) if title is not None else ()))]
        changed = ", ".join(fields)
        if not plan.is_current(entry, node):
            raise OkrsError(
                f"{where} has other terms for `{ref}`: {changed or 'its steps'}",
                "agree on the branch that brings the terms, or merge them there first",
            )


def refuse_duplicate(record: NewRecord, plan: Plan, base: RemoteBase) -> None:
    """Raises DuplicateAgreementError where the very same agreement is on the default branch, or on a waiting branch.

    An agreement is named by its content, so a second one of that name is never needed.
    """
    if any(agreement.name == record.name and agreement.cycle == record.cycle for agreement in plan.agreements):
        raise DuplicateAgreementError(
            f"{record.name} is on {base.branch} of {base.remote} already", "`git pull` brings it"
        )
    if record.name in base.taken:
        branch = f"{record.branch_folder}/{record.name}"
        raise DuplicateAgreementError(f"{branch} waits on {base.remote} already", "open its pull request")


def _owner_phrase(node: KeyResultNode) -> str:
    owner = node.content.owner
    return f"team `{owner.team}` with its lead `{owner.lead}`" if isinstance(owner, TeamOwner) else f"`{owner}`"


def _quoted_terms(node: KeyResultNode) -> dict[str, Value]:
    """The complete terms of a key result as an agreement quotes them, with defaults and inherited values."""
    content = node.content
    owner = content.owner
    terms: dict[str, Value] = {
        "owner": owner.model_dump() if isinstance(owner, TeamOwner) else owner,
        "commitment": node.commitment,
        "measure": content.measure.model_dump(exclude_none=True),
        "due": node.due,
    }
    if content.success is not None:
        terms["success"] = content.success
    return terms
