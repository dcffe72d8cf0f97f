"""Runs two commands in turns, as whole processes, and compares them pair by pair."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

LAUNCHER = Path(__file__).with_name("launcher.py")
MEBIBYTE = 2**20
FORGOTTEN_AFTER = 15.0
"""Seconds after which the system may have let go of the files that a command reads."""


class CommandFailedError(Exception):
    """A command did not end as it has to, so its time means nothing."""


@dataclass(frozen=True)
class Side:
    """One command; `before` is called each time before it runs, and is not measured."""

    name: str
    command: tuple[str, ...]
    folder: Path
    before: Callable[[], None] | None = None
    environment: dict[str, str] = field(default_factory=dict)
    warm: bool = False
    """Whether it runs once before anything is measured, so that what it keeps is there."""


@dataclass(frozen=True)
class Run:
    """The cost of one run."""

    seconds: float
    cpu: float
    largest: int
    """Peak memory of the largest process, in bytes."""
    together: int
    """Peak memory of all processes together; 0 where it was not watched."""


@dataclass(frozen=True)
class Measured:
    """The cost of a command, over several runs."""

    name: str
    seconds: tuple[float, ...]
    memory: int
    """Peak memory in bytes: of all processes together where that could be watched, else of the largest."""

    @property
    def median(self) -> float:
        """The time of the run in the middle."""
        return median(self.seconds)


@dataclass(frozen=True)
class Comparison:
    """Two commands, run in turns."""

    first: Measured
    second: Measured

    @property
    def ratios(self) -> list[float]:
        """The first by the second, pair by pair."""
        return [first / second for first, second in zip(self.first.seconds, self.second.seconds, strict=True)]

    @property
    def ratio(self) -> float:
        """The ratio of the pair in the middle."""
        return median(self.ratios)


def run(side: Side, mode: str = "time") -> Run:
    """Runs it once; raises CommandFailedError where its exit status is not 0."""
    if side.before is not None:
        side.before()
    launched = subprocess.run(
        [sys.executable, "-I", "-S", str(LAUNCHER), mode, *side.command],
        cwd=side.folder,
        env={**os.environ, **side.environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if launched.returncode:
        raise CommandFailedError(f"{side.name} could not be run: {_reason(launched.stderr)}")
    result = json.loads(launched.stdout)
    if result["status"]:
        raise CommandFailedError(f"{side.name} ended with {result['status']}: {_reason(launched.stderr)}")
    return Run(result["seconds"], result["cpu"], result["largest"], result["together"])


@dataclass(frozen=True)
class Patience:
    """How often a pair is run: at least `least` times, and on until `most` or until it took `seconds`."""

    least: int = 3
    most: int = 21
    seconds: float = 20.0

    def is_over(self, pairs: int, seconds: float) -> bool:
        """Whether it has been enough."""
        return pairs >= self.most or (pairs >= self.least and seconds >= self.seconds)


class Turns:
    """Runs one command again and again; each time with its files in the system's memory, however long others took."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self.memory = _memory(side)
        """Peak memory in bytes."""
        self._ended = time.monotonic()

    def seconds(self) -> float:
        """The time of a run; where the last one is long ago, one that does not count goes before it."""
        if time.monotonic() - self._ended > FORGOTTEN_AFTER:
            run(self._side)
        seconds = run(self._side).seconds
        self._ended = time.monotonic()
        return seconds

    def measured(self, seconds: list[float]) -> Measured:
        """All of it together."""
        return Measured(self._side.name, tuple(seconds), self.memory)


def measure(side: Side, patience: Patience) -> Measured:
    """Runs one command as often as patience allows."""
    turns = Turns(side)
    seconds: list[float] = []
    while not patience.is_over(len(seconds), sum(seconds)):
        seconds.append(turns.seconds())
    return turns.measured(seconds)


def compare(first: Side, second: Side, patience: Patience) -> Comparison:
    """Runs both in turns, after one run of each that is watched for memory and not timed."""
    turns = Turns(first), Turns(second)
    first_seconds: list[float] = []
    second_seconds: list[float] = []
    while not patience.is_over(len(first_seconds), sum(first_seconds) + sum(second_seconds)):
        first_seconds.append(turns[0].seconds())
        second_seconds.append(turns[1].seconds())
    return Comparison(turns[0].measured(first_seconds), turns[1].measured(second_seconds))


def _memory(side: Side) -> int:
    if side.warm:
        run(side)
    watched = run(side, "memory")
    return max(watched.largest, watched.together)


def _reason(text: str) -> str:
    """The line that says what is wrong, else the last one."""
    lines = text.strip().splitlines()
    telling = [line for line in lines if line.lower().startswith("error")]
    return next(iter(telling or lines[-1:]), "it said nothing")
