"""Tasks, by whom they wait for: each thing once for each person who is asked, and nothing for who has left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.files.people import Person
from okrs_as_code.model.files.record import Agreement, CheckIn, Grade
from okrs_as_code.model.goals.unreadable import UnreadableElement, UnreadableKind
from okrs_as_code.model.people.people_directory import Directory
from okrs_as_code.model.tasks import TaskKind, named_people, tasks
from okrs_as_code.model.timeline import RecordNode
from tests.model.building import PEOPLE, TEAMS, key_result, objective, plan, record

DAY = date(2026, 11, 16)
METRIC = {"type": "metric", "baseline": 0, "target": 100, "unit": "posts"}


def found(
    *check_ins: tuple[str, str, dict[str, Any]], today: date = DAY, left: str | None = None, **more: Any
) -> list[tuple[str, str | None]]:
    node = objective("content/goal", [key_result(measure=METRIC, **more)])
    records = [
        record(CheckIn, f"{day}-{by}", by, date.fromisoformat(day), {"content/goal/kr": entry})
        for day, by, entry in check_ins
    ]
    whole = plan([node], records)
    if left is not None:
        people = {**PEOPLE, left: PEOPLE[left].model_copy(update={"left": date(2026, 11, 2)})}
        whole = replace(whole, directory=Directory(people, TEAMS))
    return [(str(task.kind), task.person) for task in tasks(Assessment(whole, today))]


def test_help_goes_to_whom_it_names_and_to_the_manager() -> None:
    asks = ("2026-11-14", "bo", {"value": 5, "help": "Chen, can you take the diagrams?"})
    assert found(asks) == [("help", "chen"), ("help", "mara"), ("check-in", "bo")]


def test_help_goes_to_the_lead_only_where_nobody_else_can_be_asked() -> None:
    asks = ("2026-11-14", "bo", {"value": 5, "help": "Anybody?"})
    assert found(asks, left="mara", manager="mara")[0] == ("help", None)
    assert found(asks, manager="ana")[0] == ("help", "ana")


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Chen and Bo Lind, please", ["bo", "chen"]),
        ("ask @chen-w", ["chen"]),
        ("the chen in the kitchen", ["chen"]),
        ("a chance for Chenille", []),
        ("Kim should know", []),
    ],
)
def test_who_is_named(text: str, people: list[str]) -> None:
    directory = Directory(
        {
            "bo": Person(name="Bo Lind"),
            "chen": Person(name="Chen Wei", account="chen-w"),
            "kim-a": Person(name="Kim A"),
            "kim-b": Person(name="Kim B"),
        }
    )
    assert list(named_people(directory, text)) == people


@pytest.mark.parametrize(
    ("head", "text", "asked"),
    [
        ({"owner": "bo"}, "Chen, can you take it over?", ["chen", "mara"]),
        ({"owner": "bo"}, "Anybody?", ["mara"]),
        ({}, "Anybody?", ["mara"]),
        ({"owner": "ana"}, "Anybody?", ["mara"]),
    ],
)
def test_help_with_an_objective_goes_to_whom_it_names_and_to_the_manager_of_its_owner(
    head: dict[str, Any], text: str, asked: list[str]
) -> None:
    node = objective("content/goal", [key_result(measure=METRIC, start="2026-11-16")], **head)
    said = {"by": "bo", "date": "2026-11-14", "objectives": {"content/goal": {"help": text}}}
    asking = RecordNode("2026-11-14-bo", "okrs/one.yaml", "2026-Q4", CheckIn.model_validate(said))

    def helpers(today: date, *more: RecordNode[Any]) -> list[tuple[str, str | None, str | None]]:
        waiting = tasks(Assessment(plan([node], [asking, *more]), today))
        return [(task.subject, task.person, task.text) for task in waiting if task.kind is TaskKind.HELP]

    assert helpers(DAY) == [(node.id, person, text) for person in asked]
    assert helpers(date(2026, 11, 13)) == []
    over = {"content/goal/kr": {"dropped": True, "because": "No"}}
    assert helpers(DAY, record(Grade, "2026-11-15-bo", "bo", date(2026, 11, 15), over)) == []


def test_a_check_in_until_it_is_graded() -> None:
    assert found(("2026-11-14", "bo", {"value": 5})) == [("check-in", "bo")]
    assert found(("2026-12-30", "bo", {"value": 5}), today=date(2027, 1, 3)) == [("grade", "bo")]


@pytest.mark.parametrize(("today", "is_asked"), [(date(2027, 1, 14), True), (date(2027, 1, 15), False)])
def test_a_check_in_as_long_as_it_counts(today: date, is_asked: bool) -> None:
    """That is for 14 days after the end of the year."""
    kinds = [kind for kind, _ in found(("2026-11-14", "bo", {"value": 5}), today=today)]
    assert ("check-in" in kinds) is is_asked


def test_long_silence_is_a_question_to_the_manager_and_help_answers_it() -> None:
    assert found(("2026-10-05", "bo", {"value": 5})) == [("check-in", "bo"), ("support", "mara")]
    silent = ("2026-10-05", "bo", {"help": "Time"})
    assert found(silent) == [("help", "mara"), ("check-in", "bo")]


def test_nobody_who_has_left_is_asked() -> None:
    assert found(("2026-10-05", "bo", {"value": 5}), left="bo") == [("check-in", None), ("owner", "mara")]


def test_agreements_where_they_are_used() -> None:
    terms = {"owner": "bo", "commitment": "committed", "measure": METRIC}
    entry = {"as": "owner", "terms": terms}
    agreed = record(Agreement, "2026-10-01-bo.abc", "bo", date(2026, 10, 1), {"content/goal/kr": entry})
    node = objective("content/goal", [key_result(measure=METRIC, start="2026-11-16")])
    waiting = [(str(task.kind), task.person) for task in tasks(Assessment(plan([node], [agreed]), DAY))]
    assert waiting == [("check-in", "bo"), ("agree", "mara")]


@pytest.mark.parametrize(
    ("config", "asked"),
    [
        ({}, []),
        ({"agreement": {"required_from": "2027-Q1"}}, ["bo", "mara"]),
        ({"agreement": {"required_from": "2026-Q4"}}, ["bo", "mara"]),
    ],
)
def test_an_agreement_asks_nothing_of_others_where_nobody_has_to_agree(
    config: dict[str, Any], asked: list[str]
) -> None:
    terms = {"owner": "bo", "commitment": "committed", "measure": METRIC}
    entry = {"as": "owner", "terms": terms}
    agreed = record(Agreement, "2026-10-01-bo.abc", "bo", date(2026, 10, 1), {"content/goal/kr": entry})
    key_results = [key_result(id_, measure=METRIC) for id_ in ("kr", "other")]
    whole = plan([objective("content/goal", key_results)], [agreed], config)
    agree = [task for task in tasks(Assessment(whole, DAY)) if task.kind is TaskKind.AGREE]
    assert [task.person for task in agree if task.subject.endswith("/kr")] == ["mara"]
    assert [task.person for task in agree if task.subject.endswith("/other")] == asked


def test_what_cannot_be_read_is_somebodys() -> None:
    def repair(**more: Any) -> list[tuple[TaskKind, str | None]]:
        file, kind = "okrs/2026-Q4/content/goal.yaml", UnreadableKind.KEY_RESULT
        element = UnreadableElement(kind, file, "x", "A goal", "2026-Q4", **more)
        whole = replace(plan([], config={"stewards": ["ana"]}), unreadable_elements=(element,))
        return [(task.kind, task.person) for task in tasks(Assessment(whole, DAY))]

    assert repair(team="content", owner="bo") == [(TaskKind.REPAIR, "bo")]
    assert repair(team="content") == [(TaskKind.REPAIR, "mara")]
    assert repair(team="unknown") == [(TaskKind.REPAIR, "ana")]
    assert repair(team="content", lacks_owner_alone=True) == [(TaskKind.OWNER, "mara")]
