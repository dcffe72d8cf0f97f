"""Activity between two days: judged by today's terms and corrections, with nothing that never was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.files.record import Agreement, CheckIn, Grade
from okrs_as_code.model.history.activity import Activity, activity
from okrs_as_code.model.history.activity_change import Trend
from okrs_as_code.model.timeline import RecordNode
from tests.model.building import key_result, objective, plan, record

SINCE, UNTIL = date(2026, 11, 9), date(2026, 11, 16)
METRIC = {"type": "metric", "baseline": 0, "target": 100, "unit": "posts"}
STEPS = {"type": "milestones", "steps": [{"id": "one", "title": "One"}, {"id": "two", "title": "Two"}]}


def between(
    measure: dict[str, Any],
    entries: Sequence[tuple[str, dict[str, Any]]],
    *,
    records: Sequence[Any] = (),
    arrived: dict[str, date] | None = None,
    until: date = UNTIL,
) -> Activity:
    node = objective("content/goal", [key_result(measure=measure)])
    check_ins = []
    for day, entry in entries:
        head = {"corrects": entry["corrects"]} if "corrects" in entry else {}
        said = {key: value for key, value in entry.items() if key != "corrects"}
        name = f"{day}-bo{'.2' if head else ''}"
        check_ins.append(record(CheckIn, name, "bo", date.fromisoformat(day), {"content/goal/kr": said}, **head))
    return activity(Assessment(plan([node], [*check_ins, *records]), until), node.key_results, SINCE, arrived)


def kinds(found: Activity) -> list[tuple[str, Any, Any, str | None]]:
    return [(str(change.kind), change.before, change.after, change.direction) for change in found.changes]


def test_a_value_and_how_sure_its_owner_is() -> None:
    earlier, later = {"value": 30, "confidence": 0.7}, {"value": 45, "confidence": 0.5}
    found = between(METRIC, [("2026-11-09", earlier), ("2026-11-16", later)])
    assert kinds(found) == [
        ("value", 30, 45, Trend.BETTER),
        ("confidence", 0.7, 0.5, Trend.WORSE),
        ("status", "on-track", "at-risk", Trend.WORSE),
    ]
    assert {(change.day, change.by) for change in found.changes} == {(UNTIL, "bo")}
    assert (found.checked_in.count, found.checked_in.of) == (1, 1)


def test_what_falls_gets_better_where_it_is_to_fall() -> None:
    falling = {**METRIC, "baseline": 100, "target": 0}
    found = between(falling, [("2026-11-09", {"value": 30}), ("2026-11-16", {"value": 25})])
    assert kinds(found) == [("value", 30, 25, Trend.BETTER)]


def test_a_step_and_all_of_them() -> None:
    found = between(STEPS, [("2026-11-09", {"done": ["one"]}), ("2026-11-12", {"done": ["one", "two"]})])
    assert kinds(found) == [
        ("step", None, "two", Trend.BETTER),
        ("done", "no status", "done", Trend.BETTER),
    ]


def test_a_worry_about_what_is_done_that_ends() -> None:
    """A status that was typed beside what is done stays visible until a check-in without one."""
    found = between(
        {"type": "binary"},
        [("2026-11-02", {"done": True, "status": "off-track"}), ("2026-11-10", {"note": "All well"})],
    )
    assert kinds(found) == [("status", "off-track", "done", Trend.BETTER)]


def test_small_changes_of_confidence_are_no_news() -> None:
    assert kinds(between(METRIC, [("2026-11-09", {"confidence": 0.7}), ("2026-11-16", {"confidence": 0.74})])) == []


def test_a_correction_of_an_earlier_day_is_no_spike_and_is_shown_as_one() -> None:
    wrong = ("2026-11-08", {"value": 300})
    right = ("2026-11-12", {"value": 30, "corrects": "2026-11-08-bo"})
    found = between(METRIC, [wrong, right])
    assert kinds(found) == [("corrected", 300, 30, None)]


def test_help_and_silence() -> None:
    asked = between(METRIC, [("2026-11-09", {"value": 1}), ("2026-11-14", {"help": "A designer"})])
    assert ("help asked", None, "A designer", None) in kinds(asked)
    closed = between(METRIC, [("2026-11-08", {"help": "A designer"}), ("2026-11-14", {"note": "Thanks"})])
    assert ("help closed", "A designer", None, None) in kinds(closed)
    silent = between(METRIC, [("2026-11-01", {"value": 1, "confidence": 0.8})])
    assert ("silent", "on-track", "stale", Trend.WORSE) in kinds(silent)


def test_a_baseline_that_is_measured() -> None:
    unknown = {"type": "metric", "direction": "down", "target": 45, "unit": "ms"}
    found = between(unknown, [("2026-11-10", {"value": 90})])
    assert ("baseline measured", None, 90, None) in kinds(found)


def test_agreements_and_ends() -> None:
    terms = {"owner": "bo", "commitment": "committed", "measure": METRIC}
    day, entry = date(2026, 11, 10), {"as": "owner", "terms": terms}
    agreed = record(Agreement, "2026-11-10-bo.abc", "bo", day, {"content/goal/kr": entry})
    assert ("agreed", None, "owner", None) in kinds(between(METRIC, [], records=[agreed]))
    dropped = record(Grade, "2026-11-10-bo", "bo", day, {"content/goal/kr": {"dropped": True, "because": "No"}})
    assert kinds(between(METRIC, [], records=[dropped])) == [("dropped", None, "No", None)]


def test_a_record_that_came_late_is_in_the_week_in_which_it_came() -> None:
    file = "okrs/2026-Q4/CheckIn/2026-11-06-bo.yaml"
    said = [("2026-11-06", {"value": 30})]
    assert kinds(between(METRIC, said, arrived={file: date(2026, 11, 12)})) == [("late", None, "2026-11-06", None)]
    assert kinds(between(METRIC, said, arrived={file: date(2026, 11, 9)})) == []


def of_objective(*said: tuple[str, dict[str, Any]], grade: bool = False) -> list[tuple[str, Any, Any, str | None]]:
    node = objective("content/goal", [key_result(measure=METRIC)], owner="mara")
    records = []
    for number, (day, entry) in enumerate(said):
        head = {"corrects": entry["corrects"]} if "corrects" in entry else {}
        words = {key: value for key, value in entry.items() if key != "corrects"}
        content = CheckIn.model_validate({"by": "mara", "date": day, "objectives": {"content/goal": words}, **head})
        records.append(RecordNode(f"{day}-mara{f'.{number}' if head else ''}", f"{number}.yaml", "2026-Q4", content))
    if grade:
        ended = {"content/goal/kr": {"dropped": True, "because": "No"}}
        records.append(record(Grade, "2026-11-10-bo", "bo", date(2026, 11, 10), ended))
    found = activity(Assessment(plan([node], records), UNTIL), (), SINCE, objectives=[node])
    assert {change.subject for change in found.changes} <= {node.id}
    return kinds(found)


def test_what_is_said_of_an_objective_as_a_whole() -> None:
    early, late = ("2026-11-05", {"note": "Slow."}), ("2026-11-14", {"note": "It grows.", "help": "A designer"})
    assert of_objective(early, late) == [
        ("help asked", None, "A designer", None),
        ("note on an objective", "Slow.", "It grows.", None),
    ]
    assert of_objective(late, ("2026-11-15", {"note": "It grows."})) == [
        ("note on an objective", None, "It grows.", None)
    ]
    asked = ("2026-11-05", {"help": "A designer"})
    assert of_objective(asked, ("2026-11-14", {"note": "Found one."})) == [
        ("help closed", "A designer", None, None),
        ("note on an objective", None, "Found one.", None),
    ]
    assert of_objective(asked) == []


def test_a_sentence_about_an_objective_that_was_corrected_or_is_over() -> None:
    early = ("2026-11-05", {"note": "Slwo."})
    assert of_objective(early, ("2026-11-14", {"note": "Slow.", "corrects": "2026-11-05-mara"})) == [
        ("corrected", "Slwo.", "Slow.", None)
    ]
    assert of_objective(("2026-11-14", {"help": "A designer"}), grade=True) == []


def test_a_period_has_a_day() -> None:
    with pytest.raises(ValueError, match="is not before"):
        between(METRIC, [], until=SINCE)


_entries = st.fixed_dictionaries(
    {}, optional={"value": st.integers(0, 100), "confidence": st.sampled_from((0.1, 0.5, 0.9)), "help": st.just("Help")}
).filter(bool)


@given(st.dictionaries(st.integers(0, 45), _entries, max_size=6))
def test_whatever_differs_is_a_change(said: dict[int, dict[str, Any]]) -> None:
    """Notices a difference of two days' standings that nobody would read of."""
    entries = [(str(date(2026, 10, 2) + timedelta(days=offset)), entry) for offset, entry in sorted(said.items())]
    found = between(METRIC, entries)
    node = objective("content/goal", [key_result(measure=METRIC)])
    check_ins = [
        record(CheckIn, f"{day}-bo", "bo", date.fromisoformat(day), {"content/goal/kr": entry})
        for day, entry in entries
    ]
    before, after = (Assessment(plan([node], check_ins), day).key_result(node.key_results[0]) for day in (SINCE, UNTIL))
    fields = {change.field for change in found.changes}
    assert (before.progress.value != after.progress.value) == ("value" in fields)
    assert (before.confidence != after.confidence) == ("confidence" in fields)
    assert (before.status != after.status) == ("status" in fields)
    assert (before.help != after.help) == ("help" in fields)
