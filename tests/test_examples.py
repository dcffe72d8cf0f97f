"""The example organisation shows what it is meant to; the smallest repository and the design's example are clean."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.consent import ConsentState
from okrs_as_code.model.files.objective import TeamOwner
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import KeyResultStanding

ROOT = Path(__file__).parent.parent


def findings(root: Path, today: date) -> list[tuple[str, str]]:
    """Code and subject of every error and warning."""
    return [
        (located.finding.code, located.finding.subject)
        for located in api.lint(api.open_repository(root), today).findings
    ]


@pytest.fixture(scope="module")
def example() -> Assessment:
    repository = api.open_repository(ROOT)
    marked = repository.workspace.plan.config.example
    assert marked is not None
    return Assessment(repository.workspace.plan, marked.today)


def standing(example: Assessment, id: str, cycle: str = "2026-Q4") -> KeyResultStanding:
    return example.key_result(example.plan.key_results[f"{cycle}/{id}"])


def test_its_warnings_are_there_on_purpose(example: Assessment) -> None:
    assert findings(ROOT, example.today) == [
        ("AGR003", "2026-Q4/growth/guided-start/activation"),
        ("ALN003", "2026-Q4/people/good-first-weeks"),
        ("OWN005", "2026-Q4/web/fast-pages/crash-free"),
        ("KR009", "2026-Q4/web/fast-pages/image-budget"),
    ]


def test_each_warning_is_explained_in_its_file(example: Assessment) -> None:
    for code, subject in findings(ROOT, example.today):
        file = ROOT / "okrs" / f"{'/'.join(subject.split('/')[:3])}.yaml"
        assert f"# {code} warns here, on purpose: " in file.read_text(encoding="utf-8")


def test_agreements_are_named_after_their_content() -> None:
    for path in (ROOT / "okrs").glob("*/agreements/*.yaml"):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        assert path.name.split(".")[1] == hashlib.sha256(content).hexdigest()[:6], path.name


def test_the_smallest_repository_is_two_files_and_clean() -> None:
    root = ROOT / "examples" / "smallest"
    assert len([path for path in root.rglob("*") if path.is_file()]) == 2
    assert findings(root, date(2026, 11, 16)) == []


def test_the_example_of_the_design_has_no_error() -> None:
    root, today = Path(__file__).parent / "design_example", date(2026, 12, 30)
    assert findings(root, today) == [("OWN005", "2026-Q4/content/organic-pipeline/crash-free")]
    design = api.assess(api.open_repository(root), today)
    graded = design.key_result(design.plan.key_results["2026-Q4/content/organic-pipeline/pillar-posts"])
    assert (graded.status, graded.score, len(graded.check_ins)) == (Status.CLOSED, 0.67, 1)
    assert graded.consent.owner.current is not None
    following = [node for node in design.plan.key_results.values() if node.cycle.name == "2027-Q1"]
    assert {design.key_result(node).consent.state for node in following} == {ConsentState.AGREED}


def test_the_cycle_before_is_graded_and_reviewed(example: Assessment) -> None:
    objectives = example.plan.in_cycle("2026-Q3")
    assert len(objectives) == 4
    assert all(example.objective(node).closed for node in objectives)
    grades = [record.content for record in example.plan.grades if record.cycle == "2026-Q3"]
    assert all(getattr(grade, "reviewed_by", None) for grade in grades)


def test_all_measures_and_kinds_of_owner_are_shown(example: Assessment) -> None:
    nodes = [node for node in example.plan.key_results.values() if node.cycle.name == "2026-Q4"]
    kinds = Counter(node.content.measure.type for node in nodes)
    assert set(kinds) == {"metric", "threshold", "milestones", "binary"}
    result = standing(example, "content/organic-pipeline/pillar-posts")
    assert result.progress.score == pytest.approx(2 / 3)
    posts = result.node
    assert posts.owner == "bo"
    assert example.plan.directory.teams["content"].lead == "mara"
    assert posts.content.measure.model_dump(include={"target", "unit"}) == {"target": 3, "unit": "posts"}
    assert example.plan.directory.reports["lea"] == ("tom",)
    assert standing(example, "company/profitable-growth/qualified-pipeline").node.owner == "lea"
    assert isinstance(standing(example, "web/fast-pages/crash-free").node.content.owner, TeamOwner)


def test_the_running_cycle_is_all_there(example: Assessment) -> None:
    assert [node.short_id for node in example.plan.in_cycle("2026")] == [
        "company/own-feet",
        "company/trusted-by-teams",
    ]
    running = example.plan.in_cycle("2026-Q4")
    assert {node.team for node in running} == set(example.plan.directory.teams)
    assert 15 <= sum(len(node.key_results) for node in running) <= 20
    above = {
        node.short_id: parent.id
        for node in running
        if (parent := example.plan.alignments.main_parent(node)) is not None
    }
    assert set(above) == {node.short_id for node in running} - {"people/good-first-weeks"}
    assert above["company/profitable-growth"] == "2026/company/own-feet"
    mondays = {record.content.date for record in example.plan.check_ins if record.cycle == "2026-Q4"}
    assert mondays >= {date.fromordinal(date(2026, 10, 5).toordinal() + 7 * week) for week in range(7)}


def test_everybody_agreed_where_the_story_does_not_say_otherwise(example: Assessment) -> None:
    open_ = {ConsentState.AGREED, ConsentState.PROPOSED, ConsentState.STALE}
    states = {key: example.key_result(node).consent.state for key, node in example.plan.key_results.items()}
    assert {key: state for key, state in states.items() if state in open_ and state is not ConsentState.AGREED} == {
        "2026-Q4/growth/guided-start/activation": ConsentState.STALE,
        "2026-Q4/people/good-first-weeks/would-recommend": ConsentState.PROPOSED,
    }


def test_grades_follow_from_what_was_measured(example: Assessment) -> None:
    graded = [example.key_result(node) for node in example.plan.key_results.values() if node.cycle.name == "2026-Q3"]
    for state in graded:
        if state.score is not None:
            assert state.score == pytest.approx(state.progress.score, abs=0.005), state.node.id
        assert state.grade is not None
        entry = state.grade.entry
        goes_on = entry.decision in ("keep", "modify")
        assert goes_on == (entry.carried_to is not None), state.node.id
        assert entry.carried_to is None or entry.carried_to in example.plan.key_results


def test_who_left_owns_nothing_open(example: Assessment) -> None:
    people = example.plan.directory.people
    assert [key for key, person in people.items() if person.left is not None] == ["sam"]
    owned = [example.key_result(node) for node in example.plan.key_results.values() if node.owner == "sam"]
    assert [state.status for state in owned] == [Status.DROPPED]
    assert any(away.from_ == date(2026, 12, 21) for away in people["yusuf"].away)


def test_each_story_is_in_the_example(example: Assessment) -> None:
    renamed = standing(example, "web/fast-pages/time-to-first-byte")
    assert [check_in.entry.value for check_in in renamed.check_ins] == [880, 820, 760, 610, 560, 480, 430]
    assert renamed.consent.state == ConsentState.AGREED
    dropped = standing(example, "success/calm-support/community-forum")
    assert dropped.status == Status.DROPPED
    assert dropped.grade is not None
    assert dropped.grade.entry.because
    needs_help = standing(example, "growth/guided-start/guided-setup")
    assert needs_help.status == Status.OFF_TRACK
    assert needs_help.confidence == 0.3
    assert needs_help.help is not None
    moved = standing(example, "growth/guided-start/activation").consent
    assert moved.state == ConsentState.STALE
    assert [(difference.field, difference.before, difference.after) for difference in moved.owner.moved] == [
        ("target", 55, 50)
    ]
    assert standing(example, "success/calm-support/help-articles").status == Status.STALE
    assert standing(example, "people/good-first-weeks/would-recommend").status == Status.NOT_STARTED
    handed_over = standing(example, "web/fast-pages/image-budget")
    assert {check_in.by for check_in in handed_over.check_ins} == {"sam", "kai"}
    corrected = standing(example, "content/organic-pipeline/organic-leads")
    assert [check_in.entry.value for check_in in corrected.check_ins][:3] == [118, 124, 131]
    content = example.plan.objectives["2026-Q4/content/organic-pipeline"]
    assert example.plan.contributes(content)
    above = example.plan.objectives["2026-Q4/company/profitable-growth"]
    assert example.objective(above).roll_up.of == len(above.key_results) + 1
