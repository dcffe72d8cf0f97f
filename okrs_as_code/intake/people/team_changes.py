"""People of a list in teams.yaml, and the teams of our own export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from okrs_as_code.intake.people.members import add_member
from okrs_as_code.intake.people.own_teams import own_team_changes
from okrs_as_code.intake.people.people_outcome import PeopleImport
from okrs_as_code.intake.source_table import SourceTable
from okrs_as_code.model.files.base import normalized_text
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.phrases import join_words
from okrs_as_code.refactor.edit_session import EditSession
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.trees.file_change import FileChange


@dataclass(frozen=True, slots=True)
class Membership:
    """A team that a row of a list names for a person."""

    person: str
    team: str
    """Its id or name, as it is written."""
    table: SourceTable
    row: int
    is_new: bool
    """Whether the person is new in people.yaml."""


def team_changes(
    repository: Repository,
    session: EditSession,
    teams: Sequence[Mapping[str, str]],
    memberships: Sequence[Membership],
    result: PeopleImport,
) -> list[FileChange]:
    """Adds people to the teams that they name, and the teams of our own export.

    Who is in people.yaml already becomes a member only where they are in no team yet: nobody is moved.
    """
    directory = repository.workspace.plan.directory
    new_file = own_team_changes(session, directory, teams, result)
    if new_file:
        return new_file
    by_name = {normalized_text(entry.name): id_ for id_, entry in directory.teams.items()}
    for one in memberships:
        team = one.team if one.team in directory.teams else by_name.get(normalized_text(one.team))
        if team is None or not directory.has_teams_file:
            result.tally.guess(one.table, one.row, f'"{one.team[:60]}" is no team of okrs/teams.yaml')
            result.unknown_teams.setdefault(one.team[:60], []).append(one.row)
            continue
        if not one.is_new:
            own = _teams_of(repository.workspace.plan, one.person)
            if own and one.person not in directory.members(team):
                result.differences.append(f"{one.person}: the team is {join_words(own)} here, and {team} in the list")
            if own:
                continue
            result.tally.take_in_part(
                one.table, one.row, f"{one.person} is already there, and becomes a member of {team}"
            )
        add_member(session, team, one.person)
    return []


def _teams_of(plan: Plan, person: str) -> list[str]:
    """The teams that a person leads or is a member of."""
    return [id_ for id_, team in plan.directory.teams.items() if person == team.lead or person in team.members]
