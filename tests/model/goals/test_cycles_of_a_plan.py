"""Which cycle is now, where an id is looked up, and what days of cycles mean for key results."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.files.record import Agreement, CheckIn
from okrs_as_code.model.goals.lookup import (
    cycle_for_new_goals,
    cycles_to_search,
    default_cycle,
    find_key_result,
    refuse_unclear_objective,
    running_cycles,
)
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.progress.status import Status
from tests.model.building import key_result, objective, plan, record

C5 = {"cycles": {"2026-C5": {"from": "2026-09-07", "until": "2026-10-16"}}}
METRIC = {"type": "metric", "baseline": 0, "target": 10, "unit": "posts"}


def plan_of(cycles: list[str], config: dict[str, Any] | None = None) -> Plan:
    return plan([objective("content/goal", [key_result()], cycle=name, config=config) for name in cycles], (), config)


@pytest.mark.parametrize(
    ("cycles", "today", "now", "also_running"),
    [
        (["2026", "2026-H2", "2026-Q4", "2026-C5"], "2026-10-12", "2026-C5", ["2026-Q4", "2026-H2", "2026"]),
        (["2026", "2026-H2", "2026-Q4", "2026-C5"], "2026-10-17", "2026-Q4", ["2026-H2", "2026"]),
        (["2026", "2026-Q3"], "2026-10-12", "2026-Q3", ["2026"]),
        (["2026"], "2026-10-12", "2026", []),
        (["2025", "2026-Q1", "2026"], "2026-05-12", "2026-Q1", ["2026"]),
        (["2027", "2027-Q1"], "2026-12-12", "2027-Q1", []),
        ([], "2026-10-12", "2026-Q4", []),
    ],
)
def test_now(cycles: list[str], today: str, now: str, also_running: list[str]) -> None:
    day, known = date.fromisoformat(today), plan_of(cycles, C5)
    assert default_cycle(known, day).name == now
    assert [cycle.name for cycle in running_cycles(known, day) if cycle.name != now] == also_running
    assert [cycle.name for cycle in cycles_to_search(known, day)][: len(also_running) + 1] == [now, *also_running]


def test_of_two_cycles_of_one_length_the_later_is_now() -> None:
    days = {
        "2026-A": {"from": "2026-09-07", "until": "2026-10-18"},
        "2026-B": {"from": "2026-09-21", "until": "2026-11-01"},
    }
    known = plan_of(["2026-A", "2026-B"], {"cycles": days})
    assert [cycle.name for cycle in running_cycles(known, date(2026, 10, 1))] == ["2026-B", "2026-A"]


@pytest.mark.parametrize(
    ("cycles", "config", "today", "expected"),
    [
        ([], {}, "2026-10-12", "2026-Q4"),
        (["2026"], {}, "2026-10-12", "2026-Q4"),
        (["2026-Q3"], {}, "2026-10-12", "2026-Q4"),
        (["2026-T2"], {}, "2026-10-12", "2026-T3"),
        (["2026-09"], {}, "2026-10-12", "2026-10"),
        (["2026-Q4", "2026-C5"], C5, "2026-10-12", "2026-C5"),
        ([], C5, "2026-10-12", "2026-C5"),
        (["2026-Q3"], C5, "2026-10-12", "2026-Q4"),
    ],
)
def test_where_a_new_goal_is_written(cycles: list[str], config: dict[str, Any], today: str, expected: str) -> None:
    assert cycle_for_new_goals(plan_of(cycles, config), date.fromisoformat(today)).name == expected


@pytest.mark.parametrize(
    ("cycles", "home", "found"),
    [
        (["2026", "2026-H2", "2026-Q4"], "2026-Q4", "2026-Q4"),
        (["2026", "2026-H2", "2026-Q3"], "2026-Q4", "2026-H2"),
        (["2026", "2026-H1", "2026-Q3"], "2026-Q4", "2026"),
        (["2026", "2026-Q4"], "2026-10", "2026-Q4"),
        (["2026", "2026-Q4"], "2026-C5", "2026"),
        (["2026-H1", "2027"], "2026-Q4", None),
        (["2026-Q4"], "2026", None),
    ],
)
def test_an_id_is_looked_up_from_the_shortest_cycle_to_the_longest(
    cycles: list[str], home: str, found: str | None
) -> None:
    known = plan_of(cycles, C5)
    cycle = known.calendar.cycle(home)
    assert cycle is not None
    expected = f"{found}/content/goal/kr" if found is not None else None
    assert known.resolve_key_result("content/goal/kr", cycle) == expected


def test_an_id_of_two_cycles_of_one_length_needs_its_cycle() -> None:
    days = {
        "2026-A": {"from": "2026-09-01", "until": "2026-11-10"},
        "2026-B": {"from": "2026-09-05", "until": "2026-11-14"},
        "2026-S": {"from": "2026-10-01", "until": "2026-10-14"},
    }
    config = {"cycles": days}
    known = plan_of(["2026-A", "2026-B", "2026"], config)
    cycle = known.calendar.cycle("2026-S")
    assert cycle is not None
    assert known.meant_objectives("content/goal", cycle) == ("2026-B/content/goal", "2026-A/content/goal")
    assert known.resolve_key_result("content/goal/kr", cycle) is None
    assert known.resolve_key_result("2026-A/content/goal/kr", cycle) == "2026-A/content/goal/kr"
    with pytest.raises(OkrsError, match="may mean 2 objectives"):
        refuse_unclear_objective(known, "content/goal", cycle)


def test_a_reference_of_a_command_is_looked_for_now_first() -> None:
    known = plan_of(["2026", "2026-H2", "2026-Q4", "2026-C5"], C5)
    found = {
        day: find_key_result(known, "content/goal/kr", date.fromisoformat(day)).node.cycle.name
        for day in ("2026-10-12", "2026-10-17", "2027-01-03")
    }
    assert found == {"2026-10-12": "2026-C5", "2026-10-17": "2026-Q4", "2027-01-03": "2026-Q4"}


@pytest.mark.parametrize(
    ("cycle", "config", "cadence"),
    [
        ("2026", {}, "month"),
        ("2026-H2", {}, "week"),
        ("2026-L", {"cycles": {"2026-L": {"from": "2026-01-01", "until": "2026-07-19"}}}, "week"),
        ("2026-L", {"cycles": {"2026-L": {"from": "2026-01-01", "until": "2026-07-20"}}}, "month"),
    ],
)
def test_cycles_over_200_days_check_in_monthly(cycle: str, config: dict[str, Any], cadence: str) -> None:
    known = plan_of([cycle], config)
    assert known.cadence(next(iter(known.key_results.values()))) == cadence


def test_two_records_of_one_name_in_two_cycles_both_count() -> None:
    node = objective("content/goal", [key_result(measure=METRIC)], cycle="2026")
    quarter = objective("content/other", [key_result()])
    day = date(2026, 11, 14)
    records = [
        record(CheckIn, "2026-11-14-bo", "bo", day, {"content/goal/kr": {"help": "A designer."}}, cycle="2026"),
        record(CheckIn, "2026-11-14-bo", "bo", day, {"2026/content/goal/kr": {"value": 4}}),
    ]
    for order in (records, records[::-1]):
        standing = Assessment(plan([node, quarter], order), day).key_result(node.key_results[0])
        assert len(standing.check_ins) == 2
        assert standing.progress.score == 0.4
        assert [check_in.cycle for check_in in standing.check_ins] == ["2026", "2026-Q4"]


@pytest.mark.parametrize(
    ("due", "end"),
    [(None, "2026-12-31"), ("2026-12-10", "2026-12-31"), ("2027-01-08", "2027-01-08"), ("2027-03-01", "2027-01-14")],
)
def test_the_end_is_the_later_of_due_and_the_cycle(due: str | None, end: str) -> None:
    days = {"due": due} if due is not None else {}
    node = objective("content/goal", [key_result(measure=METRIC, **days)]).key_results[0]
    assert node.end.isoformat() == end


def test_check_ins_count_and_go_stale_up_to_the_end() -> None:
    node = objective("content/goal", [key_result(measure=METRIC, due="2027-01-10")])
    entries = {"content/goal/kr": {"value": 9, "confidence": 0.9}}

    def standing(day: date, today: date) -> Any:
        records = [record(CheckIn, f"{day}-bo", "bo", day, entries)]
        return Assessment(plan([node], records), today).key_result(node.key_results[0])

    assert standing(date(2027, 1, 24), date(2027, 2, 1)).progress.score == 0.9
    assert standing(date(2027, 1, 25), date(2027, 2, 1)).progress.score is None
    assert standing(date(2026, 12, 31), date(2027, 1, 10)).status is Status.ON_TRACK
    assert standing(date(2026, 12, 30), date(2027, 1, 10)).status is Status.STALE


MOVED = {"cycles": {"2026-Q4": {"from": "2026-10-05", "until": "2027-01-08"}}}


@pytest.mark.parametrize(
    ("cycle", "config", "due", "is_current"),
    [
        ("2026-Q4", {}, None, True),
        ("2026-Q4", {"fiscal_year_start": "july"}, None, True),
        ("2026-Q4", MOVED, None, False),
        ("2026-Q4", MOVED, "2027-01-08", True),
        ("2026-C5", C5, None, False),
        ("2026-C5", C5, "2026-10-16", True),
    ],
)
def test_an_agreement_without_due_means_the_days_of_the_name(
    cycle: str, config: dict[str, Any], due: str | None, is_current: bool
) -> None:
    node = objective("content/goal", [key_result()], cycle=cycle, config=config)
    terms = {"owner": "bo", "commitment": "committed", "measure": {"type": "binary"}}
    terms |= {"due": due} if due is not None else {}
    entry = {"content/goal/kr": {"as": "owner", "terms": terms}}
    agreement = record(Agreement, "2026-09-20-bo", "bo", date(2026, 9, 20), entry, cycle=cycle)
    known = plan([node], [agreement], config)
    assert known.is_current(agreement.content.key_results["content/goal/kr"], node.key_results[0]) is is_current


def test_moving_a_cycle_moves_the_terms_without_due_alone() -> None:
    def terms(config: dict[str, Any]) -> list[str]:
        node = objective("content/goal", [key_result("a"), key_result("b", due="2026-12-18")], config=config)
        return [plan([node], (), config).terms(one).data["due"] for one in node.key_results]

    assert terms({}) == ["2026-12-31", "2026-12-18"]
    assert terms(MOVED) == ["2027-01-08", "2026-12-18"]


def test_the_day_after_the_end_of_an_own_cycle_is_no_longer_now() -> None:
    known = plan_of(["2026-C5"], C5)
    assert default_cycle(known, date(2026, 10, 16) + timedelta(days=1)).name == "2026-C5"
    assert running_cycles(known, date(2026, 10, 17)) == ()
