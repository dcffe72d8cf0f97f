"""One broken file, or entry, never hides the rest."""

from __future__ import annotations

from pathlib import Path

from okrs_as_code.workspace.repository import Repository
from tests.repositories import GOAL, PEOPLE, SMALL, make

CHECK_IN = "okrs/2026-Q4/check-ins/2026-10-12-bo.yaml"


def workspace(root: Path, files: dict[str, str | bytes]) -> Repository:
    return Repository.find(make(root, {**SMALL, **files}))


def test_a_broken_key_result_keeps_its_id_and_its_neighbours(tmp_path: Path) -> None:
    broken = SMALL[GOAL].replace("    owner: bo\n", "")
    plan = workspace(tmp_path, {GOAL: broken}).workspace.plan
    [objective] = plan.objectives.values()
    assert objective.ids == ("pillar-posts", "subscribers")
    assert [node.content.id for node in objective.key_results] == ["subscribers"]
    assert objective.key_results[0].position == 1
    assert not objective.broken
    resolved = plan.resolve_key_result("company/organic-pipeline/pillar-posts", objective.cycle)
    assert resolved == "2026-Q4/company/organic-pipeline/pillar-posts"


def test_a_broken_head_leaves_the_key_results(tmp_path: Path) -> None:
    broken = SMALL[GOAL].replace("owner: mara\nkey", "owner: [mara]\nkey").replace("title: Make", "titel: Make")
    [objective] = workspace(tmp_path, {GOAL: broken}).workspace.plan.objectives.values()
    assert objective.broken
    assert len(objective.key_results) == 2


def test_an_unreadable_objective_still_resolves(tmp_path: Path) -> None:
    loaded = workspace(tmp_path, {GOAL: "title: [\n"}).workspace
    assert loaded.unreadable == (GOAL,)
    cycle = loaded.plan.calendar.cycle("2026-Q4")
    assert cycle is not None
    assert loaded.plan.resolve_objective("company/organic-pipeline", cycle) is not None
    assert loaded.plan.resolve_key_result("company/organic-pipeline/anything", cycle) is not None


def test_an_objective_that_is_no_mapping(tmp_path: Path) -> None:
    for text in ("- a\n", "text\n", "3\n"):
        loaded = workspace(tmp_path, {GOAL: text}).workspace
        assert loaded.plan.objectives == {}
        assert loaded.files[GOAL].mismatches


def test_a_broken_person_is_still_known(tmp_path: Path) -> None:
    people = PEOPLE.replace("{name: Bo, manager: mara}", "{nam: Bo}")
    directory = workspace(tmp_path, {"okrs/people.yaml": people}).workspace.plan.directory
    assert directory.knows_person("bo")
    assert "bo" not in directory.people
    assert directory.people.keys() == {"ana", "mara"}


def test_an_unreadable_people_file_is_reported(tmp_path: Path) -> None:
    loaded = workspace(tmp_path, {"okrs/people.yaml": "people: [\n", "okrs/config.yaml": "{}\n"}).workspace
    assert not loaded.people_known
    assert loaded.teams_known


def test_without_teams_everybody_is_the_company(tmp_path: Path) -> None:
    directory = workspace(tmp_path, {}).workspace.plan.directory
    assert directory.members("company") == {"ana", "mara", "bo"}
    assert directory.top_team is None


def test_a_record_keeps_the_entries_that_fit(tmp_path: Path) -> None:
    record = """\
by: bo
date: 2026-10-12
key_results:
  company/organic-pipeline/pillar-posts: {value: 1}
  company/organic-pipeline/subscribers: {valeu: 1}
"""
    loaded = workspace(tmp_path, {CHECK_IN: record}).workspace
    assert list(loaded.records[CHECK_IN].key_results) == ["company/organic-pipeline/pillar-posts"]
    assert len(loaded.files[CHECK_IN].mismatches) == 1


def test_a_record_without_a_head_is_none(tmp_path: Path) -> None:
    for text in ("date: 2026-10-12\nkey_results: {}\n", "by: bo\ndate: 2026-10-12\nkey_results: []\n", "- x\n"):
        loaded = workspace(tmp_path, {CHECK_IN: text}).workspace
        assert loaded.records == {}
        assert loaded.files[CHECK_IN].mismatches


def test_policy_keeps_the_keys_that_fit(tmp_path: Path) -> None:
    config = "organization: Example Inc\nstewards: ana\nfiscal_year_start: July\n"
    plan = workspace(tmp_path, {"okrs/config.yaml": config}).workspace.plan
    assert plan.config.organization == "Example Inc"
    assert plan.config.fiscal_year_start == "january"
