"""The picture of how cost grows with size: SVG written by hand, readable on light and on dark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import log10

from benchmarks.results import Point

WIDTH, HEIGHT = 800, 460
LEFT, RIGHT, TOP, BOTTOM = 70, 240, 20, 50
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8c6d1f", "#56b4e9", "#7f7f7f")
"""Told apart by people who see colours differently, and all of them visible on white and on black."""
_STYLE = """
    text { font: 13px system-ui, sans-serif; fill: #24292f; }
    .ours { font-weight: bold; }
    .grid { stroke: #8b949e; stroke-opacity: 0.25; }
    @media (prefers-color-scheme: dark) { text { fill: #e6edf3; } }
"""


def draw(points: Iterable[Point]) -> str:
    """Lines of seconds by number of objectives, both axes in powers of ten; empty where there are no points."""
    lines: dict[str, list[Point]] = {}
    for point in sorted(points, key=lambda point: point.objectives):
        lines.setdefault(point.line, []).append(point)
    if not lines:
        return ""
    every = [point for line in lines.values() for point in line]
    across = _Scale([point.objectives for point in every], LEFT, WIDTH - RIGHT)
    down = _Scale([point.seconds for point in every], HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        "  <title>Seconds of a run by number of objectives</title>",
        f"  <style>{_STYLE}  </style>",
        *_grid(across, down),
        *_curves(lines, across, down),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


class _Scale:
    """Powers of ten on a stretch of pixels."""

    def __init__(self, values: list[float] | list[int], start: int, end: int) -> None:
        self.low = int(log10(min(values)) // 1)
        self.high = max(int(-(-log10(max(values)) // 1)), self.low + 1)
        self.start, self.end = start, end

    def at(self, value: float) -> float:
        """The pixel of a value."""
        share = (log10(value) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    def marks(self) -> list[float]:
        """The powers of ten."""
        return [10.0**power for power in range(self.low, self.high + 1)]


def _grid(across: _Scale, down: _Scale) -> Iterator[str]:
    for mark in across.marks():
        x = across.at(mark)
        yield f'  <line class="grid" x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{HEIGHT - BOTTOM}"/>'
        yield f'  <text x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{mark:,.0f}</text>'
    for mark in down.marks():
        y = down.at(mark)
        yield f'  <line class="grid" x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}"/>'
        yield f'  <text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{mark:g} s</text>'
    middle = (LEFT + WIDTH - RIGHT) / 2
    yield f'  <text x="{middle:.0f}" y="{HEIGHT - 8}" text-anchor="middle">objectives of 4 kB</text>'


def _curves(lines: dict[str, list[Point]], across: _Scale, down: _Scale) -> Iterator[str]:
    ends = _apart({name: down.at(points[-1].seconds) for name, points in lines.items()})
    for index, (name, points) in enumerate(lines.items()):
        colour = _COLOURS[index % len(_COLOURS)]
        places = [(across.at(point.objectives), down.at(point.seconds)) for point in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        width, kind = (3, ' class="ours"') if name.startswith("okrs") else (1.5, "")
        yield f'  <polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
        for x, y in places:
            yield f'  <circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>'
        x, y = places[-1]
        label, legend = ends[name], WIDTH - RIGHT + 18
        yield (
            f'  <path d="M{x + 5:.1f},{y:.1f} L{legend - 4},{label:.1f}" fill="none" stroke="{colour}" '
            'stroke-dasharray="2 3"/>'
        )
        yield f'  <text{kind} x="{legend}" y="{label + 4:.1f}">{name}</text>'


def _apart(wanted: dict[str, float], gap: float = 17) -> dict[str, float]:
    """Heights of labels near those wanted, none over another."""
    placed: dict[str, float] = {}
    last = TOP - gap
    for name, height in sorted(wanted.items(), key=lambda item: item[1]):
        last = placed[name] = max(height, last + gap)
    return placed
