"""The rows on what a team of two hundred objectives waits for: every start, every lint, every report."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks import action_time, peers, places
from benchmarks.bench import Bench, NotYetError, Row, Sizes, nothing
from benchmarks.bounds import Bound
from benchmarks.corpus import FIRST_CYCLE, TODAY, WEEKS
from benchmarks.measuring import CommandFailedError, Comparison, Measured, Side, compare
from benchmarks.repository import Prepared, git

_PYTHON = "`python -c pass`"
_DAY = ("--today", str(TODAY))


def everyday_rows(sizes: Sizes) -> list[Row]:
    """The rows, in the order of the table."""
    there = f"{sizes.two_hundred:,} objectives, {WEEKS} weeks of records"
    rows = [
        Row("smallest", "lint of the smallest repository, `--no-cache`", _PYTHON, Bound("at most", 20), _smallest),
        Row("lint", f"lint of {there}, `--no-cache`", "ajv-cli on the objectives", Bound("at most", 2.7), _lint),
        Row("status-all", f"status, {there}, `--no-cache`", "that lint", Bound("at most", 1.1), _status),
        Row("report-all", f"report, all pages made anew, {there}, cold", "that lint", Bound("at most", 2), _report),
        Row("since-edited", f"lint of a change, {there}, after an edit", _PYTHON, Bound("at most", 24), _since_edited),
        _unchanged("since-unchanged", "lint of a change", ("lint", "--since", "main"), 10, there),
        _unchanged("lint-unchanged", "lint", ("lint",), 7, there),
        _unchanged("status-unchanged", "status", ("status",), 7, there),
        Row("version", "start: `--version`", _PYTHON, Bound("at most", 2), _start("--version")),
        Row("help", "start: `--help`", _PYTHON, Bound("at most", 4.2), _start("--help")),
        Row("first", "first lint, packages without bytecode", "the run with it", Bound("at most", 2.5), _first_run),
        Row("gate-uv", "the gate's job, installing by uv, wheels cached", "its lint", Bound("more", 4), _gate("uv")),
        Row("gate-pip", "the gate's job, installing by pip, wheels cached", "its lint", Bound("more"), _gate("pip")),
    ]
    return [replace(row, is_everyday=True) for row in rows]


def _start(option: str) -> Callable[[Bench], Comparison]:
    def measure(bench: Bench) -> Comparison:
        return compare(bench.okrs(option, bench.folder, option), nothing(bench), bench.patience)

    return measure


def _repository(bench: Bench) -> Prepared:
    return bench.repository(bench.sizes.two_hundred, WEEKS)


def _all_lint(bench: Bench) -> Side:
    """A lint that keeps nothing and finds nothing kept."""
    return bench.lint(_repository(bench), "--no-cache", warm=False)


def _smallest(bench: Bench) -> Comparison:
    root = bench.folder / "smallest"
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    git(root, "init", "-q")
    _call(bench, root, "init", "--minimal")
    return compare(bench.okrs("okrs lint", root, "lint", "--no-cache"), nothing(bench, root), bench.patience)


def _call(bench: Bench, root: Path, *arguments: str) -> None:
    environment = {**os.environ, **places.environment(bench.folder), "GIT_AUTHOR_NAME": "Ana Example"}
    done = subprocess.run((*places.okrs(), *arguments), cwd=root, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise CommandFailedError(f"okrs {arguments[0]}: {done.stderr.strip()}")


def _lint(bench: Bench) -> Comparison:
    if not peers.AJV.program().exists():
        raise NotYetError("ajv-cli is not installed; run: python run.py python -m benchmarks.peers")
    theirs = peers.AJV.side(bench.repository(bench.sizes.two_hundred).root)
    return compare(_all_lint(bench), theirs, bench.patience)


def _status(bench: Bench) -> Comparison:
    status = bench.okrs("okrs status", _repository(bench).root, "status", "--no-cache", *_DAY)
    return compare(status, _all_lint(bench), bench.patience)


def _report(bench: Bench) -> Comparison:
    return compare(bench.made_anew("report", _repository(bench)), _all_lint(bench), bench.patience)


def _since_edited(bench: Bench) -> Comparison:
    """Each run finds another text of a team's objective, which is written a moment before it, as a file is saved."""
    repository = _repository(bench)
    file = max(repository.root.glob(f"okrs/{FIRST_CYCLE}/*/feel-at-home.yaml"))
    text = file.read_text(encoding="utf-8")
    edits = iter(range(1_000_000))

    def edit() -> None:
        file.write_text(text.replace("\nwhy: >\n", f"\nwhy: >\n  We looked again, {next(edits)}.\n"), encoding="utf-8")

    lint = bench.lint(repository, "--since", "main", warm=True)
    try:
        return compare(replace(lint, before=edit), nothing(bench, repository.root), bench.patience)
    finally:
        file.write_text(text, encoding="utf-8")


def _unchanged(key: str, what: str, command: tuple[str, ...], bound: float, there: str) -> Row:
    def measure(bench: Bench) -> Comparison:
        root = _repository(bench).root
        side = bench.okrs(f"okrs {command[0]}", root, *command, *_DAY, warm=True)
        return compare(side, nothing(bench, root), bench.patience)

    return Row(key, f"{what}, {there}, nothing changed", _PYTHON, Bound("at most", bound), measure)


def _first_run(bench: Bench) -> Comparison:
    """Packages are copied, so that they have bytecode on one side; Python's own modules have it on both."""
    repository = _repository(bench)
    sides = []
    for name, is_compiled in (("without", False), ("with", True)):
        folder = bench.folder / f"packages-{name}-bytecode"
        shutil.rmtree(folder, ignore_errors=True)
        for package in _packages():
            target = folder / package.name
            if package.is_dir():
                shutil.copytree(package, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(package, target)
        if is_compiled:
            subprocess.run([sys.executable, "-m", "compileall", "-q", str(folder)], check=True)
        environment = {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
        command = (sys.executable, "-S", "-m", "okrs_as_code", "lint", "--no-cache", *_DAY)
        sides.append(Side(f"okrs lint, {name} bytecode", command, repository.root, environment=environment))
    return compare(*sides, bench.patience)


def _packages() -> list[Path]:
    """The package, and all that a lint loads of others."""
    from importlib.metadata import files

    names = ("annotated-types", "click", "pydantic", "pydantic-core", "ruamel.yaml", "ruamel.yaml.clib")
    tops = {
        file.parts[0]: Path(str(file.locate())).parents[len(file.parts) - 1]
        for name in (*names, "typing-extensions", "typing-inspection")
        for file in files(name) or ()
        if ".." not in file.parts
    }
    return [places.ROOT / "okrs_as_code", *(folder / top for top, folder in sorted(tops.items()))]


def _gate(installer: str) -> Callable[[Bench], Comparison]:
    """Installing and the lint, against the lint alone; the first run, which fills the cache of wheels, is left out."""

    def measure(bench: Bench) -> Comparison:
        if not bench.with_peers:
            raise NotYetError("left out, as it asks your package index")
        try:
            _, *times = action_time.measure(bench.folder, installer)
        except (subprocess.CalledProcessError, OSError) as error:
            raise NotYetError(f"{installer} could not install what the tool needs") from error
        job, lint = (tuple(values) for values in zip(*((a + b, b) for a, b in times), strict=True))
        return Comparison(Measured(f"gate, by {installer}", job, 0), Measured("its lint", lint, 0))

    return measure
