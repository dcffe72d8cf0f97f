"""Directions of changed terms, easier or harder, case by case, and the law behind the numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.model.direction import Direction, direction, directions
from okrs_as_code.model.files.measure import Metric, Threshold
from okrs_as_code.model.files.record import Terms
from okrs_as_code.model.progress.progress import clamp, meets, metric_progress
from okrs_as_code.model.terms import CanonicalTerms, quoted_terms

END = date(2026, 12, 31)
EASIER, HARDER, NEITHER, UNCLEAR = Direction


def terms(**changed: Any) -> CanonicalTerms:
    data = {"owner": "bo", "measure": {"type": "binary"}, **changed}
    return quoted_terms(Terms.model_validate(data), END)


def rising(**changed: Any) -> dict[str, Any]:
    return {"type": "metric", "baseline": 0, "target": 3, "unit": "posts", **changed}


def falling(**changed: Any) -> dict[str, Any]:
    return {"type": "metric", "baseline": 900, "target": 300, "unit": "ms", **changed}


def kept(**bounds: Any) -> dict[str, Any]:
    return {"type": "threshold", "unit": "%", **bounds}


def steps(*listed: dict[str, Any]) -> dict[str, Any]:
    return {"type": "milestones", "steps": [{"title": step["id"], **step} for step in listed]}


A, B = {"id": "a"}, {"id": "b"}

MEASURES = [
    ("target of a rising metric, up", rising(), rising(target=4), HARDER),
    ("target of a rising metric, down", rising(), rising(target=2), EASIER),
    ("target of a falling metric, down", falling(), falling(target=250), HARDER),
    ("target of a falling metric, up", falling(), falling(target=400), EASIER),
    ("target of a metric below zero", rising(baseline=-10, target=-5), rising(baseline=-10, target=-2), HARDER),
    ("baseline of a rising metric, up: the same value counts for less", rising(), rising(baseline=1), HARDER),
    ("baseline of a rising metric, down", rising(), rising(baseline=-1), EASIER),
    ("baseline of a falling metric, down", falling(), falling(baseline=800), HARDER),
    ("baseline of a falling metric, up", falling(), falling(baseline=1000), EASIER),
    ("baseline and target of a rising metric, both up", rising(), rising(baseline=1, target=4), HARDER),
    ("baseline down, target up", rising(), rising(baseline=-1, target=4), UNCLEAR),
    ("target on the other side of the baseline", rising(), rising(target=-3), UNCLEAR),
    ("no way to go before", rising(baseline=3), rising(baseline=3, target=4), UNCLEAR),
    ("another unit", rising(), rising(target=4, unit="pages"), UNCLEAR),
    ("stretch, further", rising(stretch=4), rising(stretch=9), NEITHER),
    ("stretch, given", rising(), rising(stretch=9), NEITHER),
    ("lower bound, up", kept(at_least=99), kept(at_least=99.5), HARDER),
    ("lower bound, down", kept(at_least=99), kept(at_least=98), EASIER),
    ("upper bound, down", kept(at_most=3), kept(at_most=2), HARDER),
    ("upper bound, up", kept(at_most=3), kept(at_most=4), EASIER),
    ("band from a bound", kept(at_least=1), kept(at_least=1, at_most=3), HARDER),
    ("bound from a band", kept(at_least=1, at_most=3), kept(at_most=3), EASIER),
    ("band, narrower", kept(at_least=1, at_most=9), kept(at_least=2, at_most=8), HARDER),
    ("band, wider", kept(at_least=2, at_most=8), kept(at_least=1, at_most=9), EASIER),
    ("band, moved", kept(at_least=2, at_most=8), kept(at_least=3, at_most=9), UNCLEAR),
    ("the other bound", kept(at_least=2), kept(at_most=2), UNCLEAR),
    ("threshold of another unit", kept(at_least=2), {"type": "threshold", "at_least": 2}, UNCLEAR),
    ("step added", steps(A), steps(A, B), HARDER),
    ("step taken out", steps(A, B), steps(A), EASIER),
    ("step replaced", steps(A), steps(B), UNCLEAR),
    ("step without weight added", steps({**A, "weight": 1}), steps({**A, "weight": 1}, {**B, "weight": 0}), NEITHER),
    (
        "step gets a weight",
        steps({**A, "weight": 1}, {**B, "weight": 0}),
        steps({**A, "weight": 1}, {**B, "weight": 2}),
        HARDER,
    ),
    ("step weighs more", steps({**A, "weight": 1}), steps({**A, "weight": 2}), UNCLEAR),
    ("step due earlier", steps({**A, "due": "2026-11-15"}), steps({**A, "due": "2026-11-01"}), HARDER),
    ("step due later", steps({**A, "due": "2026-11-15"}), steps({**A, "due": "2026-12-01"}), EASIER),
    ("step gets a day", steps(A), steps({**A, "due": "2026-11-15"}), HARDER),
    ("step loses its day", steps({**A, "due": "2026-11-15"}), steps(A), EASIER),
    ("step in other words", steps(A), steps({**A, "title": "Another"}), UNCLEAR),
    ("another measure", rising(), kept(at_least=3), UNCLEAR),
    ("the same, written in another way", rising(), rising(target=3.0), NEITHER),
]

OTHERS = [
    ("owner", {}, {"owner": "chen"}, NEITHER),
    ("owner, and a team", {}, {"owner": {"team": "web", "lead": "dee"}}, NEITHER),
    ("committed to aspirational", {}, {"commitment": "aspirational"}, EASIER),
    ("aspirational to committed", {"commitment": "aspirational"}, {}, HARDER),
    ("due earlier", {}, {"due": "2026-12-18"}, HARDER),
    ("due later", {"due": "2026-12-18"}, {"due": "2026-12-20"}, EASIER),
    (
        "due later, and a bound to keep for longer",
        {"measure": kept(at_least=1), "due": "2026-12-18"},
        {"measure": kept(at_least=1)},
        UNCLEAR,
    ),
    ("success, in words", {"success": "Reviewed."}, {"success": "Reviewed and indexed."}, UNCLEAR),
    ("success, given", {}, {"success": "Reviewed."}, UNCLEAR),
    ("a new owner, and a later day", {"due": "2026-12-18"}, {"owner": "chen"}, EASIER),
    ("easier here, harder there", {"due": "2026-12-18", "commitment": "aspirational"}, {}, UNCLEAR),
    ("nothing", {}, {"due": "2026-12-31"}, NEITHER),
]


@pytest.mark.parametrize(("name", "before", "after", "expected"), MEASURES, ids=[case[0] for case in MEASURES])
def test_measures(name: str, before: dict[str, Any], after: dict[str, Any], expected: Direction) -> None:
    assert direction(terms(measure=before), terms(measure=after)) is expected


@pytest.mark.parametrize(("name", "before", "after", "expected"), OTHERS, ids=[case[0] for case in OTHERS])
def test_other_terms(name: str, before: dict[str, Any], after: dict[str, Any], expected: Direction) -> None:
    assert direction(terms(**before), terms(**after)) is expected


def test_each_field_on_its_own() -> None:
    result = directions(terms(measure=rising()), terms(measure=rising(target=2), owner="chen", due="2026-12-01"))
    assert {moved.field: what for moved, what in result} == {"owner": NEITHER, "due": HARDER, "target": EASIER}


OPPOSITE = {EASIER: HARDER, HARDER: EASIER, NEITHER: NEITHER, UNCLEAR: UNCLEAR}
NUMBERS = st.integers(-20, 20).map(float)
METRICS = st.builds(Metric, type=st.just("metric"), baseline=NUMBERS, target=NUMBERS, unit=st.just("x"))
BOUNDS = st.one_of(st.none(), NUMBERS)
THRESHOLDS = st.tuples(BOUNDS, BOUNDS).filter(any).map(lambda two: kept(at_least=two[0], at_most=two[1]))


def canonical(measure: Metric | Threshold) -> CanonicalTerms:
    return quoted_terms(Terms(owner="bo", measure=measure), END)


@given(METRICS, METRICS, NUMBERS)
def test_no_value_counts_for_more_where_a_metric_became_harder(before: Metric, after: Metric, value: float) -> None:
    change = direction(canonical(before), canonical(after))
    assert direction(canonical(after), canonical(before)) is OPPOSITE[change]
    scores = metric_progress(before, value), metric_progress(after, value)
    if change in (HARDER, EASIER) and scores[0] is not None and scores[1] is not None:
        harder, easier = (after, before) if change is HARDER else (before, after)
        assert clamp(metric_progress(harder, value) or 0) <= clamp(metric_progress(easier, value) or 0) + 1e-9


@given(THRESHOLDS, THRESHOLDS, NUMBERS)
def test_what_keeps_a_harder_threshold_keeps_the_easier(
    one: dict[str, Any], other: dict[str, Any], value: float
) -> None:
    before, after = (
        Threshold.model_validate({k: v for k, v in bounds.items() if v is not None}) for bounds in (one, other)
    )
    change = direction(canonical(before), canonical(after))
    assert direction(canonical(after), canonical(before)) is OPPOSITE[change]
    if change is HARDER:
        assert meets(before, value) or not meets(after, value)
