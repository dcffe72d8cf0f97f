"""OBJ003 in a repository without teams.yaml, where there is no entry of a team to point at."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from okrs_as_code.lint.context import Context
from okrs_as_code.lint.engine import run_rules
from okrs_as_code.lint.policy import Selection
from okrs_as_code.workspace.loader import load
from okrs_as_code.workspace.trees.tree import WorkingTree


def test_without_teams_the_first_objective_beyond_the_limit_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "okrs" / "2026-Q4" / "company"
    folder.mkdir(parents=True)
    (tmp_path / "okrs" / "people.yaml").write_text(
        "people:\n  bo: {name: Bo}\n  chen: {name: Chen}\n", encoding="utf-8"
    )
    for name in ("a", "b", "c", "d", "e"):
        (folder / f"{name}.yaml").write_text(f"title: Aim {name}\nkey_results: []\n", encoding="utf-8")
    (finding,) = run_rules(Context(load(WorkingTree(tmp_path)), date(2026, 10, 15)), Selection.of(["OBJ003"], []))
    assert finding.message == 'team "company" has 5 objectives in 2026-Q4, more than 3'
    assert (finding.place.file, finding.place.path) == ("okrs/2026-Q4/company/d.yaml", ("title",))
