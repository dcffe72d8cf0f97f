"""Words of goals that are carried over, and still name where the number stood, or a day that is over by then."""

from __future__ import annotations

from collections.abc import Iterator
from math import isclose

from okrs_as_code.lint.words.named_days import NamedDay, named_days
from okrs_as_code.lint.words.quantities import Quantity, quantities
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.files.measure import Metric, Milestones
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.refactor.carry_over import CarriedObjective


def outdated_words(objective: CarriedObjective, into: Cycle) -> Iterator[str]:
    """Yields a note for each title and each `success` that does not fit what is carried into a cycle.

    A title names the baseline that a key result had, and not the one that it has now; or words name a day before the
    cycle. Nobody rewrites them: what they should say is for their owner to decide.
    """
    for standing in objective.key_results[:1]:
        node = standing.node.objective
        for day in _days_before(node.content.title, node.cycle, into):
            yield f"its title says {day}, which is before {into.name}: change `title:` in {objective.path}"
    for standing in objective.key_results:
        content = standing.node.content
        yield from _outdated_baseline(objective, standing)
        for key, words in _words(standing):
            for day in _days_before(words, standing.node.cycle, into):
                verb = "say" if key == "steps" else "says"
                yield (
                    f"{content.id}: its {key} {verb} {day}, which is before {into.name}: "
                    f"change `{key}:` of {content.id} in {objective.path}"
                )


def _outdated_baseline(objective: CarriedObjective, standing: KeyResultStanding) -> Iterator[str]:
    content, measure = standing.node.content, standing.node.content.measure
    baseline = objective.baselines.get(content.id)
    if baseline is None or not isinstance(measure, Metric):
        return
    measured = standing.progress.baseline
    former = measured.value if measured is not None else measure.baseline
    named = quantities(content.title)
    before = [quantity.text for quantity in named if former is not None and _is(quantity, former)]
    if before and not any(_is(quantity, baseline) for quantity in named):
        yield (
            f"{content.id}: its title says {before[0]}, and it starts from {baseline:g} now: "
            f"change `title:` of {content.id} in {objective.path}"
        )


def _words(standing: KeyResultStanding) -> Iterator[tuple[str, str]]:
    """The words that say what is reached, by their keys; of milestones those that are not done, which are carried."""
    content = standing.node.content
    yield "title", content.title
    if content.success is not None:
        yield "success", content.success
    if isinstance(content.measure, Milestones):
        done = standing.progress.value if isinstance(standing.progress.value, tuple) else ()
        yield from (("steps", step.title) for step in content.measure.steps if step.id not in done)


def _days_before(words: str, cycle: Cycle, into: Cycle) -> Iterator[str]:
    """Yields the days, as they are written, that can only be before a cycle; `cycle` is the one that they are from."""
    years = range(cycle.start.year, into.end.year + 1)
    for day in named_days(words, years):
        if _is_before(day, cycle, into):
            yield day.text


def _is_before(day: NamedDay, cycle: Cycle, into: Cycle) -> bool:
    """Whether a day is before a cycle; one without a year is, where it lies in the former cycle and not in this one."""
    if day.has_year:
        return all(reading < into.start for reading in day.readings)
    return any(map(cycle.has, day.readings)) and not any(map(into.has, day.readings))


def _is(quantity: Quantity, number: float) -> bool:
    return any(isclose(reading * quantity.scale, number) for reading in quantity.readings)
