"""An agreement record quotes exactly the terms, whatever they say, and counts when it is pasted."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code import api
from okrs_as_code.errors import OkrsError
from okrs_as_code.escape import sanitise
from okrs_as_code.model.files.record import Agreement
from okrs_as_code.model.terms import quoted_terms
from okrs_as_code.records.agreement import agreement_file
from okrs_as_code.records.record_file import content_digest
from okrs_as_code.yaml.reader import parse
from okrs_as_code.yaml.scalar_text import scalar_text
from tests.model.building import key_result, objective, plan

ROOT = Path(__file__).parent.parent.parent
DAY = date(2026, 10, 15)
IGNORED = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
"""Letters and marks that nobody sees: no file of ours has them."""
LETTERS = st.characters(exclude_categories=("C", "Z"), exclude_characters=IGNORED, include_characters=" \n\u00a0")
TEXT = st.text(st.one_of(LETTERS, st.sampled_from("::##[]{},'\"\\-")), min_size=1).filter(str.strip)
FAMILY = "For \U0001f469\u200d\U0001f4bb and \U0001f468\u200d\U0001f469\u200d\U0001f467"


def is_counted(number: float) -> bool:
    """Whether our files take a number: it is 0, or not next to it."""
    return number == 0 or abs(number) >= 1e-15


NUMBER = st.one_of(st.integers(-(10**9), 10**9).map(float), st.floats(-1e14, 1e14).filter(is_counted))
MEASURES = st.one_of(
    st.fixed_dictionaries({"type": st.just("metric"), "baseline": NUMBER, "target": NUMBER, "unit": TEXT}),
    st.fixed_dictionaries({"type": st.just("threshold"), "at_least": NUMBER}, optional={"unit": TEXT}),
    st.just({"type": "binary"}),
    st.lists(
        st.fixed_dictionaries(
            {"title": TEXT}, optional={"weight": st.floats(0, 9).filter(is_counted), "due": st.just("2026-11-15")}
        ),
        min_size=1,
        max_size=3,
    ).map(lambda steps: {"type": "milestones", "steps": [{"id": f"s{n}", **s} for n, s in enumerate(steps)]}),
)


@given(MEASURES, st.one_of(st.none(), TEXT), st.sampled_from(["bo", {"team": "content", "lead": "bo"}]))
def test_the_record_quotes_the_terms(measure: dict[str, object], success: str | None, owner: object) -> None:
    more = {} if success is None else {"success": success}
    made = plan([objective("content/goal", [key_result(measure=measure, owner=owner, **more)])])
    node = made.key_results["2026-Q4/content/goal/kr"]
    draft = agreement_file(made, node, DAY, DAY)
    assert sanitise(draft.text) == draft.text
    document = parse(draft.path, draft.text.encode())
    assert document.problems == ()
    record = Agreement.model_validate(document.data)
    assert quoted_terms(record.key_results["content/goal/kr"].terms, node.cycle.end) == made.terms(node)


@given(TEXT)
def test_a_text_reads_back_as_it_was(text: str) -> None:
    assert parse("x.yaml", f"a: {scalar_text(text)}\n".encode()).data == {"a": text}


@pytest.mark.parametrize("text", ["x \x1b[31m", "\u202e", "\U000e0041", "\x85", "\u2028", "\x00"])
def test_what_could_act_is_an_escape(text: str) -> None:
    assert sanitise(scalar_text(text)) == scalar_text(text)


def test_joiners_stay() -> None:
    assert scalar_text(FAMILY) == f'"{FAMILY}"'
    assert parse("x.yaml", f"a: {scalar_text(FAMILY)}\n".encode()).data == {"a": FAMILY}
    assert parse("x.yaml", f"a: {scalar_text(FAMILY)}\n".encode()).problems == ()


@pytest.mark.parametrize("text", ["a::b", ":::", "see ##[group]x", "##vso[task.setvariable]", "std::vector, and more"])
def test_no_text_forms_a_command_of_a_runner(text: str) -> None:
    written = scalar_text(text)
    assert "::" not in written
    assert "##" not in written
    assert parse("x.yaml", f"a: {written}\n".encode()).data == {"a": text}


def test_every_agreement_to_the_example_counts_when_it_is_added(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "okrs", tmp_path / "okrs")
    for path in (tmp_path / "okrs/2026-Q4/agreements").iterdir():
        path.unlink()
    repository = api.open_repository(tmp_path)
    today = date(2026, 11, 16)
    written = 0
    for node in repository.workspace.plan.key_results.values():
        manager = repository.workspace.plan.directory.manager_of(node.content)
        for role in ("owner", "manager"):
            if node.cycle.name == "2026-Q4" and (role == "owner" or manager is not None):
                draft, _ = api.agreement_record(repository, node, today, today, role=role, by=None)  # type: ignore[arg-type]
                (tmp_path / draft.path).write_bytes(draft.text.encode())
                assert draft.path.split(".")[1] == content_digest(draft.text)
                written += 1
    assert written > 30
    again = api.open_repository(tmp_path)
    assessment = api.assess(again, today)
    standings = [assessment.key_result(n) for n in again.workspace.plan.key_results.values()]
    consents = [standing.consent for standing in standings if standing.node.cycle.name == "2026-Q4"]
    assert all(role.current is not None for consent in consents for role in consent.roles)
    before = {located.finding.code for located in api.lint(repository, today).findings}
    assert {located.finding.code for located in api.lint(again, today).findings} <= before


TEAM = {"team": "content", "lead": "bo"}
PLAN = plan([objective("content/goal", [key_result(), key_result("top", owner="ana"), key_result("team", owner=TEAM)])])


@pytest.mark.parametrize(
    ("id_", "more", "message", "remedy"),
    [
        ("kr", {"by": "boo"}, "there is nobody called `boo`", 'did you mean "bo"?'),
        ("kr", {"role": "owner", "by": "chen"}, "`chen` is not the owner", "its owner is `bo`"),
        ("kr", {"by": "chen"}, "`chen` is neither owner nor manager", "its manager `mara`"),
        ("kr", {"role": "manager", "by": "bo"}, "`bo` is not the manager", "its manager is `mara`"),
        ("top", {"role": "manager"}, "nobody is asked to agree", "`manager:` at the key result"),
        ("top", {"by": "bo"}, "`bo` is neither owner nor manager", "it has no manager; `manager:` at the key result"),
        ("team", {"role": "owner", "by": "mara"}, "`mara` is not the owner", "team `content` with its lead `bo`"),
        (
            "team",
            {"by": "chen"},
            "`chen` is neither owner nor manager",
            "team `content` with its lead `bo`, its manager",
        ),
        ("kr", {"day": date(2026, 10, 16)}, "2026-10-16 is still to come", "on the day on which it is given"),
    ],
)
def test_an_agreement_that_would_not_count_is_refused(
    id_: str, more: dict[str, object], message: str, remedy: str
) -> None:
    node = PLAN.key_results[f"2026-Q4/content/goal/{id_}"]
    with pytest.raises(OkrsError) as caught:
        agreement_file(PLAN, node, more.pop("day", DAY), DAY, **more)  # type: ignore[arg-type]
    assert message in caught.value.message
    assert remedy in (caught.value.remedy or "")


def test_who_agrees_says_as_what() -> None:
    node = PLAN.key_results["2026-Q4/content/goal/kr"]
    assert "    as: manager\n" in agreement_file(PLAN, node, DAY, DAY, by="mara").text
    assert "    as: owner\n" in agreement_file(PLAN, node, DAY, DAY, by="bo").text
    assert agreement_file(PLAN, node, DAY, DAY, "manager").path.startswith("okrs/2026-Q4/agreements/2026-10-15-mara.")
