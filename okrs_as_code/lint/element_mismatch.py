"""Mismatches of data and model, by the element they lie in: a key result, a person, a record's entry."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from okrs_as_code.finding import KeyPath, Place
from okrs_as_code.model.files.mismatch import Mismatch, MismatchKind
from okrs_as_code.workspace.elements.backlog_nodes import backlog_id
from okrs_as_code.workspace.elements.elements import key_result_path
from okrs_as_code.workspace.layout import FileKind
from okrs_as_code.workspace.source_file import SourceFile


class Element(StrEnum):
    """The kind of element that a mismatch lies in."""

    CONFIG = "config"
    PERSON = "person"
    TEAM = "team"
    OBJECTIVE = "objective"
    KEY_RESULT = "key result"
    RECORD = "record"
    ENTRY = "entry"


PERSON_KEYS = ("owner", "manager", "lead", "by", "reviewed_by")
"""Keys that hold the id of one person."""
PEOPLE_LISTS = ("contributors", "members", "stewards", "subscribers")
"""Keys of lists of people; contributors may be teams, too."""


class ElementMismatch(NamedTuple):
    """A mismatch in its element.

    `subject` is the element's id, or the file where it has none; `inner` the key path from the element on,
    to the value in question, whether it is there or missing.
    """

    element: Element
    subject: str
    inner: KeyPath
    mismatch: Mismatch
    file: SourceFile
    has_id: bool = True

    @property
    def kind(self) -> MismatchKind:
        """The kind of mismatch."""
        return self.mismatch.kind

    @property
    def value(self) -> Any:
        """The value that does not fit; None where it is missing, or is null."""
        return None if self.mismatch.kind is MismatchKind.MISSING_KEY else self.mismatch.value

    @property
    def in_backlog(self) -> bool:
        """Whether it lies in the backlog, where less is required."""
        return self.file.location.kind is FileKind.BACKLOG

    @property
    def is_absent(self) -> bool:
        """Whether the value is missing, null, or empty text."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())

    @property
    def place(self) -> Place:
        """The value that does not fit; for what is missing, the id of what it is missing from."""
        mismatch = self.mismatch
        if mismatch.kind is not MismatchKind.MISSING_KEY:
            return Place(self.file.path, mismatch.path, "key" if mismatch.on_key else "value")
        return _place_of_missing(self.file.path, mismatch.path, mismatch.value)

    @property
    def detail(self) -> str:
        """The part of a finding's identity in which two mismatches of one subject, or of one record, differ."""
        parts = self.mismatch.about[1:] if self.element is Element.ENTRY else self.inner
        return "/".join(str(part) for part in parts)

    @property
    def field_names(self) -> tuple[str, str]:
        """The key that holds the value, and for an entry of a list the key of the list; empty where there is none."""
        if not self.inner:
            return "", ""
        if isinstance(self.inner[-1], int):
            return "", str(self.inner[-2]) if len(self.inner) > 1 else ""
        return str(self.inner[-1]), ""

    @property
    def names_person(self) -> bool:
        """Whether the value stands where the id of a person belongs, or of a contributor, who may be a team."""
        field, listed = self.field_names
        return field in PERSON_KEYS or listed in PEOPLE_LISTS

    @property
    def short_name(self) -> str:
        """The element's own id, without what it lies in."""
        return self.subject.rpartition("/")[2]

    @property
    def description(self) -> str:
        """The holder of the value, in words: `key result "pillar-posts"`, `step 2 of key result "guided-setup"`."""
        return self._describe(self.inner[:-1])

    @property
    def value_description(self) -> str:
        """The value itself in words: `` `due` of key result "pillar-posts" ``, `person "bo"`."""
        return self._describe(self.inner)

    def _describe(self, inner: KeyPath) -> str:
        return " of ".join((*_path_phrases(inner), self._element_phrase()))

    def _element_phrase(self) -> str:
        if self.element is Element.KEY_RESULT and not self.has_id:
            return f"key result {int(self.mismatch.about[1]) + 1}"
        if self.element is Element.ENTRY:
            return f'the entry of "{self.mismatch.about[1]}"'
        if self.element is Element.OBJECTIVE:
            return f'objective "{self.file.location.folder}/{self.file.location.name}"'
        if self.element in (Element.CONFIG, Element.RECORD) or self.subject == self.file.path:
            return f"this {self.file.location.kind} file"
        return f'{self.element} "{self.short_name}"'


def _path_phrases(inner: KeyPath) -> list[str]:
    """A key path in words, the innermost first: `` `due` ``, `step 2`, `` entry 3 of `contributors` ``."""
    phrases: list[str] = []
    for part in inner:
        if isinstance(part, str):
            phrases.insert(0, f"`{part}`")
        elif phrases and phrases[0] in _ENTRY_NOUNS:
            phrases[0] = f"{_ENTRY_NOUNS[phrases[0]]} {part + 1}"
        else:
            phrases.insert(0, f"entry {part + 1}")
    pairs = zip(("`type`", *phrases), phrases, strict=False)
    return [phrase for inner_phrase, phrase in pairs if phrase != "`measure`" or inner_phrase == "`type`"]


_ENTRY_NOUNS = {"`steps`": "step", "`initiatives`": "initiative", "`key_results`": "key result"}


def _place_of_missing(file: str, path: KeyPath, holder: Any) -> Place:
    """The place at which something missing is reported: the `id`, `title` or key of `holder`, which lacks it."""
    if isinstance(holder, dict):
        for key in ("id", "title"):
            if key in holder:
                return Place(file, (*path, key))
    if path and isinstance(path[-1], str):
        return Place(file, path, "key")
    return Place(file, path) if path else Place(file, on="file")


_ELEMENTS = {
    FileKind.CONFIG: Element.CONFIG,
    FileKind.PEOPLE: Element.PERSON,
    FileKind.TEAMS: Element.TEAM,
    FileKind.OBJECTIVE: Element.OBJECTIVE,
    FileKind.BACKLOG: Element.OBJECTIVE,
    FileKind.CHECK_IN: Element.RECORD,
    FileKind.AGREEMENT: Element.RECORD,
    FileKind.GRADE: Element.RECORD,
}


def element_mismatches(file: SourceFile) -> Iterator[ElementMismatch]:
    """Every mismatch of a file, in the order of the model's keys."""
    for mismatch in file.mismatches:
        yield _in_element(file, mismatch)


def _in_element(file: SourceFile, mismatch: Mismatch) -> ElementMismatch:
    kind, path = file.location.kind, mismatch.about
    element, subject, depth, has_id = _ELEMENTS[kind], subject_of(file), 0, True
    if kind in (FileKind.OBJECTIVE, FileKind.BACKLOG) and len(path) > 1 and path[0] == "key_results":
        key_result = key_result_path(file.data, path)
        element, depth, has_id = Element.KEY_RESULT, 2, key_result is not None
        subject += f"/{key_result[0]}" if key_result is not None else f"#{path[1]}"
    elif kind in (FileKind.PEOPLE, FileKind.TEAMS) and len(path) > 1:
        depth, subject = 2, str(path[1])
    elif element is Element.RECORD and len(path) > 1 and path[0] in ("key_results", "objectives"):
        element, depth = Element.ENTRY, 2
    return ElementMismatch(element, subject, path[depth:], mismatch, file, has_id)


def subject_of(file: SourceFile) -> str:
    """The id that a file is about: an objective's complete id, that of a goal of the backlog, else the path."""
    location = file.location
    if location.kind is FileKind.OBJECTIVE:
        return f"{location.cycle}/{location.folder}/{location.name}"
    return backlog_id(location) if location.kind is FileKind.BACKLOG else location.path
