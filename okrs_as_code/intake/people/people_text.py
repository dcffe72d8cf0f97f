"""New people in the text of people.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from okrs_as_code.filenames import PEOPLE_FILE
from okrs_as_code.finding import Place
from okrs_as_code.yaml.document import Document
from okrs_as_code.yaml.edit_check import encode_like
from okrs_as_code.yaml.edits import Edit, InsertKey
from okrs_as_code.yaml.reader import parse
from okrs_as_code.yaml.scalar_text import inline_text


def with_people(document: Document, new: Mapping[str, dict[str, Any]]) -> Document | None:
    """The document with new people behind the last one; None where the people are no block at its end."""
    known = document.data["people"]
    if not known:
        return None
    first = document.region(Place(PEOPLE_FILE, ("people", next(iter(known))), "key"))
    text = document.text.text
    indent = " " * (first.column - 1)
    added = "".join(f"{line}\n" for line in _lines_of_all(new, indent))
    break_ = "" if text.endswith("\n") else "\n"
    after = parse(PEOPLE_FILE, encode_like(f"{text}{break_}{added}", document.text))
    return after if not after.problems and after.data == {**document.data, "people": {**known, **new}} else None


def people_text(new: Mapping[str, dict[str, Any]]) -> str:
    """The text of a new people.yaml."""
    return "".join(f"{line}\n" for line in ("people:", *_lines_of_all(new, "  ")))


def _lines_of_all(new: Mapping[str, dict[str, Any]], indent: str) -> Iterator[str]:
    yield from (f"{indent}{line}" for id_, entry in new.items() for line in _person_lines(id_, entry))


def _person_lines(id_: str, entry: Mapping[str, Any]) -> Iterator[str]:
    yield f"{id_}:"
    yield from (f"  {key}: {inline_text(value)}" for key, value in entry.items())


def people_edits(new: Mapping[str, dict[str, Any]], last: str | None) -> Iterator[Edit]:
    """Yields the edits that add new people behind the one of an id."""
    for id_, entry in new.items():
        yield InsertKey(("people",), id_, entry, after=last or None)
        last = id_
