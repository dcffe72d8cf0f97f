"""Judges a large repository part by part, in all processes: nobody has to hold all of it in memory."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date

from okrs_as_code.finding import Located
from okrs_as_code.lint.engine import judge, locate
from okrs_as_code.lint.policy import Selection
from okrs_as_code.workspace.keeping import Keeper
from okrs_as_code.workspace.parts import Part, group_of


@dataclass(frozen=True)
class Request:
    """What is asked of every part."""

    keeper: Keeper
    today: date
    selection: Selection
    all_cycles: bool

    def judged(self, part: Part) -> tuple[list[Located], int]:
        """The findings about a part, or about people, teams and policy; and how many of its files were read."""
        workspace = self.keeper.part(part)
        found = judge(workspace, self.today, self.selection, all_cycles=self.all_cycles, focus=part.groups)
        return list(locate(found, workspace)), sum(group_of(path) in part.groups for path in workspace.files)


def judge_parts(request: Request, parts: Sequence[Part]) -> tuple[tuple[Located, ...], int]:
    """All findings, each once, in order; and how many files were read."""
    found: dict[Located, None] = {}
    files = 0
    for located, read in _judged(request, parts):
        found.update(dict.fromkeys(located))
        files += read
    key = lambda one: (one.finding.place.file, one.region.row, one.region.column, one.finding.code)  # noqa: E731
    return tuple(sorted(found, key=key)), files


def _judged(request: Request, parts: Sequence[Part]) -> Iterator[tuple[list[Located], int]]:
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if sys.platform != "linux" or min(processors, len(parts)) < 2:
        yield from map(request.judged, parts)
        return
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(min(processors, len(parts), 8), context, _prepared, (request,)) as pool:
        yield from pool.map(_judged_there, parts)


_asked: list[Callable[[Part], tuple[list[Located], int]]] = []


def _prepared(request: Request) -> None:
    """Begins a worker, which has its memory from the process that waits for it, but needs its own way to the store."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    request.keeper.reopen()
    _asked[:] = [request.judged]


def _judged_there(part: Part) -> tuple[list[Located], int]:
    return _asked[0](part)
