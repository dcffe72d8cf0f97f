"""Pace, status, cadence, corrections and roll-up: the rest of the worked cases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.cycles.cadence import check_in_due, days_overdue
from okrs_as_code.model.cycles.calendar import Calendar
from okrs_as_code.model.cycles.presence import Presence
from okrs_as_code.model.files.people import Away, Person
from okrs_as_code.model.files.record import Agreement, CheckIn, Grade
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.progress.pace import Pace, expected_progress, pace
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.timeline import corrected_files, origin
from tests.model.building import DAY, PEOPLE, TEAMS, key_result, objective, plan, record, standing

METRIC = {"type": "metric", "baseline": 0, "target": 1, "unit": "x"}
END = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("today", "start", "share", "expected"),
    [
        (date(2026, 10, 1), DAY, 1 / 92, Pace.ON_PACE),
        (date(2026, 11, 16), DAY, 47 / 92, Pace.ON_PACE),
        (date(2026, 12, 9), DAY, 70 / 92, Pace.FAR_BEHIND),
        (date(2026, 12, 9), date(2026, 12, 1), 9 / 31, Pace.ON_PACE),
        (date(2026, 12, 9), date(2026, 12, 10), 0, None),
        (date(2027, 1, 9), DAY, 1, Pace.FAR_BEHIND),
    ],
)
def test_pace_of_a_metric_half_way(today: date, start: date, share: float, expected: Pace | None) -> None:
    reached = standing(METRIC, [{"value": 0.5}], today=END)
    assert expected_progress(start, END, today) == pytest.approx(share)
    assert pace(reached.node.content.measure, reached.progress, start, END, today) == expected


def test_pace_has_soft_edges() -> None:
    reached = standing(METRIC, [{"value": 0.5}])
    measure, half = reached.node.content.measure, reached.progress
    first = date(2026, 1, 1)
    assert pace(measure, half, first, first + timedelta(days=99), first + timedelta(days=54)) == Pace.ON_PACE
    assert pace(measure, half, first, first + timedelta(days=99), first + timedelta(days=55)) == Pace.BEHIND
    assert pace(measure, half, first, first + timedelta(days=99), first + timedelta(days=74)) == Pace.BEHIND
    assert pace(measure, half, first, first + timedelta(days=99), first + timedelta(days=75)) == Pace.FAR_BEHIND


def test_a_step_past_its_own_due_is_behind() -> None:
    steps = [{"id": "a", "title": "a", "due": "2026-10-10"}, {"id": "b", "title": "b"}]
    milestones = {"type": "milestones", "steps": steps}
    day = date(2026, 10, 11)
    assert standing(milestones, [{"done": ["b"], "date": day}], today=day).pace == Pace.BEHIND
    assert standing(milestones, [{"done": ["a"], "date": day}], today=day).pace == Pace.ON_PACE


def test_thresholds_and_binaries_have_no_pace() -> None:
    assert standing({"type": "threshold", "at_most": 1}, [{"value": 1}]).pace is None
    assert standing({"type": "binary"}, [{"done": True}]).pace is None


@pytest.mark.parametrize("name", ["2026-Q5", "26-Q1", "2026-q1", "1800", "2026-Q1 ", "", "0001"])
def test_other_names_are_no_cycles(name: str) -> None:
    assert Calendar().cycle(name) is None


def test_silence_is_never_green() -> None:
    check_ins = [{"confidence": 0.9, "date": date(2026, 11, 2)}]
    fresh = standing(METRIC, check_ins, today=date(2026, 11, 12))
    assert (fresh.status, fresh.days_overdue) == (Status.ON_TRACK, 0)
    silent = standing(METRIC, check_ins, today=date(2026, 11, 13))
    assert (silent.status, silent.days_overdue) == (Status.STALE, 1)
    assert silent.check_in_due == date(2026, 11, 9)


def test_a_key_result_without_check_in_is_stale_from_its_start_on() -> None:
    assert standing(METRIC, [], today=DAY + timedelta(days=10)).status == Status.NO_STATUS
    assert standing(METRIC, [], today=DAY + timedelta(days=11)).status == Status.STALE


def test_after_the_end_nothing_gets_staler() -> None:
    check_ins = [{"confidence": 0.9, "date": date(2026, 12, 28)}]
    assert standing(METRIC, check_ins, today=date(2027, 6, 1)).status == Status.ON_TRACK


@pytest.mark.parametrize(
    ("entry", "status"),
    [
        ({"confidence": 0.7}, Status.ON_TRACK),
        ({"confidence": 0.69}, Status.AT_RISK),
        ({"confidence": 0.4}, Status.AT_RISK),
        ({"confidence": 0.39}, Status.OFF_TRACK),
        ({"confidence": 0.9, "status": "off-track"}, Status.OFF_TRACK),
        ({"note": "nothing new"}, Status.NO_STATUS),
    ],
)
def test_status_is_what_was_typed_else_what_confidence_says(entry: dict[str, Any], status: Status) -> None:
    assert standing(METRIC, [entry], today=DAY).status == status


def test_the_latest_word_counts_whether_typed_or_confidence() -> None:
    typed_first = [{"status": "off-track"}, {"confidence": 0.9}, {"note": "all as before"}]
    assert standing(METRIC, typed_first, today=DAY + timedelta(days=3)).status == Status.ON_TRACK


def test_before_its_start_it_is_not_started() -> None:
    assert standing(METRIC, [], start=date(2026, 12, 1)).status == Status.NOT_STARTED


def test_days_away_do_not_count() -> None:
    away = Presence(((date(2026, 12, 21), date(2027, 1, 2)), (date(2026, 12, 25), date(2026, 12, 26))))
    assert away.count(date(2026, 12, 14), date(2027, 1, 4)) == 8
    assert check_in_due(date(2026, 12, 14), "week", away) == date(2027, 1, 3)
    assert days_overdue(date(2026, 12, 14), "week", 3, date(2027, 1, 6), away) == 0
    assert days_overdue(date(2026, 12, 14), "week", 3, date(2027, 1, 7), away) == 1


def test_who_is_away_for_good_is_never_due() -> None:
    for_good = Presence(((date(2026, 11, 10), date.max),))
    assert check_in_due(date(2026, 11, 2), "week", for_good) == date(2026, 11, 9)
    assert check_in_due(date(2026, 11, 9), "week", for_good) == date.max
    assert check_in_due(date(2026, 11, 9), "week", Presence(((date.min, date.max), *for_good.away))) == date.max
    assert Presence((*for_good.away, (date.max, date.max))).count(date(2026, 11, 9), date.max) == 0


def test_away_owners_are_not_stale() -> None:
    node = objective("content/goal", [key_result()])
    people = {
        **PEOPLE,
        "bo": Person(name="Bo", away=(Away.model_validate({"from": "2026-10-02", "until": "2026-10-20"}),)),
    }
    from okrs_as_code.model.people.people_directory import Directory

    away = Plan(directory=Directory(people, TEAMS), objectives={node.id: node})
    assert Assessment(away, date(2026, 10, 20)).key_result(node.key_results[0]).status == Status.NO_STATUS


@pytest.mark.parametrize(
    ("cycle", "every", "start", "first_asked"),
    [
        ("2026-Q4", "week", date(2026, 10, 5), date(2026, 10, 30)),
        ("2026-Q4", "two-weeks", date(2026, 10, 5), date(2026, 11, 20)),
        ("2026", "month", date(2026, 1, 5), date(2026, 4, 9)),
    ],
)
def test_three_check_ins_that_did_not_come_raise_a_question(
    cycle: str, every: str, start: date, first_asked: date
) -> None:
    node = objective("content/goal", [key_result(start=start.isoformat())], cycle=cycle, check_ins=every)
    days = (first_asked - timedelta(days=1), first_asked)
    standings = [Assessment(plan([node]), day).key_result(node.key_results[0]) for day in days]
    assert [(state.status, state.needs_a_word) for state in standings] == [(Status.STALE, False), (Status.STALE, True)]


def test_nobody_is_asked_who_said_what_they_need() -> None:
    result = standing(METRIC, [{"help": "A designer for two days."}], today=date(2026, 12, 1))
    assert (result.status, result.silent_for_long, result.needs_a_word) == (Status.STALE, True, False)


def test_an_agreement_is_a_word_too_where_the_owner_gave_it() -> None:
    node = objective("content/goal", [key_result()])
    for role, by, needs_a_word in (("owner", "bo", False), ("manager", "mara", True)):
        entry = {"content/goal/kr": {"as": role, "terms": {"owner": "bo", "measure": {"type": "binary"}}}}
        agreed = record(Agreement, f"2026-11-10-{by}", by, date(2026, 11, 10), entry)
        result = Assessment(plan([node], [agreed]), date(2026, 11, 25)).key_result(node.key_results[0])
        assert (result.status, result.needs_a_word) == (Status.STALE, needs_a_word)


def test_nothing_is_asked_about_what_is_over() -> None:
    last = [standing(METRIC, [], today=END + timedelta(days=more)) for more in (0, 1)]
    assert [state.needs_a_word for state in last] == [True, False]
    node = objective("content/goal", [key_result()])
    graded = record(
        Grade, "2026-11-02-bo", "bo", date(2026, 11, 2), {"content/goal/kr": {"dropped": True, "because": "x"}}
    )
    assert not Assessment(plan([node], [graded]), END).key_result(node.key_results[0]).needs_a_word


def test_nobody_is_asked_while_away() -> None:
    from okrs_as_code.model.people.people_directory import Directory

    node = objective("content/goal", [key_result()])
    away = Away.model_validate({"from": "2026-11-10", "until": "2026-11-20"})
    people = {**PEOPLE, "bo": Person(name="Bo", away=(away,))}
    organisation = Plan(directory=Directory(people, TEAMS), objectives={node.id: node})
    needed = {
        day: Assessment(organisation, date(2026, 11, day)).key_result(node.key_results[0]).needs_a_word
        for day in (9, 10, 20, 21)
    }
    assert needed == {9: True, 10: False, 20: False, 21: True}


def test_a_correction_stands_at_the_date_of_what_it_corrects() -> None:
    check_ins = [
        {"value": 0.9, "date": date(2026, 10, 5)},
        {"value": 0.4, "date": date(2026, 10, 12)},
        {"value": 0.2, "date": date(2026, 10, 13), "corrects": 0},
    ]
    assert standing(METRIC, check_ins).progress.value == 0.4
    assert standing(METRIC, [check_ins[0], check_ins[2] | {"corrects": 0}]).progress.value == 0.2
    as_of = standing(METRIC, check_ins, today=date(2026, 10, 12))
    assert [check_in.entry.value for check_in in as_of.check_ins] == [0.9, 0.4]


def test_what_leads_in_a_circle_corrects_nothing() -> None:
    circle = [("", None), (".2", ".3"), (".3", ".2"), (".4", ".2"), (".5", "")]
    day, name = date(2026, 10, 12), "2026-10-12-bo"
    entry = {"content/goal/kr": {"value": 1}}
    records = [
        record(CheckIn, name + own, "bo", day, entry, **({} if other is None else {"corrects": name + other}))
        for own, other in circle
    ]
    by_name = {check_in.name: check_in for check_in in records}
    assert [origin(check_in, by_name).name.removeprefix(name) for check_in in records] == ["", ".2", ".3", ".4", ""]
    assert [*corrected_files(records)] == [records[0].file]


def test_nobody_corrects_somebody_elses_record() -> None:
    node = objective("content/goal", [key_result(measure=METRIC)])
    records = [
        record(CheckIn, "2026-10-05-bo", "bo", date(2026, 10, 5), {"content/goal/kr": {"value": 0.9}}),
        record(
            CheckIn,
            "2026-10-06-mara",
            "mara",
            date(2026, 10, 6),
            {"content/goal/kr": {"value": 0.1}},
            corrects="2026-10-05-bo",
        ),
    ]
    check_ins = Assessment(plan([node], records), END).key_result(node.key_results[0]).check_ins
    assert [check_in.day for check_in in check_ins] == [date(2026, 10, 5), date(2026, 10, 6)]


def test_the_owners_own_record_is_the_last_word_of_a_day_and_suffixes_count_as_numbers() -> None:
    node = objective("content/goal", [key_result(measure=METRIC)])
    day = date(2026, 10, 5)
    records = [
        record(CheckIn, f"{day}-{name}", by, day, {"content/goal/kr": {"value": value}})
        for name, by, value in (("bo.10", "bo", 0.4), ("bo.9", "bo", 0.3), ("bo", "bo", 0.2), ("mara", "mara", 0.9))
    ]
    check_ins = Assessment(plan([node], records), END).key_result(node.key_results[0]).check_ins
    assert [check_in.entry.value for check_in in check_ins] == [0.9, 0.2, 0.3, 0.4]


def test_records_follow_a_renamed_key_result_objective_and_team() -> None:
    node = objective("content/reach", [key_result("posts", measure=METRIC, formerly=["kr"])], formerly=["content/goal"])
    check_ins = [record(CheckIn, "2026-10-05-bo", "bo", date(2026, 10, 5), {"editorial/goal/kr": {"value": 0.9}})]
    by_team = [record(CheckIn, "2026-10-05-bo", "bo", date(2026, 10, 5), {"editorial/reach/posts": {"value": 0.9}})]
    assert Assessment(plan([node], by_team), END).key_result(node.key_results[0]).progress.score == 0.9
    both = objective(
        "content/reach", [key_result("posts", measure=METRIC, formerly=["kr"])], formerly=["editorial/goal"]
    )
    assert Assessment(plan([both], check_ins), END).key_result(both.key_results[0]).progress.score == 0.9


def goal(id: str, *scores: tuple[float, float | None], **head: Any) -> tuple[Any, list[Any]]:
    """An objective with key results of given weight and progress."""
    results = [key_result(f"k{i}", measure=METRIC, weight=weight) for i, (weight, _) in enumerate(scores)]
    entries = {f"{id}/k{i}": {"value": score} for i, (_, score) in enumerate(scores) if score is not None}
    name = f"2026-10-05-bo.{id.replace('/', '-')}"
    records = [record(CheckIn, name, "bo", date(2026, 10, 5), entries)] if entries else []
    return objective(id, results, **head), records


def roll_up(*goals: tuple[Any, list[Any]]) -> Any:
    built = plan([node for node, _ in goals], [record for _, records in goals for record in records])
    return Assessment(built, END).objective(goals[0][0]).roll_up


def test_roll_up_weighs_and_reports_its_coverage() -> None:
    result = roll_up(goal("content/goal", (1, 1 / 3), (2, 0.75), (1, None)))
    assert result.score == pytest.approx((1 / 3 + 1.5) / 3)
    assert (result.with_data, result.of) == (2, 3)


def test_only_what_contributes_counts_in_the_parent() -> None:
    parent = goal("company/growth", (1, 0.5))
    above = {"objective": "company/growth"}
    child = goal("content/a", (1, 0.9), aligned_to={**above, "contributes": True, "weight": 3})
    other = goal("content/b", (1, 0.1), aligned_to=above)
    result = roll_up(parent, child, other)
    assert result.score == pytest.approx(0.8)
    assert (result.with_data, result.of) == (2, 2)


def test_weight_zero_alone_is_no_data() -> None:
    assert roll_up(goal("content/goal", (0, 0.5), (1, None))).score is None


def test_a_loop_contributes_nothing() -> None:
    first = goal("content/a", (1, 0.2), aligned_to={"objective": "content/b", "contributes": True})
    second = goal("content/b", (1, 0.4), aligned_to={"objective": "content/a", "contributes": True})
    third = goal("content/c", (1, 1.0), aligned_to={"objective": "content/a", "contributes": True})
    assert roll_up(first, second, third).score == pytest.approx(0.6)
    assert roll_up(second, first, third).score == 0.4


def test_a_year_is_supported_and_counts_nothing_of_its_quarters() -> None:
    year = goal("company/vision", (1, None), cycle="2026")
    child = goal("content/a", (1, 0.9), aligned_to={"objective": "company/vision", "contributes": True})
    assert roll_up(year, child).score is None


def test_a_long_chain_is_rolled_up_without_recursion() -> None:
    chain = [
        goal(
            f"content/g{i}",
            *(() if i < 3000 else ((1, 0.5),)),
            **({"aligned_to": {"objective": f"content/g{i - 1}", "contributes": True}} if i else {}),
        )
        for i in range(3001)
    ]
    assert roll_up(*chain).score == 0.5


def test_what_is_dropped_leaves_the_roll_up_and_what_is_graded_stays() -> None:
    node, check_ins = goal("content/goal", (1, 0.2), (1, 0.8))
    dropped = {"content/goal/k0": {"dropped": True, "because": "the market moved"}}
    graded = {"content/goal/k1": {"score": 0.7, "decision": "keep", "because": "nearly"}}
    grades = [record(Grade, "2026-12-30-bo", "bo", date(2026, 12, 30), {**dropped, **graded})]
    result = Assessment(plan([node], [*check_ins, *grades]), END).objective(node)
    assert result.roll_up.score == 0.8
    assert result.closed
    assert dict(result.statuses) == {Status.CLOSED: 1, Status.DROPPED: 1}


def test_an_objective_sorts_by_its_worst() -> None:
    node = objective("content/goal", [key_result("a", measure=METRIC), key_result("b", measure=METRIC)])
    check_ins = [
        record(CheckIn, "2026-10-05-bo", "bo", date(2026, 10, 5), {"content/goal/a": {"confidence": 0.9}}),
        record(CheckIn, "2026-10-06-bo", "bo", date(2026, 10, 6), {"content/goal/b": {"confidence": 0.1}}),
    ]
    result = Assessment(plan([node], check_ins), date(2026, 10, 7)).objective(node)
    assert result.worst == Status.OFF_TRACK
    assert list(result.statuses) == [Status.OFF_TRACK, Status.ON_TRACK]


def test_cycle_and_team_figures_are_plain_averages() -> None:
    goals = [goal("company/a", (5, 0.2)), goal("content/b", (1, 0.8)), goal("content/c", (1, None))]
    built = plan([node for node, _ in goals], [record for _, records in goals for record in records])
    assessment = Assessment(built, END)
    assert assessment.cycle("2026-Q4").score == pytest.approx(0.5)
    assert (assessment.cycle("2026-Q4").with_data, assessment.cycle("2026-Q4").of) == (2, 3)
    assert assessment.team("2026-Q4", "content").score == 0.8


shares = st.floats(0, 1).map(lambda number: round(number, 6))


@given(st.lists(st.tuples(st.integers(0, 9), st.one_of(st.none(), shares)), min_size=1, max_size=8))
def test_a_roll_up_lies_between_the_least_and_the_most(parts: list[tuple[float, float | None]]) -> None:
    result = roll_up(goal("content/goal", *parts))
    known = [score for weight, score in parts if score is not None and weight]
    assert result.score is None if not known else min(known) - 1e-9 <= result.score <= max(known) + 1e-9
