"""Reads many files: on all processors from the size where that pays."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

from okrs_as_code.source.document import Document
from okrs_as_code.source.reader import parse

PAYS_FROM = 400
"""Files from which a second process saves more time than it takes to start; measured with fork on two processors."""
_PAYS_FROM_WITHOUT_FORK = 3000
"""The same where each process has to import everything anew."""
_CHUNK = 64


def parse_all(files: Sequence[tuple[str, bytes]]) -> Iterator[Document]:
    """The documents of (path, content) pairs, in their order."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    forks = sys.platform == "linux"
    if processors < 2 or len(files) < (PAYS_FROM if forks else _PAYS_FROM_WITHOUT_FORK):
        yield from (parse(path, raw) for path, raw in files)
        return
    context = multiprocessing.get_context("fork" if forks else "spawn")
    with ProcessPoolExecutor(min(processors, 8), context, initializer=_leave_interrupts_to_the_parent) as pool:
        paths, contents = zip(*files, strict=True)
        yield from pool.map(parse, paths, contents, chunksize=_CHUNK)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
