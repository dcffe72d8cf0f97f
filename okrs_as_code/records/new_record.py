"""The text of a record: canonical, and read back before anybody relies on it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.plan import Plan
from okrs_as_code.records.record_file import record_folder
from okrs_as_code.yaml.problem import Problem, ProblemKind
from okrs_as_code.yaml.reader import parse
from okrs_as_code.yaml.scalar_text import Value, fits_literal_block, inline_text, scalar_text

RecordKind = Literal["check-ins", "agreements", "grades"]
_BRANCHES: Mapping[RecordKind, str] = {"check-ins": "check-in", "agreements": "agree", "grades": "grade"}
_SUBJECTS: Mapping[RecordKind, str] = {"check-ins": "Check in", "agreements": "Agree", "grades": "Grade"}


@dataclass(frozen=True)
class NewRecord:
    """A record that is to be written. `key_results` holds entries by the reference that is written for each.

    `suffix` follows the day and the person in the file's name: an agreement has six hex digits there.
    """

    kind: RecordKind
    cycle: str
    by: str
    date: date
    key_results: Mapping[str, Mapping[str, Value]]
    corrects: str | None = None
    reviewed_by: str | None = None
    suffix: str = ""

    @property
    def stem(self) -> str:
        """The file's name without `.yaml`, where that is still free."""
        return f"{self.date.isoformat()}-{self.by}{f'.{self.suffix}' if self.suffix else ''}"

    @property
    def folder(self) -> str:
        """Where it goes, from the root."""
        return record_folder(self.cycle, self.kind)

    @property
    def branches(self) -> str:
        """The folder of the branches on which records of this kind are proposed."""
        return "drop" if self.drops else _BRANCHES[self.kind]

    @property
    def branches_beside(self) -> tuple[str, ...]:
        """Other folders of branches that bring records into the same folder."""
        both = ("drop", "grade") if self.kind == "grades" else ()
        return tuple(one for one in both if one != self.branches)

    @property
    def drops(self) -> bool:
        """Whether it only gives key results up."""
        return self.kind == "grades" and all("dropped" in entry for entry in self.key_results.values())

    @property
    def subject(self) -> str:
        """The first line of the message of a commit that adds it."""
        what = "Drop" if self.drops else _SUBJECTS[self.kind]
        return f"{what}: {self.by}, {self.date.isoformat()}"

    @property
    def text(self) -> str:
        """The file. Raises OkrsError where a text or a number in it could not be read back."""
        text = "".join(f"{line}\n" for line in self._lines())
        document = parse(self.stem, text.encode(errors="surrogatepass"))
        if document.problems:
            raise _refusal(document.problems[0])
        if document.data != _plain(self._data()):
            raise AssertionError(f"a record would not read back as what was meant:\n{text}")
        return text

    def _data(self) -> dict[str, Value]:
        data: dict[str, Value] = {"by": self.by, "date": self.date}
        if self.corrects is not None:
            data["corrects"] = self.corrects
        if self.reviewed_by is not None:
            data["reviewed_by"] = self.reviewed_by
        return {**data, "key_results": self.key_results}

    def _lines(self) -> Iterator[str]:
        yield f"# yaml-language-server: $schema=../../../schema/{self.kind}.schema.json"
        yield from _block(self._data(), "", deep=2)


def clean_text(text: str) -> str:
    """A text as it is kept: without blanks around it, tabs as blanks, line ends as line feeds.

    Raises OkrsError for characters that our files refuse, such as control and invisible ones.
    """
    kept = text.replace("\r\n", "\n").replace("\t", " ").strip()
    document = parse("text", f"text: {json.dumps(kept, ensure_ascii=False)}\n".encode(errors="surrogatepass"))
    if document.problems:
        raise _refusal(document.problems[0])
    return kept


def refuse_unknown(record: NewRecord, plan: Plan, where: str) -> None:
    """Raises OkrsError where a plan, such as the default branch's, does not know what the record names.

    That is its people, its key results and those that they are carried to, and the record that it corrects.
    """
    cycle = plan.calendar.cycle(record.cycle)
    for person in (record.by, record.reviewed_by):
        if person is not None and not plan.directory.knows_person(person):
            raise OkrsError(f"{where} does not know {person} yet", "bring people.yaml there first")
    for ref, entry in record.key_results.items():
        for named in (ref, entry.get("carried_to")):
            if isinstance(named, str) and (cycle is None or plan.resolve_key_result(named, cycle) is None):
                raise OkrsError(f"{where} has no key result `{named}` yet", "merge the objective there first")
    places = {
        "check-ins": {(one.cycle, one.name) for one in plan.check_ins},
        "agreements": {(one.cycle, one.name) for one in plan.agreements},
        "grades": {(one.cycle, one.name) for one in plan.grades},
    }
    if record.corrects is not None and (record.cycle, record.corrects) not in places[record.kind]:
        raise OkrsError(f"{where} has no record `{record.corrects}` to correct yet", "merge that one there first")


def _block(pairs: Mapping[str, Value], indent: str, *, deep: int = 0) -> Iterator[str]:
    """A mapping, a key a line. Mappings in it are blocks to a depth of `deep`, and where they hold more than scalars;
    lists of mappings have an entry a line, and a text of whole lines is a literal block.
    """
    for key, value in pairs.items():
        if isinstance(value, Mapping) and (deep or not all(map(_is_scalar, value.values()))):
            yield f"{indent}{scalar_text(key)}:"
            yield from _block(value, f"{indent}  ", deep=max(0, deep - 1))
        elif isinstance(value, str) and fits_literal_block(value):
            yield f"{indent}{scalar_text(key)}: |"
            yield from (f"{indent}  {line}" for line in value.splitlines())
        elif _is_scalar(value) and not isinstance(value, date):
            yield f"{indent}{scalar_text(key)}: {scalar_text(value)}"  # type: ignore[arg-type]
        elif isinstance(value, Sequence) and value and all(isinstance(one, Mapping) for one in value):
            yield f"{indent}{scalar_text(key)}:"
            yield from (f"{indent}  - {inline_text(one)}" for one in value)
        else:
            yield f"{indent}{scalar_text(key)}: {inline_text(value)}"


def _is_scalar(value: Value) -> bool:
    return isinstance(value, str | float | int | date)


def _plain(value: Value) -> Any:
    """As the file gives it back: days are text there."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(inner) for inner in value]
    return value


def _refusal(problem: Problem) -> OkrsError:
    facts = problem.facts
    if problem.kind is ProblemKind.FORBIDDEN_CHARACTER:
        return OkrsError(f"there is a character that nobody can see, {facts['character']}", "type this text again")
    if problem.kind is ProblemKind.NUMBER_OUT_OF_RANGE:
        return OkrsError(f"the number {facts['number']} cannot be counted with", "write it in a larger unit")
    if problem.kind is ProblemKind.TOO_LARGE:
        return OkrsError("this is more text than a file may hold, 512 KiB", "say it in fewer words")
    return OkrsError("this text cannot be kept in a file", "type it again, as plain UTF-8 text")
