"""Whatever stands otherwise at the end of a period is in its activity, or in the diff of the two revisions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.history.activity import LEAST_CONFIDENCE, activity
from okrs_as_code.model.history.activity_change import LATE_WITHIN, ActivityKind
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.review.changes.change import ChangeKind
from okrs_as_code.review.comparison import compare
from okrs_as_code.review.revisions.revision import Revision
from tests.review.playing import workspace

Files = dict[str, Any]
SINCE, UNTIL = date(2026, 11, 9), date(2026, 11, 16)
FIRST = date(2026, 10, 2)
FOLDER = "okrs/2026-Q4"
MEASURES: dict[str, list[dict[str, Any]]] = {
    "metric": [{"type": "metric", "baseline": 0, "target": target, "unit": "x"} for target in (10, 20)],
    "threshold": [{"type": "threshold", "at_least": bound} for bound in (5, 8)],
    "binary": [{"type": "binary"}, {"type": "binary"}],
    "milestones": [
        {"type": "milestones", "steps": [{"id": "a", "title": "A"}, {"id": "b", "title": "B", "weight": weight}]}
        for weight in (1, 3)
    ],
    "score": [{"type": "score"}, {"type": "score"}],
}
SAID: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "metric": st.fixed_dictionaries({}, optional={"value": st.integers(0, 12)}),
    "threshold": st.fixed_dictionaries({}, optional={"value": st.integers(0, 12)}),
    "binary": st.fixed_dictionaries({}, optional={"done": st.booleans()}),
    "milestones": st.fixed_dictionaries({}, optional={"done": st.sampled_from([[], ["a"], ["a", "b"]])}),
    "score": st.fixed_dictionaries({}, optional={"value": st.sampled_from([0, 0.5, 1])}),
}
WORDS = st.fixed_dictionaries(
    {"note": st.just("so it stands")},
    optional={
        "confidence": st.sampled_from([0.2, 0.5, 0.8]),
        "help": st.sampled_from(["a designer", "time"]),
        "status": st.sampled_from(["on-track", "off-track", "paused"]),
    },
)


def goal(kind: str, variant: int, due: str) -> dict[str, Any]:
    measure = MEASURES[kind][variant]
    key_result = {"id": "kr", "title": "It works", "owner": "bo", "measure": measure, "due": due, "success": "It does."}
    return {"title": "Goal", "owner": "bo", "key_results": [key_result]}


@st.composite
def histories(draw: st.DrawFn) -> tuple[Files, Files, dict[str, date]]:
    """The files on the first and on the last day, and the days on which records came to the main branch."""
    kind = draw(st.sampled_from(sorted(MEASURES)))
    dues = st.sampled_from(["2026-11-12", "2026-12-31"])
    people = {"people": {"ana": {"name": "Ana"}, "bo": {"name": "Bo", "manager": "ana"}}}
    before: Files = {"okrs/people.yaml": people, f"{FOLDER}/company/goal.yaml": goal(kind, 0, draw(dues))}
    after = dict(before)
    if draw(st.booleans()):
        after[f"{FOLDER}/company/goal.yaml"] = goal(kind, draw(st.integers(0, 1)), draw(dues))
    arrived: dict[str, date] = {}

    def add(folder: str, day: date, entry: dict[str, Any], came: date, **head: Any) -> str:
        name = f"{day}-bo.{len(after)}"
        path = f"{FOLDER}/{folder}/{name}.yaml"
        content = {"by": "bo", "date": str(day), **head, "key_results": {"company/goal/kr": entry}}
        after[path] = content
        if came <= SINCE:
            before[path] = content
        arrived[path] = came
        return name

    for offset in draw(st.lists(st.integers(0, (UNTIL - FIRST).days), max_size=6)):
        day, entry = FIRST + timedelta(days=offset), {**draw(SAID[kind]), **draw(WORDS)}
        is_late = SINCE - LATE_WITHIN < day <= SINCE and draw(st.integers(0, 3)) == 0
        name = add("check-ins", day, entry, UNTIL if is_late else day)
        if draw(st.integers(0, 3)) == 0:
            on = draw(st.dates(max(day, SINCE + timedelta(days=1)), UNTIL))
            add("check-ins", on, {**draw(SAID[kind]), **draw(WORDS)}, on, corrects=name)
    if draw(st.integers(0, 4)) == 0:
        day = draw(st.dates(date(2026, 11, 1), UNTIL))
        grade = draw(st.sampled_from([{"dropped": True}, {"score": 0.5, "decision": "stop"}]))
        add("grades", day, {**grade, "because": "so"}, day)
    if draw(st.integers(0, 4)) == 0:
        day = draw(st.dates(date(2026, 10, 5), UNTIL))
        terms = {"owner": "bo", "measure": MEASURES[kind][0], "due": "2026-12-31", "success": "It does."}
        add("agreements", day, {"as": "owner", "terms": terms}, day)
    return before, after, arrived


def revision(files: Files) -> Revision:
    return Revision(workspace({path: json.dumps(data) for path, data in files.items()}))


def differences(before: KeyResultStanding, after: KeyResultStanding) -> Iterator[str]:
    """Yields the fields in which two standings differ by so much that it is news."""
    if before.progress.value != after.progress.value and (before.progress.value, after.progress.value) != (None, ()):
        yield "value"  # that no step is done is no news beside the status, where nobody had reported
    if before.status is not after.status:
        yield "status"
    if before.help != after.help:
        yield "help"
    old, new = before.confidence, after.confidence
    if old != new and (old is None or new is None or abs(old - new) >= LEAST_CONFIDENCE):
        yield "confidence"
    if before.consent.owner.agreement != after.consent.owner.agreement:
        yield "agreement"


EXPLAINED_BY = {
    "value": {"value", "done", "grade"},
    "status": {"status", "grade", "done", "value"},
    "help": {"help", "grade"},
    "confidence": {"confidence"},
    "agreement": {"agreement"},
}


@given(histories())
def test_every_change_in_a_period_is_in_its_activity_or_in_the_diff(
    drawn: tuple[Files, Files, dict[str, date]],
) -> None:
    base, head = revision(drawn[0]), revision(drawn[1])
    [node] = head.plan.key_results.values()
    [old] = base.plan.key_results.values()
    assessment = Assessment(head.plan, UNTIL)
    changes = activity(assessment, [node], SINCE, drawn[2]).changes
    terms_moved = any(
        change.subject == node.id and change.kind in (ChangeKind.TERMS, ChangeKind.PLANNING)
        for change in compare(base, head)
    )
    fields = {change.field for change in changes}
    is_retold = any(change.kind in (ActivityKind.CORRECTED, ActivityKind.LATE) for change in changes)
    for difference in differences(Assessment(base.plan, SINCE).key_result(old), assessment.key_result(node)):
        assert fields & EXPLAINED_BY[difference] or is_retold or terms_moved, (difference, changes)
