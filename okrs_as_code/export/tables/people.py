"""The table of people: those in people.yaml, and whoever else is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from okrs_as_code.export.export_data import ExportData
from okrs_as_code.export.table import BOOLEAN, DAY, JSON, TEXT, Column, Detail, Table
from okrs_as_code.model.files.people import Person


@dataclass(frozen=True)
class PersonRow:
    """A person: the entry in people.yaml, where it can be read, and the teams that name them."""

    id: str
    entry: Person | None = None
    is_listed: bool = False
    name: str | None = None
    manager: str | None = None
    teams: tuple[str, ...] = ()


def _people(data: ExportData) -> Iterator[PersonRow]:
    directory = data.plan.directory
    for id_ in sorted({*directory.people, *directory.unreadable_people}):
        teams = (
            team
            for team, entry in sorted(directory.teams.items())
            if directory.has_teams_file and id_ in (entry.lead, *entry.members)
        )
        manager = directory.manager_of_person(id_)
        yield PersonRow(id_, directory.people.get(id_), True, directory.person_name(id_), manager, tuple(teams))


PEOPLE: Table[PersonRow] = Table(
    "people",
    "Everybody in people.yaml, and whoever is named elsewhere and is not there.",
    ("id",),
    (
        Column("id", TEXT, "The person's id.", lambda row: row.id, required=True),
        Column("name", TEXT, "The name.", lambda row: row.name),
        Column("title", TEXT, "Their job title, such as CRO.", lambda row: row.entry and row.entry.title),
        Column("manager", TEXT, "The manager.", lambda row: row.manager, references="people"),
        Column("account", TEXT, "The login on the forge.", lambda row: row.entry and row.entry.account),
        Column(
            "emails",
            JSON,
            "The addresses, as a list.",
            lambda row: row.entry and row.entry.emails,
            detail=Detail.EMAILS,
        ),
        Column("left", DAY, "The last day of somebody who has left.", lambda row: row.entry and row.entry.left),
        Column(
            "teams",
            JSON,
            "The ids of the teams whose lead or member they are, as a list.",
            lambda row: row.teams,
            required=True,
        ),
        Column(
            "listed",
            BOOLEAN,
            "Whether people.yaml has an entry with this id; false for an id that is named elsewhere only.",
            lambda row: row.is_listed,
            required=True,
        ),
        Column(
            "readable",
            BOOLEAN,
            "Whether there is an entry, and it can be read.",
            lambda row: row.entry is not None,
            required=True,
        ),
    ),
    _people,
    PersonRow,
)
