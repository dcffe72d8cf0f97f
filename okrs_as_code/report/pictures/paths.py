"""Paths of a picture: lines, areas, marks and hatching, in the short form of SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

Point = tuple[float, float]
"""Places from the left and from the top."""
Placed = TypeVar("Placed", Point, tuple[float, float, float])
"""A point, or one with a number of its own."""

CROSS = "m-4-4 8 8m0-8-8 8"
OPEN_CROSS = "m0-2 3-3 2 2-3 3 3 3-2 2-3-3-3 3-2-2 3-3-3-3 2-2z"
RING = "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z"
TICK = "m-5 0 4 4 7-8"
SQUARE = "m-3.6-3.6h7.2v7.2h-7.2z"
TRIANGLE = "m0-5 5.2 9.4h-10.4z"
DIAMOND = "m0-5.4 5.4 5.4-5.4 5.4-5.4-5.4z"
FLAG = "m0 0v-12l8 3.5-8 3.5"
SMALL_RING = "m-2.4 0a2.4 2.4 0 1 0 4.8 0a2.4 2.4 0 1 0-4.8 0z"
CLOCK = "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0zm4.5-2.6v2.8h2"
PAUSE = "m-3.5-4.5h2.4v9h-2.4zm4.6 0h2.4v9h-2.4z"
DOT = "h0"
"""A line without a length, which round ends make a dot."""


def place(value: float) -> str:
    """A coordinate with one decimal at most."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")  # adding nothing makes -0.0 a 0.0


def line(points: Iterable[Point]) -> str:
    """The path of a line through points; empty without any."""
    pairs = [f"{place(x)} {place(y)}" for x, y in points]
    return f"M{pairs[0]}" + (f"L{' '.join(pairs[1:])}" if len(pairs) > 1 else "") if pairs else ""


def area(points: Sequence[Point]) -> str:
    """The path of an area with these corners; empty with fewer than three."""
    return f"{line(points)}z" if len(points) > 2 else ""


def box(left: float, top: float, right: float, bottom: float) -> str:
    """The path of a rectangle."""
    return f"M{place(left)} {place(top)}H{place(right)}V{place(bottom)}H{place(left)}z"


def marks(points: Iterable[Point], mark: str) -> str:
    """The path of a mark at each of some points."""
    return "".join(f"M{place(x)} {place(y)}{mark}" for x, y in points)


def hatch(left: float, top: float, right: float, bottom: float, distance: float = 7) -> str:
    """The path of slanted lines that fill a rectangle."""
    lines, x = [], left - (bottom - top) + distance / 2
    while x < right:
        begin, end = max(left, x), min(right, x + bottom - top)
        lines.append(f"M{place(begin)} {place(bottom - (begin - x))}L{place(end)} {place(bottom - (end - x))}")
        x += distance
    return "".join(lines)


def thinned(points: Sequence[Placed], distance: float = 4) -> list[Placed]:
    """The points without those that the next one would cover; the first and the last stay."""
    kept: list[Placed] = []
    for point in points:
        if len(kept) > 1 and point[0] - kept[-2][0] < distance:
            kept.pop()
        kept.append(point)
    return kept
