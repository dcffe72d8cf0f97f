"""Runs the benchmarks: `python run.py python -m benchmarks`; `--help` lists what can be chosen."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import breakdown, chart, floors, machine, measuring, page, peers, places, results
from benchmarks.bench import QUICK, Bench, NotYetError, Row, Sizes
from benchmarks.corpus import TODAY
from benchmarks.measuring import CommandFailedError, Patience, Side, measure
from benchmarks.repository import prepare_history
from benchmarks.results import Point, Results
from benchmarks.rows import changed, lint_of_change, rows

EXTRAS = ("growth", "imports", "profiles", "floors")
_LINT = ("lint", "--today", str(TODAY))


@dataclass(frozen=True)
class Destination:
    """The files that are written."""

    results: Path = places.RESULTS
    picture: Path = places.PICTURE
    page: Path = places.PAGE

    @staticmethod
    def inside(folder: Path) -> Destination:
        """All of them in one folder."""
        folder.mkdir(parents=True, exist_ok=True)
        return Destination(*(folder / path.name for path in (places.RESULTS, places.PICTURE, places.PAGE)))

    def write(self, all_results: Results) -> None:
        """Writes what was measured so far."""
        all_results.write(self.results)
        self.picture.write_text(chart.draw(all_results.points), encoding="utf-8")
        self.page.write_text(page.page(all_results), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was chosen, write it down, and make the page."""
    chosen = _parser().parse_args(arguments)
    folder = places.WORK / ("quick" if chosen.quick else "full")
    out = Destination.inside(chosen.out) if chosen.out else Destination()
    if chosen.page:
        known = Results.read(out.results)
        known.keep(rows(Sizes()))
        out.write(known)
        return 0
    machine.pin()
    if not chosen.no_peers:
        peers.install()
    sizes = QUICK if chosen.quick else Sizes()
    if chosen.quick and not chosen.out:
        out = Destination.inside(folder / "results")
    patience = Patience(1, 1, 0) if chosen.quick else Patience(chosen.pairs, max(21, chosen.pairs), chosen.seconds)
    bench = Bench(folder, sizes, patience, with_peers=not chosen.no_peers)
    all_results = Results.read(out.results) if chosen.keep else Results()
    all_results.machine = machine.facts()
    for row in rows(sizes):
        if _is_chosen(row.key, chosen.only) and not (chosen.no_peers and row.peer):
            _measure(row, bench, all_results, judged=not chosen.quick)
            all_results.keep(rows(sizes))
            out.write(all_results)
    for extra in EXTRAS:
        if _is_chosen(extra, chosen.only):
            _say(f"{extra} ...")
            {"growth": _growth, "imports": _imports, "profiles": _profiles, "floors": _floors}[extra](
                bench, all_results
            )
            out.write(all_results)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure, and write docs/performance.md.")
    parser.add_argument("only", nargs="*", metavar="ROW", help=f"rows by the beginning of their names, or {EXTRAS}")
    parser.add_argument("--quick", action="store_true", help="tiny sizes, one pair each: whether everything runs")
    parser.add_argument("--no-peers", action="store_true", help="neither install nor measure other tools")
    parser.add_argument("--keep", action="store_true", help="keep what was measured before of what is not chosen")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long a row goes on, if it can")
    parser.add_argument("--pairs", type=int, default=3, help="how many pairs a row has at least")
    parser.add_argument("--out", type=Path, help="a folder for results, picture and page instead of their places")
    parser.add_argument("--page", action="store_true", help="only make the page and picture anew from the results")
    return parser


def _is_chosen(key: str, only: list[str]) -> bool:
    return not only or any(key.startswith(name) for name in only)


def _measure(row: Row, bench: Bench, all_results: Results, judged: bool) -> None:
    _say(f"{row.key} ...")
    try:
        compared = row.measure(bench)
    except (NotYetError, CommandFailedError) as reason:
        all_results.put(results.unmeasured(row, str(reason)))
        _say(f"  {reason}")
        return
    done = results.outcome(row, compared, judged)
    all_results.put(done)
    if row.peer:
        all_results.plot(Point(row.peer.name, row.objectives, round(compared.second.median, 6), compared.second.memory))
    met = {True: "met", False: "NOT met", None: "not judged"}[done.met]
    memory = done.our_memory / measuring.MEBIBYTE
    _say(f"  {done.ratio_text}, {done.ours} s against {done.theirs} s, {memory:.0f} MiB; bound {done.bound}: {met}")


def _growth(bench: Bench, all_results: Results) -> None:
    """Points of the picture: ours at every size, others where they are installed and it does not take all day."""
    sizes = bench.sizes
    for size in (sizes.hundred, sizes.thousand, sizes.ten_thousand):
        repository = bench.repository(size)
        sides = [bench.lint(repository, warm=False), bench.lint(repository, warm=True)]
        if bench.with_peers and size <= sizes.thousand:
            sides += [peer.side(repository.root) for peer in peers.PEERS if peer.program().exists()]
        for side in sides:
            _plot(side, size, all_results)
        with changed(repository) as base:
            _plot(lint_of_change(bench, repository, base), size, all_results, "okrs lint --since, warm")


def _plot(side: Side, size: int, all_results: Results, name: str = "") -> None:
    try:
        measured = measure(side, Patience(1, 5, 3))
    except CommandFailedError as reason:
        _say(f"  {reason}")
        return
    all_results.plot(Point(name or side.name, size, round(measured.median, 6), measured.memory))
    _say(f"  {name or side.name}, {size:,}: {measured.median:.3f} s")


def _imports(bench: Bench, all_results: Results) -> None:
    repository = bench.repository(bench.sizes.thousand)
    environment = places.environment(bench.folder)
    for name, arguments in (("`--help`", ("--help",)), ("a warm lint", _LINT)):
        for _ in range(2):
            all_results.imports[name] = breakdown.imports(arguments, repository.root, environment)


def _profiles(bench: Bench, all_results: Results) -> None:
    repository, scratch = bench.repository(bench.sizes.thousand), bench.folder / "profile"
    environment = places.environment(bench.folder)
    bench.forget(repository)
    for name in ("cold", "warm"):
        shares = breakdown.profile(_LINT, repository.root, environment, scratch)
        all_results.profiles[f"a {name} lint of {bench.sizes.thousand:,} objectives"] = shares


def _floors(bench: Bench, all_results: Results) -> None:
    repository, size = bench.repository(bench.sizes.ten_thousand), bench.sizes.ten_thousand
    environment = places.from_checkout(bench.folder)
    sides = {
        f"{kind} {size}": Side(
            kind,
            (sys.executable, "-m", "benchmarks.floors", kind, str(repository.root)),
            bench.folder,
            environment=environment,
        )
        for kind in floors.FLOORS
    }
    sides[f"status {size}"] = Side("git status", ("git", "status"), repository.root)
    commits = prepare_history(bench.folder, bench.sizes.commits)
    sides[f"log {bench.sizes.commits}"] = Side("git log", ("git", "log", "--raw", "-z"), commits.root)
    for name, side in sides.items():
        all_results.floors[name] = round(measure(side, Patience(3, 5, 3)).median, 6)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
