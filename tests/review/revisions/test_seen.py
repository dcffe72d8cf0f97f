"""The plans of other commits are read once, and only if somebody asks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.review.revisions.revision import PlansByCommit
from okrs_as_code.workspace.repository import Repository
from tests.repositories import GOAL, OBJECTIVE, commit, make


def test_commits_that_leave_the_goals_alone_have_one_plan(tmp_path: Path) -> None:
    first = commit(make(tmp_path))
    second = commit(make(tmp_path, {"code.py": "pass\n"}))
    third = commit(make(tmp_path, {GOAL: OBJECTIVE.replace("target: 3", "target: 4")}))
    plans = PlansByCommit(Repository(tmp_path), (first, second, third))
    assert plans[first] is plans[second]
    assert plans[first] is not plans[third]
    assert list(plans) == [first, second, third]
    assert "0f" * 20 not in plans
    assert plans.get("0f" * 20) is None


def test_where_no_terms_change_none_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people = "people:\n  bo: {name: Bo, account: bo-l}\n  ana: {name: Ana, account: ana-a}\n"
    earlier = commit(make(tmp_path, {"okrs/people.yaml": people, GOAL: OBJECTIVE}))
    commit(make(tmp_path, {"code.py": "pass\n", GOAL: OBJECTIVE.replace("why: ", "why: Well, ")}))
    read: list[str] = []
    monkeypatch.setattr(PlansByCommit, "__getitem__", lambda _, name: read.append(name))
    repository = api.open_repository(tmp_path)
    raw = f'[{{"user": {{"login": "bo-l"}}, "state": "APPROVED", "commit_id": "{earlier}"}}]'.encode()
    request = api.approvals(repository, earlier, "HEAD", date(2026, 10, 15), reviews=raw)
    assert request.approvals.complete
    assert not read
