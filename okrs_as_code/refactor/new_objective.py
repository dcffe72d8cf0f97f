"""The text of a new objective file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from okrs_as_code.filenames import schema_line
from okrs_as_code.yaml.scalar_text import LINE_LENGTH, Value, flow_mapping, inline_text, scalar_text


@dataclass(frozen=True)
class NewStep:
    """A step of milestones."""

    id: str
    title: str
    weight: float | None = None
    due: date | None = None


@dataclass(frozen=True)
class NewKeyResult:
    """The content of a new key result; `measure` holds the measure's own keys, None where nobody knows one.

    `id` is empty where a goal of the backlog has none. `owner` is a person, a team with its lead, or several people,
    whom the lint refuses; None where nobody is known. `remarks` are lines of comments below its title.
    """

    id: str
    title: str
    owner: str | Mapping[str, str] | Sequence[str] | None
    measure: Mapping[str, Value | None] | None
    steps: Sequence[NewStep] = ()
    manager: str | None = None
    contributors: Sequence[str] = ()
    start: date | None = None
    due: date | None = None
    plan: Mapping[date, float] = field(default_factory=dict)
    commitment: str | None = None
    success: str | None = None
    weight: float | None = None
    check_ins: str | None = None
    tags: Sequence[str] = ()
    links: Sequence[str] = ()
    formerly: Sequence[str] = ()
    remarks: Sequence[str] = ()


@dataclass(frozen=True)
class NewInitiative:
    """The content of a new initiative."""

    title: str
    key_result: str | None = None
    link: str | None = None


@dataclass(frozen=True)
class NewObjective:
    """The content of a new objective; `remarks` are lines of comments below its title."""

    title: str
    owner: str | None
    why: str | None = None
    commitment: str | None = None
    aligned_to: Sequence[str | Mapping[str, Value]] = ()
    tags: Sequence[str] = ()
    key_results: Sequence[NewKeyResult] = field(default_factory=tuple)
    initiatives: Sequence[NewInitiative] = ()
    check_ins: str | None = None
    formerly: Sequence[str] = ()
    remarks: Sequence[str] = ()


def objective_text(objective: NewObjective, *, has_schema: bool, kind: str = "objective") -> str:
    """The text of the file, with the keys in canonical order and absent ones left out.

    With `has_schema` it names the JSON Schema of its kind, `objective` or `backlog`, to editors.
    """
    return "".join(f"{line}\n" for line in _lines(objective, kind if has_schema else None))


def _lines(objective: NewObjective, schema: str | None) -> Iterator[str]:
    if schema is not None:
        yield schema_line(schema)
    yield f"title: {scalar_text(objective.title)}"
    yield from (f"# {remark}" for remark in objective.remarks)
    for key in ("why", "owner", "commitment"):
        value = getattr(objective, key)
        if value is not None:
            yield f"{key}: {scalar_text(value)}"
    if len(objective.aligned_to) == 1:
        yield f"aligned_to: {_entry_text(objective.aligned_to[0])}"
    elif objective.aligned_to:
        yield "aligned_to:"
        yield from (f"  - {_entry_text(goal)}" for goal in objective.aligned_to)
    if objective.tags:
        yield from _list_lines("tags", objective.tags, "")
    if objective.check_ins is not None:
        yield f"check_ins: {objective.check_ins}"
    if objective.formerly:
        yield from _list_lines("formerly", objective.formerly, "")
    yield "key_results:" if objective.key_results else "key_results: []"
    for key_result in objective.key_results:
        yield from _key_result_lines(key_result)
    if objective.initiatives:
        yield "initiatives:"
    for initiative in objective.initiatives:
        yield f"  - title: {scalar_text(initiative.title)}"
        for key in ("key_result", "link"):
            value = getattr(initiative, key)
            if value is not None:
                yield f"    {key}: {scalar_text(value)}"


def _entry_text(goal: str | Mapping[str, Value]) -> str:
    return goal if isinstance(goal, str) else flow_mapping(goal)


def _list_lines(key: str, values: Sequence[str], indent: str) -> Iterator[str]:
    """A list on one line where that is short, else an entry a line."""
    line = f"{indent}{key}: [{', '.join(map(inline_text, values))}]"
    if len(line) <= LINE_LENGTH:
        yield line
    else:
        yield f"{indent}{key}:"
        yield from (f"{indent}  - {scalar_text(value)}" for value in values)


def _key_result_lines(key_result: NewKeyResult) -> Iterator[str]:
    if key_result.id:
        yield f"  - id: {key_result.id}"
        yield f"    title: {scalar_text(key_result.title)}"
    else:
        yield f"  - title: {scalar_text(key_result.title)}"
    yield from (f"    # {remark}" for remark in key_result.remarks)
    if key_result.owner is not None:
        yield f"    owner: {inline_text(key_result.owner)}"
    if key_result.manager is not None:
        yield f"    manager: {key_result.manager}"
    if key_result.contributors:
        yield from _list_lines("contributors", key_result.contributors, "    ")
    if key_result.steps:
        yield from _milestone_lines(key_result.steps)
    elif key_result.measure is not None:
        yield from _mapping_lines("measure", key_result.measure)
    for key in ("start", "due"):
        day = getattr(key_result, key)
        if day is not None:
            yield f"    {key}: {day.isoformat()}"
    if key_result.plan:
        yield from _mapping_lines("plan", {day.isoformat(): value for day, value in key_result.plan.items()})
    for key in ("commitment", "success", "weight", "check_ins"):
        value = getattr(key_result, key)
        if value is not None:
            yield f"    {key}: {scalar_text(value)}"
    if key_result.tags:
        yield from _list_lines("tags", key_result.tags, "    ")
    if key_result.links:
        yield "    links:"
        yield from (f"      - {scalar_text(link)}" for link in key_result.links)
    if key_result.formerly:
        yield from _list_lines("formerly", key_result.formerly, "    ")


def _mapping_lines(key: str, pairs: Mapping[str, Value | None]) -> Iterator[str]:
    """A mapping of a key result on one line where it fits there, else on a line for each key."""
    line = f"    {key}: {flow_mapping(pairs)}"
    if len(line) <= LINE_LENGTH:
        yield line
    else:
        yield f"    {key}:"
        yield from (f"      {name}: {inline_text(value)}" for name, value in pairs.items() if value is not None)


def _milestone_lines(steps: Sequence[NewStep]) -> Iterator[str]:
    yield "    measure:"
    yield "      type: milestones"
    yield "      steps:"
    for step in steps:
        yield f"        - id: {step.id}"
        yield f"          title: {scalar_text(step.title)}"
        if step.weight is not None:
            yield f"          weight: {scalar_text(step.weight)}"
        if step.due is not None:
            yield f"          due: {step.due.isoformat()}"


def id_from(title: str, words: int = 4, length: int = 64) -> str:
    """An id made of the first words of a title, cut at a word; empty where no word begins with a letter.

    `length` is the most characters that it has; a single word that is longer is cut.
    """
    ascii_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    parts = re.findall(r"[a-z0-9]+", ascii_title)
    while parts and not parts[0][0].isalpha():
        parts.pop(0)
    id_ = "-".join(parts[:words])
    if len(id_) <= length:
        return id_
    return id_[: length + 1].rpartition("-")[0] or id_[:length]
