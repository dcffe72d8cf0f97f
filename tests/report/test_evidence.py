"""Phrases about the evidence of agreements: no more than is known, and where to look it up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.consent import Consent
from okrs_as_code.model.files.record import Agreement
from okrs_as_code.report.markdown import markdown
from okrs_as_code.report.wording.evidence_phrases import (
    consent_phrase,
    evidence_meanings,
    evidence_phrase,
    evidence_text,
)
from tests.model.building import key_result, objective, plan, record

METRIC = {"type": "metric", "baseline": 0, "target": 3, "unit": "posts"}
TERMS = {"owner": "bo", "commitment": "committed", "measure": METRIC}
DAY = date(2026, 10, 15)
HUB = "https://github.com/example/okrs"


def agreement(by: str, role: str, via: str | None = None) -> Any:
    entry = {"as": role, "terms": TERMS, **({"via": via} if via is not None else {})}
    return record(Agreement, f"2026-10-01-{by}.abc", by, date(2026, 10, 1), {"content/goal/kr": entry})


def consent(owner: str | None = None, manager: str | None = None, signed: tuple[str, ...] = ()) -> Consent:
    node = objective("content/goal", [key_result(measure=METRIC)])
    records = [agreement("bo", "owner", owner), agreement("mara", "manager", manager)]
    places = {(record.file, "content/goal/kr") for record in records if record.content.by in signed}
    return Assessment(plan([node], records), DAY, places).consent(node.key_results[0])


@pytest.mark.parametrize(
    ("via", "words", "page"),
    [
        (None, "claimed", "claimed"),
        (f"{HUB}/pull/41", f"claimed, see pull request 41 at {HUB}/pull/41", f"[pull request 41]({HUB}/pull/41)"),
        (f"{HUB}/pull/41/files", "claimed, see pull request 41 at", "[pull request 41]"),
        (f"{HUB}/pull/41#issuecomment-7", "claimed, see pull request 41 at", "[pull request 41]"),
        ("https://gitlab.com/g/okrs/-/merge_requests/8", "claimed, see merge request 8 at", "[merge request 8]"),
        ("https://codeberg.org/e/okrs/pulls/9", "claimed, see pull request 9 at", "[pull request 9]"),
        ("https://example.com/minutes/12", "claimed, see https://example.com/minutes/12", "see [https:"),
        (f"{HUB}/pull/41x", f"claimed, see {HUB}/pull/41x", "see [https:"),
    ],
)
def test_a_claim_says_where_it_was_made(via: str | None, words: str, page: str) -> None:
    role = consent(owner=via).owner
    assert evidence_phrase(role).startswith(words)
    assert page in markdown(evidence_text(role))


def test_what_is_signed_needs_no_link() -> None:
    role = consent(owner=f"{HUB}/pull/41", signed=("bo",)).owner
    assert (evidence_phrase(role), evidence_text(role)) == ("signed", "signed")


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (consent(), "agreed, as records say"),
        (consent(f"{HUB}/pull/41", f"{HUB}/pull/41"), f"agreed, as records say; see pull request 41 at {HUB}/pull/41"),
        (
            consent(f"{HUB}/pull/41", f"{HUB}/pull/42"),
            f"agreed, as records say; see pull request 41 at {HUB}/pull/41 and pull request 42 at {HUB}/pull/42",
        ),
        (consent(f"{HUB}/pull/41"), "agreed, as records say"),
        (consent(None, f"{HUB}/pull/42", ("bo",)), f"agreed, as records say; see pull request 42 at {HUB}/pull/42"),
        (consent(f"{HUB}/pull/41", None, ("bo", "mara")), "agreed and signed"),
    ],
)
def test_a_key_result_is_as_well_agreed_to_as_the_weaker_of_the_two(result: Consent, words: str) -> None:
    assert consent_phrase(result) == words


def test_each_word_is_explained_once() -> None:
    assert [str(tier) for tier, _ in evidence_meanings(consent(signed=("bo",)))] == ["claimed", "signed"]
    assert [str(tier) for tier, _ in evidence_meanings(consent())] == ["claimed"]
    assert all("proof" not in meaning for _, meaning in evidence_meanings(consent(signed=("bo", "mara"))))
