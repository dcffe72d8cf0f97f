"""The table of teams: those in teams.yaml, and whatever else is named as one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from okrs_as_code.export.export_data import ExportData
from okrs_as_code.export.table import BOOLEAN, JSON, TEXT, Column, Table
from okrs_as_code.model.files.people import Team


@dataclass(frozen=True)
class TeamRow:
    """A team: its entry, where it can be read."""

    id: str
    entry: Team | None = None
    is_listed: bool = False
    name: str | None = None
    part_of: str | None = None


def _teams(data: ExportData) -> Iterator[TeamRow]:
    directory = data.plan.directory
    for id_ in sorted({*directory.teams, *directory.unreadable_teams}):
        entry = directory.teams.get(id_)
        above = directory.resolve_team(entry.part_of) if entry is not None and entry.part_of is not None else None
        yield TeamRow(id_, entry, directory.has_teams_file, directory.team_name(id_), above)


TEAMS: Table[TeamRow] = Table(
    "teams",
    "Every team in teams.yaml, and each folder of objectives that is none there.",
    ("id",),
    (
        Column("id", TEXT, "The team's id of today.", lambda row: row.id, required=True),
        Column("name", TEXT, "The name.", lambda row: row.name),
        Column("lead", TEXT, "The person who leads it.", lambda row: row.entry and row.entry.lead, references="people"),
        Column("part_of", TEXT, "The team that it is part of.", lambda row: row.part_of, references="teams"),
        Column(
            "members",
            JSON,
            "The ids of its own members besides the lead, as a list.",
            lambda row: row.entry and row.entry.members,
        ),
        Column(
            "formerly", JSON, "The ids that it had before, as a list.", lambda row: row.entry and row.entry.formerly
        ),
        Column(
            "listed",
            BOOLEAN,
            "Whether teams.yaml has an entry with this id.",
            lambda row: row.is_listed,
            required=True,
        ),
        Column(
            "readable",
            BOOLEAN,
            "Whether what is known of it can be read.",
            lambda row: row.entry is not None,
            required=True,
        ),
    ),
    _teams,
    TeamRow,
)
