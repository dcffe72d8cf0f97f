"""Titles of key results that are carried over, and still say where the number stood before."""

from __future__ import annotations

from collections.abc import Iterator
from math import isclose

from okrs_as_code.lint.words.quantities import Quantity, quantities
from okrs_as_code.model.files.measure import Metric
from okrs_as_code.refactor.carry_over import CarriedObjective


def outdated_titles(objective: CarriedObjective) -> Iterator[str]:
    """Yields a note for each key result whose title names the baseline that it had, and not the one that it has now.

    Nobody rewrites a title: what it should say is for its owner to decide.
    """
    for standing in objective.key_results:
        content, measure = standing.node.content, standing.node.content.measure
        baseline = objective.baselines.get(content.id)
        if baseline is None or not isinstance(measure, Metric):
            continue
        measured = standing.progress.baseline
        former = measured.value if measured is not None else measure.baseline
        named = quantities(content.title)
        before = [quantity.text for quantity in named if former is not None and _is(quantity, former)]
        if before and not any(_is(quantity, baseline) for quantity in named):
            yield (
                f"{content.id}: its title says {before[0]}, and it starts from {baseline:g} now: "
                f"change `title:` of {content.id} in {objective.path}"
            )


def _is(quantity: Quantity, number: float) -> bool:
    return any(isclose(reading * quantity.scale, number) for reading in quantity.readings)
