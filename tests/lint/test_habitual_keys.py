"""Words from other formats lead to our keys, and no key is named that is there already."""

from __future__ import annotations

import pytest

from okrs_as_code.model.files.habitual_keys import intended_key
from okrs_as_code.model.files.measure import Metric, Threshold
from okrs_as_code.model.files.objective import KeyResult, Objective
from okrs_as_code.model.files.people import Person
from okrs_as_code.model.files.record import CheckInEntry
from okrs_as_code.model.files.shape import model_shape


@pytest.mark.parametrize(
    ("model", "present", "written", "key"),
    [
        (Objective, [], "objective", "title"),
        (Objective, [], "name", "title"),
        (Objective, [], "description", "why"),
        (Objective, [], "parent", "aligned_to"),
        (KeyResult, [], "assignee", "owner"),
        (KeyResult, [], "DRI", "owner"),
        (KeyResult, [], "deadline", "due"),
        (KeyResult, [], "Due Date", "due"),
        (KeyResult, [], "titel", "title"),
        (KeyResult, ["title"], "titel", None),
        (KeyResult, ["owner"], "assignee", None),
        (Metric, [], "from", "baseline"),
        (Metric, [], "to", "target"),
        (Metric, [], "initial", "baseline"),
        (Metric, [], "goal", "target"),
        (Metric, [], "kind", "type"),
        (Metric, [], "start", "baseline"),
        (Metric, ["baseline", "target"], "start", None),
        (Metric, ["baseline"], "current", None),
        (Metric, [], "target\N{NO-BREAK SPACE}", "target"),
        (Threshold, [], "below", "at_most"),
        (Threshold, [], "above", "at_least"),
        (Threshold, [], "max", "at_most"),
        (Threshold, ["at_most"], "ceiling", None),
        (Metric, [], "below", None),
        (CheckInEntry, [], "health", "status"),
        (CheckInEntry, [], "comment", "note"),
        (CheckInEntry, [], "actual", "value"),
        (Person, [], "login", "account"),
        (Person, [], "role", "title"),
        (Person, [], "shoe size", None),
    ],
)
def test_the_key_that_was_meant(model: type, present: list[str], written: str, key: str | None) -> None:
    assert intended_key(written, model_shape(model).keys, present) == key
