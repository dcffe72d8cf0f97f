"""The people of a list who are not there yet, the differences of those who are, and the teams that both name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.intake.cells import cleaning
from okrs_as_code.intake.cells.days import day_of_cell
from okrs_as_code.intake.goals.identifiers import id_of_title
from okrs_as_code.intake.own_tables import own_name
from okrs_as_code.intake.people.people_columns import find_people_columns
from okrs_as_code.intake.people.people_outcome import PeopleImport
from okrs_as_code.intake.people.team_changes import Membership
from okrs_as_code.intake.source_table import Cell, SourceRow, SourceTable
from okrs_as_code.model.files.base import EMAIL_PATTERN, is_id, normalized_text
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.people.people_directory import people_at
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.yaml.scalar_text import scalar_text

_MAY_BE_SEVERAL = ("email", "team")


class NewPeople:
    """Collects the people of lists who are not there yet."""

    def __init__(self, repository: Repository, result: PeopleImport) -> None:
        self._plan = repository.workspace.plan
        self._result = result
        self.new: dict[str, dict[str, Any]] = {}
        self.memberships: list[Membership] = []
        self._managers: list[tuple[str, str, SourceTable, int]] = []

    def read(self, table: SourceTable) -> None:
        """Reads the rows of a list."""
        columns = find_people_columns(table)
        if not columns.has_names:
            raise OkrsError(
                f"{table.label}: no heading for names is known", "name the columns `Name`, `Email`, `Manager` …"
            )
        if own_name(table) is None:
            self._result.columns.append(columns)
        for row in columns.rows:
            if not row.is_empty:
                self._read_row(table, row, columns.meanings)

    def _read_row(self, table: SourceTable, row: SourceRow, meanings: Mapping[int, str]) -> None:
        tally = self._result.tally
        tally.count(table, row.number)
        cells = self._cells(table, row, meanings)
        name = cleaning.line(_text(cells, "name") or f"{_text(cells, 'first_name')} {_text(cells, 'last_name')}")
        if not name:
            tally.leave(table, row.number, "it has no name")
            return
        emails = self._emails(table, row, _text(cells, "email"))
        existing = self._existing(_text(cells, "id"), name, emails)
        entry = self._entry(table, row, cells, name, emails)
        if existing is not None:
            tally.leave(table, row.number, "already there, and left unchanged")
            self._note_differences(existing, entry)
        id_ = existing or self._new_id(_text(cells, "id"), name)
        if id_ is None:
            tally.leave(table, row.number, f'no id can be made of "{name[:60]}"; give one in a column `id`')
            return
        if existing is None:
            self.new[id_] = entry
        for key in ("manager_email", "manager"):
            if _text(cells, key):
                self._managers.append((id_, _text(cells, key), table, row.number))
                break
        for team in _text(cells, "team").replace(";", "\n").splitlines():
            if team.strip() and not team.startswith("["):
                self.memberships.append(Membership(id_, team.strip(), table, row.number, is_new=existing is None))

    def _cells(self, table: SourceTable, row: SourceRow, meanings: Mapping[int, str]) -> dict[str, Cell]:
        """The cells of a row by meaning. Of two columns with one meaning addresses and teams are both taken."""
        cells: dict[str, Cell] = {}
        for index, meaning in meanings.items():
            cell = row.cell(index)
            if cell.is_empty:
                continue
            first = cells.setdefault(meaning, cell)
            if first is cell or first.text == cell.text:
                continue
            if meaning in _MAY_BE_SEVERAL:
                cells[meaning] = Cell(f"{first.text}\n{cell.text}")
            else:
                noun = meaning.replace("_", " ")
                self._result.tally.guess(table, row.number, f'"{cell.text[:40]}", a second {noun}, is left out')
        return cells

    def _emails(self, table: SourceTable, row: SourceRow, text: str) -> list[str]:
        found = [part.strip() for part in re.split(r'[][",;\s]+', text) if part.strip()]
        good = [address for address in found if re.fullmatch(EMAIL_PATTERN, address) and len(address) <= 254]
        if len(good) < len(found):
            self._result.tally.guess(table, row.number, "what is no e-mail address is left out")
        return good

    def _entry(
        self, table: SourceTable, row: SourceRow, cells: Mapping[str, Cell], name: str, emails: list[str]
    ) -> dict[str, Any]:
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
                self._note_difference(person, key, there, value)

    def _note_difference(self, person: str, key: str, there: Any, value: Any) -> None:
        self._result.differences.append(f"{person}: `{key}` is {_said(there)} here, and {_said(value)} in the list")

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
        """Finds the manager of each person among new and known ones: by id, address or full name."""
        by_word = _people_by_word(self._plan, self.new)
        for person, text, table, row in self._managers:
            found = by_word.get(normalized_text(text.removeprefix("@")), set())
            manager = next(iter(found)) if len(found) == 1 and found != {person} else None
            if person not in self.new:
                known = self._plan.directory.people.get(person)
                if known is not None and known.manager != (manager or text):
                    self._note_difference(person, "manager", known.manager, manager or text[:60])
            elif manager is not None:
                self.new[person] = _in_order({**self.new[person], "manager": manager})
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


def _text(cells: Mapping[str, Cell], key: str) -> str:
    return cells[key].text if key in cells else ""


def _said(value: Any) -> str:
    if value is None or value == []:
        return "not written"
    return ", ".join(value) if isinstance(value, list) else scalar_text(str(value))
