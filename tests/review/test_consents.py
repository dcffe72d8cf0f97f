"""The approvals that become agreements once a change is merged."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from okrs_as_code.review.approved_agreements import approved_agreements
from tests.review.playing import BASE, PEOPLE, PIPELINE, Proposal, review, workspace

POSTS, LEADS = "company/pipeline/posts", "company/pipeline/leads"
Edit = Callable[[str], str]


def harder(text: str) -> str:
    return text.replace("target: 3", "target: 4")


def agreed(proposal: Proposal, here: Mapping[str, str] | None = None) -> list[tuple[str, str, str]]:
    plan = workspace(proposal.head if here is None else here).plan
    return [
        (agreement.person, agreement.role, agreement.node.short_id)
        for agreement in approved_agreements(proposal.request(), plan)
    ]


def proposed(edit: Edit, people: Edit = str) -> Proposal:
    proposal = Proposal(account="bo-l", reviews=[review("mara-k"), review("dee-d"), review("mallory")])
    proposal.head[PIPELINE] = edit(proposal.head[PIPELINE])
    proposal.base[PEOPLE] = proposal.head[PEOPLE] = people(proposal.base[PEOPLE])
    return proposal


def record(by: str, role: str, target: int) -> dict[str, str]:
    measure = f"{{type: metric, baseline: 0, target: {target}, unit: posts}}"
    terms = f"{{owner: bo, commitment: committed, measure: {measure}, due: 2026-12-18}}"
    text = f"{{by: {by}, date: 2026-10-12, key_results: {{{POSTS}: {{as: {role}, terms: {terms}}}}}}}\n"
    return {f"okrs/2026-Q4/agreements/2026-10-12-{by}.yaml": text}


def test_of_what_changed_and_of_nothing_else() -> None:
    assert agreed(proposed(harder)) == [("bo", "owner", POSTS), ("mara", "manager", POSTS)]
    assert agreed(proposed(lambda text: text.replace("Publish three", "Publish 3"))) == []


def test_a_new_key_result_is_agreed_to() -> None:
    proposal = proposed(harder)
    proposal.base[PIPELINE] = proposal.base[PIPELINE][: proposal.base[PIPELINE].index("  - id: leads")]
    proposal.head = {**BASE}
    assert agreed(proposal) == [("dee", "manager", LEADS)]


def test_an_approval_of_other_terms_is_none() -> None:
    proposal = proposed(harder)
    proposal.reviews = [review("mara-k", commit="e0" * 20)]
    proposal.commits = {"e0" * 20: dict(BASE)}
    assert agreed(proposal) == [("bo", "owner", POSTS)]


def test_a_dismissed_approval_is_none() -> None:
    proposal = proposed(harder)
    proposal.reviews.append(review("mara-k", "DISMISSED"))
    assert agreed(proposal) == [("bo", "owner", POSTS)]


def test_a_hand_over_is_agreed_to_by_the_new_owner() -> None:
    proposal = proposed(lambda text: text.replace("owner: bo", "owner: dee"))
    proposal.reviews.append(review("ana-a"))
    assert agreed(proposal) == [("dee", "owner", POSTS), ("ana", "manager", POSTS)]


def test_the_manager_is_whom_the_base_names() -> None:
    proposal = proposed(harder)
    proposal.head[PEOPLE] = proposal.head[PEOPLE].replace(
        "[bo@example.com], manager: mara", "[bo@example.com], manager: dee"
    )
    assert agreed(proposal) == [("bo", "owner", POSTS), ("mara", "manager", POSTS)]


def test_who_stands_in_for_a_manager_agrees_and_for_an_owner_does_not() -> None:
    proposal = proposed(harder, lambda text: text.replace("name: Mara,", "name: Mara, left: 2026-10-01,"))
    proposal.reviews.append(review("ana-a"))
    assert agreed(proposal) == [("bo", "owner", POSTS), ("ana", "manager", POSTS)]
    proposal = proposed(harder, lambda text: text.replace("name: Bo,", "name: Bo, left: 2026-10-01,"))
    assert agreed(proposal) == [("mara", "manager", POSTS)]


@pytest.mark.parametrize(
    ("by", "role", "target", "expected"),
    [
        ("mara", "manager", 4, [("bo", "owner", POSTS)]),
        ("mara", "manager", 3, [("bo", "owner", POSTS), ("mara", "manager", POSTS)]),
        ("bo", "owner", 4, [("mara", "manager", POSTS)]),
        ("bo", "manager", 4, [("bo", "owner", POSTS), ("mara", "manager", POSTS)]),
    ],
)
def test_what_a_record_says_already_is_not_said_again(
    by: str, role: str, target: int, expected: list[tuple[str, str, str]]
) -> None:
    proposal = proposed(harder)
    assert agreed(proposal, {**proposal.head, **record(by, role, target)}) == expected


def test_terms_that_have_moved_since_are_not_agreed_to() -> None:
    proposal = proposed(harder)
    moved = {**proposal.head, PIPELINE: proposal.head[PIPELINE].replace("target: 4", "target: 5")}
    assert agreed(proposal, moved) == []
    gone = {path: text for path, text in proposal.head.items() if path != PIPELINE}
    assert agreed(proposal, gone) == []


def test_a_key_result_that_was_renamed_since_is_the_same() -> None:
    proposal = proposed(harder)
    renamed = proposal.head[PIPELINE].replace("id: posts", "id: articles\n    formerly: [posts]")
    here = {**proposal.head, PIPELINE: renamed, **record("mara", "manager", 4)}
    assert agreed(proposal, here) == [("bo", "owner", POSTS)]
