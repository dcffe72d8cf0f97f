"""The time that a run, each of its messages and the pauses between writes have."""

from __future__ import annotations

import time
from typing import Protocol

RUN_SECONDS = 600.0
MESSAGE_SECONDS = 60.0
WRITE_INTERVAL = 1.0
"""Seconds from one write to the next, as forges ask of programs."""


class Clock(Protocol):
    """A clock that never goes back, in seconds, and waits; the module `time` is one."""

    def monotonic(self) -> float:
        """Returns the seconds since some moment."""

    def sleep(self, seconds: float, /) -> None:
        """Waits."""


class TimeBudget:
    """The time of one run, in seconds; it begins when this is made."""

    def __init__(
        self,
        clock: Clock = time,
        *,
        run: float = RUN_SECONDS,
        message: float = MESSAGE_SECONDS,
        interval: float = WRITE_INTERVAL,
    ) -> None:
        self.clock = clock
        self._message = message
        self._interval = interval
        self._end = clock.monotonic() + run
        self._next_write = clock.monotonic()
        self.deadline = self._end
        """The reading of the clock at which what goes on now has to end."""

    @property
    def is_spent(self) -> bool:
        """Whether the time of the run is over."""
        return self.clock.monotonic() >= self._end

    def begin_message(self) -> None:
        """Gives what follows the time of one message, or what is left of the run where that is less."""
        self.deadline = min(self._end, self.clock.monotonic() + self._message)

    def pause_before_write(self) -> None:
        """Waits until a second has passed since the last write. Raises TimeoutError where no time would be left."""
        now = self.clock.monotonic()
        if max(now, self._next_write) >= self.deadline:
            raise TimeoutError
        if self._next_write > now:
            self.clock.sleep(self._next_write - now)
        self._next_write = self.clock.monotonic() + self._interval

    def wait(self, seconds: float) -> bool:
        """Waits; whether there was time for it, and is some left in the run."""
        if self.clock.monotonic() + seconds >= self._end:
            return False
        self.clock.sleep(seconds)
        return True
