"""Results of the benchmarks as JSON: `benchmarks/results.json`, from which the page is made."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.bench import Row
from benchmarks.measuring import Comparison, Measured


@dataclass
class Outcome:
    """One row with its figures; without figures `why_not` says why."""

    key: str
    what: str
    against: str
    bound: str
    ratio: float | None = None
    ratio_text: str = ""
    lowest: float | None = None
    highest: float | None = None
    pairs: int = 0
    ours: float | None = None
    theirs: float | None = None
    our_memory: int = 0
    their_memory: int = 0
    met: bool | None = None
    why_not: str = ""
    is_everyday: bool = False


@dataclass
class Point:
    """One point of the picture."""

    line: str
    objectives: int
    seconds: float
    memory: int = 0


@dataclass
class Results:
    """Everything that one run has measured."""

    machine: dict[str, str] = field(default_factory=dict)
    rows: list[Outcome] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    floors: dict[str, float] = field(default_factory=dict)
    imports: dict[str, dict[str, float]] = field(default_factory=dict)
    profiles: dict[str, dict[str, float]] = field(default_factory=dict)

    def put(self, outcome: Outcome) -> None:
        """Adds a row, in the place of what was measured before."""
        for index, row in enumerate(self.rows):
            if row.key == outcome.key:
                self.rows[index] = outcome
                return
        self.rows.append(outcome)

    def keep(self, rows: Iterable[Row]) -> None:
        """Leaves out what is measured no more, and brings the rest into the order of the rows."""
        by_key = {outcome.key: outcome for outcome in self.rows}
        self.rows = [by_key[row.key] for row in rows if row.key in by_key]

    def plot(self, point: Point) -> None:
        """Adds a point, in the place of what was measured before."""
        self.points = [
            earlier for earlier in self.points if (earlier.line, earlier.objectives) != (point.line, point.objectives)
        ]
        self.points.append(point)

    def write(self, file: Path) -> None:
        """Writes all of it."""
        file.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    @staticmethod
    def read(file: Path) -> Results:
        """Reads what was measured before; empty where there is nothing."""
        if not file.exists():
            return Results()
        data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        data["rows"] = [Outcome(**row) for row in data["rows"]]
        data["points"] = [Point(**point) for point in data["points"]]
        return Results(**data)


def outcome(row: Row, compared: Comparison, judged: bool) -> Outcome:
    """A measured row; not `judged` where the sizes are not those of the bound."""
    first, second = compared.first, compared.second
    ratios = [row.bound.looks_at(*pair) for pair in zip(first.seconds, second.seconds, strict=True)]
    ratio = median(ratios)
    return replace(
        unmeasured(row, ""),
        ratio=round(ratio, 4),
        ratio_text=row.bound.ratio_text(ratio),
        lowest=round(min(ratios), 4),
        highest=round(max(ratios), 4),
        pairs=len(ratios),
        ours=_seconds(first),
        theirs=_seconds(second),
        our_memory=first.memory,
        their_memory=second.memory,
        met=row.bound.is_met(ratio, first.memory) if judged else None,
    )


def unmeasured(row: Row, why_not: str) -> Outcome:
    """A row without figures."""
    return Outcome(row.key, row.what, row.against, row.bound.text, why_not=why_not, is_everyday=row.is_everyday)


def _seconds(measured: Measured) -> float:
    return round(measured.median, 6)
