"""Metrics: numbers with a start, a target and a unit, and the limits that words make of targets."""

from __future__ import annotations

from okrs_as_code.intake.cells import cleaning
from okrs_as_code.intake.cells.numbers import CellQuantity
from okrs_as_code.intake.goals.limits import Bound, is_kept, limit_in_title, split_limit
from okrs_as_code.intake.goals.measure_reading import MeasureReading
from okrs_as_code.intake.goals.title_numbers import unit_in_title, way_in_title
from okrs_as_code.intake.meaning import Meaning
from okrs_as_code.intake.shapes.goal_outline import OutlineGoal
from okrs_as_code.intake.styles import Styles
from okrs_as_code.intake.vocabulary.words import even, words
from okrs_as_code.lint.words.vocabulary import TitleDirection, leading_direction
from okrs_as_code.phrases import shortened
from okrs_as_code.readings import plain_number


def target_of(goal: OutlineGoal, styles: Styles) -> tuple[CellQuantity | None, Bound | None]:
    """The number in the column of targets, and the bound that words beside it make of it: `max. 3`, `< 5 %`."""
    bound, rest = split_limit(goal.cell(Meaning.TARGET))
    quantity = styles.quantity(rest)
    return (quantity, bound) if quantity is not None else (styles.quantity(goal.cell(Meaning.TARGET)), None)


def read_metric(goal: OutlineGoal, styles: Styles, kind: str | None, reading: MeasureReading) -> bool:
    """Reads a metric from its columns, and what they lack from its title; returns whether there is one.

    Where words say that the target is a limit, it becomes a threshold, unless it is still to be reached.
    """
    start, current = (styles.quantity(goal.cell(meaning)) for meaning in (Meaning.BASELINE, Meaning.CURRENT))
    target, bound = target_of(goal, styles)
    way = way_in_title(goal.title, styles.decimal)
    unit = unit_of(goal, target, start, kind=kind)
    if target is None:
        if way is None or start is not None:
            if start is None:
                return False
            reading.measure = {"type": "metric", "baseline": start.value, "unit": unit}
            reading.used.add(Meaning.BASELINE)
            return True
        if _read_limit(goal, way.target, way.baseline, unit or way.unit, None, reading):
            return True
        reading.guesses.append(
            f"from {plain_number(way.baseline)} to {plain_number(way.target)} is read from its title"
        )
        reading.measure = {
            "type": "metric", "baseline": way.baseline, "target": way.target, "unit": unit or way.unit
        }  # fmt: skip
        return True
    if kind == "threshold":
        return _read_one_bound(goal, target, unit, bound, reading)
    baseline = start.value if start is not None else None
    is_on_way = way is not None and way.target == target.value
    if unit is None:
        unit = way.unit if way is not None else None
        unit = unit or unit_in_title(goal.title, target.value)
        if unit is not None:
            reading.guesses.append(f'the unit "{unit}" is read from its title')
    if _read_limit(goal, target.value, way.baseline if way and is_on_way else baseline, unit, bound, reading):
        return True
    if baseline is None and way is not None and is_on_way:
        baseline = way.baseline
        reading.guesses.append(f"the baseline {plain_number(baseline)} is read from its title")
    direction = _direction(goal, target, current, reading) if baseline is None else None
    stretch = styles.quantity(goal.cell(Meaning.STRETCH))
    reading.measure = {
        "type": "metric", "baseline": baseline, "direction": direction, "target": target.value,
        "stretch": stretch.value if stretch is not None else None, "unit": unit,
    }  # fmt: skip
    numbers = {Meaning.BASELINE: start, Meaning.TARGET: target, Meaning.STRETCH: stretch}
    reading.used.update(meaning for meaning, number in numbers.items() if number is not None)
    return True


def _read_limit(
    goal: OutlineGoal,
    target: float,
    baseline: float | None,
    unit: str | None,
    said: Bound | None,
    reading: MeasureReading,
) -> bool:
    """Reads a target that words call a limit as a threshold; returns whether it is one.

    `said` is the bound in its cell; else its title may have one, which is a guess. What starts beyond the limit, or is
    to go there by its direction or verb, is a metric on its way.
    """
    bound = said or limit_in_title(goal.title, target)
    if bound is None:
        return False
    wanted = "down" if bound == "at_most" else "up"
    if baseline is not None and (baseline > target if bound == "at_most" else baseline < target):
        return False
    claimed = leading_direction(goal.title)
    verb = None if claimed is None else "up" if claimed is TitleDirection.UP else "down"
    if baseline is None and (_said_direction(goal) or verb) == wanted:
        return False
    if said is None:
        reading.guesses.append(f'`{bound}: {plain_number(target)}` is read from "{shortened(goal.title, 60)}"')
    reading.measure = {"type": "threshold", bound: target, "unit": unit}
    reading.used.add(Meaning.TARGET)
    return True


def _read_one_bound(
    goal: OutlineGoal, target: CellQuantity, unit: str | None, said: Bound | None, reading: MeasureReading
) -> bool:
    """Reads the target of a row whose measure is called a threshold: its words, direction or title say the side."""
    direction = _said_direction(goal)
    by_direction: Bound | None = None if direction is None else "at_most" if direction == "down" else "at_least"
    key = said or by_direction or limit_in_title(goal.title, target.value)
    if said is None and by_direction is None:
        reading.guesses.append(f'the bound of "{shortened(goal.title, 60)}" is taken for `{key or "at_least"}`')
    key = key or "at_least"
    reading.measure = {"type": "threshold", key: target.value, "unit": unit}
    reading.used.add(Meaning.TARGET)
    return True


def _said_direction(goal: OutlineGoal) -> str | None:
    texts = (even(goal.text(meaning)) for meaning in (Meaning.DIRECTION, Meaning.MEASURE))
    return next((found for text in texts if (found := words("directions").get(text)) is not None), None)


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
        if is_kept(goal.title, "at_most" if direction == "up" else "at_least"):
            return None
        reading.guesses.append(
            f'`direction: {direction}` of "{shortened(goal.title, 60)}" is read from its current value'
        )
        return direction
    return None


def unit_of(goal: OutlineGoal, *quantities: CellQuantity | None, kind: str | None = None) -> str | None:
    """The unit: its own column, else that of a number's cell."""
    said = cleaning.line(goal.text(Meaning.UNIT))
    if kind == "percent":
        return "%"
    if said:
        return "%" if words("measures").get(even(said)) == "percent" else said
    return next((one.unit for one in quantities if one is not None and one.unit is not None), None)
