"""The import of lists of people: new ones are added to people.yaml, and to teams that are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import PEOPLE_FILE
from okrs_as_code.intake.own_tables import own_name, rows_of_own_table
from okrs_as_code.intake.people.new_people import NewPeople
from okrs_as_code.intake.people.people_outcome import PeopleImport
from okrs_as_code.intake.people.people_text import people_edits, with_people
from okrs_as_code.intake.people.team_changes import team_changes
from okrs_as_code.intake.source_table import SourceTable
from okrs_as_code.refactor.edit_session import EditSession
from okrs_as_code.workspace.repository import Repository


def import_people(repository: Repository, tables: Sequence[SourceTable]) -> PeopleImport:
    """The import of lists of people. Raises OkrsError for one without names, and where people.yaml cannot be read."""
    repository.workspace.require_policy()
    if PEOPLE_FILE not in repository.workspace.files:
        raise OkrsError("there is no okrs/people.yaml", "run `okrs init` first")
    result = PeopleImport()
    people = NewPeople(repository, result)
    teams: list[Mapping[str, str]] = []
    for table in tables:
        own_teams = rows_of_own_table(table, "teams")
        if own_teams is not None:
            teams += own_teams
            continue
        if own_name(table) not in (None, "people"):
            continue  # goals and records, in the folder of an export
        result.notes += table.notes
        people.read(table)
    people.settle_managers()
    session = EditSession(repository)
    if people.new:
        last = next(reversed(session.document(PEOPLE_FILE).data["people"] or {"": None}), None)
        appended = with_people(session.document(PEOPLE_FILE), people.new)
        if appended is not None:
            session.put(PEOPLE_FILE, appended)
        else:
            session.edit(PEOPLE_FILE, list(people_edits(people.new, last)))
    result.added = list(people.new)
    new_teams = team_changes(repository, session, teams, people.memberships, result)
    result.changes = [*session.changes(), *new_teams]
    return result
