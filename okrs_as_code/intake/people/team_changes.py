"""People of a list in teams.yaml; the file itself only from our own export, where there is none."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from okrs_as_code.filenames import TEAMS_FILE
from okrs_as_code.intake.people.people_outcome import PeopleImport
from okrs_as_code.intake.source_table import SourceTable
from okrs_as_code.model.files.base import normalized_text
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.phrases import join_words
from okrs_as_code.refactor.edit_session import EditSession
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.trees.file_change import FileChange
from okrs_as_code.yaml.edits import InsertItem, InsertKey
from okrs_as_code.yaml.scalar_text import flow_mapping, inline_text


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
    """Adds people to the teams that they name; makes teams.yaml of our own export where there is none.

    Who is in people.yaml already becomes a member only where they are in no team yet: nobody is moved.
    """
    directory = repository.workspace.plan.directory
    listed = [team for team in teams if team.get("listed") == "true" and team.get("readable") == "true"]
    if listed and not directory.has_teams_file:
        return [FileChange(TEAMS_FILE, None, _teams_text(listed).encode())]
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
        _add_member(session, team, one.person)
    return []


def _teams_of(plan: Plan, person: str) -> list[str]:
    """The teams that a person leads or is a member of."""
    return [id_ for id_, team in plan.directory.teams.items() if person == team.lead or person in team.members]


def _add_member(session: EditSession, team: str, person: str) -> None:
    data = session.document(TEAMS_FILE).data["teams"][team]
    members = data.get("members")
    if members is None:
        after = next((key for key in ("lead", "name") if key in data), None)
        session.edit(TEAMS_FILE, [InsertKey(("teams", team), "members", [person], after)])
    elif person not in members:
        session.edit(TEAMS_FILE, [InsertItem(("teams", team, "members"), len(members), person)])


def _teams_text(teams: Sequence[Mapping[str, str]]) -> str:
    lines = ["teams:"]
    for team in teams:
        entry: dict[str, Any] = {"name": team["name"], "lead": team.get("lead") or None}
        entry["members"] = json.loads(team.get("members") or "[]") or None
        entry["part_of"] = team.get("part_of") or None
        entry["formerly"] = json.loads(team.get("formerly") or "[]") or None
        line = f"  {team['id']}: {flow_mapping(entry)}"
        if len(line) <= 80:
            lines.append(line)
        else:
            lines.append(f"  {team['id']}:")
            lines += [f"    {key}: {inline_text(value)}" for key, value in entry.items() if value is not None]
    return "".join(f"{line}\n" for line in lines)
