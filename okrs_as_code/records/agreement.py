"""An agreement as a record, ready to be added: it quotes the terms in full, so that nobody needs their defaults."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.files.objective import TeamOwner
from okrs_as_code.model.files.record import Agreement, Role
from okrs_as_code.model.plan import KeyResultNode, Plan
from okrs_as_code.nearest import one_of
from okrs_as_code.records.new_record import NewRecord
from okrs_as_code.yaml.reader import parse
from okrs_as_code.yaml.scalar_text import Value

if TYPE_CHECKING:
    from okrs_as_code.git.push import RemoteBase


class DuplicateAgreementError(OkrsError):
    """The very same agreement is where it was to be brought; nothing is left to do."""


@dataclass(frozen=True)
class AgreementFile:
    """A record that is not written yet; `path` is from the root."""

    path: str
    text: str


def agreement_file(
    plan: Plan, node: KeyResultNode, day: date, today: date, role: Role | None = None, by: str | None = None
) -> AgreementFile:
    """The record by which `by` agrees, on a day, to the terms as they stand; by default the owner.

    Raises OkrsError for a day to come, and for a person whose agreement in that role would not count.
    """
    refuse_future_day(day, today)
    role, by = role_of(plan, node, role, by)
    record = new_agreement(by, day, [(node, role)])
    return AgreementFile(f"{record.folder}/{record.stem}.yaml", record.text)


def new_agreement(
    by: str,
    day: date,
    agreed: Iterable[tuple[KeyResultNode, Role]],
    *,
    via: str | None = None,
    signatures: Mapping[str, str] | None = None,
) -> NewRecord:
    """The record by which somebody agrees to key results of one cycle, each in a role; `via` links to where.

    `signatures` are those of them that were signed, by the key result's complete id.
    """
    agreed, signatures = tuple(agreed), signatures or {}
    entries: dict[str, dict[str, Value]] = {node.short_id: {"as": role, "terms": _terms(node)} for node, role in agreed}
    for node, _ in agreed:
        if via is not None:
            entries[node.short_id]["via"] = via
        if node.id in signatures:
            entries[node.short_id]["signature"] = signatures[node.id]
    record = NewRecord(
        kind="agreements",
        cycle=agreed[0][0].cycle.name,
        by=by,
        date=day,
        key_results=entries,
    )
    return replace(record, suffix=content_suffix(record.text))


def content_suffix(text: str) -> str:
    """Six hex digits that tell agreements of one person and day apart: of SHA-256 over the file as UTF-8 with LF."""
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def refuse_future_day(day: date, today: date) -> None:
    """Raises OkrsError for an agreement dated after today."""
    if day > today:
        raise OkrsError(f"{day} is still to come", "an agreement is dated on the day on which it is given")


def role_of(plan: Plan, node: KeyResultNode, role: Role | None, by: str | None) -> tuple[Role, str]:
    """Who agrees as what; by default the owner.

    Raises OkrsError where that agreement would not count, and says whose would.
    """
    directory = plan.directory
    if by is not None and not directory.knows_person(by):
        hint = one_of(by, directory.people)
        raise OkrsError(f"there is nobody called `{by}`", f"{hint}okrs/people.yaml lists everybody by id")
    manager = directory.manager_of(node.content)
    if role == "owner" or (role is None and by in (None, node.owner)):
        if by not in (None, node.owner):
            raise OkrsError(f"`{by}` is not the owner of {node.id}", f"its owner is {_owner(node)}")
        return "owner", node.owner
    if by is not None and by == manager:
        return "manager", by
    if role is None:
        asked = f"its manager `{manager}`; `manager:` at the key result names another"
        nobody = "and it has no manager; `manager:` at the key result names one"
        raise OkrsError(
            f"`{by}` is neither owner nor manager of {node.id}",
            f"its owner is {_owner(node)}, {asked if manager is not None else nobody}",
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

    The agreement would be to something that nobody can see there.
    """
    cycle = plan.calendar.cycle(record.cycle)
    quoted = Agreement.model_validate(parse(record.stem, record.text.encode()).data)
    for ref, entry in quoted.key_results.items():
        found = plan.resolve_key_result(ref, cycle) if cycle is not None else None
        node = plan.key_results.get(found) if found is not None else None
        if node is None:
            raise OkrsError(f"{where} has a key result `{ref}` that cannot be read", "mend it there first")
        terms = plan.quoted(entry, node)
        moved = ", ".join(one.field.replace("_", " ") for one in terms.differences(plan.terms(node)))
        if terms != plan.terms(node):
            raise OkrsError(
                f"{where} has other terms for `{ref}`: {moved or 'its steps'}",
                "agree on the branch that brings the terms, or merge them there first",
            )


def refuse_duplicate(record: NewRecord, plan: Plan, base: RemoteBase) -> None:
    """Raises AlreadyGivenError where the very same agreement is on the default branch, or on a branch that waits.

    The name of an agreement tells its content, so there is no need for a second of that name.
    """
    if any(one.name == record.stem and one.cycle == record.cycle for one in plan.agreements):
        raise DuplicateAgreementError(
            f"{record.stem} is on {base.branch} of {base.remote} already", "`git pull` brings it"
        )
    if record.stem in base.taken:
        branch = f"{record.branches}/{record.stem}"
        raise DuplicateAgreementError(f"{branch} waits on {base.remote} already", "open its pull request")


def _owner(node: KeyResultNode) -> str:
    owner = node.content.owner
    return f"team `{owner.team}` with its lead `{owner.lead}`" if isinstance(owner, TeamOwner) else f"`{owner}`"


def _terms(node: KeyResultNode) -> dict[str, Value]:
    content = node.content
    owner = content.owner
    terms: dict[str, Value] = {
        "owner": owner.model_dump() if isinstance(owner, TeamOwner) else owner,
        "commitment": node.objective.content.commitment,
        "measure": content.measure.model_dump(exclude_none=True),
        "due": node.due,
    }
    if content.success is not None:
        terms["success"] = content.success
    return terms
