"""Bounds of the benchmarks: one on a ratio of times, and sometimes one on memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from benchmarks.measuring import MEBIBYTE

Kind = Literal["at most", "faster", "between", "more", "none"]


@dataclass(frozen=True)
class Bound:
    """`at most` and `between` are on ours by theirs, `faster` is on theirs by ours, `more` on seconds beyond theirs.

    A `more` without a value bounds nothing, and is said in seconds.
    """

    kind: Kind = "none"
    value: float = 0.0
    upper: float = 0.0
    memory: int = 0
    """In MiB; 0 where there is none."""

    @property
    def text(self) -> str:
        """The bound in words."""
        time = {
            "at most": f"≤ {self.value:g} ×",
            "faster": f"≥ {self.value:g} × faster",
            "between": f"{self.value:g} – {self.upper:g}",
            "more": f"≤ {self.value:g} s more" if self.value else "",
            "none": "",
        }[self.kind]
        memory = f"≤ {self.memory} MiB" if self.memory else ""
        return ", ".join(part for part in (time, memory) if part)

    def ratio_text(self, ratio: float) -> str:
        """A ratio of theirs to ours, or ours to theirs, or a difference in seconds, as the bound looks at it."""
        if self.kind == "more":
            return f"{_digits(ratio)} s more"
        return f"{_digits(ratio)} × faster" if self.kind in ("faster", "none") else f"{_digits(ratio)} ×"

    def looks_at(self, ours: float, theirs: float) -> float:
        """The ratio that is bounded, or the difference in seconds."""
        if self.kind == "more":
            return ours - theirs
        return theirs / ours if self.kind in ("faster", "none") else ours / theirs

    def is_met(self, ratio: float, memory: int) -> bool | None:
        """Whether it holds; None where nothing is asked."""
        if self.memory and memory > self.memory * MEBIBYTE:
            return False
        if self.kind == "more" and not self.value:
            return None
        if self.kind in ("at most", "more"):
            return ratio <= self.value
        if self.kind == "faster":
            return ratio >= self.value
        if self.kind == "between":
            return self.value <= ratio <= self.upper
        return None


def _digits(number: float) -> str:
    return f"{number:.2f}" if number < 10 else f"{number:.1f}" if number < 100 else f"{number:.0f}"
