"""The example organisation shows what it is meant to; the smallest repository and the design's example are clean."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.model.assessment import Assessment, KeyResultStanding, Status
from okrs_as_code.model.objective import TeamOwner
from okrs_as_code.model.state import State

ROOT = Path(__file__).parent.parent


def told(root: Path, today: date) -> list[tuple[str, str]]:
    """Code and subject of every error and warning."""
    return [(one.finding.code, one.finding.subject) for one in api.lint(api.open_repository(root), today).findings]


@pytest.fixture(scope="module")
def example() -> Assessment:
    repository = api.open_repository(ROOT)
    marked = repository.workspace.plan.config.example
    assert marked is not None
    return Assessment(repository.workspace.plan, marked.today)


def standing(example: Assessment, id: str, cycle: str = "2026-Q4") -> KeyResultStanding:
    return example.key_result(example.plan.key_results[f"{cycle}/{id}"])


def test_its_warnings_are_there_on_purpose(example: Assessment) -> None:
    assert told(ROOT, example.today) == [
        ("ALN003", "2026-Q4/people/good-first-weeks"),
        ("OWN005", "2026-Q4/web/fast-pages/crash-free"),
        ("KR009", "2026-Q4/web/fast-pages/image-budget"),
    ]


def test_the_smallest_repository_is_two_files_and_clean() -> None:
    root = ROOT / "examples" / "smallest"
    assert len([path for path in root.rglob("*") if path.is_file()]) == 2
    assert told(root, date(2026, 11, 16)) == []


def test_the_example_of_the_design_has_no_error() -> None:
    found = told(Path(__file__).parent / "design_example", date(2026, 12, 30))
    assert found == [("OWN005", "2026-Q4/content/organic-pipeline/crash-free")]


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
    posts = standing(example, "content/organic-pipeline/pillar-posts").node
    assert posts.owner == "bo"
    assert posts.content.measure.model_dump(include={"target", "unit"}) == {"target": 3, "unit": "posts"}
    assert example.plan.directory.reports["lea"] == ("tom",)
    assert standing(example, "company/profitable-growth/qualified-pipeline").node.owner == "lea"
    assert isinstance(standing(example, "web/fast-pages/crash-free").node.content.owner, TeamOwner)


def test_each_story_is_told(example: Assessment) -> None:
    renamed = standing(example, "web/fast-pages/time-to-first-byte")
    assert len(renamed.check_ins) == 7
    assert renamed.consent.state == State.AGREED
    dropped = standing(example, "success/calm-support/community-forum")
    assert dropped.status == Status.DROPPED
    needs_help = standing(example, "growth/guided-start/guided-setup")
    assert needs_help.status == Status.OFF_TRACK
    assert needs_help.help is not None
    moved = standing(example, "growth/guided-start/activation").consent
    assert moved.state == State.STALE
    assert [(one.field, one.before, one.after) for one in moved.owner.moved] == [("target", 55, 50)]
    assert standing(example, "success/calm-support/help-articles").status == Status.STALE
    assert standing(example, "people/good-first-weeks/would-recommend").status == Status.NOT_STARTED
    handed_over = standing(example, "web/fast-pages/image-budget")
    assert {one.by for one in handed_over.check_ins} == {"sam", "kai"}
    corrected = standing(example, "content/organic-pipeline/organic-leads")
    assert [one.entry.value for one in corrected.check_ins][:3] == [118, 124, 131]
    content = example.plan.objectives["2026-Q4/content/organic-pipeline"]
    assert example.plan.contributes(content)
