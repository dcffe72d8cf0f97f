"""Reads many files, each content once: what is known of it is not worked out again. On all processors where that pays.

A file that nothing is wrong with is read to Facts; of every other the whole Document is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, cast

from okrs_as_code.model.cycle import Calendar
from okrs_as_code.model.files.objective import Objective
from okrs_as_code.model.files.record import Record
from okrs_as_code.model.files.validation import validate
from okrs_as_code.processes import in_processes, workers_for
from okrs_as_code.workspace.facts import Facts, Inspect, content_id
from okrs_as_code.workspace.layout import FileKind, Location
from okrs_as_code.workspace.nodes import MODELS, RECORDS, objective_node, record_node
from okrs_as_code.workspace.source_file import SourceFile
from okrs_as_code.workspace.store import Store
from okrs_as_code.workspace.ties import Ties, ties_of_file, ties_of_objective, ties_of_record
from okrs_as_code.workspace.tree import FileTree
from okrs_as_code.yaml import Document, parse
from okrs_as_code.yaml.reader import parse_all

_CHUNK = 64


class Reading(NamedTuple):
    """What a file is: encoded facts, or a document; neither where it could not be opened. With its ties, if known.

    A file with comments that have a say in what is told of it is a document although nothing is wrong.
    """

    content: str | None = None
    """The id of its content."""
    encoded: bytes | None = None
    ties: Ties | None = None
    document: Document | None = None

    @property
    def tied(self) -> Ties:
        """Its ties, from its facts where it was known."""
        return self.ties or (Facts.decoded(self.encoded).ties if self.encoded is not None else Ties())

    @property
    def sound(self) -> bool:
        """Whether its facts say everything, so that its text need not be looked at."""
        return self.encoded is not None


@dataclass(frozen=True, slots=True)
class Examiner:
    """Works out what is to be kept of a file."""

    calendar: Calendar
    inspect: Inspect

    def key(self, location: Location, content: str) -> str:
        """Under which it is kept: it depends on nothing else, as long as the program is the same."""
        return f"{content} {self.calendar.first_month} {self.calendar.named_by_start} {location.path}"

    def examine(self, location: Location, raw: bytes | None) -> Reading:
        """What a file with this content is; None stands for one that cannot be opened."""
        if raw is None:
            return Reading()
        if location.role is FileKind.SIGNERS:
            return Reading(content_id(raw), Facts(None, (), ties_of_file(location)).encoded())
        document, content_hash = parse(location.path, raw), content_id(raw)
        content, mismatches = validate(MODELS[location.role], document.data) if document.readable else (None, [])
        node, ties = None, ties_of_file(location)
        if location.role is FileKind.OBJECTIVE:
            node = objective_node(location, document.data, self.calendar, cast("Objective | None", content), mismatches)
            ties = ties_of_objective(node) if node is not None else ties
        elif location.role in RECORDS:
            record = record_node(location, document.data, cast("Record | None", content))
            ties = ties_of_record(record, self.calendar.cycle(location.cycle)) if record is not None else ties
        if document.problems or content is None or document.may_ignore:
            return Reading(content_hash, ties=ties, document=document)
        found = self.inspect(SourceFile(location, document), node)
        return Reading(content_hash, Facts(document.data, found, ties).encoded(), ties)


def readings(tree: FileTree, locations: Sequence[Location], examiner: Examiner, store: Store) -> Iterator[Reading]:
    """What each file is, in the order of the locations; what had to be worked out is kept."""
    contents = tree.contents()
    kept = store.get_all("facts", (examiner.key(one, contents[one.path]) for one in locations if one.path in contents))
    missing = [
        one for one in locations if one.path not in contents or examiner.key(one, contents[one.path]) not in kept
    ]
    worked_out = _worked_out(tree, missing, examiner)
    rows: list[tuple[str, bytes]] = []
    for location in locations:
        content = contents.get(location.path)
        known = kept.get(examiner.key(location, content)) if content is not None else None
        if known is not None:
            yield Reading(content, known)
            continue
        reading = next(worked_out)
        if reading.content is not None and reading.encoded is not None:
            rows.append((examiner.key(location, reading.content), reading.encoded))
        yield reading
        if len(rows) >= 1000:
            store.put("facts", rows)
            rows.clear()
    store.put("facts", rows)


def _worked_out(tree: FileTree, locations: Sequence[Location], examiner: Examiner) -> Iterator[Reading]:
    by_path = {location.path: location for location in locations}
    read = tree.reader()
    workers = workers_for(len(locations))
    if workers < 2 or read is None:
        for path, raw in tree.read(by_path):
            yield examiner.examine(by_path[path], raw)
        return
    for location in [one for one in locations if one.role is FileKind.OBJECTIVE][:1]:
        examiner.examine(location, read(location.path))  # so that workers begin with all that has to be imported
    yield from in_processes(workers, partial(_examined, examiner, read), locations, _CHUNK)


def _examined(examiner: Examiner, read: Callable[[str], bytes | None], location: Location) -> Reading:
    return examiner.examine(location, read(location.path))


def documents(tree: FileTree, locations: Sequence[Location]) -> Iterator[Reading]:
    """The whole document of each file, without keeping anything."""
    by_path = {location.path: location for location in locations}
    found = dict(tree.read(by_path))
    parsed = parse_all([(path, raw) for path, raw in found.items() if raw is not None])
    for location in locations:
        yield Reading(document=next(parsed) if found[location.path] is not None else None)
