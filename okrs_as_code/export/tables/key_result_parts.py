"""The tables of what key results have several of: steps and contributors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from okrs_as_code.export.export_data import ExportData
from okrs_as_code.export.table import BOOLEAN, DAY, INTEGER, NUMBER, TEXT, Column, Table
from okrs_as_code.model.files.measure import Milestones, Step
from okrs_as_code.model.progress.progress import step_weights

_KEY_RESULT: Column[Any] = Column(
    "key_result", TEXT, "The key result.", lambda row: row.key_result, required=True, references="key_results"
)
"""The column of every table whose rows are parts of a key result."""


@dataclass(frozen=True)
class StepRow:
    """A step of a key result; `is_done` is None while nobody said anything of the steps."""

    key_result: str
    position: int
    step: Step
    weight: float
    is_done: bool | None


def _steps(data: ExportData) -> Iterator[StepRow]:
    for known in data.key_results:
        measure, value = known.node.content.measure, known.standing.progress.value
        if isinstance(measure, Milestones):
            weights = step_weights(measure)
            for position, step in enumerate(measure.steps, 1):
                is_done = step.id in value if isinstance(value, tuple) else None
                yield StepRow(known.node.id, position, step, weights[step.id], is_done)


STEPS: Table[StepRow] = Table(
    "steps",
    "The steps of key results that are measured by milestones.",
    ("key_result", "position"),
    (
        _KEY_RESULT,
        Column("position", INTEGER, "Its place, from 1 on.", lambda row: row.position, required=True),
        Column("id", TEXT, "The step's id.", lambda row: row.step.id, required=True),
        Column("title", TEXT, "The step in words, as it is once done.", lambda row: row.step.title, required=True),
        Column("weight", NUMBER, "Its weight; 1 where none is given.", lambda row: row.weight, required=True),
        Column("due", DAY, "When it is meant to be done.", lambda row: row.step.due),
        Column("done", BOOLEAN, "Whether it is done; empty while nobody has said.", lambda row: row.is_done),
    ),
    _steps,
)


@dataclass(frozen=True)
class ContributorRow:
    """A contributor of a key result: a team, or a person."""

    key_result: str
    position: int
    id: str
    is_team: bool


def _contributors(data: ExportData) -> Iterator[ContributorRow]:
    directory = data.plan.directory
    for known in data.key_results:
        for position, id_ in enumerate(known.node.content.contributors, 1):
            is_team = directory.knows_team(id_) and not directory.knows_person(id_)
            resolved = directory.resolve_team(id_) if is_team else id_
            yield ContributorRow(known.node.id, position, resolved, is_team)


CONTRIBUTORS: Table[ContributorRow] = Table(
    "contributors",
    "The people and teams who help with a key result; they do not own it.",
    ("key_result", "position"),
    (
        _KEY_RESULT,
        Column("position", INTEGER, "The place in the list, from 1 on.", lambda row: row.position, required=True),
        Column("person", TEXT, "The person.", lambda row: None if row.is_team else row.id, references="people"),
        Column("team", TEXT, "The team.", lambda row: row.id if row.is_team else None, references="teams"),
    ),
    _contributors,
)
