"""Goals of the backlog can say whatever an objective can, and need not."""

from __future__ import annotations

from okrs_as_code.model.files.backlog import BacklogKeyResult, BacklogObjective
from okrs_as_code.model.files.objective import KeyResult, Objective
from okrs_as_code.model.files.shape import model_shape


def test_the_keys_are_those_of_a_cycle_in_the_same_order() -> None:
    assert list(BacklogObjective.model_fields) == list(Objective.model_fields)
    assert list(BacklogKeyResult.model_fields) == list(KeyResult.model_fields)


def test_only_titles_are_required() -> None:
    assert model_shape(BacklogObjective).required == {"title"}
    assert model_shape(BacklogKeyResult).required == {"title"}
