"""Types of options: days, numbers, and both together; where one is written in another form, with the value meant."""

from __future__ import annotations

from datetime import date
from typing import Any

import click


class DayType(click.ParamType[date]):
    """A day such as 2026-12-31."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that a text names; fails with a usage error for any other text, and for a day in no cycle."""
        from okrs_as_code.day import parse_day

        day = parse_day(value) if isinstance(value, str) else None
        if day is None:
            from okrs_as_code.day_readings import read_day  # most days are written as they are meant to be
            from okrs_as_code.readings import in_words

            readings = read_day(value) if isinstance(value, str) else ()
            hint = f": write {in_words(readings)}" if readings else ""
            self.fail(f"{value!r} is no day such as 2026-12-31{hint}", param, ctx)
        if not 1900 <= day.year < 2200:
            self.fail(f"{value} lies in no cycle; their years go from 1900 to 2199", param, ctx)
        return day


class NumberType(click.ParamType[float]):
    """A number in digits."""

    name = "float"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number that a text is; fails with a usage error for any other text."""
        from okrs_as_code.errors import OkrsError
        from okrs_as_code.records.check_in_entry import parse_number

        if not isinstance(value, str):
            return float(value)
        try:
            return parse_number(value)
        except OkrsError as error:
            self.fail(f"{error.message}: {error.remedy}", param, ctx)


class PlannedValueType(click.ParamType[tuple[date, float]]):
    """A day and the number planned for it, such as 2026-10-31=60."""

    name = "planned value"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[date, float]:
        """The day and the number; fails with a usage error for any other text."""
        day, separator, number = str(value).partition("=")
        if not separator:
            self.fail(f"{value!r} is no day with a number such as 2026-10-31=60", param, ctx)
        return DAY.convert(day.strip(), param, ctx), NUMBER.convert(number.strip(), param, ctx)


DAY = DayType()
NUMBER = NumberType()
PLANNED_VALUE = PlannedValueType()
