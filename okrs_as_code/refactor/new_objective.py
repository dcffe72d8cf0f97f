"""The text of a new objective file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from okrs_as_code.filenames import schema_line
from okrs_as_code.yaml.scalar_text import LINE_LENGTH, flow_mapping, inline_text, scalar_text


@dataclass(frozen=True)
class NewKeyResult:
    """The content of a new key result; `measure` holds the measure's own keys, `steps` (id, title) of milestones."""

    id: str
    title: str
    owner: str
    measure: dict[str, str | float | bool | None]
    steps: Sequence[tuple[str, str]] = ()
    manager: str | None = None
    contributors: Sequence[str] = ()
    start: date | None = None
    due: date | None = None
    plan: Mapping[date, float] = field(default_factory=dict)
    commitment: str | None = None
    success: str | None = None


@dataclass(frozen=True)
class NewObjective:
    """The content of a new objective."""

    title: str
    owner: str
    why: str | None = None
    commitment: str | None = None
    aligned_to: Sequence[str] = ()
    tags: Sequence[str] = ()
    key_results: Sequence[NewKeyResult] = field(default_factory=tuple)


def objective_text(objective: NewObjective, *, has_schema: bool) -> str:
    """The text of the file, with the keys in canonical order and absent ones left out.

    With `has_schema` it names the JSON Schema to editors.
    """
    return "".join(f"{line}\n" for line in _lines(objective, has_schema=has_schema))


def _lines(objective: NewObjective, *, has_schema: bool) -> Iterator[str]:
    if has_schema:
        yield schema_line("objective")
    yield f"title: {scalar_text(objective.title)}"
    for key in ("why", "owner", "commitment"):
        value = getattr(objective, key)
        if value is not None:
            yield f"{key}: {scalar_text(value)}"
    if len(objective.aligned_to) == 1:
        yield f"aligned_to: {objective.aligned_to[0]}"
    elif objective.aligned_to:
        yield "aligned_to:"
        yield from (f"  - {goal}" for goal in objective.aligned_to)
    if objective.tags:
        yield f"tags: [{', '.join(objective.tags)}]"
    yield "key_results:"
    for key_result in objective.key_results:
        yield from _key_result_lines(key_result)


def _key_result_lines(key_result: NewKeyResult) -> Iterator[str]:
    yield f"  - id: {key_result.id}"
    yield f"    title: {scalar_text(key_result.title)}"
    yield f"    owner: {key_result.owner}"
    if key_result.manager is not None:
        yield f"    manager: {key_result.manager}"
    if key_result.contributors:
        yield f"    contributors: [{', '.join(key_result.contributors)}]"
    if key_result.steps:
        yield "    measure:"
        yield "      type: milestones"
        yield "      steps:"
        for id_, title in key_result.steps:
            yield f"        - id: {id_}"
            yield f"          title: {scalar_text(title)}"
    else:
        yield from _mapping_lines("measure", key_result.measure)
    for key in ("start", "due"):
        day = getattr(key_result, key)
        if day is not None:
            yield f"    {key}: {day.isoformat()}"
    if key_result.plan:
        yield from _mapping_lines("plan", {day.isoformat(): value for day, value in key_result.plan.items()})
    if key_result.commitment is not None:
        yield f"    commitment: {key_result.commitment}"
    if key_result.success is not None:
        yield f"    success: {scalar_text(key_result.success)}"


def _mapping_lines(key: str, pairs: Mapping[str, str | float | bool | None]) -> Iterator[str]:
    """A mapping of a key result on one line where it fits there, else on a line for each key."""
    line = f"    {key}: {flow_mapping(pairs)}"
    if len(line) <= LINE_LENGTH:
        yield line
    else:
        yield f"    {key}:"
        yield from (f"      {name}: {inline_text(value)}" for name, value in pairs.items() if value is not None)


def id_from(title: str, words: int = 4) -> str:
    """An id made of the first words of a title, at most 64 characters; empty where no word begins with a letter."""
    ascii_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    parts = re.findall(r"[a-z0-9]+", ascii_title)
    while parts and not parts[0][0].isalpha():
        parts.pop(0)
    return "-".join(parts[:words])[:64].rstrip("-")
