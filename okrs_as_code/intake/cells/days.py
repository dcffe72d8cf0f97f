"""Days as a file writes them; whether `12/11/2026` begins with the day is decided by all of them together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache

from okrs_as_code.day import parse_day
from okrs_as_code.day_readings import read_day
from okrs_as_code.intake.source_table import Cell
from okrs_as_code.intake.vocabulary.words import even, vocabulary
from okrs_as_code.model.files.import_mapping import DayOrder

_SLASHED = re.compile(r"([0-9]{1,2})([-/])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_WORD = re.compile(r"[^\W\d_]+\.?")
_TIME = re.compile(r"[ T][0-9]{1,2}:[0-9]{2}(?::[0-9.]+)?(?: ?[AaPp][Mm])?(?:Z| ?[-+][0-9:]+)?$")
_MAX_LENGTH = 60


def looks_like_day(text: str) -> bool:
    """Whether a text is a day in some order."""
    return bool(_readings(text))


def order_shown(cells: Iterable[Cell]) -> set[DayOrder]:
    """The orders that some days show: `18/12/2026` can only begin with the day."""
    orders: set[DayOrder] = set()
    for cell in cells:
        match = _slashed(cell)
        if match is None or len(_readings(cell.text)) != 1:
            continue
        orders.add("day-first" if int(match[1]) > 12 else "month-first")
    return orders


def is_unclear(cell: Cell) -> bool:
    """Whether a cell is a day that begins with the day or with the month, and both exist and differ."""
    return _slashed(cell) is not None and len(_readings(cell.text)) > 1


def day_of_cell(cell: Cell, order: DayOrder | None) -> date | None:
    """The day that a cell says, in an order; None where it is no day, or not clear without an order."""
    if isinstance(cell.value, datetime):
        return cell.value.date()
    if isinstance(cell.value, date):
        return cell.value
    readings = _readings(cell.text)
    if len(readings) == 1:
        return readings[0]
    match = _slashed(cell)
    if match is None or order is None:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    year = year if len(match[4]) == 4 else 2000 + year
    day, month = (first, second) if order == "day-first" else (second, first)
    return parse_day(f"{year:04}-{month:02}-{day:02}")


def _slashed(cell: Cell) -> re.Match[str] | None:
    return _SLASHED.fullmatch(_TIME.sub("", cell.text)) if isinstance(cell.value, str) else None


def _readings(text: str) -> tuple[date, ...]:
    """The days that a text may mean, also with a month in one of our languages; a year of two digits comes last."""
    if len(text) > _MAX_LENGTH or not any(char.isdigit() for char in text):
        return ()
    written = _TIME.sub("", text.strip())
    match = _SLASHED.fullmatch(written)
    if match is not None:
        year = match[4] if len(match[4]) == 4 else f"20{match[4]}"
        written = f"{match[1]}{match[2]}{match[3]}{match[2]}{year}"
    else:
        written = _in_english(written)
    return read_day(written)


def _in_english(text: str) -> str:
    """A day with its month as English has it: `15. Dezember 2026` is `15 Dec 2026`."""
    if not any(char.isalpha() for char in text):
        return text
    parts = []
    for word in text.replace(",", " ").split():
        found = _WORD.fullmatch(word)
        month = months().get(even(word.rstrip("."))) if found is not None else None
        if month is not None:
            parts.append(month)
        elif even(word) not in ("de", "del", "le", "den", "der", "el"):
            parts.append(re.sub(r"^([0-9]{1,2})(?:er|\.)$", r"\1", word))
    return " ".join(parts)


@cache
def months() -> dict[str, str]:
    """The months in all our languages, each as the three letters of its English name."""
    listed = vocabulary()["months"].items()
    return {even(word): month for month, names in listed for word in (month, *names)}
