"""The rows of the table: what is measured against what, and the bound."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks import peers, places
from benchmarks.bench import Bench, NotYetError, Row, Sizes, nothing
from benchmarks.bounds import Bound
from benchmarks.corpus import TODAY, WEEKS
from benchmarks.everyday_rows import everyday_rows
from benchmarks.export_rows import export_rows
from benchmarks.import_rows import import_rows
from benchmarks.measuring import CommandFailedError, Comparison, Side, compare
from benchmarks.peers import Peer
from benchmarks.repository import KEY_RESULT_FILE, Prepared, change, go_back, prepare_history
from benchmarks.site_rows import site_rows

CHANGED = 10


def rows(sizes: Sizes) -> list[Row]:
    """All rows, in the order of the table."""
    small, large = sizes.thousand, sizes.ten_thousand
    return [
        *everyday_rows(sizes),
        _cold(small, peers.CHECK_JSONSCHEMA, Bound("faster", 10)),
        _warm(small, Bound("at most", 8)),
        _warm(large, Bound("at most", 12)),
        Row(
            "since",
            f"lint of a change of ten files among {large:,}, warm",
            "`git status` there",
            Bound("at most", 20),
            _since,
        ),
        Row(
            "linear",
            f"lint of {large:,} objectives, cold",
            f"the same of {small:,}",
            Bound("at most", 11.5),
            _linear,
        ),
        _reading_row("status", f"status, {small:,} objectives, {WEEKS} weeks of records, warm"),
        _reading_row("report", f"report, nothing to rewrite, {small:,} objectives, {WEEKS} weeks of records, warm"),
        Row(
            "pages",
            f"report, all pages made anew, {small:,} objectives, {WEEKS} weeks of records, cold",
            "cold lint of the same",
            Bound("at most", 5),
            _pages,
        ),
        *site_rows(sizes),
        *import_rows(sizes),
        *export_rows(sizes),
        Row(
            "history",
            f"reading one objective's history, {sizes.commits:,} commits",
            "a loop over GitPython's `commit.diff`",
            Bound("faster", 15),
            _history,
        ),
        _cold(small, peers.YAMLLINT, Bound()),
        _cold(small, peers.CHECK_JSONSCHEMA_BEST, Bound()),
        _cold(small, peers.CHECK_YAML, Bound()),
        _cold(small, peers.AJV, Bound()),
    ]


def _cold(objectives: int, peer: Peer, bound: Bound) -> Row:
    def measure(bench: Bench) -> Comparison:
        if not peer.program().exists():
            raise NotYetError(f"{peer.name} is not installed; run: python run.py python -m benchmarks.peers")
        repository = bench.repository(objectives)
        return compare(bench.lint(repository, warm=False), peer.side(repository.root), bench.patience)

    key = f"cold-{objectives}-{peer.name.replace(', with ', '-')}"
    return Row(key, f"lint of {objectives:,} objectives, cold", peer.name, bound, measure, peer, objectives)


def _warm(objectives: int, bound: Bound) -> Row:
    def measure(bench: Bench) -> Comparison:
        repository = bench.repository(objectives)
        bench.forget(repository)
        return compare(bench.lint(repository, warm=True), nothing(bench, repository.root), bench.patience)

    what = f"lint of {objectives:,} objectives, nothing changed, warm"
    return Row(f"warm-{objectives}", what, "`python -c pass`", bound, measure)


def _since(bench: Bench) -> Comparison:
    repository = bench.repository(bench.sizes.ten_thousand)
    with changed(repository) as base:
        status = Side("git status", ("git", "status"), repository.root)
        return compare(lint_of_change(bench, repository, base), status, bench.patience)


def lint_of_change(bench: Bench, repository: Prepared, base: str) -> Side:
    """A lint of a change into a file, as a printed one is kept whole where nothing has changed."""
    return bench.lint(repository, "--since", base, "-o", str(bench.folder / "findings.txt"), warm=True)


@contextmanager
def changed(repository: Prepared) -> Iterator[str]:
    """A branch with ten changed files, as long as this lasts; gives the name of its base."""
    try:
        yield change(repository, CHANGED)
    finally:
        go_back(repository, CHANGED)


def _linear(bench: Bench) -> Comparison:
    larger, smaller = (bench.repository(size) for size in (bench.sizes.ten_thousand, bench.sizes.thousand))
    return compare(bench.lint(larger, warm=False), bench.lint(smaller, warm=False), bench.patience)


def _reading_row(command: str, what: str) -> Row:
    def measure(bench: Bench) -> Comparison:
        repository = bench.repository(bench.sizes.thousand, WEEKS)
        side = bench.okrs(command, repository.root, command, "--today", str(TODAY), warm=True)
        return compare(side, nothing(bench, repository.root), bench.patience)

    return Row(command, what, "`python -c pass`", Bound("at most", 20), measure)


def _pages(bench: Bench) -> Comparison:
    repository = bench.repository(bench.sizes.thousand, WEEKS)
    return compare(bench.made_anew("report", repository), bench.lint(repository, warm=False), bench.patience)


def _history(bench: Bench) -> Comparison:
    prepared = prepare_history(bench.folder, bench.sizes.commits)
    ours, theirs = (
        Side(
            name,
            (sys.executable, "-m", "benchmarks.history", name, str(prepared.root), KEY_RESULT_FILE),
            bench.folder,
            None,
            places.from_checkout(bench.folder),
        )
        for name in ("ours", "gitpython")
    )
    versions = [_versions(side) for side in (ours, theirs)]
    if versions[0] != versions[1] or len(versions[0]) != prepared.edits:
        raise CommandFailedError(
            f"of {prepared.edits} versions we read {len(versions[0])}, GitPython {len(versions[1])}"
        )
    return compare(ours, theirs, bench.patience)


def _versions(side: Side) -> list[list[str]]:
    done = subprocess.run(side.command, cwd=side.folder, env={**os.environ, **side.environment}, capture_output=True)
    if done.returncode:
        raise CommandFailedError(f"{side.name}: {done.stderr.decode(errors='replace').strip().splitlines()[-1]}")
    versions: list[list[str]] = json.loads(done.stdout)
    return versions
