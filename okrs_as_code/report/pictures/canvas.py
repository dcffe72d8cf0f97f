"""The canvas on which a picture is drawn, shape by shape, with one way to write numbers and days on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from okrs_as_code.quantities import currency
from okrs_as_code.report.pictures.paths import line, place
from okrs_as_code.report.pictures.picture import Label, Picture, Stroke
from okrs_as_code.report.pictures.scale import TimeScale
from okrs_as_code.report.wording import numbers

_MAX_UNIT = 12
_MAX_NUMBER = 7
_SIZES = ((1e9, "bn"), (1e6, "M"), (1e3, "k"))
_FONT_SIZE = 13
_MAX_MONTHS = 6
BELOW = 18
"""The distance from the lowest line to the words below it."""
_BETWEEN = 6
"""The least space between words."""
_WIDTHS = {
    **dict.fromkeys("0123456789abcdeghknopqsuvxyz$", 0.64),
    **dict.fromkeys(" \u00a0.,:;'|!ijlftrI-()", 0.39),
    **dict.fromkeys("mwMW%@…", 1),
}
"""Widths of characters in parts of the font's size, in the widest of the usual fonts."""
_OTHER_WIDTH, _WIDE_WIDTH = 0.72, 1.1
_STRONG = 1.1
"""The width of strong words beside that of others."""


class Canvas:
    """Shapes and words in the order in which they are drawn; later ones cover earlier ones."""

    def __init__(self) -> None:
        self._shapes: list[Stroke] = []
        self._labels: list[Label] = []

    def draw(self, kind: str, path: str) -> None:
        """Draws a path; nothing for an empty one."""
        if path:
            self._shapes.append(Stroke(kind, path))

    def write(self, x: float, y: float, words: str, anchor: str = "start", *, strong: bool = False) -> None:
        """Writes words at a place."""
        self._labels.append(Label(place(x), place(y), words, anchor, strong))

    def draw_months(self, days: TimeScale, top: float, bottom: float, free_until: float) -> None:
        """Draws a line where each month begins; names the first day below, and months while there is room."""
        y, start = bottom + BELOW, days.start
        words = month(start) if start.day == 1 else day_of_month(start)
        self.write(days.left, y, words)
        taken = days.left + width(words) + _BETWEEN
        for first in days.months(_MAX_MONTHS):
            x, words = days.begin(first), month(first)
            self.draw("grid", line([(x, top), (x, bottom)]))
            if x > taken and x + width(words) < free_until:
                self.write(x, y, words)
                taken = x + width(words) + _BETWEEN

    def picture(self, kind: str, title: str, description: str, width: int, height: int) -> Picture:
        """The finished picture."""
        return Picture(kind, title, description, width, height, tuple(self._shapes), tuple(self._labels))


def width(words: str, *, strong: bool = False) -> float:
    """The width that words take, at most."""
    parts = sum(_WIDTHS.get(char, _OTHER_WIDTH if char < "\u1100" else _WIDE_WIDTH) for char in words)
    return parts * _FONT_SIZE * (_STRONG if strong else 1)


def short_number(value: float) -> str:
    """A number in at most seven characters, rounded where it is longer."""
    whole = numbers.number(value).replace("e+", "e")
    if len(whole) <= _MAX_NUMBER:
        return whole
    for size, letter in _SIZES:
        if size <= abs(value) < size * 1000:
            return f"{value / size:.3g}{letter}"
    rounded = f"{value:.3g}" if 1e-3 <= abs(value) < 1e3 else f"{value:.1e}"
    return rounded.replace("e+", "e").replace(".0e", "e")


def number_within(value: float, room: float) -> str:
    """A number that is no wider than `room`: whole where that fits, else in thousands or more, else rounded."""
    return next((words for words in _shorter(value) if width(words) <= room), f"{value:.0e}".replace("e+", "e"))


def _shorter(value: float) -> Iterator[str]:
    """The ways to write a number, each shorter than the one before."""
    yield numbers.number(value).replace("e+", "e")
    for digits in (3, 2, 1):
        for size, letter in _SIZES:
            rounded = float(f"{value / size:.{digits}g}")
            if 1 <= abs(rounded) < 1000:
                yield f"{rounded:g}{letter}"
        if 1e-3 <= abs(value) < 1e3:
            yield f"{value:.{digits}g}"


def short_quantity(value: float, unit: str | None) -> str:
    """A short number with its unit, of which so much is written as a picture has room for."""
    money = currency(unit)
    if money is not None:
        return f"{money.before(short_number(value * money.factor))}{clipped(money.rest)}"
    return f"{short_number(value)} {clipped(unit)}" if unit else short_number(value)


def clipped(words: str, most: int = _MAX_UNIT) -> str:
    """The beginning of words that are too long."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def day_of_month(day: date) -> str:
    """A day without its year: 12 Oct."""
    return numbers.day(day).rpartition(" ")[0]


def month(day: date) -> str:
    """The name of a month; the year in its place in January."""
    return str(day.year) if day.month == 1 else numbers.day(day).split(" ")[1]
