"""A pool of processes that do parts of one task: how they start, and their end whatever happens."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Any, Literal, NamedTuple, TypeVar

from okrs_as_code.errors import OkrsError

A = TypeVar("A")
R = TypeVar("R")

StartMethod = Literal["fork", "spawn"]

_CHUNKS_AHEAD = 4
"""Chunks for each process that may be under way: enough to keep it busy, and no more than has to be held."""


def in_pool(
    workers: int, start_method: StartMethod, work: Callable[[A], R], items: Sequence[A], chunk: int
) -> Iterator[R]:
    """Maps `work` over items, in order, in so many processes.

    This process alone does it where no other can be started. The others leave interrupts to this one, and end at once
    when it stops for whatever reason, as one of them may be at work for long. Raises whatever `work` raises, and
    OkrsError where one of them is killed.
    """
    with _pool(workers, start_method, _Task(work, items)) as pool:
        if pool is None:
            yield from map(work, items)
        else:
            yield from _results_in_order(pool, workers, range(0, len(items), chunk), chunk)


@contextmanager
def beside_in_pool(work: Callable[[], R]) -> Iterator[Callable[[], R]]:
    """Does `work` in another process, with the memory of this one, while this one does what is in the block.

    The block gets a function that waits for its result, or does the work itself where no other process can be started.
    Raises as `in_pool`.
    """
    with _pool(1, "fork", _Task(_call, [work])) as pool:
        if pool is None:
            yield work
        else:
            future = pool.submit(_run_chunk, 0, 1)
            yield lambda: future.result()[0]


def _call(work: Callable[[], R]) -> R:
    return work()


class _Task(NamedTuple):
    work: Callable[[Any], Any]
    items: Sequence[Any]


@contextmanager
def _pool(workers: int, start_method: StartMethod, task: _Task) -> Iterator[ProcessPoolExecutor | None]:
    """Processes that are gone after the block, at once where it fails; None where no other process can be started."""
    earlier = set(multiprocessing.active_children())
    is_daemon = multiprocessing.current_process().daemon
    pool = _start_pool(workers, start_method, task, earlier) if not is_daemon else None
    if pool is None:
        yield None
        return
    try:
        yield pool
    except BaseException as error:
        _kill_children_except(earlier)
        pool.shutdown(cancel_futures=True)
        if isinstance(error, BrokenProcessPool):
            raise OkrsError(
                "a process that did part of the work was killed, perhaps because memory ran out", "run it again"
            ) from None
        raise
    pool.shutdown()


def _start_pool(
    workers: int, start_method: StartMethod, task: _Task, earlier: set[BaseProcess]
) -> ProcessPoolExecutor | None:
    """Starts processes; None where a system has no room for them or for threads, or a sandbox no semaphores."""
    context = multiprocessing.get_context(start_method)
    try:
        pool = ProcessPoolExecutor(workers, context, _initialise_worker, (task,))
        pool.submit(int)
    except (OSError, NotImplementedError, ImportError, RuntimeError):  # the last where no thread can be started
        _kill_children_except(earlier)
        return None
    return pool


def _results_in_order(pool: ProcessPoolExecutor, workers: int, starts: range, chunk: int) -> Iterator[Any]:
    """Yields results, of which only a few wait to be taken: the pool's own `map` would pile all of them up."""
    waiting: deque[Future[list[Any]]] = deque()
    for start in starts:
        waiting.append(pool.submit(_run_chunk, start, chunk))
        if len(waiting) > workers * _CHUNKS_AHEAD:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def _kill_children_except(earlier: set[BaseProcess]) -> None:
    for process in set(multiprocessing.active_children()) - earlier:
        process.kill()


_worker_tasks: list[_Task] = []
"""In a process that does part of the work: its task. Items are sent by number, which is quick."""


def _initialise_worker(task: _Task) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()
    gc.freeze()  # what is there from the beginning stays: it need not be looked through again and again
    _worker_tasks[:] = [task]


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _run_chunk(start: int, chunk: int) -> list[Any]:
    work, items = _worker_tasks[0]
    results = [work(item) for item in items[start : start + chunk]]
    gc.collect()  # the collector is off, and nodes that point to each other go in no other way
    gc.freeze()  # what is left is remembered for the parts to come
    return results
