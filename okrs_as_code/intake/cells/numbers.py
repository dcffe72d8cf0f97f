"""Numbers as a file writes them; whether `1,234` has decimals is decided by all of them together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from okrs_as_code.intake.source_table import Cell
from okrs_as_code.model.files.import_mapping import DecimalMark
from okrs_as_code.readings import MAX_NUMBER, SPACE, digit_readings, number_parts, scale_of

_MARKS: dict[str, DecimalMark] = {",": "comma", ".": "point"}
_GROUPS = re.compile(rf"{SPACE}|['’_]")
_MAX_UNIT = 40


@dataclass(frozen=True, slots=True)
class CellQuantity:
    """A number with what is counted, as far as its cell says that; of per cent 60 with the unit `%`."""

    value: float
    unit: str | None = None

    @property
    def is_percent(self) -> bool:
        """Whether it is per cent."""
        return self.unit == "%"


def mark_shown(cells: Iterable[Cell]) -> set[DecimalMark]:
    """The marks before decimals that some numbers show: `1.234,5` and `0,5` have a comma."""
    shown: set[DecimalMark] = set()
    for cell in cells:
        digits = _digits(cell)
        marks = [char for char in digits if char in ".,"]
        if not marks:
            continue
        if len(set(marks)) == 2:
            shown.add(_MARKS[marks[-1]])
        elif len(marks) > 1:  # 1.200.000: the other one is before decimals
            shown.add("comma" if marks[0] == "." else "point")
        elif not _is_group(digits):
            shown.add(_MARKS[marks[0]])
    return shown


def is_unclear(cell: Cell) -> bool:
    """Whether a cell is a number with one mark that may stand before decimals, or group thousands."""
    digits = _digits(cell)
    return sum(char in ".," for char in digits) == 1 and _is_group(digits)


def unclear_readings(cell: Cell) -> tuple[float, ...]:
    """The values that an unclear cell may have."""
    return tuple(digit_readings(_digits(cell)))


def quantity_of_cell(cell: Cell, decimal: DecimalMark | None) -> CellQuantity | None:
    """The number that a cell says; None where it is none, several, or not clear without a mark for decimals."""
    if isinstance(cell.value, bool):
        return None
    if isinstance(cell.value, int | float):
        if not abs(cell.value) <= MAX_NUMBER:  # what is no number is not larger, either
            return None
        if cell.is_percent:
            return CellQuantity(_rounded(cell.value * 100), "%")
        return CellQuantity(_rounded(cell.value), cell.currency)
    if not isinstance(cell.value, str):
        return None
    parts = number_parts(cell.text)
    if parts is None:
        return None
    value = _value(parts.digits, decimal)
    if value is None:
        return None
    value *= scale_of(parts.scale)
    if abs(value) > MAX_NUMBER:
        return None
    unit = "%" if parts.is_percent else _unit(parts.currency, parts.rest)
    return CellQuantity(_rounded(-value if parts.is_negative else value), unit)


def chosen_reading(readings: tuple[float, ...], digits: str, decimal: DecimalMark | None) -> float | None:
    """The reading of digits in a title that a mark for decimals decides; None where it does not."""
    return readings[0] if len(readings) == 1 else _value(digits, decimal)


def _value(digits: str, decimal: DecimalMark | None) -> float | None:
    plain = _GROUPS.sub("", digits)
    marks = [char for char in plain if char in ".,"]
    if not (len(marks) == 1 and _is_group(plain)):
        return next(digit_readings(digits))
    if decimal is None:
        return None
    return float(plain.replace(marks[0], "." if _MARKS[marks[0]] == decimal else ""))


def _digits(cell: Cell) -> str:
    """The digits of a text that is a number, without spaces between thousands; empty for anything else."""
    parts = number_parts(cell.text) if isinstance(cell.value, str) else None
    return _GROUPS.sub("", parts.digits) if parts is not None else ""


def _is_group(digits: str) -> bool:
    """Whether three digits follow the only mark, so that it may group thousands: not behind a leading 0."""
    whole, _, rest = digits.replace(",", ".").partition(".")
    return len(rest) == 3 and whole.isdigit() and not whole.startswith("0") and len(whole) <= 3


def _unit(currency: str, rest: str) -> str | None:
    if currency:
        return currency
    unit = " ".join(rest.split()).strip(" .:;,()+")
    return unit if unit and len(unit) <= _MAX_UNIT and any(char.isalpha() for char in unit) else None


def _rounded(value: float) -> float:
    return round(float(value), 10)
