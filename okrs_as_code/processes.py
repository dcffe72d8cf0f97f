"""Work in several processes, where they pay."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

A = TypeVar("A")
R = TypeVar("R")

ProgressCallback = Callable[[int, int], None]
"""A function that is called with the number of things that are done, such as files or pages, and of all."""

FORKS = sys.platform == "linux"
"""Whether a process begins with the memory of the one that made it; elsewhere it has to import everything anew."""
_MAX_PROCESSES = 8
_FACTOR = 1 if FORKS else 3
"""How many times as many files it takes where a process has to import everything anew."""


def processors() -> int:
    """The number of processes that can run at once, at most eight."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(available, _MAX_PROCESSES)


def workers_for(files: int, fewest: int) -> int:
    """The number of processes to read so many files with; 1 is this one alone, where they are less than `fewest`.

    That is the number from which a second process saves more than it takes to start, and to hand over what it read.
    """
    return processors() if files >= fewest * _FACTOR else 1


def in_processes(
    workers: int,
    work: Callable[[A], R],
    items: Sequence[A],
    chunk: int = 1,
) -> Iterator[R]:
    """Maps `work` over items, in order, in so many processes; raises what `work` raises, and what `in_pool` does.

    This process alone does it for one, and where no other can be started.
    """
    if workers > 1:
        from okrs_as_code.process_pool import in_pool  # what starts processes takes longer to import than most lints

        yield from in_pool(workers, "fork" if FORKS else "spawn", work, items, chunk)
    else:
        yield from map(work, items)


@contextmanager
def beside(work: Callable[[], R], *, pays: bool) -> Iterator[Callable[[], R]]:
    """Does `work` in another process while this one does what is in the block, which gets a function for its result.

    Where it does not pay, and where a process does not begin with the memory of this one, that function does the work.
    Raises as `in_processes`.
    """
    if pays and FORKS and processors() > 1:
        from okrs_as_code.process_pool import beside_in_pool

        with beside_in_pool(work) as result:
            yield result
    else:
        yield work
