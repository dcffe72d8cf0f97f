"""docs/performance.md, made from what was measured. No figure in it is typed by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from benchmarks import floors
from benchmarks.measuring import FORGOTTEN_AFTER, MEBIBYTE
from benchmarks.results import Outcome, Results

_HEAD = """\
# Performance

This page is generated from [benchmarks/results.json](../benchmarks/results.json). To measure again:

```sh
python3 run.py python -m benchmarks
```

Both sides of a row run in turns, on the same files, as whole processes. A ratio is that of the pair in the middle.
Objectives are of 4 kB with five key results each, and a lint finds nothing in them. *Cold* means that nothing of ours
is kept from an earlier run, and includes the writing of what is kept for the next; the files themselves are in the
system's memory, for both sides: a command that did not run for {seconds} seconds, because the other side took its time,
runs once before its turn, and that run does not count. *Warm* is the same command again.
Rows may be of different runs, earlier ones of another machine than the one below; both sides of a row never are.
"""


def page(results: Results) -> str:
    """The whole page."""
    sections = [
        _HEAD.format(seconds=f"{FORGOTTEN_AFTER:.0f}"),
        "## What a team of two hundred objectives waits for\n\n"
        + "\n".join(_table([row for row in results.rows if row.is_everyday])),
        "## What has to hold beside that\n\n"
        + "\n".join(_table([row for row in results.rows if row.bound and not row.is_everyday])),
        "Memory is the peak of all processes of the command together. The lowest and highest ratio of the pairs are in "
        "brackets.",
        "![Seconds by number of objectives](../benchmarks/growth.svg)" if results.points else "",
        "\n".join(_best(results)),
        "\n".join(_where(results)),
        "\n".join(_floors(results)),
        "## The machine\n\n" + "\n".join(_pairs("", "", results.machine.items())),
    ]
    return "\n\n".join(section.strip("\n") for section in sections if section) + "\n"


def _table(rows: list[Outcome]) -> Iterator[str]:
    yield "| what | against | bound | ratio | ours | theirs | memory | |"
    yield "|---|---|---|---|---|---|---|---|"
    for row in rows:
        if row.ratio is None:
            yield f"| {row.what} | {row.against} | {row.bound} | {row.why_not} | | | | |"
            continue
        met = {True: "met", False: "**not met**", None: ""}[row.met]
        yield (
            f"| {row.what} | {row.against} | {row.bound} | {row.ratio_text} ({_short(row.lowest)} – "
            f"{_short(row.highest)}) | {_time(row.ours)} | {_time(row.theirs)} | {_memory(row.our_memory)} | {met} |"
        )


def _best(results: Results) -> Iterator[str]:
    rows = [row for row in results.rows if not row.bound and not row.is_everyday]
    if rows:
        yield "## The others at their best, and more of them"
        yield ""
        yield (
            "check-jsonschema is many times faster where ruamel.yaml's C extension is installed beside it, which pip "
            "does not do by itself. ajv-cli checks the schema only, and tells no positions."
        )
        yield ""
        yield "| what | against | ratio | ours | theirs | our memory | their memory |"
        yield "|---|---|---|---|---|---|---|"
    for row in rows:
        figures = f"{row.ratio_text} | {_time(row.ours)} | {_time(row.theirs)}" if row.ratio else f"{row.why_not} | |"
        yield (f"| {row.what} | {row.against} | {figures} | {_memory(row.our_memory)} | {_memory(row.their_memory)} |")


def _where(results: Results) -> Iterator[str]:
    if results.imports or results.profiles:
        yield "## Where the time goes"
    for name, spent in results.imports.items():
        yield f"\n### Importing, {name}\n"
        yield from _pairs("package", "ms", ((package, f"{spent[package]:.1f}") for package in spent))
    for name, shares in results.profiles.items():
        yield f"\n### Shares of one run under the profiler, {name}\n"
        yield "Only the first process is seen, and what the profiler costs is in it.\n"
        yield from _pairs("where", "share", ((room, f"{shares[room]:.0%}") for room in shares))


def _floors(results: Results) -> Iterator[str]:
    if not results.floors:
        return
    yield "## What is between us and the physical limit"
    yield ""
    yield (
        "The least that a tool like this has to do, each as a process of its own on one core, starting and ending "
        "included; then what we take, on two. What a cold lint does beside: rules that look at several files, which "
        "need the models once more, and all that is kept for the next run."
    )
    yield ""
    steps = list(floors.WORDS)
    least = sorted(results.floors.items(), key=lambda item: steps.index(item[0].split()[0]))
    sizes = {int(name.split()[1]) for name in results.floors if not name.startswith("log")}
    ours = [point for point in results.points if point.objectives in sizes and point.line.startswith("okrs")]
    yield from _pairs(
        "work",
        "time",
        [
            *((_floor(name), _time(value)) for name, value in least),
            *((f"{point.line}, {point.objectives:,} objectives", _time(point.seconds)) for point in ours),
        ],
    )


def _floor(name: str) -> str:
    kind, _, size = name.partition(" ")
    return f"{floors.WORDS[kind]}, {int(size):,} {'commits' if kind == 'log' else 'objectives'}"


def _pairs(left: str, right: str, items: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"| {left} | {right} |"
    yield "|---|---|"
    for name, value in items:
        yield f"| {name} | {value} |"


def _time(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f"{seconds * 1000:.1f} ms" if seconds < 0.1 else f"{seconds:.2f} s" if seconds < 100 else f"{seconds:.0f} s"


def _memory(size: int) -> str:
    return f"{size / MEBIBYTE:.0f} MiB" if size else ""


def _short(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.3g}"
