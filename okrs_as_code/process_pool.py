"""A pool of processes that do parts of one task: how they start, and their end whatever happens.

Each has a pipe of its own, so that the end of one is seen at once. Those of `concurrent.futures` share one: where a
process is killed in the middle of a long result, whoever reads that waits for the rest for ever.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from threading import Thread
from typing import Any, Literal, NamedTuple, TypeVar

from okrs_as_code.errors import OkrsError

A = TypeVar("A")
R = TypeVar("R")

StartMethod = Literal["fork", "spawn"]

_CHUNKS_AHEAD = 4
"""Chunks for each process that may be done before their turn: enough to keep it busy, and no more than can be held."""
_CHUNKS_AT_ONCE = 2
"""Chunks that a process has at once: one that it does, and one to go on with."""


def in_pool(
    workers: int, start_method: StartMethod, work: Callable[[A], R], items: Sequence[A], chunk: int
) -> Iterator[R]:
    """Maps `work` over items, in order, in so many processes.

    This process alone does it where no other can be started. The others leave interrupts to this one, and end at once
    when it stops for whatever reason, as one of them may be at work for long. Raises whatever `work` raises, and
    OkrsError where one of them is killed.
    """
    with _workers(workers, start_method, _Task(work, items, chunk)) as pool:
        if pool:
            yield from _results_in_order(pool, -(-len(items) // chunk))
        else:
            yield from map(work, items)


@contextmanager
def beside_in_pool(work: Callable[[], R]) -> Iterator[Callable[[], R]]:
    """Does `work` in another process, with the memory of this one, while this one does what is in the block.

    The block gets a function that waits for its result, or does the work itself where no other process can be started.
    Raises as `in_pool`.
    """
    with _workers(1, "fork", _Task(_call, [work], 1)) as pool:
        if pool:
            pool[0].give(0)
            yield lambda: pool[0].take().results[0]
        else:
            yield work


def _call(work: Callable[[], R]) -> R:
    return work()


class _Task(NamedTuple):
    work: Callable[[Any], Any]
    items: Sequence[Any]
    chunk: int

    def do(self, number: int) -> list[Any]:
        """The results of one chunk."""
        return [self.work(item) for item in self.items[number * self.chunk : (number + 1) * self.chunk]]


class _Done(NamedTuple):
    """A chunk with its results, or with the error that it ended with."""

    number: int
    results: list[Any]
    error: BaseException | None = None


class _Worker(NamedTuple):
    """A process that does chunks, which are sent by number, and the pipe to it."""

    process: BaseProcess
    pipe: Any

    def give(self, number: int) -> None:
        """Sends a chunk. Raises OkrsError where the process was killed."""
        try:
            self.pipe.send(number)
        except OSError:
            raise _killed() from None

    def take(self) -> _Done:
        """Waits for the next chunk that is done. Raises its error, and OkrsError where the process was killed."""
        try:
            done: _Done = self.pipe.recv()
        except (EOFError, OSError):
            raise _killed() from None
        if done.error is not None:
            raise done.error
        return done


def _killed() -> OkrsError:
    return OkrsError("a process that did part of the work was killed, perhaps because memory ran out", "run it again")


@contextmanager
def _workers(count: int, start_method: StartMethod, task: _Task) -> Iterator[list[_Worker]]:
    """Processes that are gone after the block, at once where it fails; none where they cannot be started."""
    workers: list[_Worker] = []
    try:
        if not multiprocessing.current_process().daemon:  # which may have none
            _start(workers, count, start_method, task)
        yield workers
    except BaseException:
        for worker in workers:
            worker.process.kill()
        raise
    finally:
        for worker in workers:  # all of them first, as each has the ends of those that were started before
            worker.pipe.close()
        for worker in workers:
            worker.process.join()


def _start(workers: list[_Worker], count: int, start_method: StartMethod, task: _Task) -> None:
    """Adds so many workers; none where a system has no room for all of them."""
    context: Any = multiprocessing.get_context(start_method)
    try:
        for _ in range(count):
            pipe, other_end = context.Pipe()
            with other_end:  # closed here, so that it is nobody's but the worker's
                process = context.Process(target=_work, args=(other_end, pipe, task), daemon=True)
                process.start()
            workers.append(_Worker(process, pipe))
    except OSError:
        for worker in workers:
            worker.process.kill()
            worker.process.join()
        workers.clear()


def _results_in_order(workers: Sequence[_Worker], chunks: int) -> Iterator[Any]:
    by_pipe = {worker.pipe: worker for worker in workers}
    free = deque(_CHUNKS_AT_ONCE * list(workers))
    done: dict[int, list[Any]] = {}
    given = 0
    for turn in range(chunks):
        while True:
            while free and given < min(chunks, turn + _CHUNKS_AHEAD * len(workers)):
                free.popleft().give(given)
                given += 1
            ready = wait(by_pipe, timeout=0 if turn in done else None)
            for pipe in ready:
                number, results, _ = by_pipe[pipe].take()
                done[number] = results
                free.append(by_pipe[pipe])
            if turn in done and not ready:
                break
        yield from done.pop(turn)


def _work(pipe: Any, other_end: Any, task: _Task) -> None:
    """Does chunks in a process of its own until nobody is at the other end of the pipe."""
    other_end.close()  # which a fork has, too
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(RuntimeError):  # no room for a thread
        Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()
    gc.freeze()  # what is there from the beginning stays: it need not be looked through again and again
    with suppress(EOFError, OSError):
        while True:
            number = pipe.recv()
            pipe.send_bytes(_done(task, number))
            gc.collect()  # the collector is off, and nodes that point to each other go in no other way
            gc.freeze()  # what is left is remembered for the parts to come


def _done(task: _Task, number: int) -> Any:
    """A chunk that is done, as bytes for a pipe."""
    try:
        return ForkingPickler.dumps(_Done(number, task.do(number)))
    except BaseException as error:  # noqa: BLE001  it is raised where somebody waits for the chunk
        return ForkingPickler.dumps(_Done(number, [], error))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
