"""The title of a person stands behind the name, where pages and tables say who somebody is."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrs_as_code.cli.main import run
from tests.repositories import make

FILES = {
    "okrs/people.yaml": "people:\n"
    "  ana: {name: Ana Souza, title: CEO | founder}\n"
    "  bo: {name: Bo Lindqvist, title: Writer, manager: ana}\n",
    "okrs/teams.yaml": "teams:\n  company: {name: Example Inc, lead: ana, members: [bo]}\n",
    "okrs/2026-Q4/company/goal.yaml": "title: Strangers trust us\nowner: ana\nkey_results:\n"
    "  - id: paying\n    title: Win 30 paying customers\n    owner: bo\n"
    "    measure: {type: metric, baseline: 5, target: 30, unit: customers}\n",
}


def test_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = make(tmp_path, FILES)
    assert run(["report", "--root", str(root), "--today", "2026-10-15"]) == 0
    pages = {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in root.glob("status/**/*.md")
    }
    person = next(text for name, text in pages.items() if name.endswith("people/bo.md"))
    objective = next(text for name, text in pages.items() if name.endswith("goal.md"))
    team = next(text for name, text in pages.items() if name.endswith("teams/company.md"))
    assert "# Bo Lindqvist, Writer, 2026-Q4" in person
    assert "(CEO \\| founder)" in person
    assert "(Writer)" in objective
    assert "(CEO \\| founder)" in objective
    assert "(Writer)" in team


@pytest.mark.parametrize("columns", ["80", "120"])
def test_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    root = str(make(tmp_path, FILES))
    assert run(["status", "--root", root, "--today", "2026-11-15"]) == 0
    table, needs = capsys.readouterr().out.split("Who needs help first")
    assert "Writer" in table
    assert "(Bo Lindqvist, Writer)" in needs
    for goal, shown in (("company/goal/paying", "Bo Lindqvist, Writer (bo)"), ("company/goal", "Ana Souza, CEO")):
        assert run(["show", goal, "--root", root, "--today", "2026-11-15"]) == 0
        assert shown in capsys.readouterr().out


@pytest.mark.parametrize("columns", ["80", "120", "150"])
def test_a_long_title_goes_on_in_the_next_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    people = FILES["okrs/people.yaml"].replace("title: Writer", "title: Vice President Engineering")
    root = str(make(tmp_path, {**FILES, "okrs/people.yaml": people}))
    assert run(["status", "--root", root, "--today", "2026-11-15"]) == 0
    table = capsys.readouterr().out.partition("Who needs help first")[0]
    assert "…" not in table
    assert all(word in table for word in ("Vice", "President", "Engineering"))
