"""One page in one file: whose goals it shows, and that it needs nothing else."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.cli import main as cli
from tests.repositories import GOAL, OBJECTIVE, PEOPLE, SMALL, make

HERE = Path(__file__).parent
GOLDEN = HERE / "one-page"
TODAY = date(2026, 11, 16)


def page(root: Path, today: date = TODAY, *, with_people: bool = False) -> str:
    api.one_page(api.open_repository(root), today, root / "board.html", with_people=with_people)
    return (root / "board.html").read_text(encoding="utf-8")


def titles(text: str) -> list[str]:
    return re.findall(r'<h3 dir="auto">(.*?)</h3>', text)


@pytest.mark.parametrize("people", ["with", "without"])
def test_the_page_of_the_sample(tmp_path: Path, people: str) -> None:
    root = tmp_path / "sample"
    shutil.copytree(HERE / "sample", root)
    made = page(root, with_people=people == "with")
    made = re.sub(r"<style>.*?</style>", "<style>…</style>", re.sub("sha256-[^&]+", "sha256-…", made), flags=re.DOTALL)
    golden = GOLDEN / f"{people}-people.html"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(made, encoding="utf-8", newline="\n")
    assert made == golden.read_text("utf-8"), "if this is meant, run: UPDATE_GOLDEN=1 python run.py pytest tests/report"


def test_it_needs_no_other_file_and_runs_nothing(tmp_path: Path) -> None:
    text = page(make(tmp_path), with_people=True)
    assert not re.search(r"<(?:script|link|img|iframe|a)\b|\b(?:src|href|style|on\w+)=|url\(|@import", text)
    [style] = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src &#x27;none&#x27;; style-src &#x27;sha256-{digest}&#x27;; base-uri"
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}' in text


def test_a_style_sheet_of_ones_own_cannot_end_its_element(tmp_path: Path) -> None:
    style = 'b::before {content: "</style><script>alert(1)</script>"}\r\n\x0c\n  \nb {}\n'
    text = page(make(tmp_path, {**SMALL, "templates/html/style.css": style}))
    assert "<script" not in text.replace("<\\/style><script>alert(1)<\\/script>", "")
    [content] = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    assert hashlib.sha256(content.encode()).digest() == base64.b64decode(re.findall(r"sha256-([^&]+)", text)[0])


def organisation(root: Path, teams: int, of_the_top: int = 0) -> Path:
    files = {"okrs/people.yaml": PEOPLE}
    files["okrs/teams.yaml"] = "teams:\n  company: {name: Us, lead: ana}\n" + "".join(
        f"  team-{number:02}: {{name: Team {number}, lead: bo, part_of: company}}\n" for number in range(teams)
    )
    for number in range(teams):
        files[f"okrs/2026-Q4/team-{number:02}/goal.yaml"] = OBJECTIVE.replace("Make", f"Goal {number:02}, make")
    for number in range(of_the_top):
        files[f"okrs/2026-Q4/company/top-{number:02}.yaml"] = OBJECTIVE.replace("Make", f"Top {number:02}, make")
    return make(root, files)


def test_the_goals_of_the_top_team_are_shown(tmp_path: Path) -> None:
    shown = titles(page(organisation(tmp_path, teams=2, of_the_top=1)))
    assert [title[:6] for title in shown] == ["Top 00"]


def test_without_one_all_are_shown_and_those_beyond_twelve_are_counted(tmp_path: Path) -> None:
    text = page(organisation(tmp_path, teams=15))
    assert len(titles(text)) == 12
    assert "and 3 more objectives:" in text
    assert '<li><b>6</b> <svg class="sign stale"' in text
    assert "more objective" not in page(organisation(tmp_path / "few", teams=12))


def test_goals_of_a_year_stand_below_those_of_the_quarter(tmp_path: Path) -> None:
    text = page(make(tmp_path, {**SMALL, GOAL.replace("2026-Q4", "2026"): OBJECTIVE.replace("Make", "Year, make")}))
    assert [title[:4] for title in titles(text)] == ["Make"], "without a top team, those of the cycle that is now"
    organisation(tmp_path / "top", teams=1, of_the_top=1)
    make(tmp_path / "top", {GOAL.replace("2026-Q4", "2026"): OBJECTIVE.replace("Make", "Year, make")})
    text = page(tmp_path / "top")
    assert [title[:4] for title in titles(text)] == ["Top ", "Year"]
    assert text.index("<h2>2026-Q4 ") < text.index("<h2>2026 ")


def test_the_headline_is_about_what_is_shown_and_the_others_are_counted_by_cycle(tmp_path: Path) -> None:
    files = {
        "okrs/people.yaml": PEOPLE,
        "okrs/teams.yaml": "teams: {company: {name: Us, lead: ana}, app: {name: App, lead: bo, part_of: company}}\n",
        "okrs/config.yaml": "cycles: {2026-C6: {from: 2026-10-26, until: 2026-12-04}}\n",
        "okrs/2026-C6/app/goal.yaml": OBJECTIVE.replace("Make", "App, make"),
        "okrs/2026-Q4/company/goal.yaml": OBJECTIVE.replace("Make", "Top, make"),
    }
    for cycle, team, value in (("2026-C6", "app", 3), ("2026-Q4", "company", 1)):
        files[f"okrs/{cycle}/check-ins/2026-11-09-bo.yaml"] = (
            f"by: bo\ndate: 2026-11-09\nkey_results: {{{team}/goal/pillar-posts: {{value: {value}}}}}\n"
        )
    text = page(make(tmp_path, files))
    assert '<h1 dir="auto">OKRs, 2026-Q4</h1>' in text
    assert [title[:3] for title in titles(text)] == ["Top"]
    assert '<b class="figure huge">33' in text
    assert "1 of 1 objective has data" in text
    others = text[text.index("Not on this page") :]
    assert '2026-C6<span class="muted">1 of 1 other objective has data</span>' in others
    assert '<span class="figure">100' in others
    year = page(make(tmp_path, {"okrs/2026/company/year.yaml": OBJECTIVE.replace("Make", "Year, make")}))
    assert '<h1 dir="auto">OKRs, 2026-Q4 and 2026</h1>' in year
    assert year.count('class="figure huge"') == 2
    assert "Us · 2026-Q4 · " in year
    assert "Us · 2026 · " in year


def test_what_counts_in_a_goal_of_the_page_is_not_counted_again(tmp_path: Path) -> None:
    root = organisation(tmp_path, teams=1, of_the_top=1)
    assert "Not on this page" in page(root)
    part = OBJECTIVE.replace("key_results:", "aligned_to: {objective: company/top-00, contributes: true}\nkey_results:")
    assert "Not on this page" not in page(make(root, {"okrs/2026-Q4/team-00/goal.yaml": part}))


def test_where_there_is_nothing_it_says_so(tmp_path: Path) -> None:
    assert "There are no objectives yet." in page(make(tmp_path, {"okrs/people.yaml": PEOPLE}))


def test_what_cannot_be_read_is_counted(tmp_path: Path) -> None:
    text = page(make(tmp_path, {**SMALL, "okrs/2026-Q4/company/broken.yaml": "title: [\n"}))
    assert "1 objective cannot be read" in text
    assert "0 of 2 objectives have data, 1 cannot be read" in text
    assert "company/broken" not in text
    alone = page(make(tmp_path / "alone", {"okrs/people.yaml": PEOPLE, GOAL: "title: [\n"}), with_people=True)
    assert "company/organic-pipeline" in alone
    assert "There are no objectives yet." not in alone


def run(root: Path, *arguments: str) -> int:
    return cli.run(["site", "--root", str(root), "--today", str(TODAY), *arguments])


def test_a_second_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(tmp_path)
    file = tmp_path / "for/the/board.html"
    assert run(tmp_path, "--one-page", str(file)) == 0
    written = file.stat().st_mtime_ns
    output = capsys.readouterr()
    assert output.out == f"wrote {file}\n"
    assert "note: people are left out" in output.err
    assert run(tmp_path, "--one-page", str(file)) == 0
    assert (capsys.readouterr().out, file.stat().st_mtime_ns) == (f"{file} is current\n", written)
    assert run(tmp_path, "--one-page", str(file), "--with-people") == 0
    assert "people are left out" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--one-page", "okrs/board.html"], "cannot be written into okrs/"),
        (["--one-page", "board.pdf"], "ends in `.html`"),
        (["--one-page", "board.html", "--out", "public"], "leave `--out` out"),
        (["--one-page", "mine.html"], "was not written by"),
        (["--one-page", "link.html"], "is a link"),
        (["--one-page", "linked/board.html"], "is a link"),
        (["--one-page", "folder.html"], "is not a file"),
        (["--out", "okrs"], "cannot be written into okrs/"),
        (["--out", "okrs/2026-Q4/public"], "cannot be written into okrs/"),
        (["--out", "linked"], "is a link"),
        (["--out", "mine.html"], "is a file"),
        (["--out", "foreign"], "was not written by"),
    ],
)
def test_a_place_that_is_not_ours_is_refused_and_nothing_is_written(
    tmp_path: Path,
    arguments: list[str],
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = make(tmp_path / "root", {**SMALL, "mine.html": "mine\n", "foreign/2026-Q4/index.html": "mine\n"})
    (tmp_path / "outside").mkdir()
    (root / "folder.html").mkdir()
    (root / "link.html").symlink_to(root / "mine.html")
    (root / "linked").symlink_to(tmp_path / "outside")
    before = {path: path.is_file() and path.read_bytes() for path in tmp_path.rglob("*")}
    monkeypatch.chdir(root)
    assert run(root, *arguments) == 2
    output = capsys.readouterr()
    assert message in output.err
    assert output.out == ""
    assert {path: path.is_file() and path.read_bytes() for path in tmp_path.rglob("*")} == before
