"""The rows on the web site."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace

from benchmarks import peers, places
from benchmarks.bench import Bench, NotYetError, Row, Sizes
from benchmarks.bounds import Bound
from benchmarks.corpus import TODAY, WEEKS
from benchmarks.measuring import Comparison, Side, compare, run


def site_rows(sizes: Sizes) -> list[Row]:
    """The rows, in the order of the table."""
    fewer = sizes.two_hundred
    return [
        Row(
            "pictures",
            f"report with pictures, all pages made anew, {fewer:,} objectives, {WEEKS} weeks of records, cold",
            "without them",
            Bound("at most", 1.3),
            _pictures,
        ),
        Row(
            "site",
            f"site, all pages made anew, {fewer:,} objectives, {WEEKS} weeks of records, cold",
            "`okrs report` of the same",
            Bound("at most", 2.5),
            _site,
        ),
        Row(
            "site-mkdocs",
            f"site, all pages made anew, {fewer:,} objectives, {WEEKS} weeks of records, cold",
            "mkdocs on the pages of `okrs report`",
            Bound("at most", 0.75),
            _site_and_mkdocs,
        ),
        Row(
            "site-linear",
            f"site of {sizes.thousand:,} objectives, {WEEKS} weeks of records, cold",
            f"the same of {fewer:,}",
            Bound("at most", 6),
            _site_linear,
        ),
    ]


def _pictures(bench: Bench) -> Comparison:
    """Both as modules of this checkout, and one of them with texts of a few bytes in the place of pictures."""
    with_pictures = bench.made_anew("report", bench.repository(bench.sizes.two_hundred, WEEKS))
    arguments = with_pictures.command[len(places.okrs()) :]
    environment = with_pictures.environment | places.from_checkout(bench.folder)
    sides = (
        replace(with_pictures, name=module, command=(sys.executable, "-m", module, *arguments), environment=environment)
        for module in ("okrs_as_code", "benchmarks.without_pictures")
    )
    return compare(*sides, bench.patience)


def _site(bench: Bench) -> Comparison:
    repository = bench.repository(bench.sizes.two_hundred, WEEKS)
    sides = (bench.made_anew(command, repository) for command in ("site", "report"))
    return compare(*sides, bench.patience)


def _site_linear(bench: Bench) -> Comparison:
    larger, smaller = (
        bench.made_anew("site", bench.repository(size, WEEKS))
        for size in (bench.sizes.thousand, bench.sizes.two_hundred)
    )
    return compare(larger, smaller, bench.patience)


def _site_and_mkdocs(bench: Bench) -> Comparison:
    if not peers.MKDOCS.program().exists():
        raise NotYetError(f"{peers.MKDOCS.name} is not installed; run: python run.py python -m benchmarks.peers")
    repository = bench.repository(bench.sizes.two_hundred, WEEKS)
    folder = bench.folder / "mkdocs"
    shutil.rmtree(folder, ignore_errors=True)
    run(bench.okrs("okrs report", repository.root, "report", "--today", str(TODAY), "--out", str(folder / "docs")))
    (folder / "mkdocs.yml").write_text("site_name: Pages\n", encoding="utf-8")
    command = (str(peers.MKDOCS.program()), *peers.MKDOCS.arguments, str(folder / "mkdocs.yml"))
    made = folder / "site"
    theirs = Side(peers.MKDOCS.name, command, folder, lambda: shutil.rmtree(made, ignore_errors=True))
    return compare(bench.made_anew("site", repository), theirs, bench.patience)
