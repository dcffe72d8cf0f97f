"""The rows on taking data out and sending it: exports, and the weekly messages."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace

from benchmarks.bench import Bench, Row, Sizes
from benchmarks.bounds import Bound
from benchmarks.corpus import TODAY, WEEKS
from benchmarks.measuring import Comparison, compare

_DAY = ("--today", str(TODAY))


def export_rows(sizes: Sizes) -> list[Row]:
    """The rows, in the order of the table."""
    there, half = f"{sizes.thousand:,} objectives, {WEEKS} weeks of records", sizes.thousand // 2
    exports = [
        Row(f"export-{kind}", f"export to {kind}, {there}, warm", "status as JSON, warm", Bound("at most", 3), measure)
        for kind, measure in ((kind, _export(kind)) for kind in ("csv", "json", "sqlite"))
    ]
    digest = Row(
        "digest",
        f"messages of a week to a folder, {half:,} objectives, {half:,} people, {WEEKS} weeks of records, cold",
        "report, all pages made anew, cold",
        Bound("at most", 2),
        _digest,
    )
    return [*exports, digest]


def _export(kind: str) -> Callable[[Bench], Comparison]:
    def measure(bench: Bench) -> Comparison:
        root = bench.repository(bench.sizes.thousand, WEEKS).root
        out = bench.folder / f"export-{kind}"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True)
        command = ("export", kind, "--out", str(out / "out"), *_DAY)
        status = bench.okrs("okrs status", root, "status", "--output-format", "json", *_DAY, warm=True)
        return compare(bench.okrs(f"okrs export {kind}", root, *command, warm=True), status, bench.patience)

    return measure


def _digest(bench: Bench) -> Comparison:
    repository = bench.repository(bench.sizes.thousand // 2, WEEKS)
    out = bench.folder / "messages"

    def forget() -> None:
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True)

    digest = bench.okrs("okrs digest", repository.root, "digest", "--to", f"dir:{out}", *_DAY)
    return compare(replace(digest, before=forget), bench.made_anew("report", repository), bench.patience)
