"""Records that are to be written: their text is canonical, and is read back before anybody relies on it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.records.record_file import content_digest, free_names, record_folder
from okrs_as_code.yaml.problem import Problem, ProblemKind
from okrs_as_code.yaml.reader import parse
from okrs_as_code.yaml.scalar_text import LINE_LENGTH, Value, fits_literal_block, inline_text, scalar_text

RecordKind = Literal["check-ins", "agreements", "grades"]
_BRANCHES: Mapping[RecordKind, str] = {"check-ins": "check-in", "agreements": "agree", "grades": "grade"}
_SUBJECTS: Mapping[RecordKind, str] = {"check-ins": "Check in", "agreements": "Agree", "grades": "Grade"}


@dataclass(frozen=True)
class NewRecord:
    """A record that is to be written.

    `key_results` holds the entry of each key result, by the reference to it; `objectives`, of a check-in, those of
    objectives.
    """

    kind: RecordKind
    cycle: str
    by: str
    date: date
    key_results: Mapping[str, Mapping[str, Value]]
    corrects: str | None = None
    reviewed_by: str | None = None
    objectives: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)

    @property
    def stem(self) -> str:
        """The day and the person, with which the file's name begins."""
        return f"{self.date.isoformat()}-{self.by}"

    @property
    def name(self) -> str:
        """The file's name without `.yaml`, of the first record of its person and day."""
        return f"{self.stem}.{content_digest(self.text)}"

    def free_name(self, taken: Iterable[str]) -> str:
        """The file's name without `.yaml`, after all names that are taken; see `free_names`."""
        return next(free_names(self.kind, self.stem, self.text, taken))

    @property
    def folder(self) -> str:
        """The path of its folder, from the root."""
        return record_folder(self.cycle, self.kind)

    @property
    def branch_folder(self) -> str:
        """The folder of the branches on which records of this kind are proposed."""
        return "drop" if self.is_drop else _BRANCHES[self.kind]

    @property
    def sibling_branch_folders(self) -> tuple[str, ...]:
        """Other folders of branches that bring records into the same folder."""
        folders = ("drop", "grade") if self.kind == "grades" else ()
        return tuple(folder for folder in folders if folder != self.branch_folder)

    @property
    def is_drop(self) -> bool:
        """Whether it only gives key results up."""
        return self.kind == "grades" and all("dropped" in entry for entry in self.key_results.values())

    @property
    def subject(self) -> str:
        """The first line of the message of a commit that adds it."""
        verb = "Drop" if self.is_drop else _SUBJECTS[self.kind]
        return f"{verb}: {self.by}, {self.date.isoformat()}"

    @cached_property
    def text(self) -> str:
        """The content of the file. Raises OkrsError where a text or a number in it could not be read back."""
        text = "".join(f"{line}\n" for line in self._lines())
        document = parse(self.stem, text.encode(errors="surrogatepass"))
        if document.problems:
            raise _text_error(document.problems[0])
        if document.data != _as_read_back(self._data()):
            raise AssertionError(f"a record would not read back as what was meant:\n{text}")
        return text

    def _data(self) -> dict[str, Value]:
        data: dict[str, Value] = {"by": self.by, "date": self.date}
        if self.corrects is not None:
            data["corrects"] = self.corrects
        if self.reviewed_by is not None:
            data["reviewed_by"] = self.reviewed_by
        sections = {"key_results": self.key_results, "objectives": self.objectives}
        return {**data, **{key: entries for key, entries in sections.items() if entries}}

    def _lines(self) -> Iterator[str]:
        yield from _block_lines(self._data(), "")


def clean_text(text: str) -> str:
    """A text as a record has it: without spaces around it, tabs as spaces, line ends as line feeds.

    Raises OkrsError for characters that our files refuse, such as control and invisible ones.
    """
    cleaned = text.replace("\r\n", "\n").replace("\t", " ").strip()
    document = parse("text", f"text: {json.dumps(cleaned, ensure_ascii=False)}\n".encode(errors="surrogatepass"))
    if document.problems:
        raise _text_error(document.problems[0])
    return cleaned


def refuse_unknown_references(record: NewRecord, plan: Plan, where: str) -> None:
    """Raises OkrsError where a plan, such as the default branch's, lacks something that the record names.

    The record names people, key results, the ones that these are carried to, objectives, and the record that it
    corrects. `where` names the plan in messages.
    """
    cycle = plan.calendar.cycle(record.cycle)
    for person in (record.by, record.reviewed_by):
        if person is not None and not plan.directory.knows_person(person):
            raise OkrsError(f"{where} does not know {person} yet", "bring people.yaml there first")
    for ref, entry in record.key_results.items():
        for key_result in (ref, entry.get("carried_to")):
            if isinstance(key_result, str) and (cycle is None or plan.resolve_key_result(key_result, cycle) is None):
                raise OkrsError(f"{where} has no key result `{key_result}` yet", "merge the objective there first")
    for ref in record.objectives:
        if cycle is None or plan.resolve_objective(ref, cycle) is None:
            raise OkrsError(f"{where} has no objective `{ref}` yet", "merge it there first")
    names = {
        "check-ins": {(node.cycle, node.name) for node in plan.check_ins},
        "agreements": {(node.cycle, node.name) for node in plan.agreements},
        "grades": {(node.cycle, node.name) for node in plan.grades},
    }
    if record.corrects is not None and (record.cycle, record.corrects) not in names[record.kind]:
        raise OkrsError(f"{where} has no record `{record.corrects}` to correct yet", "merge that one there first")


def _block_lines(mapping: Mapping[str, Value], indent: str) -> Iterator[str]:
    """The lines of a mapping, one for each key, so that no formatter of YAML has another form for them.

    A list of scalars stands on one line where that is short. A text of whole lines is a literal block.
    """
    for key, value in mapping.items():
        head = f"{indent}{scalar_text(key)}:"
        if isinstance(value, Mapping):
            yield head
            yield from _block_lines(value, f"{indent}  ")
        elif isinstance(value, str) and fits_literal_block(value):
            yield f"{head} |"
            yield from (f"{indent}  {line}" for line in value.splitlines())
        elif _is_scalar(value) and not isinstance(value, date):
            yield f"{head} {scalar_text(value)}"  # type: ignore[arg-type]
        elif _is_scalar(value) or (len(f"{head} {inline_text(value)}") <= LINE_LENGTH and not _has_mappings(value)):
            yield f"{head} {inline_text(value)}"
        else:
            yield head
            yield from _item_lines(value, f"{indent}  ")  # type: ignore[arg-type]


def _item_lines(values: Sequence[Value], indent: str) -> Iterator[str]:
    for value in values:
        if isinstance(value, Mapping):
            first, *others = _block_lines(value, "")
            yield f"{indent}- {first}"
            yield from (f"{indent}  {line}" for line in others)
        else:
            yield f"{indent}- {inline_text(value)}"


def _has_mappings(value: Value) -> bool:
    return isinstance(value, Sequence) and any(isinstance(item, Mapping) for item in value)


def _is_scalar(value: Value) -> bool:
    return isinstance(value, str | float | int | date)


def _as_read_back(value: Value) -> Any:
    """The value as the parser reads it back from the file, where days are text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _as_read_back(inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_as_read_back(inner) for inner in value]
    return value


def _text_error(problem: Problem) -> OkrsError:
    facts = problem.facts
    if problem.kind is ProblemKind.FORBIDDEN_CHARACTER:
        return OkrsError(f"there is a character that nobody can see, {facts['character']}", "type this text again")
    if problem.kind is ProblemKind.NUMBER_OUT_OF_RANGE:
        return OkrsError(f"the number {facts['number']} cannot be counted with", "write it in a larger unit")
    if problem.kind is ProblemKind.TOO_LARGE:
        return OkrsError("this is more text than a file may hold, 512 KiB", "say it in fewer words")
    return OkrsError("this text cannot be kept in a file", "type it again, as plain UTF-8 text")
