"""Terms, fingerprints and agreements: who agreed, whether it still stands, and how strong the evidence is."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.consent import Consent, ConsentState, EvidenceTier
from okrs_as_code.model.files.objective import KeyResult
from okrs_as_code.model.files.record import Agreement, Grade, Terms
from okrs_as_code.model.terms import quoted_terms, terms_of
from tests.model.building import key_result, objective, plan, record

METRIC = {"type": "metric", "baseline": 0, "target": 3, "unit": "posts"}
TERMS = {"owner": "bo", "commitment": "committed", "measure": METRIC}
END = date(2026, 12, 31)


def agreed(by: str, role: str, terms: dict[str, Any], day: int = 1) -> Any:
    name = f"2026-10-{day:02}-{by}.abc{day:03}"
    return record(Agreement, name, by, date(2026, 10, day), {"content/goal/kr": {"as": role, "terms": terms}})


def consent(*records: Any, signed: tuple[Any, ...] = (), **head: Any) -> Consent:
    node = objective("content/goal", [key_result(measure=METRIC, **head)])
    places = {(agreement.file, "content/goal/kr") for agreement in signed}
    return Assessment(plan([node], records), END, places).key_result(node.key_results[0]).consent


def test_a_key_result_is_proposed_until_owner_and_manager_agreed() -> None:
    assert consent().state == ConsentState.PROPOSED
    assert consent(agreed("bo", "owner", TERMS)).state == ConsentState.PROPOSED
    both = consent(agreed("bo", "owner", TERMS), agreed("mara", "manager", TERMS))
    assert both.state == ConsentState.AGREED
    assert both.tier == EvidenceTier.CLAIMED
    assert both.waits_for == ()


def test_the_tier_is_the_weaker_of_the_two() -> None:
    bo, mara = agreed("bo", "owner", TERMS), agreed("mara", "manager", TERMS)
    for signed, tier, weakest in (
        ((bo, mara), EvidenceTier.SIGNED, ["owner", "manager"]),
        ((bo,), EvidenceTier.CLAIMED, ["manager"]),
        ((), EvidenceTier.CLAIMED, ["owner", "manager"]),
    ):
        result = consent(bo, mara, signed=signed)
        assert (result.tier, [role.role for role in result.weakest]) == (tier, weakest)
    assert consent(bo, signed=(bo,)).tier == EvidenceTier.NAMED


def test_one_persons_strongest_evidence_counts_whatever_they_said_later() -> None:
    first, second, later = (agreed("bo", "owner", TERMS, day) for day in (1, 2, 3))
    for signed, day in (((first,), 1), ((first, second), 2), ((), 3)):
        owner = consent(first, second, later, signed=signed).owner
        assert owner.current is not None
        assert (owner.current.day.day, owner.signed) == (day, bool(signed))


def test_the_signature_of_a_former_manager_is_not_the_new_ones() -> None:
    ana, mara = agreed("ana", "manager", TERMS), agreed("mara", "manager", TERMS, 2)
    manager = consent(ana, mara, signed=(ana,)).manager
    assert manager is not None
    assert manager.current is not None
    assert (manager.current.by, manager.tier) == ("mara", EvidenceTier.CLAIMED)


def test_what_was_signed_stays_signed_when_the_terms_move() -> None:
    older = agreed("bo", "owner", {**TERMS, "measure": {**METRIC, "target": 2}})
    owner = consent(older, signed=(older,)).owner
    assert (owner.evidence, owner.tier) == (EvidenceTier.SIGNED, EvidenceTier.NAMED)


def test_who_is_waited_for() -> None:
    waiting = consent(agreed("mara", "manager", TERMS)).waits_for
    assert [(role.role, role.person) for role in waiting] == [("owner", "bo")]
    assert consent(agreed("mara", "manager", TERMS)).tier == EvidenceTier.NAMED


def test_only_the_owner_where_nobody_is_above() -> None:
    own = consent(agreed("ana", "owner", {**TERMS, "owner": "ana"}), owner="ana")
    assert own.state == ConsentState.AGREED
    assert own.manager is None


def test_an_owner_named_as_manager_counts_as_not_named() -> None:
    result = consent(owner="bo", manager="bo")
    assert result.manager is not None
    assert result.manager.person == "mara"


def test_terms_that_move_make_an_agreement_stale_and_say_which_field() -> None:
    older = {**TERMS, "measure": {**METRIC, "target": 2}, "success": "Indexed."}
    result = consent(agreed("bo", "owner", older), agreed("mara", "manager", older))
    assert result.state == ConsentState.STALE
    moved = {difference.field: (difference.before, difference.after) for difference in result.owner.moved}
    assert moved == {"target": (2, 3), "success": ("Indexed.", None)}


def test_agreeing_again_heals_it() -> None:
    older = {**TERMS, "measure": {**METRIC, "target": 2}}
    again = [agreed("bo", "owner", older), agreed("bo", "owner", TERMS, 2), agreed("mara", "manager", TERMS, 2)]
    assert consent(*again).state == ConsentState.AGREED


@pytest.mark.parametrize(
    ("by", "role"),
    [("chen", "owner"), ("mara", "owner"), ("bo", "manager")],
)
def test_an_agreement_by_someone_else_does_not_count(by: str, role: str) -> None:
    result = consent(agreed(by, role, TERMS))
    assert len(result.missing) == 2
    assert result.state == ConsentState.PROPOSED


def test_an_inherited_manager_agreement_counts() -> None:
    assert consent(agreed("bo", "owner", TERMS), agreed("ana", "manager", TERMS)).state == ConsentState.AGREED


def test_the_lead_agrees_for_an_owning_team_also_under_its_former_id() -> None:
    owner = {"team": "content", "lead": "mara"}
    older = {**TERMS, "owner": {"team": "editorial", "lead": "mara"}}
    result = consent(agreed("mara", "owner", older), agreed("ana", "manager", older), owner=owner)
    assert result.state == ConsentState.AGREED


def test_what_has_ended_waits_for_nobody() -> None:
    node = objective("content/goal", [key_result(measure=METRIC)])
    for entry, state in (
        ({"dropped": True, "because": "x"}, ConsentState.DROPPED),
        ({"score": 0.5, "decision": "stop", "because": "x"}, ConsentState.CLOSED),
    ):
        grade = record(Grade, "2026-12-30-bo", "bo", date(2026, 12, 30), {"content/goal/kr": entry})
        result = Assessment(plan([node], [grade]), END).key_result(node.key_results[0]).consent
        assert result.state == state
        assert result.waits_for == ()


def fingerprint(**changes: Any) -> str:
    content = KeyResult.model_validate(key_result(measure=changes.pop("measure", METRIC), **changes))
    return terms_of(content, "committed", content.due or END).fingerprint


def test_a_fingerprint_is_short_and_stands_still() -> None:
    written = (
        '{"commitment":"committed","due":"2026-12-31",'
        '"measure":{"baseline":0,"target":3,"type":"metric","unit":"posts"},"owner":"bo","v":1}'
    )
    assert fingerprint() == f"sha256:{sha256(written.encode()).hexdigest()[:16]}"


@pytest.mark.parametrize(
    "same",
    [
        {"measure": {**METRIC, "target": 3.0}},
        {"measure": dict(reversed(METRIC.items()))},
        {"measure": {**METRIC, "baseline": -0.0}},
        {"due": "2026-12-31"},
        {"title": "Another title"},
        {"weight": 5},
        {"contributors": ["chen"]},
        {"measure": {**METRIC, "unit": " posts "}},
    ],
)
def test_terms_that_mean_the_same_have_the_same_fingerprint(same: dict[str, Any]) -> None:
    assert fingerprint(**same) == fingerprint()


@pytest.mark.parametrize(
    "other",
    [
        {"owner": "chen"},
        {"owner": {"team": "content", "lead": "bo"}},
        {"measure": {**METRIC, "target": 4}},
        {"measure": {**METRIC, "stretch": 4}},
        {"measure": {**METRIC, "unit": "pages"}},
        {"due": "2026-12-30"},
        {"success": "Indexed."},
        {"measure": {"type": "binary"}},
    ],
)
def test_terms_that_mean_something_else_have_another(other: dict[str, Any]) -> None:
    assert fingerprint(**other) != fingerprint()


def test_step_titles_belong_to_the_terms_and_their_order_does_not() -> None:
    steps = [{"id": "a", "title": "One  two"}, {"id": "b", "title": "cafe\u0301", "weight": 1}]
    first = fingerprint(measure={"type": "milestones", "steps": steps})
    turned = [{"id": "b", "title": "caf\u00e9"}, {"id": "a", "title": "One two", "weight": 1.0}]
    assert fingerprint(measure={"type": "milestones", "steps": turned}) == first
    renamed = [{**steps[0], "title": "Three"}, steps[1]]
    assert fingerprint(measure={"type": "milestones", "steps": renamed}) != first


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs")), min_size=1).filter(str.strip)


@given(texts, texts)
def test_a_quote_equals_the_terms_if_and_only_if_they_mean_the_same(one: str, other: str) -> None:
    content = KeyResult.model_validate(key_result(measure=METRIC, success=one))
    mine = terms_of(content, "committed", END)
    quote = quoted_terms(Terms.model_validate({**TERMS, "success": other}), END)
    alike = fingerprint(success=one) == fingerprint(success=other)
    assert (mine == quote) == alike == (mine.differences(quote) == ())
