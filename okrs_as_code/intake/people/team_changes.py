"""New people in teams.yaml, and the teams of our own export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from okrs_as_code.filenames import TEAMS_FILE
from okrs_as_code.intake.people.own_teams import own_team_changes
from okrs_as_code.intake.people.people_outcome import PeopleImport
from okrs_as_code.intake.source_table import SourceTable
from okrs_as_code.model.files.base import normalized_text
from okrs_as_code.refactor.edit_session import EditSession
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.trees.file_change import FileChange
from okrs_as_code.yaml.edits import InsertItem, InsertKey


def team_changes(
    repository: Repository,
    session: EditSession,
    teams: Sequence[Mapping[str, str]],
    memberships: Sequence[tuple[str, str, SourceTable, int]],
    result: PeopleImport,
) -> list[FileChange]:
    """Adds new people to the teams that they name, and the teams of our own export."""
    directory = repository.workspace.plan.directory
    new_file = own_team_changes(session, directory, teams, result)
    if new_file:
        return new_file
    by_name = {normalized_text(entry.name): id_ for id_, entry in directory.teams.items()}
    for person, text, table, row in memberships:
        team = text if text in directory.teams else by_name.get(normalized_text(text))
        if team is None or not directory.has_teams_file:
            result.tally.guess(table, row, f'"{text[:60]}" is no team of okrs/teams.yaml')
            continue
        data = session.document(TEAMS_FILE).data["teams"][team]
        members = data.get("members")
        if members is None:
            after = next((key for key in ("lead", "name") if key in data), None)
            session.edit(TEAMS_FILE, [InsertKey(("teams", team), "members", [person], after)])
        elif person not in members:
            session.edit(TEAMS_FILE, [InsertItem(("teams", team, "members"), len(members), person)])
    return []
