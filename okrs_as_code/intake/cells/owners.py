"""Owners: the people whom a cell names, by what is known of them and never by a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from okrs_as_code.model.files.base import normalized_text
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.grouping import group_pairs
from okrs_as_code.model.people.people_directory import people_at

_SEPARATORS = re.compile(r"\s*(?:[;\n/&|]|,|\s\+\s|\s(?:and|und|et|y|e)\s)\s*")
_ADDRESS = re.compile(r"[^\s<>,;]+@[^\s<>,;]+")
_NAME_AND_ADDRESS = re.compile(r"[^<>]*<([^<>\s]+@[^<>\s]+)>|[^()]*\(([^()\s]+@[^()\s]+)\)")
_MAX_LENGTH = 500


@dataclass(frozen=True, slots=True)
class NamedPeople:
    """The people whom a cell names; `text` is the cell where it, or a part of it, names nobody."""

    people: tuple[str, ...] = ()
    text: str | None = None
    is_nobody: bool = False
    """Whether the mapping file says that the cell means nobody."""


@dataclass
class PeopleFinder:
    """Finds people by address, account, id or full name, or as a mapping file says; notes cells that name nobody."""

    plan: Plan
    mapped: Mapping[str, str | Sequence[str] | None] = field(default_factory=dict)
    unknown: dict[str, list[int]] = field(default_factory=dict)
    """Cells that name nobody, each with its rows."""

    @cached_property
    def _mapped(self) -> dict[str, tuple[str, ...]]:
        def people(value: str | Sequence[str] | None) -> tuple[str, ...]:
            return () if value is None else (value,) if isinstance(value, str) else tuple(value)

        return {normalized_text(text): people(value) for text, value in self.mapped.items()}

    @cached_property
    def _by_word(self) -> Mapping[str, tuple[str, ...]]:
        """People by each word that means them: id, account, name, and the name with the last part first."""
        return group_pairs((word, person) for person in self.plan.directory.people for word in self._words(person))

    def _words(self, person: str) -> Iterable[str]:
        entry = self.plan.directory.people[person]
        name = normalized_text(entry.name)
        first, _, last = name.rpartition(" ")
        words = {person, name, f"{last}, {first}" if first else name}
        if entry.account is not None:
            words.add(normalized_text(entry.account))
        return words

    def find(self, text: str, row: int) -> NamedPeople:
        """The people whom a cell names. A cell of which any part names nobody names nobody: who is one of them?"""
        written = text.strip()
        if not written:
            return NamedPeople()
        found = self._all(written)
        if found is None:
            self.unknown.setdefault(" ".join(written.split()), []).append(row)
            return NamedPeople(text=written)
        return NamedPeople(found) if found else NamedPeople(text=written, is_nobody=True)

    def one(self, text: str) -> str | None:
        """The one person whom a text names; None for nobody and for several."""
        found = self._all(text.strip()) if text.strip() else None
        return found[0] if found is not None and len(found) == 1 else None

    def suggested(self, text: str) -> tuple[str, ...]:
        """The people whom a cell may mean, by titles and names of its parts; none where a part means nobody."""
        whole = self.of_title(text)
        if whole is not None:
            return (whole,)
        parts = [part for part in _SEPARATORS.split(text.strip()) if part]
        found = [self.of_title(part) or self.one(part) for part in parts] if len(text) <= _MAX_LENGTH else []
        people = tuple(dict.fromkeys(person for person in found if person is not None))
        return people if len(parts) > 1 and None not in found else ()

    def of_title(self, text: str) -> str | None:
        """The one person whose title this is, such as CRO; a suggestion, and no owner."""
        wanted = normalized_text(text)
        titled = [
            id_
            for id_, entry in self.plan.directory.people.items()
            if entry.title is not None and normalized_text(entry.title) == wanted
        ]
        return titled[0] if len(titled) == 1 else None

    def _all(self, text: str) -> tuple[str, ...] | None:
        if len(text) > _MAX_LENGTH:
            return None
        whole = self._person(text)
        if whole is not None:
            return whole
        parts = [part for part in _SEPARATORS.split(text) if part]
        if len(parts) < 2:
            return None
        people: dict[str, None] = {}
        for part in parts:
            found = self._person(part)
            if found is None:
                return None
            people.update(dict.fromkeys(found))
        return tuple(people)

    def _person(self, text: str) -> tuple[str, ...] | None:
        """The people of one name; None where it is nobody's, or that of several."""
        word = normalized_text(text)
        if word in self._mapped:
            return self._mapped[word]
        match = _NAME_AND_ADDRESS.fullmatch(text)
        address = (match[1] or match[2]) if match is not None else text if _ADDRESS.fullmatch(text) else None
        if address is not None:
            people = people_at(address, self.plan.directory.people)
            return people if len(people) == 1 else None
        people = tuple(dict.fromkeys(self._by_word.get(word.removeprefix("@"), ())))
        return people if len(people) == 1 else None
