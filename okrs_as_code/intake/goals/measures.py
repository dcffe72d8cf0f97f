"""Measures: what a row says of how a key result is measured, and what was guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from okrs_as_code.intake.cells import cleaning
from okrs_as_code.intake.goals.identifiers import free_id
from okrs_as_code.intake.goals.measure_reading import MeasureReading
from okrs_as_code.intake.goals.metrics import read_metric, unit_of
from okrs_as_code.intake.goals.title_numbers import way_in_title
from okrs_as_code.intake.meaning import Meaning
from okrs_as_code.intake.shapes.goal_outline import GoalLevel, OutlineGoal
from okrs_as_code.intake.styles import Styles
from okrs_as_code.intake.vocabulary.words import even, words, yes_words
from okrs_as_code.readings import plain_number
from okrs_as_code.refactor.new_objective import NewStep
from okrs_as_code.yaml.scalar_text import Value

_LIST_MARK = re.compile(r"^\s*(?:[-*•–·]|[0-9]{1,2}[.)])?\s*(?:\[[ xX]?\])?\s*")
_BOUND_MEANINGS = (Meaning.AT_LEAST, Meaning.AT_MOST)


def read_measure(goal: OutlineGoal, styles: Styles) -> MeasureReading:
    """The measure of a key result: its steps, bounds, numbers, those of its title, or a judgement."""
    reading = MeasureReading(steps=_steps(goal, styles))
    if reading.steps:
        way = way_in_title(goal.title, styles.decimal)
        if way is not None:
            numbers = f"from {plain_number(way.baseline)} to {plain_number(way.target)}"
            reading.guesses.append(f"{numbers} in its title is left out, as it has milestones")
        return reading
    kind = words("measures").get(even(goal.text(Meaning.MEASURE)))
    target = even(goal.text(Meaning.TARGET))
    if _read_bounds(goal, styles, reading):
        return reading
    if kind == "binary" or words("measures").get(target) == "binary":
        reading.measure = {"type": "binary"}
    elif kind is None and target in yes_words():
        reading.measure = {"type": "binary"}
        reading.guesses.append(f'its target "{goal.text(Meaning.TARGET)}" is taken for done or not done')
    elif kind == "score":
        reading.measure = {"type": "score"}
    elif not read_metric(goal, styles, kind, reading):
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
    reading.used.update(found)
    reading.measure = {"type": "threshold", **keys, "unit": unit_of(goal, *found.values())}
    return True


def _read_judgement(goal: OutlineGoal, styles: Styles, reading: MeasureReading) -> None:
    """Reads per cent, or a score from 0 to 1, without any target as what its owner judges."""
    for meaning in (Meaning.PROGRESS, Meaning.CURRENT):
        quantity = styles.quantity(goal.cell(meaning))
        is_judgement = meaning is Meaning.PROGRESS or (quantity is not None and quantity.is_percent)
        if is_judgement and styles.share(goal.cell(meaning)) is not None:
            reading.measure = {"type": "score"}
            reading.guesses.append("progress without a target is taken for a judgement, `type: score`")
            return
