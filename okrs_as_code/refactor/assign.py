"""Hands a key result over to another owner; the people who agreed to it are asked again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import PEOPLE_FILE
from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.files.objective import TeamOwner
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.people.people_directory import Directory, person_hint
from okrs_as_code.refactor.edit_session import EditSession
from okrs_as_code.refactor.move_plan import removal_edits
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.trees.file_change import FileChange
from okrs_as_code.yaml.edits import Edit, SetValue


@dataclass(frozen=True)
class OwnerChange:
    """A change of owner that is not written yet, and notes about it; no change for the present owner."""

    changes: tuple[FileChange, ...]
    notes: tuple[str, ...]


def change_owner(repository: Repository, node: KeyResultNode, person: str, today: date) -> OwnerChange:
    """The change that makes a person the owner of a key result.

    Raises OkrsError for a person who is not in people.yaml or has left, and for a key result that is graded or dropped.
    """
    workspace = repository.workspace
    workspace.require_policy()
    directory = workspace.plan.directory
    workspace.require_people()
    refuse_person(directory, person, today)
    standing = Assessment(workspace.plan, today).key_result(node)
    if standing.grade is not None:
        ended = "dropped" if standing.grade.entry.dropped else "graded"
        raise OkrsError(
            f"{node.id} is {ended} since {standing.grade.day}, and keeps its owner",
            "hand over a key result that is open",
        )
    if node.content.owner == person:
        return OwnerChange((), (f"{person} owns {node.short_id} already",))
    session = EditSession(repository)
    data = session.document(node.file).data["key_results"][node.position]
    edits: list[Edit] = [SetValue((*node.path, "owner"), person)]
    contributors = data.get("contributors", [])
    if person in contributors:
        edits += removal_edits(data, node.path, "contributors", contributors.index(person))
    session.edit(node.file, edits)
    content = node.content.model_copy(update={"owner": person})
    manager = directory.manager_of(content)
    notes = [*_owner_notes(node, person, manager, directory, was_contributor=person in contributors)]
    agreed = [consent.person for consent in standing.consent.roles if consent.current is not None]
    if agreed:
        people = " and ".join(dict.fromkeys(agreed))
        notes.append(f"the agreement of {people} was to the former owner, and goes stale")
    notes.append(f"{'each' if manager is not None else person} agrees with `okrs agree {node.id}`")
    return OwnerChange(session.changes(), tuple(notes))


def _owner_notes(
    node: KeyResultNode, person: str, manager: str | None, directory: Directory, *, was_contributor: bool
) -> Iterator[str]:
    owner = node.content.owner
    before = f"team {owner.team}, with {owner.lead} as lead" if isinstance(owner, TeamOwner) else owner
    yield f"{node.short_id}: {person} becomes the owner; before: {before}"
    if was_contributor:
        yield f"{person} is no contributor any more, as an owner is none"
    yield f"has to agree now: {person}, as owner"
    if manager is not None:
        yield f"has to agree now: {manager}, as manager"
    else:
        yield f"nobody is above {person}; `manager:` at the key result names a colleague who agrees"
    team = node.objective.team
    if directory.top_team != directory.resolve_team(team) and person not in directory.members(team):
        yield f"{person} is no member of team {team}"


def refuse_person(directory: Directory, person: str, today: date) -> None:
    """Raises OkrsError for an owner who is not in people.yaml, is a team, or has left."""
    if not directory.knows_person(person):
        if directory.knows_team(person):
            raise OkrsError(
                f"`{person}` is a team, and an owner is a person",
                "name one of its people, and list the team as contributor",
            )
        hint = person_hint(person, directory)
        raise OkrsError(f"`{person}` is not in {PEOPLE_FILE}", f"{hint}name somebody who is, or add them there first")
    entry = directory.people.get(person)
    if entry is not None and entry.left is not None and entry.left < today:
        raise OkrsError(f"`{person}` left on {entry.left}", "name somebody who is there")
