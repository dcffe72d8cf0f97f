"""Runs `okrs` on a real pseudo-terminal, and talks to it as a person does."""

from __future__ import annotations

import importlib
import os
import pkgutil
import pty
import select
import signal
import sys
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import okrs_as_code
from okrs_as_code.cli.main import run

_PATIENCE = 30.0
_COPIES_WILL_NOT_DO = "COVERAGE_PROCESS_CONFIG" in os.environ or os.environ.get("TERM", "dumb") == "dumb"
"""Coverage follows no copies, and readline, which pytest has imported, wraps no line on a terminal without a name."""
INTERRUPT = "\x03"
"""The byte that Ctrl-C sends."""


@cache
def _import_everything() -> None:
    """So that no copy of this process has to."""
    for module in pkgutil.walk_packages(okrs_as_code.__path__, "okrs_as_code."):
        importlib.import_module(module.name)


def _run(arguments: Sequence[str]) -> int:
    """Runs the command in this process, with streams and signals as a new one would have them."""
    for name, descriptor, mode in (("stdin", 0, "r"), ("stdout", 1, "w"), ("stderr", 2, "w")):
        setattr(sys, name, open(descriptor, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    signal.signal(signal.SIGINT, signal.default_int_handler)
    status = run(list(arguments))
    sys.stdout.flush()
    sys.stderr.flush()
    return status


class Terminal:
    """One command on a terminal of its own; `seen` is all that it showed.

    The process is a copy of this one, in which everything is imported already, unless `own_python` asks for a Python
    that begins from nothing, as that of a user does, or the suite runs where copies will not do. No line
    breaks, unless `columns` says how narrow it is. `name` is what its environment calls it.
    """

    def __init__(
        self, folder: Path, *arguments: str, own_python: bool = False, columns: int = 200, name: str = "xterm"
    ) -> None:
        self.output = ""
        self._read = 0
        _import_everything()
        self._process, self._terminal = pty.fork()
        if self._process == 0:
            try:
                os.chdir(folder)
                os.environ["COLUMNS"] = str(columns)
                if own_python or _COPIES_WILL_NOT_DO or name != "xterm":
                    os.environ["TERM"] = name
                    os.execv(sys.executable, [sys.executable, "-m", "okrs_as_code.cli.main", *arguments])
                os._exit(_run(arguments))
            finally:
                os._exit(127)

    def until(self, text: str) -> None:
        """Waits until a text is shown, after what was waited for before."""
        while (at := self.output.find(text, self._read)) < 0:
            assert self._more(), f"{text!r} is not shown:\n{self.output}"
        self._read = at + len(text)

    def answer(self, question: str, answer: str = "") -> None:
        """Waits for a question, and types an answer with Enter."""
        self.until(question)
        self.until(": ")
        os.write(self._terminal, f"{answer}\n".encode())

    def interrupt(self) -> None:
        """Types Ctrl-C; again where it came between a question and the moment from which an answer is read.

        Not before a slow machine can have answered: a second one would meet a process that is about to end, and cut
        off what it does then, such as writing what coverage has measured.
        """
        for _ in range(20):
            os.write(self._terminal, INTERRUPT.encode())
            if select.select([self._terminal], [], [], 2.0)[0] and "interrupted" in self._rest():
                return

    def _rest(self) -> str:
        while select.select([self._terminal], [], [], 0.5)[0] and self._more():
            pass
        return self.output

    def end(self) -> int:
        """Waits for the end, and gives the exit status."""
        while self._more():
            pass
        _, status = os.waitpid(self._process, 0)
        os.close(self._terminal)
        self.output = self.output.replace("\r\n", "\n")
        return os.waitstatus_to_exitcode(status)

    def _more(self) -> bool:
        """Reads what is shown next; False where the command has ended."""
        deadline = time.monotonic() + _PATIENCE
        while not select.select([self._terminal], [], [], 0.1)[0]:
            assert time.monotonic() < deadline, f"nothing more is shown:\n{self.output}"
        try:
            data = os.read(self._terminal, 4096)
        except OSError:  # how Linux reports that the other side is closed
            return False
        self.output += data.decode(errors="replace")
        return bool(data)
