"""The page of the backlog: by team, with what cannot be read, in Markdown and on the web; and no trace without one."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.cli.main import run
from tests.repositories import make

TODAY = date(2026, 11, 16)
FILES = {
    "okrs/backlog/content/podcast.yaml": "title: Be *heard* <b>\nwhy: |\n  It pays.\n\n  A lot.\nowner: bo\n"
    "aligned_to: company/profitable-growth\nkey_results:\n"
    "  - {title: Six shows, owner: bo, measure: {type: metric, baseline: 0, target: 6, unit: shows}}\n"
    "  - {title: We are known}\n  - {titel: Nothing}\n"
    "initiatives: [{title: Call them, link: https://example.com/1}]\n",
    "okrs/backlog/web/broken.yaml": "title: [\n",
    "okrs/backlog/web/search.yaml": "title: Be found\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(Path(__file__).parent / "sample", tmp_path / "sample")
    return make(tmp_path / "sample", FILES)


def report(root: Path) -> api.PageChanges:
    return api.report(api.open_repository(root), TODAY)


def test_the_page(root: Path) -> None:
    report(root)
    page = (root / "status/backlog.md").read_text(encoding="utf-8")
    content, web = page.partition("## Content\n")[2].split("## Web\n")
    for line in (
        "### Be \\*heard\\* &lt;b&gt;\n",
        "`backlog/content/podcast` · Bo Lindqvist · to be aligned to `company/profitable-growth`",
        "It pays.\n\nA lot.\n",
        "- Six shows (Bo Lindqvist, from 0 to 6 shows)\n- We are known\n- ⚠️ key result 3: cannot be read\n",
        "Work for it: [Call them](https://example.com/1).\n",
    ):
        assert line in content.replace("\u00a0", " ")
    assert "### Be found\n" in web
    assert "### ⚠️ web/broken\n\nThis goal cannot be read: `okrs/backlog/web/broken.yaml`" in web
    assert "⚠️ 1 objective and 1 key result cannot be read: key result 3 (`okrs/backlog/content/podcast.yaml`)" in web
    assert "[Backlog](backlog.md): 3 goals for later, in no cycle yet." in (root / "status/index.md").read_text()


def test_nothing_else_knows_of_it(root: Path, tmp_path: Path) -> None:
    report(root)
    with_backlog = {path: path.read_text() for path in (root / "status").rglob("*.md")}
    shutil.rmtree(root / "okrs/backlog")
    changes = report(root)
    assert (changes.written, changes.removed) == (("index.md",), ("backlog.md",))
    unchanged = [path for path, text in with_backlog.items() if path.exists() and path.read_text() == text]
    assert len(unchanged) == len(with_backlog) - 2


def test_a_file_of_that_name_that_is_not_ours_stays(root: Path) -> None:
    report(root)
    shutil.rmtree(root / "okrs/backlog")
    make(root, {"status/backlog.md": "# Mine\n"})
    assert report(root).removed == ()
    assert (root / "status/backlog.md").read_text() == "# Mine\n"


def test_the_web_site_has_it(root: Path, tmp_path: Path) -> None:
    api.site(api.open_repository(root), TODAY, tmp_path / "site")
    page = (tmp_path / "site/backlog.html").read_text(encoding="utf-8")
    assert '<h3 dir="auto">Be *heard* &lt;b&gt;</h3>' in page
    assert "<code>backlog/web/search</code>" in page
    assert '<li dir="auto">key result 3 <span class="badge">cannot be read</span></li>' in page
    assert '<h3 dir="auto">web/broken <span class="badge">cannot be read</span></h3>' in page
    assert '<a href="backlog.html">Backlog</a>: 3 goals' in (tmp_path / "site/index.html").read_text(encoding="utf-8")


def test_a_block_of_its_template_is_replaced(root: Path) -> None:
    template = '{% extends "bundled/backlog.md.j2" %}{% block summary %}Ask us.\n\n{% endblock %}'
    make(root, {"templates/backlog.md.j2": template})
    report(root)
    assert "# Backlog\n\nAsk us.\n\n## Content\n" in (root / "status/backlog.md").read_text()


def test_the_list(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "--backlog", "--root", str(root), "--today", "2026-11-16"]) == 0
    captured = capsys.readouterr()
    assert captured.out == (
        "backlog/content/podcast  Be *heard* <b>\n"
        "backlog/web/broken       web/broken (unreadable)\n"
        "backlog/web/search       Be found\n"
    )
    assert "1 objective and 1 key result cannot be read: `okrs lint` says why" in captured.err


def test_the_list_of_a_team(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "--backlog", "--team", "web", "--root", str(root)]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [
        "backlog/web/broken",
        "backlog/web/search",
    ]
    assert run(["list", "--backlog", "--team", "nobody", "--root", str(root)]) == 2
    assert "there is no team `nobody`" in capsys.readouterr().err


@pytest.mark.parametrize("option", [("--cycle", "2026-Q4"), ("--owner", "bo"), ("--mine",), ("--manager", "mara")])
def test_goals_without_cycle_and_owner_are_not_filtered_by_them(
    root: Path, option: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["list", "--backlog", *option, "--root", str(root)]) == 2
    assert "only `--team` goes with it" in capsys.readouterr().err


def test_an_empty_backlog(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(root / "okrs/backlog")
    assert run(["list", "--backlog", "--root", str(root)]) == 0
    assert capsys.readouterr().out == "the backlog is empty\n"


def test_status_does_not_count_it(root: Path) -> None:
    before = api.status(api.open_repository(root), TODAY).as_json()
    shutil.rmtree(root / "okrs/backlog")
    assert api.status(api.open_repository(root), TODAY).as_json() == before
