"""The key result that a reference means."""

from __future__ import annotations

from datetime import date

import pytest

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.goals.lookup import find_key_result
from tests.model.building import key_result, objective, plan

TODAY = date(2026, 11, 16)
PLAN = plan(
    [
        objective("company/lasting", [key_result("share")], cycle="2026"),
        objective("content/posts", [key_result("pillar"), key_result("old")], cycle="2026-Q3"),
        objective("content/posts", [key_result("pillar")], cycle="2026-Q4"),
        objective("content/organic", [key_result("leads", formerly=["visits"])], formerly=["growth/organic"]),
        objective("content/posts", [key_result("pillar"), key_result("next")], cycle="2027-Q1"),
    ]
)


@pytest.mark.parametrize(
    ("ref", "id_", "notes"),
    [
        ("content/posts/pillar", "2026-Q4/content/posts/pillar", ()),
        ("2026-Q3/content/posts/pillar", "2026-Q3/content/posts/pillar", ()),
        ("company/lasting/share", "2026/company/lasting/share", ()),
        (
            "content/posts/old",
            "2026-Q3/content/posts/old",
            ("`content/posts/old` is taken from 2026-Q3, the latest cycle that has it",),
        ),
        (
            "content/posts/next",
            "2027-Q1/content/posts/next",
            ("`content/posts/next` is taken from 2027-Q1, the latest cycle that has it",),
        ),
        (
            "growth/organic/visits",
            "2026-Q4/content/organic/leads",
            ("`growth/organic/visits` is called `content/organic/leads` today",),
        ),
        (
            "editorial/organic/leads",
            "2026-Q4/content/organic/leads",
            ("`editorial/organic/leads` is called `content/organic/leads` today",),
        ),
        ("pillar", "2026-Q4/content/posts/pillar", ("`pillar` is 2026-Q4/content/posts/pillar",)),
        ("visits", "2026-Q4/content/organic/leads", ("`visits` is 2026-Q4/content/organic/leads",)),
        ("share", "2026/company/lasting/share", ("`share` is 2026/company/lasting/share",)),
    ],
)
def test_found(ref: str, id_: str, notes: tuple[str, ...]) -> None:
    result = find_key_result(PLAN, ref, TODAY)
    assert (result.node.id, result.notes) == (id_, notes)


@pytest.mark.parametrize(
    ("ref", "hint"),
    [
        ("content/posts/piller", 'did you mean "content/posts/pillar"?'),
        ("2026-Q4/content/posts/piller", 'did you mean "2026-Q4/content/posts/pillar"?'),
        ("2026-Q4/company/lasting/share", 'did you mean "2026/company/lasting/share"?'),
        ("piller", 'did you mean "content/posts/pillar"?'),
        ("old", "write TEAM/OBJECTIVE/KEY-RESULT"),
        ("", "write TEAM/OBJECTIVE/KEY-RESULT"),
        ("content/posts", "write TEAM/OBJECTIVE/KEY-RESULT"),
        ("a/b/c/d/e", "write TEAM/OBJECTIVE/KEY-RESULT"),
        ("2026-Q9/content/posts/pillar", 'did you mean "2026-Q4/content/posts/pillar"?'),
    ],
)
def test_not_found(ref: str, hint: str) -> None:
    with pytest.raises(OkrsError) as caught:
        find_key_result(PLAN, ref, TODAY)
    assert caught.value.message == f"there is no key result `{ref}`"
    assert hint in (caught.value.remedy or "")
