"""People of a list: new ones are added to people.yaml, and to teams that are there; who is there is left."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import PEOPLE_FILE, TEAMS_FILE
from okrs_as_code.finding import Place
from okrs_as_code.intake.cells import cleaning
from okrs_as_code.intake.cells.days import day_of_cell
from okrs_as_code.intake.goals.identifiers import id_of_title
from okrs_as_code.intake.own_tables import records_of
from okrs_as_code.intake.shapes.outline import Tally
from okrs_as_code.intake.table import Cell, Row, Table
from okrs_as_code.intake.vocabulary.words import even, words
from okrs_as_code.model.files.base import EMAIL_PATTERN, is_id, normalized_text
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.people.people_directory import people_at
from okrs_as_code.refactor.edit_session import EditSession
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.trees.file_change import FileChange
from okrs_as_code.yaml.document import Document
from okrs_as_code.yaml.edit_check import encode_like
from okrs_as_code.yaml.edits import Edit, InsertItem, InsertKey
from okrs_as_code.yaml.reader import parse
from okrs_as_code.yaml.scalar_text import flow_mapping, inline_text, scalar_text

_SEARCHED_ROWS = 10


@dataclass
class PeopleImport:
    """The people of a list, and what became of every row; nothing is written yet."""

    changes: list[FileChange] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    added: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def import_people(repository: Repository, tables: Sequence[Table]) -> PeopleImport:
    """What lists of people become. Raises OkrsError for a list without names, and where people.yaml cannot be read."""
    repository.workspace.require_policy()
    if PEOPLE_FILE not in repository.workspace.files:
        raise OkrsError("there is no okrs/people.yaml", "run `okrs init` first")
    result = PeopleImport()
    people = _NewPeople(repository, result)
    teams: list[Mapping[str, str]] = []
    for table in tables:
        own_teams = records_of(table, "teams")
        if own_teams is not None:
            teams += own_teams
            continue
        result.notes += table.notes
        people.read(table)
    people.settle_managers()
    session = EditSession(repository)
    if people.new:
        last = next(reversed(session.document(PEOPLE_FILE).data["people"] or {"": None}), None)
        appended = _with_people(session.document(PEOPLE_FILE), people.new)
        if appended is not None:
            session.put(PEOPLE_FILE, appended)
        else:
            session.edit(PEOPLE_FILE, list(_people_edits(people.new, last)))
    result.added = list(people.new)
    new_teams = _team_changes(repository, session, teams, people.memberships, result)
    result.changes = [*session.changes(), *new_teams]
    return result


def _with_people(document: Document, new: Mapping[str, dict[str, Any]]) -> Document | None:
    """The document with new people behind the last one; None where the people are no block at its end."""
    known = document.data["people"]
    if not known:
        return None
    first = document.region(Place(PEOPLE_FILE, ("people", next(iter(known))), "key"))
    text = document.text.text
    indent = " " * (first.column - 1)
    lines = [line for id_, entry in new.items() for line in _person_lines(id_, entry)]
    added = "".join(f"{indent}{line}\n" for line in lines)
    break_ = "" if text.endswith("\n") else "\n"
    after = parse(PEOPLE_FILE, encode_like(f"{text}{break_}{added}", document.text))
    return after if not after.problems and after.data == {**document.data, "people": {**known, **new}} else None


def _person_lines(id_: str, entry: Mapping[str, Any]) -> Iterator[str]:
    yield f"{id_}:"
    yield from (f"  {key}: {inline_text(value)}" for key, value in entry.items())


def _people_edits(new: Mapping[str, dict[str, Any]], last: str | None) -> Iterator[Edit]:
    for id_, entry in new.items():
        yield InsertKey(("people",), id_, entry, after=last or None)
        last = id_


class _NewPeople:
    """Collects the people of lists who are not there yet."""

    def __init__(self, repository: Repository, result: PeopleImport) -> None:
        self._plan = repository.workspace.plan
        self._result = result
        self.new: dict[str, dict[str, Any]] = {}
        self.memberships: list[tuple[str, str, Table, int]] = []
        self._managers: list[tuple[str, str, Table, int]] = []

    def read(self, table: Table) -> None:
        """Reads the rows of a list."""
        place, columns = _heading_row(table)
        if "name" not in columns.values() and "first_name" not in columns.values():
            raise OkrsError(
                f"{table.label}: no heading for names is known", "name the columns `Name`, `Email`, `Manager` …"
            )
        for row in table.rows[place + 1 :]:
            if not row.is_empty:
                self._read_row(table, row, columns)

    def _read_row(self, table: Table, row: Row, columns: Mapping[int, str]) -> None:
        tally = self._result.tally
        tally.count(table, row.number)
        cells: dict[str, Cell] = {}
        for index, meaning in columns.items():
            if not row.cell(index).is_empty:
                cells.setdefault(meaning, row.cell(index))
        name = cleaning.line(_text(cells, "name") or f"{_text(cells, 'first_name')} {_text(cells, 'last_name')}")
        if not name:
            tally.leave(table, row.number, "it has no name")
            return
        emails = self._emails(table, row, _text(cells, "email"))
        existing = self._existing(_text(cells, "id"), name, emails)
        entry = self._entry(table, row, cells, name, emails)
        if existing is not None:
            tally.leave(table, row.number, f"{existing} is already there, and left as they are")
            self._note_differences(existing, entry)
            return
        id_ = self._new_id(_text(cells, "id"), name)
        if id_ is None:
            tally.leave(table, row.number, f'no id can be made of "{name[:60]}"; give one in a column `id`')
            return
        self.new[id_] = entry
        for key in ("manager_email", "manager"):
            if _text(cells, key):
                self._managers.append((id_, _text(cells, key), table, row.number))
                break
        for team in _text(cells, "team").replace(";", "\n").splitlines():
            if team.strip() and not team.startswith("["):
                self.memberships.append((id_, team.strip(), table, row.number))

    def _emails(self, table: Table, row: Row, text: str) -> list[str]:
        found = [part.strip() for part in re.split(r'[][",;\s]+', text) if part.strip()]
        good = [address for address in found if re.fullmatch(EMAIL_PATTERN, address) and len(address) <= 254]
        if len(good) < len(found):
            self._result.tally.guess(table, row.number, "what is no e-mail address is left out")
        return good

    def _entry(self, table: Table, row: Row, cells: Mapping[str, Cell], name: str, emails: list[str]) -> dict[str, Any]:
        entry: dict[str, Any] = {"name": name}
        title, account = cleaning.line(_text(cells, "title")), cleaning.line(_text(cells, "account")).removeprefix("@")
        if title:
            entry["title"] = title
        if emails:
            entry["emails"] = emails
        if account:
            entry["account"] = account
        left = cells.get("left")
        day = day_of_cell(left, None) if left is not None else None
        if day is not None:
            entry["left"] = day.isoformat()
        elif left is not None:
            self._result.tally.guess(table, row.number, f'"{left.text[:40]}" is no day on which somebody left')
        return entry

    def _existing(self, id_: str, name: str, emails: Sequence[str]) -> str | None:
        people = self._plan.directory.people
        if id_ and self._plan.directory.knows_person(id_):
            return id_
        for address in emails:
            owners = people_at(address, people)
            if owners:
                return owners[0]
        wanted = normalized_text(name)
        named = [person for person, entry in people.items() if normalized_text(entry.name) == wanted]
        return named[0] if len(named) == 1 and not id_ else None

    def _note_differences(self, person: str, entry: Mapping[str, Any]) -> None:
        known = self._plan.directory.people.get(person)
        for key, value in entry.items() if known is not None else ():
            there = getattr(known, key)
            there = list(there) if isinstance(there, tuple) else there.isoformat() if isinstance(there, date) else there
            if there != value:
                self._result.differences.append(
                    f"{person}: `{key}` is {_said(there)} here, and {_said(value)} in the list"
                )

    def _new_id(self, written: str, name: str) -> str | None:
        """The id that is written, else the first name, else the whole name, else that with a number."""
        if is_id(written) and written not in self.new:
            return written
        whole = id_of_title(name)
        first = whole.partition("-")[0]
        candidates = [first, whole, *(f"{whole}-{number}" for number in range(2, 100))]
        taken = {*self.new, *self._plan.directory.people, *self._plan.directory.unreadable_people}
        return next((one for one in candidates if is_id(one) and one not in taken), None)

    def settle_managers(self) -> None:
        """Finds the manager of each new person among new and known ones: by id, address or full name."""
        by_word = _people_by_word(self._plan, self.new)
        for person, text, table, row in self._managers:
            found = by_word.get(normalized_text(text.removeprefix("@")), set())
            if len(found) == 1 and found != {person}:
                self.new[person] = _in_order({**self.new[person], "manager": next(iter(found))})
            else:
                self._result.tally.guess(
                    table, row, f'the manager "{text[:60]}" is nobody in the list or in people.yaml'
                )


def _people_by_word(plan: Plan, new: Mapping[str, Mapping[str, Any]]) -> dict[str, set[str]]:
    by_word: dict[str, set[str]] = {}
    for id_, entry in new.items():
        for word in (id_, entry["name"], *entry.get("emails", ()), entry.get("account", id_)):
            by_word.setdefault(normalized_text(word), set()).add(id_)
    for id_, person in plan.directory.people.items():
        for word in (id_, person.name, *person.emails, person.account or id_):
            by_word.setdefault(normalized_text(word), set()).add(id_)
    return by_word


def _in_order(entry: Mapping[str, Any]) -> dict[str, Any]:
    keys = ("name", "title", "emails", "account", "manager", "left")
    return {key: entry[key] for key in keys if key in entry}


def _heading_row(table: Table) -> tuple[int, dict[int, str]]:
    known = words("people")
    best: tuple[int, dict[int, str]] = (0, {})
    for place, row in enumerate(table.rows[:_SEARCHED_ROWS]):
        columns = {
            index: meaning
            for index, cell in enumerate(row.cells)
            if (meaning := known.get(even(cell.text))) is not None
        }
        if len(columns) > len(best[1]):
            best = place, columns
    return best


def _team_changes(
    repository: Repository,
    session: EditSession,
    teams: Sequence[Mapping[str, str]],
    memberships: Sequence[tuple[str, str, Table, int]],
    result: PeopleImport,
) -> list[FileChange]:
    """Adds new people to the teams that they name; makes teams.yaml of our own export where there is none."""
    directory = repository.workspace.plan.directory
    if teams and not directory.has_teams_file:
        return [FileChange(TEAMS_FILE, None, _teams_text(teams).encode())]
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


def _teams_text(teams: Sequence[Mapping[str, str]]) -> str:
    lines = ["teams:"]
    for team in teams:
        if team.get("listed") != "true" or team.get("readable") != "true":
            continue
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


def _text(cells: Mapping[str, Cell], key: str) -> str:
    return cells[key].text if key in cells else ""


def _said(value: Any) -> str:
    if value is None or value == []:
        return "not written"
    return ", ".join(value) if isinstance(value, list) else scalar_text(str(value))
