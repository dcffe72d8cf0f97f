"""`okrs status`: the table at 80 and at 120 columns, the JSON for programs, and what it refuses."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.cli import main as cli
from okrs_as_code.model.goals.lookup import default_cycle
from tests.repositories import make

HERE = Path(__file__).parent
DAY = ("--today", "2026-11-16")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    shutil.copytree(HERE / "sample", tmp_path / "sample")
    return tmp_path / "sample"


def run_okrs(capsys: pytest.CaptureFixture[str], root: Path, *arguments: str) -> tuple[int, str, str]:
    status = cli.run(["status", "--root", str(root), *DAY, *arguments])
    out, err = capsys.readouterr()
    return status, out, err


@pytest.mark.parametrize("width", [80, 120])
def test_the_table(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    status, out, _ = run_okrs(capsys, root)
    assert status == 0
    assert max(map(len, out.splitlines())) <= width
    assert "\x1b" not in out
    shown = "".join(f"{line.rstrip()}\n" for line in out.splitlines())
    golden = HERE / f"table-{width}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8"), "if meant: UPDATE_GOLDEN=1 python run.py pytest tests/report"


def test_colour_only_where_it_is_wanted(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    colour = re.compile(r"\x1b\[(?:\d;)*3\d")
    assert colour.search(run_okrs(capsys, root)[1])
    monkeypatch.setenv("NO_COLOR", "1")
    assert not colour.search(run_okrs(capsys, root)[1])


def test_json(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run_okrs(capsys, root, "--output-format", "json")
    data = json.loads(out)
    assert status == 0
    assert list(data) == [
        "cycle",
        "today",
        "progress",
        "coverage",
        "score",
        "objectives",
        "unreadable",
        "also_running",
        "activity",
        "tasks",
    ]
    assert (data["cycle"], data["today"]) == ("2026-Q4", "2026-11-16")
    objective = data["objectives"][0]
    key_results = objective.pop("key_results")
    assert objective == {
        "id": "2026-Q4/content/organic-pipeline",
        "title": "Make organic search our best source of qualified pipeline",
        "owner": "mara",
        "progress": pytest.approx((1 / 3 + 0.2) / 2),
        "coverage": {"with_data": 2, "of": 3},
        "score": None,
        "statuses": {"off-track": 1, "at-risk": 1, "stale": 1},
        "unreadable": [],
    }
    assert key_results[0] == {
        "id": "2026-Q4/content/organic-pipeline/pillar-posts",
        "title": "Publish three in-depth posts",
        "owner": "bo",
        "manager": "mara",
        "measure": "metric",
        "value": 1.0,
        "progress": pytest.approx(1 / 3),
        "raw": pytest.approx(1 / 3),
        "score": None,
        "status": "at-risk",
        "pace": "far behind",
        "confidence": 0.5,
        "state": "agreed",
        "tier": "claimed",
    }
    assert key_results[1]["value"] == ["usability"]
    assert (key_results[2]["progress"], key_results[2]["value"]) == (None, None)


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (("--owner", "bo"), {"content/organic-pipeline/pillar-posts"}),
        (("--team", "company"), {"company/profitable-growth/crash-free"}),
        (("--manager", "mara"), {"content/organic-pipeline/pillar-posts"}),
        (("--owner", "dee", "--team", "company"), {"company/profitable-growth/crash-free"}),
        (("--cycle", "2026"), {"company/lasting-growth/organic-share"}),
        (("--owner", "bo", "--manager", "ana"), set()),
    ],
)
def test_filters(root: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], ids: set[str]) -> None:
    data = json.loads(run_okrs(capsys, root, "--output-format", "json", *arguments)[1])
    shown = {kr["id"].split("/", 1)[1] for objective in data["objectives"] for kr in objective["key_results"]}
    assert shown == ids
    assert run_okrs(capsys, root, *arguments)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (("--cycle", "2026-Q5"), "there are no objectives in a cycle `2026-Q5`", 'did you mean "2026-Q4"?'),
        (("--team", "contents"), "there is no team `contents`", 'did you mean "content"?'),
        (("--owner", "marra"), "there is nobody called `marra`", 'did you mean "mara"?'),
        (("--manager", "\x1b[31m"), "there is nobody called `\\u{1b}[31m`", "okrs/people.yaml lists everybody"),
    ],
)
def test_what_is_unknown_names_the_nearest(
    root: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str, hint: str
) -> None:
    status, out, err = run_okrs(capsys, root, *arguments)
    assert (status, out) == (2, "")
    assert message in err
    assert hint in err


@pytest.mark.parametrize(
    ("cycles", "chosen"),
    [
        (("2026", "2026-Q3", "2026-Q4", "2027-Q1"), "2026-Q4"),
        (("2026-Q2", "2026-Q3", "2027-Q1"), "2026-Q3"),
        (("2027-Q1", "2027-Q2"), "2027-Q1"),
        ((), "2026-Q4"),
    ],
)
def test_the_default_cycle(tmp_path: Path, cycles: tuple[str, ...], chosen: str) -> None:
    files = {f"okrs/{cycle}/company/goal.yaml": "title: A goal\nkey_results: []\n" for cycle in cycles}
    make(tmp_path, {"okrs/people.yaml": "people:\n  bo: {name: Bo}\n", **files})
    plan = api.open_repository(tmp_path).workspace.plan
    from datetime import date

    assert default_cycle(plan, date(2026, 11, 16)).name == chosen


def test_nothing_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(tmp_path, {"okrs/people.yaml": "people:\n  bo: {name: Bo}\n"})
    status, out, _ = run_okrs(capsys, tmp_path)
    assert status == 0
    assert "no objectives here; `okrs new` writes one" in out


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (
            ("--owner", "ana", "--cycle", "2026-Q4"),
            "Ana Souza owns no key result in 2026-Q4, and keeps coherent: company/profitable-growth",
        ),
        (("--owner", "bo", "--team", "web"), "Bo Lindqvist owns no key result in 2026-Q4 or 2026, in Web"),
        (("--manager", "bo"), "Bo Lindqvist is the manager of no key result in 2026-Q4 or 2026"),
    ],
)
def test_nothing_for_somebody(
    root: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], why: str
) -> None:
    assert why in " ".join(run_okrs(capsys, root, *options)[1].split())


def test_what_could_not_be_read_is_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "okrs/2026-Q4/web/fast-pages.yaml").write_text("title: [\n")
    assert "note: 1 objective cannot be read: `okrs lint` says why" in run_okrs(capsys, root)[2]


@pytest.mark.parametrize("width", ["80", "120"])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_percentages_are_whole(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: str, encoding: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    monkeypatch.setattr(
        "okrs_as_code.cli.screen.terminal._can_encode", lambda words, _: encoding == "utf-8" or words.isascii()
    )
    file = root / "okrs/2026-Q4/content/organic-pipeline.yaml"
    text = file.read_text(encoding="utf-8")
    title = "Publish three in-depth posts"
    assert title in text
    narrow = f"{'x' * (29 if width == '120' else 34)} 9 %"
    file.write_text(text.replace(title, narrow).replace("target: 3", "target: 0.01"), encoding="utf-8")
    out = run_okrs(capsys, root)[1].replace("\u00a0", " ")
    assert ">999 %  at-risk" in out or ">999 % at-risk" in out or ">999 % 1 posts" in out
    assert not re.search(r"^\s*%", out, re.MULTILINE)
    assert max(map(len, out.splitlines())) <= int(width)


GRADED = {
    "okrs/people.yaml": "people:\n  bo: {name: Bo Lindqvist}\n",
    "okrs/2026-Q4/company/pages.yaml": """\
title: Our pages earn their keep
owner: bo
key_results:
  - id: guide
    title: Authors can publish without an editor
    owner: bo
    measure: {type: binary}
    success: Five posts went out in a row without a hand.
  - id: posts
    title: Publish three posts
    owner: bo
    measure: {type: metric, baseline: 0, target: 3, unit: posts}
""",
    "okrs/2026-Q4/check-ins/2026-12-20-bo.yaml": """\
by: bo
date: 2026-12-20
key_results:
  company/pages/guide: {done: false, confidence: 0.8}
""",
    "okrs/2026-Q4/grades/2026-12-30-bo.yaml": """\
by: bo
date: 2026-12-30
key_results:
  company/pages/guide: {score: 0.9, decision: keep, because: Four of five., root_cause: Holidays.}
""",
}
LATER = ("--cycle", "2026-Q4", "--today", "2027-01-05")


def test_a_grade_shows_its_score_and_no_confidence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    _, out, _ = run_okrs(capsys, make(tmp_path, GRADED), *LATER)
    [row] = [line for line in out.splitlines() if "Authors can publish" in line]
    assert "closed at 0.9" in row
    assert "0.8" not in row
    assert "0.9" in next(line for line in out.splitlines() if line.startswith("Our pages"))
    assert "1 of 1 objective has data   score 0.9" in out.splitlines()[1]


def test_scores_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(run_okrs(capsys, make(tmp_path, GRADED), *LATER, "--output-format", "json")[1])
    [objective] = data["objectives"]
    assert (data["score"], objective["score"], data["progress"]) == (0.9, 0.9, 0.0)
    assert [key_result["score"] for key_result in objective["key_results"]] == [0.9, None]
