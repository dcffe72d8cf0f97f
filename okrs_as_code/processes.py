"""Several processes for one piece of work: how many pay, and how they begin."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from typing import TypeVar

A = TypeVar("A")
R = TypeVar("R")

FORKS = sys.platform == "linux"
"""Whether a process begins with the memory of the one that made it; elsewhere it has to import everything anew."""
_MOST = 8
_AHEAD = 4
"""Chunks for each process that may be under way: enough to keep it busy, and no more than has to be held."""
_PAYS_FROM = 400 if FORKS else 3000
"""Files from which a second process saves more time than it takes to start; measured on two processors."""


def processors() -> int:
    """How many processes can run at once, at most eight."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(available, _MOST)


def workers_for(files: int) -> int:
    """How many processes it pays to read so many files with; 1 is this one alone."""
    return processors() if files >= _PAYS_FROM else 1


def pool(workers: int, prepare: Callable[..., None] | None = None, *arguments: object) -> ProcessPoolExecutor:
    """Processes that leave interrupts to this one; each begins with `prepare(*arguments)`."""
    context = multiprocessing.get_context("fork" if FORKS else "spawn")
    return ProcessPoolExecutor(workers, context, _begin, (prepare, arguments))


def mapped(
    processes: ProcessPoolExecutor, workers: int, work: Callable[[A], R], items: Sequence[A], chunk: int
) -> Iterator[R]:
    """What `work` gives for each item, in order.

    Results wait for whoever takes them in small numbers only: the pool's own `map` would pile all of them up.
    """
    waiting: deque[Future[list[R]]] = deque()
    for start in range(0, len(items), chunk):
        waiting.append(processes.submit(partial(_all, work), items[start : start + chunk]))
        if len(waiting) > workers * _AHEAD:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def _all(work: Callable[[A], R], items: Sequence[A]) -> list[R]:
    done = [work(item) for item in items]
    gc.collect()  # the collector is off during a batch, and nodes that point to each other go in no other way
    return done


def _begin(prepare: Callable[..., None] | None, arguments: tuple[object, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # what is there from the beginning stays: it need not be looked through again and again
    if prepare is not None:
        prepare(*arguments)
