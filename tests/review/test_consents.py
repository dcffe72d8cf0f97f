"""Which approvals become agreements once a change is merged."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from okrs_as_code.review.approved_agreements import approved_agreements
from tests.review.playing import BASE, PEOPLE, PIPELINE, Proposal, review, workspace

POSTS, LEADS = "company/pipeline/posts", "company/pipeline/leads"
Edit = Callable[[str], str]


def harder(text: str) -> str:
    return text.replace("target: 3", "target: 4")


def agreed(found: Proposal, here: Mapping[str, str] | None = None) -> list[tuple[str, str, str]]:
    plan = workspace(found.head if here is None else here).plan
    return [(one.person, one.role, one.node.short_id) for one in approved_agreements(found.request(), plan)]


def proposed(edit: Edit, people: Edit = str) -> Proposal:
    found = Proposal(account="bo-l", said=[review("mara-k"), review("dee-d"), review("mallory")])
    found.head[PIPELINE] = edit(found.head[PIPELINE])
    found.base[PEOPLE] = found.head[PEOPLE] = people(found.base[PEOPLE])
    return found


def record(by: str, role: str, target: int) -> dict[str, str]:
    measure = f"{{type: metric, baseline: 0, target: {target}, unit: posts}}"
    terms = f"{{owner: bo, commitment: committed, measure: {measure}, due: 2026-12-18}}"
    text = f"{{by: {by}, date: 2026-10-12, key_results: {{{POSTS}: {{as: {role}, terms: {terms}}}}}}}\n"
    return {f"okrs/2026-Q4/agreements/2026-10-12-{by}.yaml": text}


def test_of_what_changed_and_of_nothing_else() -> None:
    assert agreed(proposed(harder)) == [("bo", "owner", POSTS), ("mara", "manager", POSTS)]
    assert agreed(proposed(lambda text: text.replace("Publish three", "Publish 3"))) == []


def test_a_new_key_result_is_agreed_to() -> None:
    found = proposed(harder)
    found.base[PIPELINE] = found.base[PIPELINE][: found.base[PIPELINE].index("  - id: leads")]
    found.head = {**BASE}
    assert agreed(found) == [("dee", "manager", LEADS)]


def test_an_approval_of_other_terms_is_none() -> None:
    found = proposed(harder)
    found.said = [review("mara-k", commit="e0" * 20)]
    found.commits = {"e0" * 20: dict(BASE)}
    assert agreed(found) == [("bo", "owner", POSTS)]


def test_a_dismissed_approval_is_none() -> None:
    found = proposed(harder)
    found.said.append(review("mara-k", "DISMISSED"))
    assert agreed(found) == [("bo", "owner", POSTS)]


def test_a_hand_over_is_agreed_to_by_the_new_owner() -> None:
    found = proposed(lambda text: text.replace("owner: bo", "owner: dee"))
    found.said.append(review("ana-a"))
    assert agreed(found) == [("dee", "owner", POSTS), ("ana", "manager", POSTS)]


def test_the_manager_is_whom_the_base_names() -> None:
    found = proposed(harder)
    found.head[PEOPLE] = found.head[PEOPLE].replace("[bo@example.com], manager: mara", "[bo@example.com], manager: dee")
    assert agreed(found) == [("bo", "owner", POSTS), ("mara", "manager", POSTS)]


def test_who_stands_in_for_a_manager_agrees_and_for_an_owner_does_not() -> None:
    found = proposed(harder, lambda text: text.replace("name: Mara,", "name: Mara, left: 2026-10-01,"))
    found.said.append(review("ana-a"))
    assert agreed(found) == [("bo", "owner", POSTS), ("ana", "manager", POSTS)]
    found = proposed(harder, lambda text: text.replace("name: Bo,", "name: Bo, left: 2026-10-01,"))
    assert agreed(found) == [("mara", "manager", POSTS)]


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
    found = proposed(harder)
    assert agreed(found, {**found.head, **record(by, role, target)}) == expected


def test_terms_that_have_moved_since_are_not_agreed_to() -> None:
    found = proposed(harder)
    moved = {**found.head, PIPELINE: found.head[PIPELINE].replace("target: 4", "target: 5")}
    assert agreed(found, moved) == []
    gone = {path: text for path, text in found.head.items() if path != PIPELINE}
    assert agreed(found, gone) == []


def test_a_key_result_that_was_renamed_since_is_the_same() -> None:
    found = proposed(harder)
    renamed = found.head[PIPELINE].replace("id: posts", "id: articles\n    formerly: [posts]")
    here = {**found.head, PIPELINE: renamed, **record("mara", "manager", 4)}
    assert agreed(found, here) == [("bo", "owner", POSTS)]
