"""The value that was meant where somebody wrote one in another form than our files take: `40k`, `12/18/2026`, `yes`."""

from __future__ import annotations

from datetime import date
from typing import Any

from okrs_as_code.model.files.intended_day import ExpectedDays, intended_days
from okrs_as_code.model.files.mismatch import SHARE_KEYS, Mismatch, MismatchKind
from okrs_as_code.readings import read_number, read_share

_FLAGS = {"yes": True, "y": True, "on": True, "true": True, "no": False, "n": False, "off": False, "false": False}

IntendedValue = float | bool | date


def intended_values(mismatch: Mismatch, data: Any, days: ExpectedDays | None = None) -> tuple[IntendedValue, ...]:
    """The values that a value of a wrong kind, or a key that is no day, may mean; none where nobody can know.

    The likeliest is the first. `data` is the content of the file in which it is written, and `days` those of which that
    speaks.
    """
    if mismatch.kind is not MismatchKind.WRONG_TYPE or not mismatch.path:
        return ()
    is_day = mismatch.expected.startswith("a day")
    if mismatch.on_key and not is_day:
        return ()
    value, expected, key = mismatch.value, mismatch.expected, mismatch.path[-1]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ()
    if key in SHARE_KEYS and "number" in expected:
        return tuple(share for share in read_share(value) if share != value)
    if not isinstance(value, str):
        return ()
    if is_day:
        holder = _holder(mismatch, data)
        beside = holder if isinstance(holder, dict) else {}
        return intended_days(value, mismatch.path, beside, days or ExpectedDays())
    if expected == "`true` or `false`":
        flag = _FLAGS.get(value.strip().lower())
        return () if flag is None else (flag,)
    if "number" not in expected:
        return ()
    numbers = read_number(value, _unit_beside(mismatch, data))
    return tuple(number for number in numbers if "whole" not in expected or number.is_integer())


def _unit_beside(mismatch: Mismatch, data: Any) -> str | None:
    """The unit that is written in the same mapping as the value."""
    holder = _holder(mismatch, data)
    unit = holder.get("unit") if isinstance(holder, dict) else None
    return unit if isinstance(unit, str) else None


def _holder(mismatch: Mismatch, data: Any) -> Any:
    """The mapping or list that has the value in it."""
    for key in mismatch.path[:-1]:
        data = data[key]
    return data
