"""The directory of people and teams, and how they stand to each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from okrs_as_code.model.files.objective import KeyResult, Owner, TeamOwner
from okrs_as_code.model.files.people import Person, Team
from okrs_as_code.model.grouping import group_pairs
from okrs_as_code.model.people.login import logins_of_address
from okrs_as_code.nearest import did_you_mean, listed, nearest, one_of

EVERYBODY = "company"
"""The id of the one team of a repository without teams.yaml."""


def accountable(owner: Owner) -> str:
    """The one person who is accountable: the owner, or the lead of an owning team."""
    return owner.lead if isinstance(owner, TeamOwner) else owner


@dataclass(frozen=True)
class Directory:
    """People and teams by id.

    `unreadable_people` and `unreadable_teams` hold the ids whose entries did not fit, so that references resolve, each
    with the name that is written there, else the id; `unreadable_managers` the known people whom such entries name, and
    `unreadable_titles` the job titles in them.
    """

    people: Mapping[str, Person] = field(default_factory=dict)
    teams: Mapping[str, Team] = field(default_factory=dict)
    unreadable_people: Mapping[str, str] = field(default_factory=dict)
    unreadable_teams: Mapping[str, str] = field(default_factory=dict)
    has_teams_file: bool = True
    """Whether teams.yaml is there, in which teams are written down."""
    unreadable_managers: Mapping[str, str] = field(default_factory=dict)
    unreadable_titles: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def is_flat(self) -> bool:
        """Whether nobody has a manager and there is no teams.yaml: a few people who need no ceremony."""
        has_managers = bool(self.unreadable_people) or any(person.manager for person in self.people.values())
        return not self.has_teams_file and not has_managers

    def knows_person(self, person: str) -> bool:
        """Whether people.yaml has an entry of an id, one that fits or not."""
        return person in self.people or person in self.unreadable_people

    def knows_team(self, team: str) -> bool:
        """Whether a team has or had an id, one whose entry fits or not."""
        team = self.resolve_team(team)
        return team in self.teams or team in self.unreadable_teams

    @cached_property
    def _former_teams(self) -> Mapping[str, str]:
        return {old: team for team, entry in self.teams.items() for old in entry.formerly if old not in self.teams}

    def resolve_team(self, team: str) -> str:
        """Today's id of a team that may be named by a former one."""
        return self._former_teams.get(team, team)

    @cached_property
    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """All ids of each team, today's and former ones, by any of them."""
        aliases: dict[str, tuple[str, ...]] = {}
        for team, entry in self.teams.items():
            ids = (team, *(old for old in entry.formerly if self._former_teams.get(old) == team))
            aliases.update(dict.fromkeys(ids, ids))
        return aliases

    def with_aliases(self, objectives: Iterable[str]) -> dict[str, None]:
        """Complete ids of objectives, each followed by those with every other id that its team has or had."""
        ids: dict[str, None] = {}
        for objective in objectives:
            cycle, _, rest = objective.partition("/")
            team, _, slug = rest.partition("/")
            ids[objective] = None
            ids.update((f"{cycle}/{alias}/{slug}", None) for alias in self.aliases.get(team, ()) if slug)
        return ids

    @cached_property
    def _members(self) -> dict[str, frozenset[str]]:
        return {}

    def members(self, team: str) -> frozenset[str]:
        """The team's lead, its members, and those of the teams that are part of it."""
        team = self.resolve_team(team)
        if team not in self._members:
            members: set[str] = set()
            for part in self._with_parts(team):
                entry = self.teams[part]
                members.update(entry.members)
                if entry.lead is not None:
                    members.add(entry.lead)
            self._members[team] = frozenset(members)
        return self._members[team]

    @cached_property
    def parts(self) -> Mapping[str, tuple[str, ...]]:
        """The teams that are directly part of each team."""
        return group_pairs(
            (self.resolve_team(entry.part_of), team) for team, entry in self.teams.items() if entry.part_of is not None
        )

    def _with_parts(self, team: str) -> Iterable[str]:
        """The team and all that are part of it, each once, also where `part_of` runs in a circle."""
        seen: dict[str, None] = {}
        waiting = [team]
        while waiting:
            current = waiting.pop()
            if current in self.teams and current not in seen:
                seen[current] = None
                waiting.extend(self.parts.get(current, ()))
        return seen

    @cached_property
    def top_team(self) -> str | None:
        """The only team that is part of no other, if others are part of it."""
        tops = [team for team, entry in self.teams.items() if entry.part_of is None]
        return tops[0] if len(tops) == 1 and self.parts.get(tops[0]) and not self.unreadable_teams else None

    def manager_of(self, key_result: KeyResult) -> str | None:
        """The person, other than the owner, who agrees that reaching this is success; None where there is nobody.

        The one named at the key result, else the owner's manager; the owner named as manager counts as not named.
        """
        person = accountable(key_result.owner)
        if key_result.manager is not None and key_result.manager != person:
            return key_result.manager
        return self.manager_of_person(person)

    def manager_of_person(self, person: str) -> str | None:
        """The manager of a person in people.yaml; None where there is none, or it is the person."""
        entry = self.people.get(person)
        manager = entry.manager if entry is not None else self.unreadable_managers.get(person)
        return manager if manager != person else None

    @cached_property
    def reports(self) -> Mapping[str, tuple[str, ...]]:
        """The people who report to each manager."""
        managers = ((self.manager_of_person(person), person) for person in self.people)
        return group_pairs((manager, person) for manager, person in managers if manager is not None)

    def person_name(self, person: str) -> str:
        """The name of a person as shown; the id where there is none."""
        entry = self.people.get(person)
        return entry.name if entry is not None else self.unreadable_people.get(person, person)

    def title_of(self, person: str) -> str | None:
        """The title of a person on one line; None where there is none."""
        entry = self.people.get(person)
        return " ".join(entry.title.split()) if entry is not None and entry.title is not None else None

    def first_name(self, person: str | None) -> str:
        """The first word of a person's name; empty for nobody."""
        words = self.person_name(person).split() if person is not None else []
        return words[0] if words else ""

    def titled_name(self, person: str) -> str:
        """The name of a person with the title behind it, where there is one: `Ana Souza, CRO`."""
        title = self.title_of(person)
        return self.person_name(person) if title is None else f"{self.person_name(person)}, {title}"

    def team_name(self, team: str) -> str:
        """The name of a team as shown; the id where there is none."""
        entry = self.teams.get(self.resolve_team(team))
        return entry.name if entry is not None else self.unreadable_teams.get(team, team)


def everybody(people: Mapping[str, Person], organization: str | None) -> Mapping[str, Team]:
    """The one team of a repository that has no teams.yaml."""
    return {EVERYBODY: Team(name=organization or "Company", members=tuple(people))}


def people_at(email: str, people: Mapping[str, Person]) -> tuple[str, ...]:
    """The people whose address this is: one of their `emails`, or the forge's private address of their `account`.

    Case does not matter. Where it is more than one person, the address does not show who it is.
    """
    address = email.strip().casefold()
    owners = [person for person, entry in people.items() if address in map(str.casefold, entry.emails)]
    if owners:
        return tuple(owners)
    accounts = logins_of_address(address)
    return tuple(
        person for person, entry in people.items() if entry.account is not None and entry.account.casefold() in accounts
    )


def person_suggestion(written: str, directory: Directory) -> str:
    """The beginning of a help line, `did you mean "bo"? `, for nearly an id, or a name or an account; else empty.

    A first name that several have names all of them, as far as it fits: a guess would hand a key result to a namesake.
    """
    text = written.casefold().strip().removeprefix("@")
    for called in (_ids_and_accounts, _names, _first_names):
        people = called(directory).get(text, ())
        if people:
            return _one_of_people(people)
    words = {**_names(directory), **_ids_and_accounts(directory)}
    near = nearest(text, words)
    if near is not None:
        return _one_of_people(words[near])
    relatives = _first_names(directory).get(text.split()[0], ()) if " " in text else ()
    return _one_of_people(relatives) if len(relatives) == 1 else ""


def _one_of_people(people: Sequence[str]) -> str:
    return did_you_mean(people[0]) if len(people) == 1 else f"did you mean {listed(sorted(people))}? "


def _ids_and_accounts(directory: Directory) -> dict[str, tuple[str, ...]]:
    accounts = [(entry.account.casefold(), id_) for id_, entry in directory.people.items() if entry.account]
    ids = [(id_, id_) for id_ in (*directory.people, *directory.unreadable_people)]
    return {**group_pairs(accounts), **group_pairs(ids)}


def _names(directory: Directory) -> dict[str, tuple[str, ...]]:
    return group_pairs((entry.name.casefold(), id_) for id_, entry in directory.people.items())


def _first_names(directory: Directory) -> dict[str, tuple[str, ...]]:
    return group_pairs((entry.name.casefold().split()[0], id_) for id_, entry in directory.people.items())


def person_hint(written: str, directory: Directory) -> str:
    """A suggestion, or where nobody is near a list of all people, as far as it fits on a line."""
    return person_suggestion(written, directory) or one_of(written, directory.people)
