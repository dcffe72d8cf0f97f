"""The measure of a key result as it was read: its keys or steps, and what was guessed."""

from __future__ import annotations

from dataclasses import dataclass, field

from okrs_as_code.intake.meaning import Meaning
from okrs_as_code.refactor.new_objective import NewStep
from okrs_as_code.yaml.scalar_text import Value


@dataclass
class MeasureReading:
    """The measure of a key result; `measure` is None where its row says none."""

    measure: dict[str, Value | None] | None = None
    steps: list[NewStep] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)
    used: set[Meaning] = field(default_factory=set)
    """Columns of numbers that it has taken."""

    @property
    def kind(self) -> str | None:
        """The measure's type; None where there is none."""
        return "milestones" if self.steps else str(self.measure["type"]) if self.measure is not None else None

    @property
    def is_complete(self) -> bool:
        """Whether the lint will find all in it that a measure needs."""
        return not self.missing

    @property
    def missing(self) -> list[str]:
        """The parts that it needs and does not have, each with its article."""
        if self.measure is None:
            return [] if self.steps else ["a measure"]
        if self.measure["type"] != "metric":
            return []
        has = {key for key, value in self.measure.items() if value is not None}
        parts = [f"a {key}" for key in ("target", "unit") if key not in has]
        return parts if has & {"baseline", "direction"} else [*parts, "a start or a direction"]
