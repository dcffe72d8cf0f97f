"""Every kind of page of the sample, as it is to look; what is written, what is left alone, and what is refused."""

from __future__ import annotations

import os
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.cli import main as cli
from okrs_as_code.errors import OkrsError
from okrs_as_code.report.pages import site

HERE = Path(__file__).parent
GOLDEN = HERE / "pages"
TODAY = date(2026, 11, 16)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(HERE / "sample", tmp_path / "sample")
    return tmp_path / "sample"


def write(root: Path, out: Path | None = None, **more: object) -> api.PageChanges:
    return api.report(api.open_repository(root), TODAY, out=out, **more)  # type: ignore[arg-type]


def texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_pages_of_the_sample(root: Path) -> None:
    write(root)
    made = texts(root / "status")
    if os.environ.get("UPDATE_GOLDEN"):
        shutil.rmtree(GOLDEN, ignore_errors=True)
        shutil.copytree(root / "status", GOLDEN)
    assert made == texts(GOLDEN), "if this is meant, run: UPDATE_GOLDEN=1 python run.py pytest tests/report"


def test_pages_are_the_same_in_however_many_processes_they_are_made(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site, "_MIN_PAGES_FOR_PROCESSES", 1)
    monkeypatch.setattr(site, "processors", lambda: 3)
    monkeypatch.setattr(site, "_BATCH_SIZE", 2)
    reported: list[tuple[int, int]] = []
    changes = write(root, progress=lambda done, total: reported.append((done, total)))
    assert texts(root / "status") == texts(GOLDEN)
    assert reported == [(done, changes.total) for done in range(1, changes.total + 1)]


def test_a_heading_has_an_empty_line_before_it(root: Path) -> None:
    write(root)
    for page, text in texts(root / "status").items():
        assert re.findall(r"[^\n]\n#{1,6} .*", text) == [], page


def test_every_relative_link_leads_somewhere(root: Path) -> None:
    write(root)
    status = root / "status"
    checked = 0
    for page, text in texts(status).items():
        for target in re.findall(r"\]\(([^)]+)\)", text):
            if target.startswith("http"):
                continue
            path, _, anchor = target.partition("#")
            file = status / page if not path else (status / page).parent / path
            assert file.is_file(), f"{page}: {target}"
            assert not anchor or f'<a id="{anchor}"></a>' in file.read_text(encoding="utf-8"), f"{page}: {target}"
            checked += 1
    assert checked > 100


def test_a_second_run_writes_nothing(root: Path) -> None:
    first = write(root)
    before = {path: path.stat().st_mtime_ns for path in (root / "status").rglob("*.*")}
    second = write(root)
    assert (len(first.written), first.removed) == (len(before), ())
    assert second.is_current
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_pages_are_utf8_with_plain_line_ends(root: Path) -> None:
    write(root)
    for path in (root / "status").rglob("*.md"):
        raw = path.read_bytes()
        assert raw.endswith(b"\n")
        assert b"\r" not in raw
        assert raw.startswith(b"<!-- okrs: generated")
        assert b" \n" not in raw


def test_stale_pages_of_ours_go_and_foreign_files_stay(root: Path) -> None:
    write(root)
    status = root / "status"
    (status / "2026-Q4/people/notes.md").write_text("mine\n")
    (status / "logo.svg").write_text("<svg/>")
    (status / "2026-Q4/objectives/web/logo.svg").write_text("<svg/>")
    (root / "okrs/2026-Q4/web/fast-pages.yaml").unlink()
    shutil.rmtree(root / "okrs/2026")
    changes = write(root)
    assert {"2026-Q4/objectives/web/fast-pages.md", "2026-Q4/objectives/web/fast-pages.svg"} <= set(changes.removed)
    assert "2026/index.md" in changes.removed
    assert not (status / "2026").exists()
    assert [path.name for path in (status / "2026-Q4/objectives/web").iterdir()] == ["logo.svg"]
    assert (status / "2026-Q4/people/notes.md").read_text() == "mine\n"
    assert (status / "logo.svg").exists()


def test_a_foreign_file_where_a_page_belongs_is_refused_and_nothing_is_written(root: Path) -> None:
    (root / "status/2026-Q4").mkdir(parents=True)
    (root / "status/2026-Q4/index.md").write_text("mine\n")
    with pytest.raises(OkrsError, match="was not written by"):
        write(root)
    assert texts(root / "status") == {"2026-Q4/index.md": "mine\n"}


@pytest.mark.parametrize("left", [b"", b"\0" * 4096])
def test_a_page_that_a_power_cut_emptied_is_made_again(root: Path, left: bytes) -> None:
    write(root)
    before = texts(root / "status")
    (root / "status/2026-Q4/index.md").write_bytes(left)
    assert write(root).written == ("2026-Q4/index.md",)
    assert texts(root / "status") == before


@pytest.mark.parametrize("place", ["index.md", "2026-Q4", "2026-Q4/people", "2026-Q4/people/bo.md"])
def test_links_in_the_folder_are_never_followed(root: Path, tmp_path: Path, place: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "bo.md").write_text("<!-- okrs: generated, but not here -->\n")
    link = root / "status" / place
    link.parent.mkdir(parents=True)
    link.symlink_to(outside / "bo.md" if place.endswith(".md") else outside)
    with pytest.raises(OkrsError, match="is a link"):
        write(root)
    assert texts(outside) == {"bo.md": "<!-- okrs: generated, but not here -->\n"}


def test_a_folder_of_the_repository_that_is_a_link_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (root / "status").symlink_to(tmp_path / "outside")
    with pytest.raises(OkrsError, match="is a link"):
        write(root)
    assert write(root, tmp_path / "outside").written


def test_a_team_that_does_not_use_agreements_never_reads_of_them(root: Path) -> None:
    for folder in root.glob("okrs/*/agreements"):
        shutil.rmtree(folder)
    write(root)
    assert not any("greement" in text for text in texts(root / "status").values())
    config = root / "okrs/config.yaml"
    config.write_text(config.read_text().replace("required_from: 2027-Q1", "required_from: 2026-Q4"))
    write(root)
    speaking = {path.split("/")[0] for path, text in texts(root / "status").items() if "greement" in text}
    assert speaking == {"2026", "2026-Q4"}, "pages of each running cycle say what waits in the others"


def test_a_stale_link_is_not_followed_either(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (outside / "teams").mkdir(parents=True)
    (outside / "teams/old.md").write_text("<!-- okrs: generated -->\n")
    (root / "status").mkdir()
    (root / "status/2020-Q1").symlink_to(outside)
    assert write(root).removed == ()
    assert (outside / "teams/old.md").exists()


@pytest.mark.parametrize("out", ["okrs", "okrs/status", "okrs/../okrs/x"])
def test_pages_never_go_among_the_sources(root: Path, out: str) -> None:
    with pytest.raises(OkrsError, match="cannot be written into okrs/"):
        write(root, root / out)


def test_a_folder_that_is_a_file_or_below_one_is_refused(root: Path) -> None:
    (root / "file").write_text("")
    for out in ("file", "file/below"):
        with pytest.raises(OkrsError):
            write(root, root / out)


def test_check_reports_what_is_not_current(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["report", "--root", str(root), "--today", "2026-11-16"]
    assert cli.run([*arguments, "--check"]) == 1
    assert not (root / "status").exists()
    assert "index.md" in capsys.readouterr().out
    assert cli.run(arguments) == 0
    assert cli.run([*arguments, "--check"]) == 0
    capsys.readouterr()
    page = root / "status/2026-Q4/people/bo.md"
    page.write_text(page.read_text(encoding="utf-8") + "more\n", encoding="utf-8")
    assert cli.run([*arguments, "--check"]) == 1
    out, err = capsys.readouterr()
    assert out == f"{page}\n"
    assert "1 of 31 files" in err


def test_one_cycle_leaves_the_others_alone(root: Path) -> None:
    write(root)
    other = root / "status/2026/index.md"
    other.write_text("<!-- okrs: generated earlier -->\n")
    assert write(root, cycle="2026-Q4").is_current
    assert write(root).written == ("2026/index.md",)


def test_an_unknown_cycle_names_the_nearest(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["report", "--root", str(root), "--cycle", "2026-Q5"]) == 2
    err = capsys.readouterr().err
    assert "error: there are no objectives in a cycle `2026-Q5`" in err
    assert 'did you mean "2026-Q4"?' in err


def test_what_could_not_be_read_is_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "okrs/2026-Q4/web/fast-pages.yaml").write_text("title: [\n")
    assert cli.run(["report", "--root", str(root), "--today", "2026-11-16"]) == 0
    assert "note: 1 objective cannot be read: `okrs lint` says why" in capsys.readouterr().err
    index = (root / "status/index.md").read_text(encoding="utf-8")
    assert "1 objective cannot be read: web/fast-pages (`okrs/2026-Q4/web/fast-pages.yaml`)" in index


def test_an_example_says_so(root: Path) -> None:
    config = root / "okrs/config.yaml"
    config.write_text(config.read_text() + "example: {today: 2026-11-16}\n")
    write(root)
    pages = {path: text for path, text in texts(root / "status").items() if path.endswith(".md")}
    assert all("> **Example.** Example Inc does not exist" in text for text in pages.values())


def test_no_objectives_at_all(tmp_path: Path) -> None:
    (tmp_path / "okrs").mkdir()
    (tmp_path / "okrs/people.yaml").write_text("people:\n  bo: {name: Bo}\n")
    write(tmp_path)
    made = texts(tmp_path / "status")
    assert list(made) == ["index.md"]
    assert "There are no objectives yet." in made["index.md"]


def test_a_team_helps_under_a_former_id_also_where_a_person_has_its_id_of_today(tmp_path: Path) -> None:
    files = {
        "people.yaml": "people:\n  ana: {name: Ana Example}\n  core: {name: Core Example}\n",
        "teams.yaml": (
            "teams:\n  shop: {name: Shop, members: [ana]}\n  core: {name: Core, members: [core], formerly: [base]}\n"
        ),
        "2026-Q4/shop/faster.yaml": (
            "title: Buying takes a moment\nkey_results:\n  - id: pages\n    title: Show pages within 2 seconds\n"
            "    owner: ana\n    contributors: [base]\n    measure: {type: threshold, at_most: 2, unit: s}\n"
        ),
    }
    for name, text in files.items():
        path = tmp_path / "okrs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    write(tmp_path)
    pages = texts(tmp_path / "status")
    assert "Show pages within 2 seconds" in pages["2026-Q4/teams/core.md"]
    assert "2026-Q4/people/core.md" not in pages
