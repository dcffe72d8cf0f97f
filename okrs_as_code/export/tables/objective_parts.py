"""The tables of what objectives have several of: alignments, tags and initiatives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from okrs_as_code.export.export_data import ExportData
from okrs_as_code.export.table import BOOLEAN, INTEGER, NUMBER, TEXT, Column, Table
from okrs_as_code.model.files.objective import Initiative
from okrs_as_code.model.goals.goal import AlignmentEntry, objective_part


@dataclass(frozen=True)
class AlignmentRow:
    """One of the goals to which an objective is aligned."""

    objective: str
    position: int
    entry: AlignmentEntry
    above: str | None
    above_objective: str | None
    above_key_result: str | None
    counts: bool


def _alignments(data: ExportData) -> Iterator[AlignmentRow]:
    plan = data.plan
    for node in data.objectives:
        counted = plan.alignments.counted_in(node) if node.alignments else None
        for position, entry in enumerate(node.alignments, 1):
            above = plan.resolve_goal(entry.ref, node.cycle)
            objective = objective_part(above) if above is not None else None
            yield AlignmentRow(
                node.id,
                position,
                entry,
                above,
                objective if data.has_objective(objective) else None,
                above if above != objective and data.has_key_result(above) else None,
                counted is not None and counted.entry == entry,
            )


ALIGNMENTS: Table[AlignmentRow] = Table(
    "alignments",
    "The goals that objectives are aligned to, in the order in which they are written.",
    ("objective", "position"),
    (
        Column("objective", TEXT, "The objective.", lambda row: row.objective, required=True, references="objectives"),
        Column("position", INTEGER, "The place in the list, from 1 on.", lambda row: row.position, required=True),
        Column("written", TEXT, "The goal above as it is written.", lambda row: row.entry.ref, required=True),
        Column("above", TEXT, "The goal's complete id; empty where there is no such goal.", lambda row: row.above),
        Column(
            "above_objective",
            TEXT,
            "The objective above, or that of the key result above; empty where it is not in this export.",
            lambda row: row.above_objective,
            references="objectives",
        ),
        Column(
            "above_key_result",
            TEXT,
            "The key result above, if it is one and in this export.",
            lambda row: row.above_key_result,
            references="key_results",
        ),
        Column(
            "contributes",
            BOOLEAN,
            "Whether it is written that the objective counts in the progress of the one above.",
            lambda row: row.entry.weight is not None,
            required=True,
        ),
        Column("counts", BOOLEAN, "Whether it does count there.", lambda row: row.counts, required=True),
        Column("weight", NUMBER, "The weight with which it is meant to count.", lambda row: row.entry.weight),
    ),
    _alignments,
)


@dataclass(frozen=True)
class TagRow:
    """A tag of an objective, or of one of its key results."""

    objective: str
    key_result: str | None
    tag: str


def _tags(data: ExportData) -> Iterator[TagRow]:
    for node in data.objectives:
        for tag in dict.fromkeys(node.content.tags):
            yield TagRow(node.id, None, tag)
        for key_result in node.key_results:
            for tag in dict.fromkeys(key_result.content.tags):
                yield TagRow(node.id, key_result.id, tag)


TAGS: Table[TagRow] = Table(
    "tags",
    "The tags of objectives, which hold for their key results, too, and those of key results alone.",
    ("objective", "key_result", "tag"),
    (
        Column("objective", TEXT, "The objective.", lambda row: row.objective, required=True, references="objectives"),
        Column(
            "key_result",
            TEXT,
            "The key result; empty for a tag of the objective.",
            lambda row: row.key_result,
            references="key_results",
        ),
        Column("tag", TEXT, "The tag.", lambda row: row.tag, required=True),
    ),
    _tags,
)


@dataclass(frozen=True)
class InitiativeRow:
    """An initiative of an objective."""

    objective: str
    position: int
    initiative: Initiative
    key_result: str | None


def _initiatives(data: ExportData) -> Iterator[InitiativeRow]:
    for node in data.objectives:
        for position, initiative in enumerate(node.content.initiatives, 1):
            served = f"{node.id}/{initiative.key_result}" if initiative.key_result is not None else None
            known = data.plan.resolve_key_result(served, node.cycle) if served is not None else None
            yield InitiativeRow(node.id, position, initiative, known if data.has_key_result(known) else None)


INITIATIVES: Table[InitiativeRow] = Table(
    "initiatives",
    "The work that is done for objectives; it counts in no progress.",
    ("objective", "position"),
    (
        Column("objective", TEXT, "The objective.", lambda row: row.objective, required=True, references="objectives"),
        Column("position", INTEGER, "The place in the list, from 1 on.", lambda row: row.position, required=True),
        Column("title", TEXT, "The work, in words.", lambda row: row.initiative.title, required=True),
        Column(
            "key_result",
            TEXT,
            "The key result that it serves; empty where it names none that is there.",
            lambda row: row.key_result,
            references="key_results",
        ),
        Column("link", TEXT, "Where the work is tracked.", lambda row: row.initiative.link),
    ),
    _initiatives,
)
