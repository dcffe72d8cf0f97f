"""A short run of what measures: corpora are the same each time and lint clean, and figures become a page."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import chart, floors, history, measuring, page, places
from benchmarks.bench import QUICK, Bench
from benchmarks.bounds import Bound
from benchmarks.corpus import PER_CYCLE, TODAY, Organisation
from benchmarks.measuring import MEBIBYTE, CommandFailedError, Patience, Side, compare, run
from benchmarks.repository import KEY_RESULT_FILE, change, git, go_back, prepare, prepare_history
from benchmarks.results import Point, Results, outcome, unmeasured
from benchmarks.rows import rows
from okrs_as_code.cli.main import run as okrs

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="what a process cost is asked for in the way of POSIX")


def test_an_organisation_is_the_same_each_time() -> None:
    files = list(Organisation(20, weeks=2).files())
    assert files == list(Organisation(20, weeks=2).files())
    assert sum("/check-ins/" in path for path, _ in files) == 2 * len(Organisation(20).units()) * 3


def test_objectives_are_of_four_kilobytes_with_five_key_results() -> None:
    goals = [text for path, text in Organisation(30).files() if path.count("/") == 3]
    assert len(goals) == 30
    assert all(4000 <= len(text.encode()) < 4200 and text.count("\n  - id: ") == 5 for text in goals)


def test_a_large_organisation_has_more_cycles_and_no_larger_files() -> None:
    assert len(Organisation(PER_CYCLE).cycles()) == 1
    large = Organisation(2 * PER_CYCLE + 1)
    assert large.cycles() == ["2026-Q4", "2027-Q1", "2027-Q2"]
    people = next(text for path, text in large.files() if path.endswith("people.yaml"))
    assert len(people.encode()) < 512 * 1024
    assert people.count("\n") == len(large.units()) * 3 + 1


@pytest.mark.parametrize("organisation", [Organisation(100), Organisation(24, weeks=13)], ids=["plain", "records"])
def test_a_lint_finds_nothing_in_an_organisation(organisation: Organisation, tmp_path: Path) -> None:
    repository = prepare(tmp_path, organisation)
    arguments = ["lint", "--root", str(repository.root), "--today", str(TODAY), "--error-on-warning"]
    assert okrs(arguments) == 0
    assert git(repository.root, "status", "--short") == ""


def test_a_repository_has_the_same_commit_each_time_and_forgets_what_is_kept(tmp_path: Path) -> None:
    one, other = (prepare(tmp_path / name, Organisation(6)) for name in ("one", "other"))
    assert git(one.root, "rev-parse", "HEAD") == git(other.root, "rev-parse", "HEAD")
    (one.root / ".git" / "kept" / "deep").mkdir(parents=True)
    one.forget()
    assert not (one.root / ".git" / "kept").exists()
    assert git(one.root, "status", "--short") == ""


def test_a_change_is_of_as_many_files_as_asked_for(tmp_path: Path) -> None:
    repository = prepare(tmp_path, Organisation(30))
    for _ in range(2):
        base = change(repository, 5)
        assert len(git(repository.root, "diff", "--name-only", base, "HEAD").splitlines()) == 5
        go_back(repository, 5)
    assert git(repository.root, "status", "--short", "--branch").strip() == "## main"


def test_a_history_has_known_edits_and_is_read_by_all_alike(tmp_path: Path) -> None:
    prepared = prepare_history(tmp_path, 30, objectives=12, every=10)
    assert git(prepared.root, "rev-list", "--count", "HEAD").strip() == "30"
    commits = git(prepared.root, "log", "--format=%H", "--", KEY_RESULT_FILE).split()
    assert len(commits) == prepared.edits == 3
    theirs = list(history.by_gitpython(prepared.root, KEY_RESULT_FILE))
    assert [commit for commit, _ in theirs] == commits
    assert list(history.by_us(prepared.root, KEY_RESULT_FILE)) == theirs


def test_two_commands_are_compared_in_turns(tmp_path: Path) -> None:
    log = tmp_path / "log"
    sides = [
        Side(name, (sys.executable, "-c", f"open({str(log)!r}, 'a').write({name!r})"), tmp_path) for name in ("a", "b")
    ]
    compared = compare(sides[0], sides[1], Patience(2, 2, 0))
    assert log.read_text() == "ab" + "abab"
    assert len(compared.first.seconds) == len(compared.ratios) == 2
    assert compared.first.memory > MEBIBYTE
    assert all(seconds > 0 for seconds in compared.first.seconds)


def test_what_did_not_run_for_long_runs_once_before_it_is_timed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring, "FORGOTTEN_AFTER", 0.0)
    log = tmp_path / "log"
    sides = [
        Side(name, (sys.executable, "-c", f"open({str(log)!r}, 'a').write({name!r})"), tmp_path) for name in ("a", "b")
    ]
    compared = compare(sides[0], sides[1], Patience(2, 2, 0))
    assert log.read_text() == "ab" + "aabb" * 2
    assert len(compared.first.seconds) == len(compared.second.seconds) == 2


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    code = "import sys; print('error: no', file=sys.stderr); sys.exit(3)"
    with pytest.raises(CommandFailedError, match="broken ended with 3: error: no"):
        run(Side("broken", (sys.executable, "-c", code), tmp_path))


@pytest.mark.parametrize(
    ("bound", "ratio", "memory", "met"),
    [
        (Bound("at most", 5), 5, 0, True),
        (Bound("at most", 5), 5.1, 0, False),
        (Bound("faster", 20), 20, 0, True),
        (Bound("faster", 20), 19, 0, False),
        (Bound("between", 9, 11.5), 10, 0, True),
        (Bound("between", 9, 11.5), 8, 0, False),
        (Bound("at most", 4, memory=80), 1, 81 * MEBIBYTE, False),
        (Bound(), 1, 0, None),
    ],
)
def test_bounds(bound: Bound, ratio: float, memory: int, met: bool | None) -> None:
    assert bound.is_met(ratio, memory) is met


def test_every_row_is_of_its_own() -> None:
    keys = [row.key for row in rows(QUICK)]
    assert len(keys) == len(set(keys))


@pytest.mark.nightly
def test_a_short_run_becomes_a_page(tmp_path: Path) -> None:
    bench = Bench(tmp_path, QUICK, Patience(1, 1, 0))
    results = Results()
    for row in rows(QUICK):
        if row.key in ("version", "since"):
            results.put(outcome(row, row.measure(bench), judged=False))
        else:
            results.put(unmeasured(row, "not here"))
    for line, base in (("lint, cold", 1.0), ("lint, warm", 0.1)):
        for size in (100, 1000):
            results.plot(Point(line, size, base * size / 100))
    results.write(tmp_path / "results.json")
    assert Results.read(tmp_path / "results.json") == results
    text = page.page(results)
    assert "start: `--version`" in text
    assert "not here" in text
    assert ElementTree.fromstring(chart.draw(results.points)).tag.endswith("svg")


def test_what_cannot_be_avoided_can_be_measured(tmp_path: Path) -> None:
    repository = prepare(tmp_path, Organisation(3))
    for name in floors.FLOORS:
        floors.FLOORS[name](repository.root)


def test_the_page_is_that_of_the_results() -> None:
    if not places.RESULTS.exists():
        pytest.skip("nothing was measured yet")
    results = Results.read(places.RESULTS)
    message = "run: python run.py python -m benchmarks --page"
    assert places.PAGE.read_text(encoding="utf-8") == page.page(results), message
    assert places.PICTURE.read_text(encoding="utf-8") == chart.draw(results.points), message


def test_the_command_lists_what_can_be_chosen() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--help"], cwd=places.ROOT, capture_output=True, text=True, check=True
    )
    assert "--quick" in done.stdout
    assert json.loads((places.HERE / "package.json").read_text())["private"] is True
