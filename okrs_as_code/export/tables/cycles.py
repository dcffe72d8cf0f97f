"""The table of cycles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from okrs_as_code.export.export_data import ExportData
from okrs_as_code.export.table import BOOLEAN, DAY, INTEGER, NUMBER, TEXT, Column, Table
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.cycles.cycle_name import CycleKind
from okrs_as_code.model.progress.roll_up import RollUp


@dataclass(frozen=True)
class CycleRow:
    """A cycle with its averages."""

    cycle: Cycle
    roll_up: RollUp
    score: RollUp
    is_current: bool


def _cycles(data: ExportData) -> Iterator[CycleRow]:
    for cycle in data.cycles:
        name = cycle.name
        yield CycleRow(cycle, data.assessment.cycle(name), data.scores.cycle(name), name == data.current_cycle)


CYCLES: Table[CycleRow] = Table(
    "cycles",
    "The cycles with objectives, the earliest first.",
    ("id",),
    (
        Column("id", TEXT, "The name, such as 2026-Q4.", lambda row: row.cycle.name, required=True),
        Column(
            "kind",
            TEXT,
            "The kind of period that it is, by its name; `cycle` for a name of one's own.",
            lambda row: row.cycle.kind,
            required=True,
            choices=tuple(CycleKind),
        ),
        Column("start", DAY, "The first day.", lambda row: row.cycle.start, required=True),
        Column("end", DAY, "The last day.", lambda row: row.cycle.end, required=True),
        Column(
            "current",
            BOOLEAN,
            "Whether it is the one that commands take where none is named.",
            lambda row: row.is_current,
            required=True,
        ),
        Column(
            "progress",
            NUMBER,
            "The average progress of its objectives that contribute to no other; empty without data.",
            lambda row: row.roll_up.score,
        ),
        Column(
            "with_data",
            INTEGER,
            "The number of these objectives that have data.",
            lambda row: row.roll_up.with_data,
            required=True,
        ),
        Column(
            "parts",
            INTEGER,
            "The number of these objectives, those that cannot be read included.",
            lambda row: row.roll_up.of,
            required=True,
        ),
        Column("score", NUMBER, "The average of grades in the same way.", lambda row: row.score.score),
    ),
    _cycles,
)
