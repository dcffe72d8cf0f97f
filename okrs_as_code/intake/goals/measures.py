"""Measures: what a row says of how a key result is measured, and what was guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from okrs_as_code.intake.cells import cleaning
from okrs_as_code.intake.cells.numbers import CellQuantity
from okrs_as_code.intake.goals.identifiers import free_id
from okrs_as_code.intake.goals.title_numbers import unit_in_title, way_in_title
from okrs_as_code.intake.meaning import Meaning
from okrs_as_code.intake.shapes.goal_outline import GoalLevel, OutlineGoal
from okrs_as_code.intake.styles import Styles
from okrs_as_code.intake.vocabulary.words import even, words
from okrs_as_code.lint.words.vocabulary import TitleDirection, leading_direction
from okrs_as_code.readings import plain_number
from okrs_as_code.refactor.new_objective import NewStep
from okrs_as_code.yaml.scalar_text import Value

_LIST_MARK = re.compile(r"^\s*(?:[-*•–·]|[0-9]{1,2}[.)])?\s*(?:\[[ xX]?\])?\s*")
_BOUND_MEANINGS = (Meaning.AT_LEAST, Meaning.AT_MOST)


@dataclass
class MeasureReading:
    """The measure of a key result; `measure` is None where its row says none."""

    measure: dict[str, Value | None] | None = None
    steps: list[NewStep] = field(default_factory=list)
    guesses: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str | None:
        """The measure's type; None where there is none."""
        return "milestones" if self.steps else str(self.measure["type"]) if self.measure is not None else None

    @property
    def is_complete(self) -> bool:
        """Whether the lint will find all in it that a measure needs."""
        if self.measure is None:
            return bool(self.steps)
        if self.measure["type"] != "metric":
            return True
        has = {key for key, value in self.measure.items() if value is not None}
        return {"target", "unit"} <= has and bool(has & {"baseline", "direction"})


def read_measure(goal: OutlineGoal, styles: Styles) -> MeasureReading:
    """The measure of a key result: its steps, bounds, numbers, those of its title, or a judgement."""
    reading = MeasureReading(steps=_steps(goal, styles))
    if reading.steps:
        return reading
    kind = words("measures").get(even(goal.text(Meaning.MEASURE)))
    if _read_bounds(goal, styles, reading):
        return reading
    if kind == "binary" or words("measures").get(even(goal.text(Meaning.TARGET))) == "binary":
        reading.measure = {"type": "binary"}
    elif kind == "score":
        reading.measure = {"type": "score"}
    elif not _read_metric(goal, styles, kind, reading):
        _read_judgement(goal, styles, reading)
    return reading


def _steps(goal: OutlineGoal, styles: Styles) -> list[NewStep]:
    """The steps of milestones: rows below the key result, or the lines of a cell."""
    taken: list[str] = []
    steps = []
    for child in goal.children:
        if child.level is GoalLevel.STEP:
            title = cleaning.line(child.title)
            id_ = free_id(title, "step", taken)
            steps.append(NewStep(id_, title, _weight(child, styles), styles.day(child.cell(Meaning.DUE))))
    if any(step.weight is None for step in steps):
        steps = [NewStep(step.id, step.title, None, step.due) for step in steps]
    if not steps:
        for title in _lines(goal.text(Meaning.STEPS)):
            steps.append(NewStep(free_id(title, "step", taken), title))
    return steps


def _weight(goal: OutlineGoal, styles: Styles) -> float | None:
    weight = styles.quantity(goal.cell(Meaning.WEIGHT))
    return weight.value if weight is not None and weight.value >= 0 else None


def _lines(text: str) -> Iterable[str]:
    for part in text.replace(";", "\n").splitlines():
        title = cleaning.line(_LIST_MARK.sub("", part))
        if title:
            yield title


def _read_bounds(goal: OutlineGoal, styles: Styles, reading: MeasureReading) -> bool:
    bounds = {meaning: styles.quantity(goal.cell(meaning)) for meaning in _BOUND_MEANINGS}
    found = {meaning: bound for meaning, bound in bounds.items() if bound is not None}
    if not found:
        return False
    keys: dict[str, Value | None] = {meaning.value: bound.value for meaning, bound in found.items()}
    reading.measure = {"type": "threshold", **keys, "unit": _unit(goal, *found.values())}
    return True


def _read_metric(goal: OutlineGoal, styles: Styles, kind: str | None, reading: MeasureReading) -> bool:
    """Reads a metric from its columns, and what they lack from its title; returns whether there is one."""
    start, target, current = (
        styles.quantity(goal.cell(meaning)) for meaning in (Meaning.BASELINE, Meaning.TARGET, Meaning.CURRENT)
    )
    way = way_in_title(goal.title, styles.decimal)
    unit = _unit(goal, target, start, kind=kind)
    if target is None:
        if way is None or start is not None:
            if start is None:
                return False
            reading.measure = {"type": "metric", "baseline": start.value, "unit": unit}
            return True
        reading.guesses.append(
            f"from {plain_number(way.baseline)} to {plain_number(way.target)} is read from its title"
        )
        reading.measure = {
            "type": "metric", "baseline": way.baseline, "target": way.target, "unit": unit or way.unit
        }  # fmt: skip
        return True
    if kind == "threshold":
        return _read_one_bound(goal, target, unit, reading)
    baseline = start.value if start is not None else None
    if baseline is None and way is not None and way.target == target.value:
        baseline = way.baseline
        reading.guesses.append(f"the baseline {plain_number(baseline)} is read from its title")
    if unit is None:
        unit = way.unit if way is not None else None
        unit = unit or unit_in_title(goal.title, target.value)
        if unit is not None:
            reading.guesses.append(f'the unit "{unit}" is read from its title')
    direction = _direction(goal, target, current, reading) if baseline is None else None
    stretch = styles.quantity(goal.cell(Meaning.STRETCH))
    reading.measure = {
        "type": "metric", "baseline": baseline, "direction": direction, "target": target.value,
        "stretch": stretch.value if stretch is not None else None, "unit": unit,
    }  # fmt: skip
    return True


def _read_one_bound(goal: OutlineGoal, target: CellQuantity, unit: str | None, reading: MeasureReading) -> bool:
    falls = _said_direction(goal) == "down"
    key = "at_most" if falls else "at_least"
    if not goal.text(Meaning.DIRECTION):
        reading.guesses.append(f"the bound is taken for `{key}`")
    reading.measure = {"type": "threshold", key: target.value, "unit": unit}
    return True


def _said_direction(goal: OutlineGoal) -> str | None:
    return words("directions").get(even(goal.text(Meaning.DIRECTION))) or words("directions").get(
        even(goal.text(Meaning.MEASURE))
    )


def _direction(
    goal: OutlineGoal, target: CellQuantity, current: CellQuantity | None, reading: MeasureReading
) -> str | None:
    """The direction of a metric whose start is not known: its own column, its title's verb, the side of its value."""
    said = _said_direction(goal)
    if said is not None:
        return said
    claimed = leading_direction(goal.title)
    if claimed is not None:
        direction = "up" if claimed is TitleDirection.UP else "down"
        reading.guesses.append(f"`direction: {direction}` is read from its title")
        return direction
    if current is not None and current.value != target.value and current.is_percent == target.is_percent:
        direction = "up" if current.value < target.value else "down"
        reading.guesses.append(f"`direction: {direction}` is read from its current value")
        return direction
    return None


def _unit(goal: OutlineGoal, *quantities: CellQuantity | None, kind: str | None = None) -> str | None:
    """The unit: its own column, else that of a number's cell."""
    said = cleaning.line(goal.text(Meaning.UNIT))
    if kind == "percent":
        return "%"
    if said:
        return "%" if words("measures").get(even(said)) == "percent" else said
    return next((one.unit for one in quantities if one is not None and one.unit is not None), None)


def _read_judgement(goal: OutlineGoal, styles: Styles, reading: MeasureReading) -> None:
    """Reads per cent, or a score from 0 to 1, without any target as what its owner judges."""
    for meaning in (Meaning.PROGRESS, Meaning.CURRENT):
        quantity = styles.quantity(goal.cell(meaning))
        is_judgement = meaning is Meaning.PROGRESS or (quantity is not None and quantity.is_percent)
        if is_judgement and styles.share(goal.cell(meaning)) is not None:
            reading.measure = {"type": "score"}
            reading.guesses.append("progress without a target is taken for a judgement, `type: score`")
            return
