"""Grades on their way into records: what is kept, what a correction changes, and which records there are."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.files.record import Grade
from okrs_as_code.model.files.validation import validate
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.records.grade import GradeDraft
from okrs_as_code.records.grade_entry import GradeInput
from okrs_as_code.records.record_text import clean_text
from okrs_as_code.yaml.reader import parse
from tests.model.building import key_result, objective, plan

DAY = date(2026, 12, 30)
WHOLE = GradeInput(0.5, "So.", "keep")

texts = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("'\"\\:#-{}[],&*!|>%@` \n\t0123456789eE.~yn")), max_size=40
)
endings = st.builds(
    GradeInput,
    st.none() | st.floats(0, 1).filter(lambda score: score == 0 or score >= 1e-15),
    st.none() | texts,
    st.none() | st.sampled_from(("done", "keep", "modify", "stop")),
    st.none() | texts,
    st.none() | texts,
)


def quarter_and_year() -> Plan:
    return plan(
        [
            objective("content/goal", [key_result("a"), key_result("b"), key_result("c")]),
            objective("company/long", [key_result("d")], cycle="2026"),
        ]
    )


@given(endings, endings)
def test_what_is_said_stands_over_what_was_said_and_nothing_else_moves(later: GradeInput, earlier: GradeInput) -> None:
    merged = later.with_defaults(earlier)
    assert GradeInput().with_defaults(earlier) == earlier
    assert merged.with_defaults(earlier) == merged
    for key in GradeInput.__dataclass_fields__:
        value = getattr(later, key)
        assert getattr(merged, key) == (getattr(earlier, key) if value is None else value)


@given(endings)
def test_a_grade_is_refused_or_reads_back_as_what_was_said(grading: GradeInput) -> None:
    draft = GradeDraft(quarter_and_year(), "bo", DAY, DAY)
    try:
        draft.grade(draft.find("content/goal/a"), grading)
    except OkrsError:
        assert draft.is_empty
        return
    [record] = draft.records()
    data = parse("x", record.text.encode()).data
    content, mismatches = validate(Grade, data)
    assert not mismatches
    assert content is not None
    entry = content.key_results["content/goal/a"]
    assert (entry.score, entry.decision) == (grading.score, grading.decision)
    assert entry.because == clean_text(grading.because or "")
    assert entry.learned == (clean_text(grading.learned or "") or None)
    assert entry.root_cause == (clean_text(grading.root_cause or "") or None)


def test_one_record_for_each_cycle_and_reviewer() -> None:
    draft = GradeDraft(quarter_and_year(), "bo", DAY, DAY)
    for ref, reviewer in (("a", "mara"), ("b", None), ("c", "mara")):
        draft.grade(draft.find(f"content/goal/{ref}"), WHOLE, reviewer)
    draft.grade(draft.find("company/long/d"), WHOLE, "mara")
    assert [(record.cycle, record.reviewed_by, tuple(record.key_results)) for record in draft.records()] == [
        ("2026-Q4", "mara", ("content/goal/a", "content/goal/c")),
        ("2026-Q4", None, ("content/goal/b",)),
        ("2026", "mara", ("company/long/d",)),
    ]


@pytest.mark.parametrize(
    ("day", "waits"),
    [
        (date(2026, 12, 16), []),
        (date(2026, 12, 17), ["a", "b", "c", "d"]),
        (date(2027, 3, 31), ["a", "b", "c", "d"]),
        (date(2027, 4, 1), []),
    ],
)
def test_what_waits_for_a_grade(day: date, waits: list[str]) -> None:
    own = GradeDraft(quarter_and_year(), "bo", day, day).own_standings()
    assert [standing.node.content.id for standing in own] == waits
    assert GradeDraft(quarter_and_year(), "chen", day, day).own_standings() == ()
