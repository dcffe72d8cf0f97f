"""The web site as files: the same bytes for the same input, and pages of a size that a phone loads at once."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from statistics import median

import pytest

from benchmarks.corpus import TODAY, Organisation
from okrs_as_code import api
from okrs_as_code.report.pages import site
from tests.nightly import at_night
from tests.repositories import make

EXAMPLE = Path(__file__).parents[2] / "okrs"
EXAMPLE_TODAY = date(2026, 11, 16)
MAX_MEDIAN = 60_000
"""Bytes of the median page."""
WEEKS = 13


def texts(root: Path, today: date, out: Path) -> dict[str, bytes]:
    changes = api.site(api.open_repository(root), today, out)
    written = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert sorted(written) == sorted(changes.written)
    return written


def example(folder: Path) -> Path:
    shutil.copytree(EXAMPLE, folder / "okrs")
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the example organisation is in `one`, and its site in `site`."""
    return example(tmp_path_factory.mktemp("web") / "one").parent


@pytest.fixture(scope="module")
def example_texts(folder: Path) -> dict[str, bytes]:
    return texts(folder / "one", EXAMPLE_TODAY, folder / "site")


def test_the_same_input_gives_the_same_bytes(
    tmp_path: Path, example_texts: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In another place, in another order of files on the disk, and in any number of processes."""
    monkeypatch.setattr(site, "_MIN_PAGES_FOR_PROCESSES", 1)
    monkeypatch.setattr(site, "processors", lambda: 3)
    monkeypatch.setattr(site, "_BATCH_SIZE", 5)
    files = {
        f"okrs/{path.relative_to(EXAMPLE).as_posix()}": path.read_bytes()
        for path in sorted(EXAMPLE.rglob("*.yaml"), reverse=True)
    }
    assert texts(make(tmp_path / "other", files), EXAMPLE_TODAY, tmp_path / "second") == example_texts


@pytest.mark.usefixtures("example_texts")
def test_a_second_run_writes_nothing(folder: Path) -> None:
    assert api.site(api.open_repository(folder / "one"), EXAMPLE_TODAY, folder / "site").is_current


def test_no_data_is_no_part_of_a_way(tmp_path: Path) -> None:
    files = {
        "okrs/people.yaml": "people:\n  ana: {name: Ana Reis}\n",
        "okrs/2026-Q4/company/loved.yaml": (
            "title: Customers love us\nkey_results:\n  - {id: joy, title: Raise joy from 1 to 9 points, owner: ana, "
            "measure: {type: metric, baseline: 1, target: 9, unit: points}}\n"
        ),
    }
    written = texts(make(tmp_path / "root", files), EXAMPLE_TODAY, tmp_path / "site")
    assert any(b"no data" in page for page in written.values())
    assert [path for path, page in written.items() if b"of the way" in page] == []


def median_page(written: dict[str, bytes]) -> float:
    return median(len(text) for path, text in written.items() if path.endswith(".html"))


def test_the_median_page_of_the_example_is_small(example_texts: dict[str, bytes]) -> None:
    assert median_page(example_texts) <= MAX_MEDIAN


@pytest.mark.parametrize("sizes", [(8, 20), *at_night((12, 32))])
def test_the_median_page_does_not_grow_with_the_organisation(sizes: tuple[int, int], tmp_path: Path) -> None:
    """Of organisations of which the few pages that list all do not decide which page is the median."""
    smaller, larger = (
        median_page(
            texts(make(tmp_path / str(size), dict(Organisation(size, WEEKS).files())), TODAY, tmp_path / f"{size}.site")
        )
        for size in sizes
    )
    assert larger <= MAX_MEDIAN
    assert larger <= 1.05 * smaller


def test_bars_are_drawn_and_never_of_characters(example_texts: dict[str, bytes]) -> None:
    pages = {path: page.decode() for path, page in example_texts.items() if path.endswith(".html")}
    assert [path for path, page in pages.items() if re.search("[▓░]", page)] == []
    assert any(re.search(r"Below: .*: \d+\u00a0%, supports this", page) for page in pages.values())


def test_a_course_says_whether_it_goes_by_week_or_by_month(example_texts: dict[str, bytes]) -> None:
    steps = {
        (path.partition("/")[0], step)
        for path, page in example_texts.items()
        for step in re.findall(r"Progress by (\w+) in numbers", page.decode())
    }
    assert steps == {("2026", "month"), ("2026-Q4", "week"), ("2026-Q3", "week")}
