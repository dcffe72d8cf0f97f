"""Files that are read in several processes are what they are in one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.workspace import reader
from okrs_as_code.workspace.trees.tree import RevisionTree
from tests.repositories import commit, git, make

TODAY = date(2026, 11, 16)
GOAL = """\
title: Customers love us
key_results:
  - id: joy
    title: Raise joy from 1 to 9 points{comment}
    owner: {owner}
    measure: {{type: metric, baseline: 1, target: 9, unit: points}}
"""
FILES = {
    "okrs/people.yaml": "people:\n  ana: {name: Ana}\n",
    "okrs/2026-Q4/company/sound.yaml": GOAL.format(owner="ana", comment=""),
    "okrs/2026-Q4/company/stranger.yaml": GOAL.format(owner="bo", comment=""),
    "okrs/2026-Q4/company/ownerless.yaml": GOAL.format(owner="ana", comment="").replace("    owner: ana\n", ""),
    "okrs/2026-Q4/company/twice.yaml": GOAL.format(owner="ana", comment="") + "title: Again\n",
    "okrs/2026-Q4/company/broken.yaml": "title: [\n",
    "okrs/2026-Q4/company/ignored.yaml": GOAL.format(
        owner="ana", comment="  # okrs: ignore[KR013] until 2026-12-01: the same number, seen from two sides"
    ),
    "okrs/2026-Q4/check-ins/2026-10-12-ana.yaml": (
        "by: ana\ndate: 2026-10-12\nkey_results: {company/sound/joy: {value: 2}, company/gone/joy: {value: 2}}\n"
    ),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = make(tmp_path, FILES)
    (made / "okrs/2026-Q4/company/link.yaml").symlink_to("sound.yaml")
    commit(made)
    return made


def test_the_same_findings_at_the_same_places(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = api.lint(api.open_repository(root), TODAY)
    monkeypatch.setattr(reader, "workers_for", lambda files, fewest: 2)
    together = api.lint(api.open_repository(root), TODAY)
    assert together == alone
    assert {"OWN001", "OWN003", "FMT001", "FMT007"} <= {located.finding.code for located in together.findings}


def test_a_commit_is_read_by_this_process_and_parsed_by_all(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = api.open_repository(root)
    tree = RevisionTree(repository.require_git(), git(root, "rev-parse", "HEAD").strip(), "")
    locations = [file.location for file in repository.workspace.files.values()]
    alone = list(reader.PlainReader().read(tree, locations))
    monkeypatch.setattr(reader, "workers_for", lambda files, fewest: 2)
    together = list(reader.PlainReader().read(tree, locations))
    assert [file and file.data for file in together] == [file and file.data for file in alone]
    assert any(file is not None and file.document is None for file in together)
    assert all(file is None or file.document is not None for file in alone)
