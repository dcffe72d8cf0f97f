"""All that is due, silent or asked for is somebody's task, or a task of nobody that pages list as such."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.files.record import CheckIn, Grade
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.goals.unreadable import UnreadableElement, UnreadableKind
from okrs_as_code.model.grading import asks_for_grade
from okrs_as_code.model.people.people_directory import Directory
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.tasks import TaskKind, tasks
from tests.model.building import DAY, PEOPLE, TEAMS, key_result, objective, plan, record

MEASURES: dict[str, tuple[dict[str, Any], st.SearchStrategy[dict[str, Any]]]] = {
    "metric": (
        {"type": "metric", "baseline": 0, "target": 10, "unit": "x"},
        st.fixed_dictionaries({"value": st.integers(0, 12)}),
    ),
    "threshold": ({"type": "threshold", "at_least": 5}, st.fixed_dictionaries({"value": st.integers(0, 10)})),
    "binary": ({"type": "binary"}, st.fixed_dictionaries({"done": st.booleans()})),
}
WORDS = st.sampled_from(
    [{}, {"confidence": 0.3}, {"help": "Chen, please"}, {"help": "Anybody?"}, {"status": "paused", "note": "later"}]
)


@st.composite
def plans(draw: st.DrawFn) -> tuple[Plan, date]:
    """A plan of one objective, whose people may have left, and a day."""
    left = draw(st.sets(st.sampled_from(sorted(PEOPLE))))
    gone = date(2026, 10, 20)
    people = {id_: entry.model_copy(update={"left": gone}) if id_ in left else entry for id_, entry in PEOPLE.items()}
    key_results, records = [], []
    for number in range(draw(st.integers(1, 3))):
        measure, said = MEASURES[draw(st.sampled_from(sorted(MEASURES)))]
        start = draw(st.integers(0, 60))
        days = {"start": str(DAY + timedelta(days=start)), "due": str(DAY + timedelta(days=start + 31))}
        id_, owner = f"kr{number}", draw(st.sampled_from(sorted(PEOPLE)))
        key_results.append(key_result(id_, measure=measure, owner=owner, **(days if draw(st.booleans()) else {})))
        ref = f"content/goal/{id_}"
        for day in draw(st.lists(st.integers(0, 100), max_size=4, unique=True)):
            when = DAY + timedelta(days=day)
            entry = {**draw(said), **draw(WORDS)}
            records.append(record(CheckIn, f"{when}-{owner}.{number}", owner, when, {ref: entry}))
        if draw(st.integers(0, 4)) == 0:
            when = DAY + timedelta(days=draw(st.integers(60, 110)))
            grade = {"score": 0.5, "decision": "stop", "because": "so"}
            records.append(record(Grade, f"{when}-{owner}.{number}", owner, when, {ref: grade}))
    made = plan([objective("content/goal", key_results)], records)
    teams = {**TEAMS, "content": TEAMS["content"].model_copy(update={"lead": draw(st.none() | st.just("mara"))})}
    element = UnreadableElement(
        UnreadableKind.KEY_RESULT, "okrs/2026-Q4/content/x.yaml", "x", "X", "2026-Q4", "content"
    )
    return (
        replace(made, directory=Directory(people, teams), unreadable_elements=(element,)),
        DAY + timedelta(days=draw(st.integers(0, 190))),
    )


@given(plans())
def test_all_that_is_due_or_silent_is_somebodys_task_or_nobodys(drawn: tuple[Plan, date]) -> None:
    made, today = drawn
    assessment = Assessment(made, today)
    found = tasks(assessment)
    kinds = {(task.subject, task.kind) for task in found}
    for node in made.key_results.values():
        standing = assessment.key_result(node)
        asked_for_grade = asks_for_grade(node.end, today) and standing.grade is None
        assert ((node.id, TaskKind.GRADE) in kinds) == asked_for_grade
        if standing.help is not None:
            assert (node.id, TaskKind.HELP) in kinds
        is_open = standing.status not in (Status.CLOSED, Status.DROPPED)
        if standing.status is Status.STALE and today <= node.end:
            assert (node.id, TaskKind.CHECK_IN) in kinds
        elif standing.status is Status.STALE:  # too late for a check-in that counts, or nearly
            assert {(node.id, TaskKind.CHECK_IN), (node.id, TaskKind.GRADE)} & kinds or not asked_for_grade
        if standing.needs_a_word and today <= node.end:
            assert {(node.id, TaskKind.SUPPORT), (node.id, TaskKind.OWNER)} & kinds
        owner = made.directory.people[node.owner]
        if owner.left is not None and owner.left < today and node.start <= today <= node.end and is_open:
            assert (node.id, TaskKind.OWNER) in kinds
    if today <= date(2026, 12, 31):
        assert ("x", TaskKind.REPAIR) in kinds


@given(plans())
def test_nobody_who_has_left_is_asked_and_nobody_twice(drawn: tuple[Plan, date]) -> None:
    made, today = drawn
    found = tasks(Assessment(made, today))
    asked = {task.person for task in found if task.person is not None}
    assert all(made.directory.people[person].left in (None, date(2026, 10, 20)) for person in asked)
    assert not {person for person in asked if (left := made.directory.people[person].left) is not None and left < today}
    keys = [(task.kind, task.person, task.subject, task.text) for task in found]
    assert len(keys) == len(set(keys))
