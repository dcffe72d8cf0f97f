"""Pages of a cycle that has ended: scores before progress, no sign of success at a grade, and no call for help."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.report.pictures.canvas import width
from tests.report.test_retrospective import TODAY, quarter, words
from tests.repositories import make

STYLE = (Path(__file__).parents[2] / "templates/html/style.css").read_text("utf-8")


def overviews(root: Path, today: date = TODAY) -> dict[str, str]:
    """The page of the fourth quarter in both forms."""
    opened = api.open_repository(root)
    api.report(opened, today, out=root / "status")
    api.site(opened, today, root / "public")
    paths = {"md": root / "status/2026-Q4/index.md", "html": root / "public/2026-Q4/index.html"}
    return {form: path.read_text(encoding="utf-8") for form, path in paths.items()}


def test_a_grade_is_no_success_by_its_sign(tmp_path: Path) -> None:
    page = overviews(make(tmp_path, quarter(bo=0)))["html"]
    [badge] = set(re.findall(r'badge closed">\s*(<svg[^\n]*?</svg>)\s*closed at 0\.0<', page))
    assert "M1.8 6.4" not in badge, "a tick"
    for rule in re.findall(r"^[^\n]*closed[^\n]*$", STYLE, re.MULTILINE):
        assert "--muted" in rule
        assert "--good" not in rule


def test_the_score_of_an_objective_is_that_of_the_retrospective(tmp_path: Path) -> None:
    root = make(tmp_path, quarter(bo=0.2, chen=0.1))
    for page in overviews(root).values():
        assert "score 0.27" in words(page)
    retrospective = (root / "public/2026-Q4/retrospective.html").read_text("utf-8")
    assert "<strong>0.27</strong>" in retrospective


def test_so_it_is_where_objectives_are_aligned_and_on_the_page_of_a_team(tmp_path: Path) -> None:
    files = quarter(bo=0.2, chen=0.1)
    aim = files["okrs/2026-Q4/shop/loved.yaml"]
    aligned = f"aligned_to: web/fast\n{aim}"
    root = make(tmp_path, {**files, "okrs/2026-Q4/shop/loved.yaml": aligned})
    aligned_goals = overviews(root)["html"].partition('id="alignment"')[2]
    assert re.findall(r'<b class="figure">(.*?)</b>', aligned_goals) == ["score 0.27", "score 0.7"]
    team = words((root / "public/2026-Q4/teams/web.html").read_text("utf-8"))
    assert "0 of 3 commitments were met" in team
    assert "of the way" in team


def test_commitments_and_aspirations_of_one_objective_are_no_one_number(tmp_path: Path) -> None:
    files = quarter(bo=1, chen=0.1)
    path = "okrs/2026-Q4/web/fast.yaml"
    key_result = "    title: Raise reach\n"
    root = make(
        tmp_path, {**files, path: files[path].replace(key_result, f"{key_result}    commitment: aspirational\n")}
    )
    line = "1 of 2 commitments was met; 0.1 for the one aspirational key result"
    assert line in words(overviews(root)["html"])
    assert f"<strong>{line}</strong>" in (root / "public/2026-Q4/retrospective.html").read_text("utf-8")


@pytest.mark.parametrize("form", ["md", "html"])
def test_nobody_is_asked_who_needs_help_once_it_has_ended(tmp_path: Path, form: str) -> None:
    root = make(tmp_path, quarter())
    ended = overviews(root)[form]
    assert "Nobody asked for help" not in ended
    assert "help first" not in ended
    assert "help" in overviews(root, date(2026, 10, 5))[form]
    (root / "okrs/2026-Q4/grades/2027-01-05-bo.yaml").unlink()
    (root / "okrs/2026-Q4/check-ins/2026-12-31-bo.yaml").write_text(
        "by: bo\ndate: 2026-12-31\nkey_results: {web/fast/speed: {value: 5, help: A second pair of eyes.}}\n"
    )
    assert "A second pair of eyes." in overviews(root)[form], "what is still open and asked for"


def test_a_badge_with_a_score_has_room_in_its_column() -> None:
    columns = [int(wide) for wide in re.findall(r"grid-template-columns: 1fr 76px (?:190px )?(\d+)px", STYLE)]
    assert len(columns) == 2
    sign_and_space_around = 12 + 6 + 2 * 11
    assert min(columns) >= width("closed at 0.83", strong=True) + sign_and_space_around


def test_cells_of_tables_break_between_words() -> None:
    [cells] = re.findall(r"^th, td \{(.*?)\}", STYLE, re.MULTILINE)
    assert "overflow-wrap: break-word" in cells
