"""The strip of a key result as a picture, as a line of text, and in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from okrs_as_code.model.history.strip import Strip
from okrs_as_code.model.progress.status import Status
from okrs_as_code.phrases import count_phrase
from okrs_as_code.report.pictures import paths
from okrs_as_code.report.pictures.canvas import Canvas
from okrs_as_code.report.pictures.picture import Picture
from okrs_as_code.report.wording import numbers

CELL = 13
"""Width of a period."""
_HEIGHT = 13
_SIGNS: Mapping[Status, str] = {
    Status.OFF_TRACK: paths.DIAMOND,
    Status.AT_RISK: paths.TRIANGLE,
    Status.STALE: paths.CLOCK,
    Status.PAUSED: paths.PAUSE,
    Status.NO_STATUS: paths.SMALL_RING,
    Status.ON_TRACK: paths.DOT,
    Status.DONE: paths.TICK,
    Status.NOT_STARTED: paths.SMALL_RING,
    Status.CLOSED: paths.SQUARE,
    Status.DROPPED: paths.CROSS,
}
SYMBOLS: Mapping[Status, str] = {
    Status.OFF_TRACK: "■",
    Status.AT_RISK: "▲",
    Status.STALE: "◷",
    Status.PAUSED: "‖",
    Status.NO_STATUS: "○",
    Status.ON_TRACK: "●",
    Status.DONE: "✓",
    Status.NOT_STARTED: "·",
    Status.CLOSED: "□",
    Status.DROPPED: "×",
}


def draw(strip: Strip) -> Picture:
    """The strip as a row of signs, with a point for each period to come; the words are its title."""
    canvas = Canvas()
    places = [((index + 0.5) * CELL, period.status) for index, period in enumerate(strip.periods)]
    draw_signs(canvas, places, _HEIGHT / 2)
    begun, cells = len(places), len(places) + strip.ahead
    ahead = [((index + 0.5) * CELL, _HEIGHT / 2) for index in range(begun, cells)]
    canvas.draw("ahead", paths.marks(ahead, paths.DOT))
    days = (
        f"{numbers.day(strip.periods[0].first)} to {numbers.day(strip.periods[-1].last)}"
        if strip.periods
        else "not begun"
    )
    return canvas.picture("strip", strip_words(strip), f"By {strip.step}, {days}.", max(cells, 1) * CELL, _HEIGHT)


def draw_signs(canvas: Canvas, places: Iterable[tuple[float, Status]], y: float) -> None:
    """Draws the sign of each status at its place from the left."""
    by_status: dict[Status, list[paths.Point]] = {}
    for x, status in places:
        by_status.setdefault(status, []).append((x, y))
    for status, points in by_status.items():
        canvas.draw(status.replace(" ", "-"), paths.marks(points, _SIGNS[status]))


def strip_text(strip: Strip) -> str:
    """The strip as a line of symbols."""
    return "".join(SYMBOLS[period.status] for period in strip.periods)


def strip_words(strip: Strip) -> str:
    """The strip in words: "on-track 4 weeks, then at-risk 2"; nothing has begun without periods."""
    runs = [(status, len(list(group))) for status, group in groupby(strip.periods, key=lambda period: period.status)]
    if not runs:
        return str(Status.NOT_STARTED)
    first, *others = runs
    phrases = [f"{first[0]} {count_phrase(first[1], strip.step)}", *(f"{status} {count}" for status, count in others)]
    return ", then ".join(phrases)
