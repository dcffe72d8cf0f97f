"""Teams of our own export in teams.yaml: new ones are added, and of those that are there members."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from okrs_as_code.filenames import TEAMS_FILE
from okrs_as_code.intake.own_tables import ExportedRow
from okrs_as_code.intake.people.members import add_member
from okrs_as_code.intake.people.people_outcome import PeopleImport
from okrs_as_code.model.people.people_directory import Directory
from okrs_as_code.refactor.edit_session import EditSession
from okrs_as_code.workspace.trees.file_change import FileChange
from okrs_as_code.yaml.edits import InsertKey
from okrs_as_code.yaml.scalar_text import flow_mapping, inline_text

_COMPARED = ("name", "lead", "part_of")


def own_team_changes(
    session: EditSession, directory: Directory, rows: Sequence[ExportedRow], result: PeopleImport
) -> list[FileChange]:
    """Adds the teams of an export to teams.yaml, as edits where there is one; notes what differs of known ones."""
    listed = [team for team in rows if team.get("listed") == "true" and team.get("readable") == "true"]
    if not listed:
        return []
    result.added_teams = [team["id"] for team in listed if not (directory.has_teams_file and _knows(directory, team))]
    if not directory.has_teams_file:
        return [FileChange(TEAMS_FILE, None, _teams_text(listed).encode())]
    for team in listed:
        if _knows(directory, team):
            _merge(session, directory, team, result)
        else:
            last = next(reversed(session.document(TEAMS_FILE).data["teams"] or {"": None}), None)
            entry = {key: value for key, value in _entry(team).items() if value is not None}
            session.edit(TEAMS_FILE, [InsertKey(("teams",), team["id"], entry, after=last or None)])
    return []


def _knows(directory: Directory, team: ExportedRow) -> bool:
    return directory.knows_team(team["id"])


def _merge(session: EditSession, directory: Directory, team: ExportedRow, result: PeopleImport) -> None:
    """Adds the members that a known team lacks, and notes what else is not as in the list."""
    id_ = directory.resolve_team(team["id"])
    known = directory.teams.get(id_)
    if known is None:
        return
    entry = _entry(team)
    for key in _COMPARED:
        here, there = getattr(known, key), entry[key]
        if here != there and there is not None:
            said = here if here is not None else "not written"
            result.differences.append(f"{id_}: `{key}` is {said} here, and {there} in the list")
    for person in entry["members"] or ():
        if person != known.lead:
            add_member(session, id_, person)


def _entry(team: ExportedRow) -> dict[str, Any]:
    """The entry of a team, in which None stands for a key that it does not have."""
    return {
        "name": team["name"],
        "lead": team.get("lead") or None,
        "members": json.loads(team.get("members") or "[]") or None,
        "part_of": team.get("part_of") or None,
        "formerly": json.loads(team.get("formerly") or "[]") or None,
    }


def _teams_text(teams: Sequence[ExportedRow]) -> str:
    lines = ["teams:"]
    for team in teams:
        entry = _entry(team)
        line = f"  {team['id']}: {flow_mapping(entry)}"
        if len(line) <= 80:
            lines.append(line)
        else:
            lines.append(f"  {team['id']}:")
            lines += [f"    {key}: {inline_text(value)}" for key, value in entry.items() if value is not None]
    return "".join(f"{line}\n" for line in lines)
