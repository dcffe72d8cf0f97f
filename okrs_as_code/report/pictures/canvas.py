"""The canvas on which a picture is drawn, shape by shape, with one way to write numbers and days on it."""

from __future__ import annotations

from datetime import date

from okrs_as_code.report.pictures.paths import place
from okrs_as_code.report.pictures.picture import Label, Picture, Stroke
from okrs_as_code.report.wording import numbers

_MAX_UNIT = 12
_MAX_NUMBER = 7
_CHARACTER_WIDTH = 7.4


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

    def picture(self, kind: str, title: str, description: str, width: int, height: int) -> Picture:
        """The finished picture."""
        return Picture(kind, title, description, width, height, tuple(self._shapes), tuple(self._labels))


def width(words: str) -> float:
    """The width that words take, at most."""
    return len(words) * _CHARACTER_WIDTH


def short_number(value: float) -> str:
    """A number in at most seven characters, rounded where it is longer."""
    whole = numbers.number(value).replace("e+", "e")
    if len(whole) <= _MAX_NUMBER:
        return whole
    for size, letter in ((1e9, "bn"), (1e6, "M"), (1e3, "k")):
        if size <= abs(value) < size * 1000:
            return f"{value / size:.3g}{letter}"
    rounded = f"{value:.3g}" if 1e-3 <= abs(value) < 1e3 else f"{value:.1e}"
    return rounded.replace("e+", "e").replace(".0e", "e")


def short_quantity(value: float, unit: str | None) -> str:
    """A short number with its unit, of which so much is written as a picture has room for."""
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
