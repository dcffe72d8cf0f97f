"""Requests for agreement that wait for a person, and the records by which they agree."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code import api
from okrs_as_code.errors import OkrsError
from okrs_as_code.git.push import RemoteBase
from okrs_as_code.model.files.record import Agreement
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.records.agreement import DuplicateAgreementError, new_agreement, refuse_duplicate, refuse_other_terms
from okrs_as_code.records.agreement_draft import AgreementDraft
from okrs_as_code.yaml.reader import parse
from tests.model.building import key_result, objective, plan, record

ROOT = Path(__file__).parent.parent.parent
DAY = date(2026, 10, 15)
NAMES = tuple("abcdef")
PLAN = plan([objective("content/goal", [key_result(), *(key_result(name) for name in NAMES)])])
NODE = PLAN.key_results["2026-Q4/content/goal/kr"]
BASE = RemoteBase("origin", "main", "0" * 40, frozenset())


def test_when_everybody_agrees_nothing_waits(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "okrs", tmp_path / "okrs")
    for path in tmp_path.glob("okrs/*/agreements/*"):
        path.unlink()
    repository = api.open_repository(tmp_path)
    today = date(2026, 11, 16)
    agreed = 0
    for person in repository.workspace.plan.directory.people:
        draft = api.agree(repository, person, today, today)
        for request in draft.pending_requests():
            draft.add(request)
            agreed += 1
        for agreement in draft.records():
            api.write_record(repository, agreement)
    assert agreed > 30
    again = api.open_repository(tmp_path)
    for person in again.workspace.plan.directory.people:
        assert api.agree(again, person, today, today).pending_requests() == ()
    codes = {located.finding.code for located in api.lint(again, today).findings}
    assert not [code for code in codes if code in ("AGR001", "AGR003", "AGR004", "FMT006", "FMT007")]


@given(st.sets(st.sampled_from(NAMES), min_size=1), st.sets(st.sampled_from(NAMES), min_size=1))
def test_agreements_share_a_name_only_where_they_are_the_same(one: set[str], other: set[str]) -> None:
    first, second = (
        new_agreement(
            "mara", DAY, [(PLAN.key_results[f"2026-Q4/content/goal/{name}"], "manager") for name in sorted(names)]
        )
        for names in (one, other)
    )
    assert (first.name == second.name) == (first.text == second.text) == (one == other)


def test_an_agreement_from_the_first_cycle_on_is_asked_for_until_it_ends() -> None:
    assert [request.node.id for request in AgreementDraft(PLAN, "mara", DAY, DAY).pending_requests()][:1] == [NODE.id]
    late = date(2027, 1, 1)
    assert AgreementDraft(PLAN, "mara", late, late).pending_requests() == ()
    assert AgreementDraft(PLAN, "mara", late, late).request("content/goal/kr").role == "manager"


def _elsewhere(**more: object) -> Plan:
    return plan([objective("content/goal", [key_result(**more)])])


@pytest.mark.parametrize(
    ("more", "moved"),
    [
        ({"success": "It is done."}, "success"),
        ({"due": "2026-12-01"}, "due"),
        ({"measure": {"type": "threshold", "at_least": 3}}, "measure, at least"),
    ],
)
def test_other_terms_where_it_is_brought_to_are_refused(more: dict[str, object], moved: str) -> None:
    written = new_agreement("bo", DAY, [(NODE, "owner")])
    refuse_other_terms(written, PLAN, "main of origin")
    with pytest.raises(OkrsError) as caught:
        refuse_other_terms(written, _elsewhere(**more), "main of origin")
    assert caught.value.message == f"main of origin has other terms for `content/goal/kr`: {moved}"


def test_steps_of_one_id_can_differ_without_a_field_that_does() -> None:
    def steps(first: str) -> dict[str, object]:
        return {"type": "milestones", "steps": [{"id": "a", "title": first}, {"id": "a", "title": "z"}]}

    node = _elsewhere(measure=steps("x")).key_results[NODE.id]
    with pytest.raises(OkrsError, match="its steps"):
        refuse_other_terms(
            new_agreement("bo", DAY, [(node, "owner")]), _elsewhere(measure=steps("y")), "main of origin"
        )


def test_what_cannot_be_read_where_it_is_brought_to_is_reported() -> None:
    unread = replace(PLAN, objectives={}, unreadable_objectives=frozenset(["2026-Q4/content/goal"]))
    with pytest.raises(OkrsError, match="main of origin has a key result `content/goal/kr` that cannot be read"):
        refuse_other_terms(new_agreement("bo", DAY, [(NODE, "owner")]), unread, "main of origin")


def test_the_very_same_agreement_is_not_brought_twice() -> None:
    written = new_agreement("bo", DAY, [(NODE, "owner")])
    refuse_duplicate(written, PLAN, BASE)
    entries = parse("x", written.text.encode()).data["key_results"]  # type: ignore[index, call-overload]
    merged = plan(list(PLAN.objectives.values()), [record(Agreement, written.name, "bo", DAY, entries)])
    with pytest.raises(DuplicateAgreementError, match="is on main of origin already"):
        refuse_duplicate(written, merged, BASE)
    with pytest.raises(DuplicateAgreementError, match=rf"agree/{written.name} waits on origin already"):
        refuse_duplicate(written, PLAN, replace(BASE, taken=frozenset([written.name])))


def test_a_key_result_that_nobody_else_is_asked_about() -> None:
    top = plan([objective("company/goal", [key_result(owner="ana")])])
    [request] = AgreementDraft(top, "ana", DAY, DAY).pending_requests()
    assert (request.role, request.consent.manager) == ("owner", None)
    with pytest.raises(OkrsError, match="nobody is asked to agree to 2026-Q4/company/goal/kr as manager"):
        AgreementDraft(top, "ana", DAY, DAY, "manager").request("company/goal/kr")


def test_the_owner_named_as_manager_is_asked_once() -> None:
    named = plan([objective("content/goal", [key_result(manager="bo")])])
    assert [request.role for request in AgreementDraft(named, "bo", DAY, DAY).pending_requests()] == ["owner"]
    assert [request.role for request in AgreementDraft(named, "mara", DAY, DAY).pending_requests()] == ["manager"]
