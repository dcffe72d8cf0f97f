"""Gives a team another id: in teams.yaml, as a folder of the running and coming cycles, and in terms that name it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import OKRS_FOLDER, TEAMS_FILE
from okrs_as_code.model.files.people import Team
from okrs_as_code.model.plan import Plan
from okrs_as_code.nearest import one_of
from okrs_as_code.refactor.edit_session import EditSession
from okrs_as_code.refactor.move_plan import MovePlan, keep_former, refuse_id, renamed_references
from okrs_as_code.refactor.references import rename_parent, rename_team
from okrs_as_code.workspace.layout import EntryKind
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.tree import WorkingTree
from okrs_as_code.yaml.edits import Edit, RenameKey, SetValue


def move_team(repository: Repository, old: str, new: str, today: date) -> MovePlan:
    """The move of a team. Cycles that have ended stay as they are: their folders are found by the former id.

    Raises OkrsError without teams.yaml, for an unknown team, and for a new id that is or was another's.
    """
    plan = repository.workspace.plan
    was = _known_team(repository, old)
    if new == was:
        return MovePlan(new, (), (f"it is called {new} already",))
    _refuse_taken(plan, was, new)
    drafts = EditSession(repository)
    teams = drafts.document(TEAMS_FILE).data["teams"]
    edits: list[Edit] = keep_former(teams[was], ("teams", was), Team, was, new)
    parts = [team for team, entry in plan.directory.teams.items() if entry.part_of == was]
    edits += [SetValue(("teams", team, "part_of"), new) for team in parts]
    drafts.edit(TEAMS_FILE, [*edits, RenameKey(("teams", was), new)])
    open_ = [node for node in plan.objectives.values() if node.cycle.end >= today]
    moved = [node for node in open_ if node.team == was]
    folders = list(_move_folders(repository, drafts, was, new, today))
    files = [TEAMS_FILE for _ in parts]
    files += rename_parent(drafts, plan, open_, {node.id: f"{new}/{node.slug}" for node in moved})
    for node in open_:
        files += rename_team(drafts, node, was, new, is_person=plan.directory.knows_person(was))
    told = [f"team {was} is called {new}; it lists `{was}` in `formerly`, and its `name` stays"]
    told += [f"{folder} moves to {target}" for folder, target in folders]
    told += renamed_references(files)
    ended = sorted({node.cycle.name for node in plan.objectives.values() if node.team == was and node not in open_})
    if ended:
        told.append(f"{', '.join(ended)}: it has ended and stays as it is" if len(ended) == 1 else
                    f"{', '.join(ended)}: they have ended and stay as they are")  # fmt: skip
    paths = [TEAMS_FILE, *(path for pair in folders for path in pair), *_outside(files, folders)]
    return MovePlan(new, drafts.changes(), tuple(told), tuple(dict.fromkeys(paths)))


def _known_team(repository: Repository, given: str) -> str:
    workspace = repository.workspace
    if TEAMS_FILE not in workspace.files:
        raise OkrsError(f"without {TEAMS_FILE} there is one team, company, of everybody", "add your teams there first")
    directory = workspace.plan.directory
    team = directory.resolve_team(given)
    if team not in directory.teams:
        if team in directory.unreadable_teams or not workspace.teams_known:
            raise OkrsError(f"team `{given}` could not be read", f"`okrs lint {TEAMS_FILE}` says what is wrong with it")
        raise OkrsError(
            f"there is no team `{given}`",
            f"{one_of(given, directory.teams)}write TEAM, TEAM/OBJECTIVE or TEAM/OBJECTIVE/KEY-RESULT",
        )
    return team


def _refuse_taken(plan: Plan, was: str, new: str) -> None:
    refuse_id(new)
    directory = plan.directory
    if new in directory.teams or new in directory.unreadable_teams:
        raise OkrsError(f"there is a team `{new}` already", "choose another id")
    if any(new in entry.formerly for team, entry in directory.teams.items() if team != was):
        raise OkrsError(f"`{new}` is a former id of another team, and records mean that", "choose another id")
    if directory.knows_person(new):
        raise OkrsError(f"`{new}` is a person's id, and contributors may be either", "choose another id")


def _move_folders(
    repository: Repository, drafts: EditSession, was: str, new: str, today: date
) -> Iterator[tuple[str, str]]:
    """Moves all files in the team's folders, read or not; yields each folder with its new path."""
    calendar = repository.workspace.plan.calendar
    folders: dict[str, str] = {}
    for path, kind in WorkingTree(repository.root, repository.git).entries().items():
        parts = path.split("/")
        cycle = calendar.cycle(parts[1]) if len(parts) > 3 and parts[2] == was else None
        if cycle is None or cycle.end < today:
            continue
        if kind is not EntryKind.FILE:
            raise OkrsError(f"{path} is no ordinary file", "nothing was written; move it away first")
        drafts.move(path, "/".join((OKRS_FOLDER, cycle.name, new, *parts[3:])))
        folders[f"{OKRS_FOLDER}/{cycle.name}/{was}"] = f"{OKRS_FOLDER}/{cycle.name}/{new}"
    yield from folders.items()


def _outside(files: list[str], folders: list[tuple[str, str]]) -> Iterator[str]:
    """Files that do not lie in a folder which moves."""
    for file in files:
        if not any(file.startswith(f"{folder}/") for folder, _ in folders):
            yield file
