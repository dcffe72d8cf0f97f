"""Gives a team another id: in teams.yaml, in folders of cycles and of the backlog, and in terms that name it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import OKRS_FOLDER, TEAMS_FILE
from okrs_as_code.model.files.people import Team
from okrs_as_code.model.goals.backlog import BACKLOG
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.nearest import one_of
from okrs_as_code.refactor.edit_session import EditSession
from okrs_as_code.refactor.move_plan import MovePlan, former_id_edits, reference_notes, refuse_invalid_id
from okrs_as_code.refactor.references import update_alignments, update_team
from okrs_as_code.workspace.layout import EntryKind
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.trees.tree import WorkingTree
from okrs_as_code.yaml.edits import Edit, RenameKey, SetValue


def move_team(repository: Repository, old: str, new: str, today: date) -> MovePlan:
    """Plans the move of a team. Cycles that have ended stay as they are: their folders are found by the former id.

    Raises OkrsError without teams.yaml, for an unknown team, and for a new id that is or was another's.
    """
    plan = repository.workspace.plan
    old_id = _known_team(repository, old)
    if new == old_id:
        return MovePlan(new, (), (f"it is called {new} already",))
    _refuse_taken(plan, old_id, new)
    session = EditSession(repository)
    teams = session.document(TEAMS_FILE).data["teams"]
    edits: list[Edit] = former_id_edits(teams[old_id], ("teams", old_id), Team, old_id, new)
    parts = [team for team, entry in plan.directory.teams.items() if entry.part_of == old_id]
    edits += [SetValue(("teams", team, "part_of"), new) for team in parts]
    session.edit(TEAMS_FILE, [*edits, RenameKey(("teams", old_id), new)])
    current = [node for node in plan.objectives.values() if node.cycle.end >= today]
    moved = [node for node in current if node.team == old_id]
    folders = list(_move_folders(repository, session, old_id, new, today))
    files = [TEAMS_FILE for _ in parts]
    files += update_alignments(session, plan, current, {node.id: f"{new}/{node.slug}" for node in moved})
    for node in current:
        files += update_team(session, node, old_id, new, is_person=plan.directory.knows_person(old_id))
    notes = [f"team {old_id} is called {new}; it lists `{old_id}` in `formerly`, and its `name` stays"]
    notes += [f"{folder} moves to {target}" for folder, target in folders]
    notes += reference_notes(files)
    ended = {node.cycle.name for node in plan.objectives.values() if node.team == old_id and node not in current}
    if ended:
        rest = "it has ended and stays as it is" if len(ended) == 1 else "they have ended and stay as they are"
        notes.append(f"{', '.join(sorted(ended))}: {rest}")
    paths = [TEAMS_FILE, *(path for pair in folders for path in pair), *_files_outside(files, folders)]
    return MovePlan(new, session.changes(), tuple(notes), tuple(dict.fromkeys(paths)))


def _known_team(repository: Repository, ref: str) -> str:
    """The id of a team, also by a former id. Raises OkrsError for one that is unknown or cannot be read."""
    workspace = repository.workspace
    if TEAMS_FILE not in workspace.files:
        raise OkrsError(f"without {TEAMS_FILE} there is one team, company, of everybody", "add your teams there first")
    directory = workspace.plan.directory
    team = directory.resolve_team(ref)
    if team not in directory.teams:
        if team in directory.unreadable_teams or not workspace.teams_known:
            raise OkrsError(f"team `{ref}` could not be read", f"`okrs lint {TEAMS_FILE}` says what is wrong with it")
        raise OkrsError(
            f"there is no team `{ref}`",
            f"{one_of(ref, directory.teams)}write TEAM, TEAM/OBJECTIVE or TEAM/OBJECTIVE/KEY-RESULT",
        )
    return team


def _refuse_taken(plan: Plan, old: str, new: str) -> None:
    """Raises OkrsError for a new id that is none, or is or was that of another team or of a person."""
    refuse_invalid_id(new)
    directory = plan.directory
    if new in directory.teams or new in directory.unreadable_teams:
        raise OkrsError(f"there is a team `{new}` already", "choose another id")
    if any(new in entry.formerly for team, entry in directory.teams.items() if team != old):
        raise OkrsError(f"`{new}` is a former id of another team, and records mean that", "choose another id")
    if directory.knows_person(new):
        raise OkrsError(f"`{new}` is a person's id, and contributors may be either", "choose another id")


def _move_folders(
    repository: Repository, session: EditSession, old: str, new: str, today: date
) -> Iterator[tuple[str, str]]:
    """Moves all files in the team's folders, parsed or not; yields each folder with its new path.

    Raises OkrsError for a link, or anything else that is no ordinary file.
    """
    calendar = repository.workspace.plan.calendar
    folders: dict[str, str] = {}
    for path, kind in WorkingTree(repository.root, repository.git).entries().items():
        parts = path.split("/")
        if len(parts) < 4 or parts[2] != old:
            continue
        cycle = calendar.cycle(parts[1])
        if parts[1] != BACKLOG and (cycle is None or cycle.end < today):
            continue
        if kind is not EntryKind.FILE:
            raise OkrsError(f"{path} is no ordinary file", "nothing was written; move it away first")
        session.move(path, "/".join((OKRS_FOLDER, parts[1], new, *parts[3:])))
        folders[f"{OKRS_FOLDER}/{parts[1]}/{old}"] = f"{OKRS_FOLDER}/{parts[1]}/{new}"
    yield from folders.items()


def _files_outside(files: list[str], folders: list[tuple[str, str]]) -> Iterator[str]:
    """Files that do not lie in a folder which moves."""
    for file in files:
        if not any(file.startswith(f"{folder}/") for folder, _ in folders):
            yield file
