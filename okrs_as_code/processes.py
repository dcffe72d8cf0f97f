"""Several processes for one piece of work: how many pay, how they begin, and that none of them is left."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Thread
from typing import Any, NamedTuple, TypeVar

from okrs_as_code.errors import OkrsError

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


def in_processes(
    workers: int,
    work: Callable[[A], R],
    items: Sequence[A],
    chunk: int = 1,
) -> Iterator[R]:
    """What `work` gives for each item, in order, from so many processes.

    This process alone does it for one, and where no other can be started. The others leave interrupts to this one, and
    end at once when it stops for whatever reason, as one of them may be at work for long. Raises whatever `work`
    raises, and OkrsError where one of them is killed.
    """
    task = _Task(work, items)
    ours = set(multiprocessing.active_children())
    started = _started(workers, task, ours) if workers > 1 and not multiprocessing.current_process().daemon else None
    if started is None:
        yield from task.here()
        return
    try:
        yield from _in_order(started, workers, range(0, len(items), chunk), chunk)
    except BaseException as error:
        _end_all_but(ours)
        started.shutdown(cancel_futures=True)
        if isinstance(error, BrokenProcessPool):
            raise OkrsError(
                "a process that did part of the work was killed, perhaps because memory ran out", "run it again"
            ) from None
        raise
    started.shutdown()


class _Task(NamedTuple):
    work: Callable[[Any], Any]
    items: Sequence[Any]

    def here(self) -> Iterator[Any]:
        yield from map(self.work, self.items)


def _started(workers: int, task: _Task, ours: set[Any]) -> ProcessPoolExecutor | None:
    """Processes that are there; None where a system has no room for them, or a sandbox no semaphores."""
    context = multiprocessing.get_context("fork" if FORKS else "spawn")
    try:
        processes = ProcessPoolExecutor(workers, context, _begin, (task,))
        processes.submit(int)
    except (OSError, NotImplementedError, ImportError):
        _end_all_but(ours)
        return None
    return processes


def _in_order(processes: ProcessPoolExecutor, workers: int, starts: range, chunk: int) -> Iterator[Any]:
    """Results wait for whoever takes them in small numbers only: the pool's own `map` would pile all of them up."""
    waiting: deque[Future[list[Any]]] = deque()
    for start in starts:
        waiting.append(processes.submit(_done, start, chunk))
        if len(waiting) > workers * _AHEAD:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def _end_all_but(ours: set[Any]) -> None:
    for process in set(multiprocessing.active_children()) - ours:
        process.kill()


_task: list[_Task] = []
"""In a process that does part of the work: what there is to do. Items are sent by number, which is quick."""


def _begin(task: _Task) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()
    gc.freeze()  # what is there from the beginning stays: it need not be looked through again and again
    _task[:] = [task]


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _done(start: int, chunk: int) -> list[Any]:
    work, items = _task[0]
    done = [work(item) for item in items[start : start + chunk]]
    gc.collect()  # the collector is off, and nodes that point to each other go in no other way
    return done
