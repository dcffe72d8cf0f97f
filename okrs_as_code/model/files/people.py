"""`okrs/people.yaml` and `okrs/teams.yaml`: who there is."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from okrs_as_code.model.files.base import EMAIL_PATTERN, Day, Id, Maybe, Model, Seq, Text, described_values

Email = Annotated[str, Field(pattern=EMAIL_PATTERN, max_length=254)]

DigestChannel = Annotated[
    Literal["mail", "issues", "none"],
    described_values(
        "To the first of `emails`.", "As a comment in an issue of this repository.", "No weekly messages at all."
    ),
]


class Away(Model):
    """Days on which somebody is away; both are included. They count for no check-in."""

    from_: Day = Field(alias="from")
    """The first day away."""
    until: Day
    """The last day away."""


class Person(Model):
    """Somebody who can own a key result."""

    name: Text
    """The name shown on pages."""
    title: Maybe[Text] = None
    """Their job title, such as CRO; shown behind the name, and no id."""
    emails: Seq[Email] = ()
    """Addresses used in git commits."""
    account: Maybe[Text] = None
    """The login on the forge."""
    manager: Maybe[Id] = None
    """Who agrees with this person on what success is, unless a key result names somebody else."""
    left: Maybe[Day] = None
    """The last day of somebody who has left."""
    away: Seq[Away] = ()
    """Holidays and other absences."""
    digest: Maybe[DigestChannel] = None
    """How weekly messages reach this person; by default the first way that does."""


class Team(Model):
    """A group of people; every folder in a cycle is a team."""

    name: Text
    """The name shown on pages."""
    lead: Maybe[Id] = None
    """The person who leads the team."""
    members: Seq[Id] = ()
    """The people in the team, besides its lead and the members of teams that are part of it."""
    part_of: Maybe[Id] = None
    """The team that this one is part of."""
    formerly: Seq[Id] = ()
    """Ids that this team had before."""


class People(Model):
    """The people of this repository; the file marks its root."""

    people: dict[Id, Person]
    """People by id."""


class Teams(Model):
    """The teams of this repository; without the file there is one team, `company`, of everybody."""

    teams: dict[Id, Team]
    """Teams by id."""
