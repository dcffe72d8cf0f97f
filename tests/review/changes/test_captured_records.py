"""Records that mean something else after a change, although nobody touched them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.review.changes.captured_records import captured_alignments, captured_entries
from okrs_as_code.workspace.loader import load
from okrs_as_code.workspace.trees.tree import WorkingTree
from tests.repositories import make

PEOPLE = "people:\n  ana: {name: Ana}\n  bo: {name: Bo, manager: ana}\n"
CHECK_IN = "okrs/2026-Q4/check-ins/2026-10-12-ana.yaml"
SAID = "by: ana\ndate: 2026-10-12\nkey_results:\n  company/goal/kr: {value: 1}\n"
YEAR, QUARTER, OTHER = (
    f"okrs/{path}.yaml" for path in ("2026/company/goal", "2026-Q4/company/goal", "2026-Q4/company/b")
)


def goal(key_result: str = "kr", formerly: str = "") -> str:
    return (
        f"title: Goal\nowner: ana\n{f'formerly: [{formerly}]' if formerly else ''}\nkey_results:\n"
        f"  - {{id: {key_result}, title: More, owner: ana, measure: {{type: binary}}}}\n"
    )


def plan(root: Path, files: dict[str, str]) -> Plan:
    return load(WorkingTree(make(root, {"okrs/people.yaml": PEOPLE, **files}))).plan


CASES: list[tuple[dict[str, str], dict[str, str], list[tuple[str, str | None]]]] = [
    ({YEAR: goal()}, {YEAR: goal(), QUARTER: goal()}, [("2026", "2026-Q4/company/goal/kr")]),
    ({YEAR: goal()}, {YEAR: goal(), QUARTER: goal("other")}, [("2026", None)]),
    ({YEAR: goal()}, {YEAR: goal(), OTHER: goal(formerly="company/goal")}, [("2026", "2026-Q4/company/b/kr")]),
    ({YEAR: goal(), QUARTER: goal()}, {YEAR: goal()}, [("2026-Q4", "2026/company/goal/kr")]),
    ({YEAR: goal()}, {YEAR.replace("goal", "b"): goal(formerly="company/goal")}, []),
    ({YEAR: goal()}, {YEAR: goal(), OTHER: goal()}, []),
    ({YEAR: goal("removed")}, {YEAR: goal("removed"), QUARTER: goal()}, []),
    ({YEAR: goal()}, {}, []),
    ({YEAR: goal()}, {YEAR: goal().replace("More", "Less")}, []),
]


@pytest.mark.parametrize(("before", "after", "expected"), CASES)
@pytest.mark.parametrize("moved_to", [CHECK_IN, CHECK_IN.replace("ana.", "ana.2.")])
def test_captured(
    tmp_path: Path, before: dict[str, str], after: dict[str, str], expected: list[Any], moved_to: str
) -> None:
    base = plan(tmp_path / "base", {**before, CHECK_IN: SAID})
    head = plan(tmp_path / "head", {**after, moved_to: SAID})
    found = [(entry.before.split("/")[0], entry.after) for entry in captured_entries(base, head)]
    assert found == expected
    assert all(entry.record.file == moved_to for entry in captured_entries(base, head))


def test_with_its_cycle_in_front_nothing_is_captured(tmp_path: Path) -> None:
    said = SAID.replace("company/goal", "2026/company/goal")
    base = plan(tmp_path / "base", {YEAR: goal(), CHECK_IN: said})
    head = plan(tmp_path / "head", {YEAR: goal(), QUARTER: goal(), CHECK_IN: said})
    assert list(captured_entries(base, head)) == []


def test_an_edited_record_is_no_captured_one(tmp_path: Path) -> None:
    base = plan(tmp_path / "base", {YEAR: goal(), CHECK_IN: SAID})
    edited = SAID.replace("value: 1", "value: 2")
    head = plan(tmp_path / "head", {YEAR: goal(), QUARTER: goal(), CHECK_IN.replace("12", "13"): edited})
    assert list(captured_entries(base, head)) == []


OF_OBJECTIVE = "by: ana\ndate: 2026-10-12\nobjectives:\n  company/goal: {note: It goes well.}\n"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ({YEAR: goal(), QUARTER: goal("other")}, [("2026/company/goal", "2026-Q4/company/goal")]),
        ({YEAR.replace("goal", "b"): goal(formerly="company/goal")}, []),
        ({YEAR: goal(), OTHER: goal()}, []),
    ],
)
def test_what_is_said_of_an_objective_is_captured(
    tmp_path: Path, after: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    base = plan(tmp_path / "base", {YEAR: goal(), CHECK_IN: OF_OBJECTIVE})
    head = plan(tmp_path / "head", {**after, CHECK_IN: OF_OBJECTIVE})
    assert [(entry.before, entry.after) for entry in captured_entries(base, head)] == expected


BELOW = "okrs/2026-Q4/company/below.yaml"


def below(*refs: str) -> str:
    return f"{goal()}aligned_to: [{', '.join(refs)}]\n"


@pytest.mark.parametrize(
    ("refs", "added", "expected"),
    [
        (("company/goal",), {QUARTER: goal()}, [("2026/company/goal", "2026-Q4/company/goal")]),
        (("company/b", "company/goal/kr"), {QUARTER: goal()}, [("2026/company/goal/kr", "2026-Q4/company/goal/kr")]),
        (("company/goal/kr",), {QUARTER: goal("other")}, []),
        (("2026/company/goal",), {QUARTER: goal()}, []),
        (("company/goal",), {"okrs/2026-Q4/company/c.yaml": goal()}, []),
    ],
)
def test_captured_alignments(
    tmp_path: Path, refs: tuple[str, ...], added: dict[str, str], expected: list[tuple[str, str]]
) -> None:
    files = {YEAR: goal(), OTHER: goal(), BELOW: below(*refs)}
    base, head = plan(tmp_path / "base", files), plan(tmp_path / "head", {**files, **added})
    assert [(one.before, one.after) for one in captured_alignments(base, head)] == expected


def test_an_alignment_that_the_change_writes_is_not_captured(tmp_path: Path) -> None:
    base = plan(tmp_path / "base", {YEAR: goal(), BELOW: below("company/goal")})
    head = plan(tmp_path / "head", {YEAR: goal(), QUARTER: goal(), BELOW: below("2026-Q4/company/goal")})
    assert list(captured_alignments(base, head)) == []
