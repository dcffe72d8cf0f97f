"""Runs commands of the tool where something is missing that other systems do not have, and says what each one did.

`python -m tests.platforms.imitation WHAT < COMMANDS`, in the repository that they are about: a JSON list of command
lines in, a list of [exit status, standard output, standard error] out.
"""

from __future__ import annotations

import contextlib
import errno
import io
import json
import multiprocessing
import os
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from okrs_as_code import processes
from okrs_as_code.cli.main import run


def nothing() -> None:
    """Misses nothing: what the others are compared with."""


def without_hard_links() -> None:
    """A file system such as exFAT, or a share."""

    def link(*_: Any, **__: Any) -> NoReturn:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    os.link = link


def with_spawn() -> None:
    """Processes that begin with nothing, as on macOS and Windows, however few files there are."""
    processes.FORKS = False
    processes._FACTOR = 0
    processes.processors = lambda: 2


def without_fork() -> None:
    """Python where the system has no fork at all: nothing of it may be asked for."""
    with_spawn()

    def fork() -> NoReturn:
        raise AssertionError("a process was forked")

    os.fork = fork
    get_context = multiprocessing.get_context

    def context(method: str | None = None) -> Any:
        assert method == "spawn"
        return get_context(method)

    multiprocessing.get_context = context  # type: ignore[assignment]


def without_what_windows_lacks() -> None:
    """Python without names of its `os` module that it does not have on Windows, and that nothing else here needs."""
    without_hard_links()
    with_spawn()
    for name in ("O_DIRECTORY", "sched_getaffinity", "getuid", "geteuid", "fork"):
        delattr(os, name)


IMITATIONS: dict[str, Callable[[], None]] = {
    each.__name__: each for each in (nothing, without_hard_links, with_spawn, without_fork, without_what_windows_lacks)
}


def main() -> None:
    """Imitates, and runs what standard input names."""
    IMITATIONS[sys.argv[1]]()
    results = []
    for command in json.load(sys.stdin):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = run(command)
        results.append([status, out.getvalue(), err.getvalue()])
    print(json.dumps(results))


if __name__ == "__main__":
    main()
