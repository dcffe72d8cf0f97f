"""Files that do not fit are read once more for the places in them, whatever became of them since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.git.client import Git
from okrs_as_code.lint.policy import Selection
from okrs_as_code.lint.run import lint
from okrs_as_code.signing.status import SignatureStatus
from okrs_as_code.workspace.layout import EntryKind, Location
from okrs_as_code.workspace.loader import load
from okrs_as_code.workspace.reader import ReadFile
from okrs_as_code.workspace.trees.overlay import PartialTree
from okrs_as_code.workspace.trees.tree import FileTree
from okrs_as_code.yaml import parse
from tests.repositories import GOAL, OBJECTIVE, PEOPLE, commit, git, make

TODAY = date(2026, 11, 16)
UNFIT = OBJECTIVE.replace("- id:", "- idd:")


class SummaryReader:
    """Gives the data of the text that it was made with, as a cache does."""

    def __init__(self, text: str) -> None:
        self._data = parse(GOAL, text.encode()).data
        self.signature_statuses: dict[str, SignatureStatus] = {}

    def read(self, tree: FileTree, locations: Sequence[Location]) -> Iterator[ReadFile | None]:
        return (ReadFile(self._data) for _ in locations)


@pytest.mark.parametrize(
    "text",
    [OBJECTIVE, UNFIT, "", "[", "~", "- a\n", "title: Grow\n", "key_results: []\n", "key_results: {a: b}\n", None],
)
def test_a_file_that_changes_while_it_is_read_is_judged_as_it_was_read_last(text: str | None) -> None:
    def read(paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        return ((path, text.encode() if text is not None else None) for path in paths)

    tree = PartialTree({GOAL: EntryKind.FILE}, {}, read)
    changed = lint(load(tree, SummaryReader(UNFIT)), TODAY, Selection())
    rest = PartialTree({GOAL: EntryKind.FILE}, {}, lambda paths: ((path, (text or "").encode()) for path in paths))
    assert changed.findings == lint(load(rest), TODAY, Selection()).findings


def test_of_a_commit_they_are_read_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    goals = {GOAL.replace("organic", f"organic-{number}"): f"{UNFIT}# {number}\n" for number in range(6)}
    root = make(tmp_path, {"okrs/people.yaml": PEOPLE, **goals})
    commit(root)
    calls: list[int] = []
    blobs = Git.blobs

    def counted(self: Git, ids: Sequence[str]) -> Iterator[bytes]:
        calls.append(len(ids))
        return blobs(self, ids)

    monkeypatch.setattr(Git, "blobs", counted)
    workspace = api.open_repository(root, cache=True).at(git(root, "rev-parse", "HEAD").strip())
    assert all(workspace.files[path].mismatches for path in goals)
    assert len([ids for ids in calls if ids]) <= 3  # people, goals, and goals that do not fit
