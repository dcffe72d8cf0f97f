"""Measures of a key result: five kinds, distinguished by their `type`."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from okrs_as_code.model.files.base import Day, Id, Maybe, Model, Number, Seq, Text, Weight, described_values

MetricDirection = Annotated[
    Literal["up", "down"],
    described_values("The number is meant to rise to the target.", "The number is meant to fall to the target."),
]


class Metric(Model):
    """A number that moves from a baseline to a target."""

    exactly_one: ClassVar[tuple[str, ...]] = ("baseline", "direction")

    type: Literal["metric"]
    """A number that moves from a baseline to a target."""
    baseline: Maybe[Number] = None
    """Where the number stands at the start; where nobody knows that yet, write `direction` instead."""
    direction: Maybe[MetricDirection] = None
    """In place of a baseline that nobody has measured yet; the first value that is checked in becomes it."""
    target: Number
    """Where it is meant to be at the end."""
    stretch: Maybe[Number] = None
    """Beyond the target, on the same side: what would be outstanding."""
    unit: Text
    """The unit in which it is counted: posts, ms, %."""

    @model_validator(mode="after")
    def _require_exactly_one(self) -> Metric:
        if (self.baseline is None) == (self.direction is None):
            raise PydanticCustomError("not_exactly_one", "not exactly one")
        return self

    @property
    def sign(self) -> int:
        """1 where the number is meant to rise, -1 where it is meant to fall, 0 where baseline and target are equal."""
        if self.baseline is None:
            return 1 if self.direction == "up" else -1
        return (self.target > self.baseline) - (self.target < self.baseline)


class Threshold(Model):
    """A bound to keep in every period; with both bounds it is a band."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["at_least"]}, {"required": ["at_most"]}]})

    type: Literal["threshold"]
    """A bound to keep in every period."""
    at_least: Maybe[Number] = None
    """The value may not fall below this."""
    at_most: Maybe[Number] = None
    """The value may not rise above this."""
    unit: Maybe[Text] = None
    """The unit in which it is counted."""

    @model_validator(mode="after")
    def _require_bound(self) -> Threshold:
        if self.at_least is None and self.at_most is None:
            raise PydanticCustomError("no_bound", "no bound")
        return self


class Step(Model):
    """One milestone."""

    id: Id
    """The step's id, used in check-ins."""
    title: Text
    """The step in words, as it is once done."""
    weight: Maybe[Weight] = None
    """Its share of the whole; give one to every step or to none."""
    due: Maybe[Day] = None
    """When it is meant to be done."""


class Milestones(Model):
    """Steps that are done one after the other."""

    type: Literal["milestones"]
    """Steps that are done one after the other."""
    steps: Annotated[Seq[Step], Field(min_length=1)]
    """The steps."""


class Binary(Model):
    """Done or not; say in `success` how we will know."""

    type: Literal["binary"]
    """Done or not done."""


class Score(Model):
    """The owner's judgement from 0.0 to 1.0; say in `success` what 1.0 is."""

    type: Literal["score"]
    """A judgement of its owner, from 0.0 to 1.0; nothing is measured."""


Measure = Annotated[Metric | Threshold | Milestones | Binary | Score, Field(discriminator="type")]


def unit_of(measure: Measure | None) -> str | None:
    """The unit in which a measure counts; None where it counts in none."""
    return measure.unit if isinstance(measure, Metric | Threshold) else None
