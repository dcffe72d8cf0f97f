"""The goals that options and arguments name: whole, by the last part of an id, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from okrs_as_code.cli.options import day_of, show_notes

if TYPE_CHECKING:
    from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
    from okrs_as_code.model.goals.plan import Plan
    from okrs_as_code.model.goals.unreadable import UnreadableElement
    from okrs_as_code.model.standing import KeyResultStanding
    from okrs_as_code.workspace.repository import Repository


def resolve_key_result(repository: Repository, ref: str, today: date | None) -> tuple[KeyResultNode, date]:
    """The key result that a reference means, and today; notes where it is in a place other than named.

    Raises OkrsError where there is none, or it cannot be read.
    """
    from okrs_as_code.model.goals.lookup import find_key_result

    day = day_of(repository, today)
    match = find_key_result(repository.workspace.plan, ref, day)
    show_notes(match.notes)
    return match.node, day


def resolve_objective(repository: Repository, ref: str, today: date | None) -> tuple[ObjectiveNode, date]:
    """The objective that a reference means, and today. Raises OkrsError where there is none, or it cannot be read."""
    from okrs_as_code.model.goals.lookup import find_objective

    day = day_of(repository, today)
    return find_objective(repository.workspace.plan, ref, day), day


def full_key_result_id(plan: Plan, ref: str, day: date) -> str:
    """The complete id where a reference is the last part of one alone, with a note; else the reference as it is.

    Raises OkrsError where that may mean several key results.
    """
    from okrs_as_code.model.goals.lookup import id_of_last_part, last_part_note

    id_ = id_of_last_part(plan, ref, day) if "/" not in ref else None
    if id_ is None:
        return ref
    show_notes([last_part_note(ref, id_)])
    return id_


def only_own_key_result(
    command: str, person: str, standings: Sequence[KeyResultStanding], unreadable: Sequence[UnreadableElement]
) -> str:
    """The complete id of the only key result that a person may mean who names none, with a note.

    Raises OkrsError where they own none or several, or where one that cannot be read may be theirs, too.
    """
    from okrs_as_code.errors import OkrsError

    ids = [standing.node.id for standing in standings]
    if len(ids) == 1 and not unreadable:
        show_notes([f"{ids[0]} is meant, the only one that {person} owns"])
        return ids[0]
    owned = f"{person} owns {', '.join(ids)}" if ids else f"{person} owns none that is open for it"
    raise OkrsError("which key result is meant?", f"name it: `okrs {command} team/objective/key-result …`; {owned}")
