"""A report on another day writes only pages on which something is said differently."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from okrs_as_code import api
from tests.nightly import more_at_night
from tests.repositories import make

ROOT = Path(__file__).parents[2]
SAMPLE = Path(__file__).parent / "sample"


@pytest.mark.parametrize(
    ("folder", "day"),
    [
        (SAMPLE / "okrs", "2026-11-17"),
        (ROOT / "okrs", "2026-12-28"),
        (SAMPLE / "okrs", "2027-01-20"),
        *more_at_night(
            (SAMPLE / "okrs", "2026-12-28"),
            (SAMPLE / "okrs", "2027-05-03"),
            (ROOT / "okrs", "2026-11-17"),
            (ROOT / "okrs", "2027-01-20"),
            (ROOT / "okrs", "2027-05-03"),
        ),
    ],
)
def test_the_next_day_changes_only_what_says_something_else(tmp_path: Path, folder: Path, day: str) -> None:
    shutil.copytree(folder, tmp_path / "okrs")
    today = date.fromisoformat(day)
    whole = api.report(api.open_repository(tmp_path), today)
    before = {path: path.read_text(encoding="utf-8") for path in (tmp_path / "status").rglob("*.md")}
    next_day = api.report(api.open_repository(tmp_path), today + timedelta(days=1))
    assert len(next_day.written) < len(whole.written) / 2
    for name in next_day.written:
        was, now = (
            before[tmp_path / "status" / name].splitlines(),
            (tmp_path / "status" / name).read_text().splitlines(),
        )
        told = [line for line in now if line not in was]
        assert not [line for line in told if line.startswith(("As of", "The last record"))]


def test_a_quiet_day_changes_nothing(tmp_path: Path) -> None:
    files = {
        "okrs/people.yaml": "people:\n  bo: {name: Bo}\n",
        "okrs/config.yaml": "repository: https://github.com/example/okrs\n",
        "okrs/2026-Q4/company/goal.yaml": "title: Goal\nowner: bo\nkey_results:\n"
        "  - {id: posts, title: R, owner: bo, measure: {type: metric, baseline: 0, target: 3, unit: posts}}\n",
        "okrs/2026-Q4/check-ins/2026-11-14-bo.yaml": "by: bo\ndate: 2026-11-14\n"
        "key_results: {company/goal/posts: {value: 1, confidence: 0.7}}\n",
    }
    root = make(tmp_path, files)
    assert api.report(api.open_repository(root), date(2026, 11, 16)).written
    assert list(api.report(api.open_repository(root), date(2026, 11, 17)).written) == []
    page = (root / "status/2026-Q4/people/bo.md").read_text(encoding="utf-8")
    assert "The last record on this page is of 14 Nov 2026." in page
    assert "day 47" not in page


@pytest.mark.parametrize("page", ["index.md", "2026-Q4/index.md"])
def test_the_index_and_a_cycles_page_say_at_the_top_on_which_records_they_stand(tmp_path: Path, page: str) -> None:
    goal = "title: Goal\nowner: bo\nkey_results:\n  - {id: posts, title: R, owner: bo, measure: {type: binary}}\n"
    root = make(tmp_path, {"okrs/people.yaml": "people:\n  bo: {name: Bo}\n", "okrs/2026-Q4/company/goal.yaml": goal})

    def lines(today: date) -> list[str]:
        api.report(api.open_repository(root), today)
        return (root / "status" / page).read_text(encoding="utf-8").splitlines()

    before = lines(date(2026, 10, 2))
    heading = next(at for at, line in enumerate(before) if line.startswith("# "))
    assert before[heading + 2] == "No record yet: nobody has checked in."
    check_in = "by: bo\ndate: 2026-10-02\nkey_results: {company/goal/posts: {confidence: 0.7}}\n"
    make(root, {"okrs/2026-Q4/check-ins/2026-10-02-bo.yaml": check_in})
    after = lines(date(2026, 10, 3))
    assert after[heading + 2] == "The last record on this page is of 2 Oct 2026."
    assert "\n".join(after).count("The last record") == 1
    assert lines(date(2026, 10, 4)) == after
