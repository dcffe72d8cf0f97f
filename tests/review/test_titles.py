"""Titles: what is another one, and agreements that quote the only words that say what is reached."""

from __future__ import annotations

from datetime import date

import pytest

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.consent import ConsentState
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.terms import same_title
from okrs_as_code.records.agreement import new_agreement
from okrs_as_code.signing.signature import signed_text
from tests.review.playing import BASE, PIPELINE, workspace

TODAY = date(2026, 10, 15)
SUBJECT = "2026-Q4/company/pipeline/posts"
MEASURE = "measure: {type: metric, baseline: 0, target: 3, unit: posts}"
BINARY = BASE[PIPELINE].replace(MEASURE, "measure: {type: binary}")


@pytest.mark.parametrize(
    ("before", "after", "is_same"),
    [
        ("Publish three posts", "publish  three posts.", True),
        ("Raise e-mail replies", "Raise email replies!", True),
        ("Caf\u00e9 open", "Cafe\u0301 open", True),
        ("Publish 1.5 posts", "Publish 15 posts", False),
        ("From 1 to 2", "From -1 to 2", False),
        ("Reach 50 %", "Reach 50", False),
        ("Reach 50 %", "Reach 50%", True),
        ("Win 1 000 readers", "Win 1000 readers", False),
        ("Win 12 customers", "Win 1 - 2 customers", False),
        ("Close 12 deals", "Close 1 / 2 deals", False),
        ("Please 3 / 4 of users", "Please 34 of users", False),
        ("Answer within 2 days", "Answer (within 2) days!", True),
        ("Leads from organic search", "Leads from paid ads", False),
    ],
)
def test_what_is_another_title(before: str, after: str, is_same: bool) -> None:
    assert same_title(before, after) is is_same


def plan_with(text: str, record: str | None = None) -> Plan:
    more = {"okrs/2026-Q4/agreements/2026-10-12-bo.yaml": record} if record is not None else {}
    return workspace({**BASE, PIPELINE: text, **more}).plan


def node_of(plan: Plan) -> KeyResultNode:
    return plan.key_results[SUBJECT]


def consent_of(plan: Plan) -> tuple[ConsentState, list[str]]:
    role = Assessment(plan, TODAY).consent(node_of(plan)).owner
    return Assessment(plan, TODAY).consent(node_of(plan)).state, [difference.field for difference in role.moved]


def agreement(text: str) -> str:
    return new_agreement("bo", date(2026, 10, 12), [(node_of(plan_with(text)), "owner")]).text


def test_an_agreement_quotes_a_title_that_alone_says_what_is_reached() -> None:
    assert "title: Publish three posts" in agreement(BINARY)
    assert "title:" not in agreement(BASE[PIPELINE])
    assert "title:" not in agreement(BINARY.replace("due:", "success: They are read.\n    due:"))


def test_another_title_makes_it_stale() -> None:
    record = agreement(BINARY)
    assert consent_of(plan_with(BINARY, record)) == (ConsentState.PROPOSED, [])
    better = BINARY.replace("Publish three posts", "Publish Three Posts!")
    assert consent_of(plan_with(better, record)) == (ConsentState.PROPOSED, [])
    other = BINARY.replace("Publish three posts", "Publish one post")
    assert consent_of(plan_with(other, record)) == (ConsentState.STALE, ["title"])


def test_an_agreement_without_a_title_stays_current() -> None:
    older = agreement(BINARY).replace("    title: Publish three posts\n", "")
    assert "title" not in older
    other = BINARY.replace("Publish three posts", "Publish one post")
    assert consent_of(plan_with(other, older)) == (ConsentState.PROPOSED, [])


def test_a_title_moves_neither_terms_nor_what_was_signed() -> None:
    plan, other = plan_with(BINARY), plan_with(BINARY.replace("Publish three posts", "Publish one post"))
    terms = plan.terms(node_of(plan))
    assert terms == other.terms(node_of(other))
    plain = signed_text("https://example.com/x", "2026-Q4", "company/pipeline/posts", "owner", terms)
    with_title = signed_text("https://example.com/x", "2026-Q4", "company/pipeline/posts", "owner", terms, "Publish")
    assert "title" not in plain
    assert with_title != plain
