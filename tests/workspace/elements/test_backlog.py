"""The backlog is loaded beside the plan; what cannot be read of it is known, and a team of its name excludes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrs_as_code.model.goals.backlog import Backlog
from okrs_as_code.workspace.layout import Refusal
from okrs_as_code.workspace.loader import Workspace, load
from okrs_as_code.workspace.trees.tree import WorkingTree
from tests.repositories import SMALL, make

TEAM_BACKLOG = {"okrs/teams.yaml": "teams:\n  company: {name: Example}\n  backlog: {name: The backlog crew}\n"}


def workspace(root: Path, files: dict[str, str]) -> Workspace:
    return load(WorkingTree(make(root, {**SMALL, **files})))


def unreadable(backlog: Backlog) -> list[tuple[str, str]]:
    return [(element.subject, element.title) for element in backlog.unreadable]


def test_a_title_is_a_goal_and_nothing_of_the_plan(tmp_path: Path) -> None:
    without = workspace(tmp_path / "without", {})
    loaded = workspace(tmp_path / "with", {"okrs/backlog/company/podcast.yaml": "title: Be heard\n"})
    assert [(node.id, node.content.title) for node in loaded.backlog.nodes.values()] == [
        ("backlog/company/podcast", "Be heard")
    ]
    assert not loaded.backlog.unreadable
    assert not loaded.misplaced
    assert set(loaded.plan.objectives) == set(without.plan.objectives)
    assert loaded.plan.cycles == without.plan.cycles
    assert not without.backlog


def test_a_broken_part_hides_nothing_else(tmp_path: Path) -> None:
    text = "title: [Be heard]\nwhy: It pays.\nkey_results:\n  - {title: Six episodes}\n  - {titel: x}\n  - {id: a}\n"
    backlog = workspace(tmp_path, {"okrs/backlog/company/podcast.yaml": text}).backlog
    [node] = backlog.nodes.values()
    assert (node.content.title, node.content.why) == ("podcast", "It pays.")
    assert [key_result.name for key_result in node.key_results] == ["Six episodes"]
    assert unreadable(backlog) == [
        ("backlog/company/podcast", "podcast"),
        ("backlog/company/podcast#2", "key result 2"),
        ("backlog/company/podcast/a", "key result 3"),
    ]


@pytest.mark.parametrize("text", ["title: [", "- a list\n", "", "title: a\n---\ntitle: b\n"])
def test_a_file_that_cannot_be_read_is_no_gap(tmp_path: Path, text: str) -> None:
    loaded = workspace(tmp_path, {"okrs/backlog/company/podcast.yaml": text})
    assert [subject for subject, _ in unreadable(loaded.backlog)] == ["backlog/company/podcast"]
    assert not tuple(loaded.plan.unreadable)


def test_a_team_called_backlog_excludes_the_folder(tmp_path: Path) -> None:
    cycle_file = "okrs/2026-Q4/backlog/tidy.yaml"
    objective = "title: Be tidy\nkey_results: []\n"
    files = {"okrs/backlog/company/podcast.yaml": "title: Be heard\n", cycle_file: objective, **TEAM_BACKLOG}
    loaded = workspace(tmp_path, files)
    assert not loaded.backlog
    assert [(place.path, place.refusal) for place in loaded.misplaced] == [
        ("okrs/backlog/company/podcast.yaml", Refusal.TEAM_CALLED_BACKLOG)
    ]
    assert "2026-Q4/backlog/tidy" in loaded.plan.objectives


def test_a_folder_of_that_name_in_a_cycle_is_no_backlog(tmp_path: Path) -> None:
    loaded = workspace(tmp_path, {"okrs/2026-Q4/backlog/tidy.yaml": "title: Be tidy\nkey_results: []\n"})
    assert not loaded.backlog
    assert "2026-Q4/backlog/tidy" in loaded.plan.objectives
