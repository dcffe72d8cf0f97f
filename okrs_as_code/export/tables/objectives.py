"""The table of objectives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from okrs_as_code.export.export_data import ExportData
from okrs_as_code.export.table import BOOLEAN, INTEGER, JSON, NUMBER, TEXT, Column, Table
from okrs_as_code.model.files.objective import COMMITMENTS
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import ObjectiveStanding

CADENCES = ("week", "two-weeks", "month")
"""How often a check-in is asked for."""


@dataclass(frozen=True)
class ObjectiveRow:
    """An objective; without a standing where nothing of it can be read."""

    id: str
    file: str
    team: str
    standing: ObjectiveStanding | None = None
    score: float | None = None


def _objectives(data: ExportData) -> Iterator[ObjectiveRow]:
    resolve = data.plan.directory.resolve_team
    for node in data.objectives:
        standing, score = data.assessment.objective(node), data.scores.objective(node).score
        yield ObjectiveRow(node.id, node.file, resolve(node.team), standing, score)
    for id_, element in data.unreadable_objectives.items():
        yield ObjectiveRow(id_, element.file, resolve(element.team))


def _standing(of: Callable[[ObjectiveStanding], Any]) -> Callable[[ObjectiveRow], Any]:
    """A value that is known where the objective can be read."""
    return lambda row: of(row.standing) if row.standing is not None else None


OBJECTIVES: Table[ObjectiveRow] = Table(
    "objectives",
    "The objectives by cycle, team and id, then those of which nothing but the place can be read.",
    ("id",),
    (
        Column("id", TEXT, "The complete id: cycle/team/objective.", lambda row: row.id, required=True),
        Column(
            "cycle",
            TEXT,
            "The cycle.",
            lambda row: row.id.split("/")[0],
            required=True,
            references="cycles",
        ),
        Column("team", TEXT, "The team, by its id of today.", lambda row: row.team, required=True, references="teams"),
        Column("name", TEXT, "The last part of the id.", lambda row: row.id.split("/")[2], required=True),
        Column("file", TEXT, "The file, from the root of the OKRs.", lambda row: row.file, required=True),
        Column(
            "readable",
            BOOLEAN,
            "Whether all beside its key results can be read; if not, the row has what can.",
            lambda row: row.standing is not None and not row.standing.node.broken,
            required=True,
        ),
        Column("title", TEXT, "The aim, in words.", _standing(lambda standing: standing.node.content.title)),
        Column("why", TEXT, "Why.", _standing(lambda standing: standing.node.content.why)),
        Column(
            "owner",
            TEXT,
            "The person who keeps its key results coherent.",
            _standing(lambda standing: standing.node.content.owner),
            references="people",
        ),
        Column(
            "commitment",
            TEXT,
            "Whether all of it is expected, or 0.7 is good.",
            _standing(lambda standing: standing.node.content.commitment),
            choices=COMMITMENTS,
        ),
        Column(
            "progress",
            NUMBER,
            "The weighted average of its parts that have data, from 0 to 1; empty without data.",
            _standing(lambda standing: standing.roll_up.score),
        ),
        Column(
            "with_data",
            INTEGER,
            "The number of its parts that have data.",
            _standing(lambda standing: standing.roll_up.with_data),
        ),
        Column(
            "parts",
            INTEGER,
            "The number of its key results that are not dropped, those that cannot be read included, and of the "
            "objectives that contribute to it.",
            _standing(lambda standing: standing.roll_up.of),
        ),
        Column("score", NUMBER, "The average of grades in the same way.", lambda row: row.score),
        Column(
            "status",
            TEXT,
            "The status of its key result that needs help most; empty without key results.",
            _standing(lambda standing: standing.worst),
            choices=tuple(Status),
        ),
        Column(
            "closed",
            BOOLEAN,
            "Whether every key result is graded or dropped.",
            _standing(lambda standing: standing.closed),
        ),
        Column(
            "dropped", BOOLEAN, "Whether every key result is dropped.", _standing(lambda standing: standing.dropped)
        ),
        Column(
            "asks_for_help",
            BOOLEAN,
            "Whether support is asked for with the objective as a whole, while it is open.",
            _standing(lambda standing: standing.help is not None),
        ),
        Column(
            "check_ins",
            TEXT,
            "How often its key results need a check-in, where it says so itself.",
            _standing(lambda standing: standing.node.content.check_ins),
            choices=CADENCES,
        ),
        Column(
            "formerly",
            JSON,
            "The ids, team/objective, that it had before, as a list.",
            _standing(lambda standing: standing.node.content.formerly),
        ),
    ),
    _objectives,
)
