"""Several goals above: shown below each, counted once, and never around a circle."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.files.record import CheckIn, Grade
from okrs_as_code.model.goals.plan import Plan
from tests.model.building import DAY, key_result, objective, plan, record

METRIC = {"type": "metric", "baseline": 0, "target": 1, "unit": "x"}
GROWTH, PIPELINE = "2026-Q4/company/growth", "2026-Q4/content/pipeline"


def organisation(aligned_to: Any, **values: float) -> Plan:
    """An objective `pipeline` with the given alignment, below two of the company; `values` are those of key results."""
    names = {"growth": "company/growth/kr", "trust": "company/trust/kr", "pipeline": "content/pipeline/kr"}
    entries = {names[name]: {"value": value} for name, value in values.items()}
    nodes = [
        objective("company/growth", [key_result(measure=METRIC)], formerly=["company/old-growth"]),
        objective("company/trust", [key_result(measure=METRIC, owner="chen", formerly=["old-kr"])], owner="ana"),
        objective("content/pipeline", [key_result(measure=METRIC)], aligned_to=aligned_to),
    ]
    return plan(nodes, [record(CheckIn, f"{DAY}-bo", "bo", DAY, entries)] if entries else [])


def score(of: Plan, id_: str) -> float | None:
    return Assessment(of, DAY).objective(of.objectives[id_]).roll_up.score


def test_it_is_shown_below_each_and_counted_once() -> None:
    both = [{"objective": "company/growth", "contributes": True, "weight": 3}, "company/trust/kr"]
    made = organisation(both, growth=0.5, trust=0.5, pipeline=0.9)
    [child] = made.alignments.children[GROWTH]
    assert (child,) == made.alignments.children["2026-Q4/company/trust"]
    assert score(made, GROWTH) == pytest.approx((0.5 + 3 * 0.9) / 4)
    assert score(made, "2026-Q4/company/trust") == 0.5
    assert Assessment(made, DAY).cycle("2026-Q4").of == 2


@pytest.mark.parametrize(
    "aligned_to",
    [
        "company/growth",
        ["company/growth", "company/trust"],
        {"objective": "company/growth/kr", "contributes": True},
        [{"objective": "company/growth", "contributes": True}, {"objective": "company/trust", "contributes": True}],
        [{"objective": "company/growth", "contributes": True}, {"objective": "company/growth", "contributes": True}],
        {"objective": "content/pipeline", "contributes": True},
    ],
)
def test_it_counts_nowhere_without_one_objective_that_it_is_meant_for(aligned_to: Any) -> None:
    made = organisation(aligned_to, growth=0.5, pipeline=0.9)
    assert not made.contributes(made.objectives[PIPELINE])
    assert score(made, GROWTH) == 0.5


def test_a_loop_of_one_entry_leaves_the_others() -> None:
    made = organisation([{"objective": "company/growth", "contributes": True}, "content/pipeline/kr"], pipeline=1.0)
    assert made.contributes(made.objectives[PIPELINE])
    [[link]] = made.alignments.loops
    assert (link.child.id, link.id) == (PIPELINE, f"{PIPELINE}/kr")


@pytest.mark.parametrize(
    ("aligned_to", "id_", "owner"),
    [
        ("company/trust", "2026-Q4/company/trust", "ana"),
        (["company/trust/kr", "company/trust"], "2026-Q4/company/trust/kr", "chen"),
        (["company/trust", {"objective": "company/growth", "contributes": True}], GROWTH, None),
        (["company/nothing", "company/trust/old-kr"], "2026-Q4/company/trust/kr", "chen"),
        (["company/old-growth"], GROWTH, None),
    ],
)
def test_whose_owner_is_asked(aligned_to: Any, id_: str, owner: str | None) -> None:
    made = organisation(aligned_to)
    parent = made.alignments.main_parent(made.objectives[PIPELINE])
    assert parent is not None
    assert (parent.id, parent.owner) == (id_, owner)


def test_what_was_dropped_has_a_score_that_counts_in_no_average() -> None:
    nodes = [objective("content/pipeline", [key_result(measure=METRIC), key_result("other", measure=METRIC)])]
    entries = {"content/pipeline/kr": {"dropped": True, "score": 0.2, "because": "x"}}
    made = plan(nodes, [record(Grade, f"{DAY}-bo", "bo", DAY, entries)])
    standing = Assessment(made, DAY).objective(nodes[0])
    assert standing.key_results[0].score == 0.2
    assert (standing.roll_up.score, standing.roll_up.of, standing.dropped) == (None, 1, False)


@given(st.lists(st.lists(st.integers(0, 6), max_size=3, unique=True), min_size=1, max_size=7))
def test_loops_are_those_of_the_definition(edges: list[list[int]]) -> None:
    """An entry is part of some loop that is found exactly if its goal leads back to its objective."""
    above = {child: [parent for parent in parents if parent < len(edges)] for child, parents in enumerate(edges)}

    def entries(parents: list[int]) -> dict[str, Any]:
        refs = [f"company/o{parent}/kr" if parent % 2 else f"company/o{parent}" for parent in parents]
        return {"aligned_to": refs} if refs else {}

    made = plan([objective(f"company/o{n}", [key_result()], **entries(parents)) for n, parents in above.items()])

    def reached(start: int) -> set[int]:
        found, queue = set(), [start]
        for one in queue:
            queue += [parent for parent in above[one] if parent not in queue]
            found.add(one)
        return found

    looping = {(child, parent) for child, parents in above.items() for parent in parents if child in reached(parent)}
    loops = made.alignments.loops
    assert {(number(link.child.slug), number(link.objective.slug)) for loop in loops for link in loop} == looping
    for loop in loops:
        assert [link.objective.id for link in loop] == [link.child.id for link in (*loop[1:], loop[0])]
        assert loop[0].child.id == min(link.child.id for link in loop)


def number(slug: str) -> int:
    return int(slug[1:])
