"""The value that was meant where somebody wrote one in another form than our files take: `40k`, `12/18/2026`, `yes`."""

from __future__ import annotations

from datetime import date
from typing import Any

from okrs_as_code.model.files.mismatch import Mismatch, MismatchKind
from okrs_as_code.readings import read_day, read_number, read_share

SHARE_KEYS = frozenset(("confidence", "score"))
"""Keys of shares from 0.0 to 1.0 that people like to write as `7` or `85 %`."""
_FLAGS = {"yes": True, "y": True, "on": True, "true": True, "no": False, "n": False, "off": False, "false": False}

IntendedValue = float | bool | date


def intended_values(mismatch: Mismatch, data: Any) -> tuple[IntendedValue, ...]:
    """The values that a value of a wrong kind may mean, the likeliest first; none where nobody can know.

    `data` is the content of the file in which it is written.
    """
    if mismatch.kind is not MismatchKind.WRONG_TYPE or mismatch.on_key or not mismatch.path:
        return ()
    value, expected, key = mismatch.value, mismatch.expected, mismatch.path[-1]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ()
    if key in SHARE_KEYS and "number" in expected:
        return tuple(share for share in read_share(value) if share != value)
    if not isinstance(value, str):
        return ()
    if expected.startswith("a day"):
        return read_day(value)
    if expected == "`true` or `false`":
        flag = _FLAGS.get(value.strip().lower())
        return () if flag is None else (flag,)
    if "number" not in expected:
        return ()
    numbers = read_number(value, _unit_beside(mismatch, data))
    return tuple(number for number in numbers if "whole" not in expected or number.is_integer())


def _unit_beside(mismatch: Mismatch, data: Any) -> str | None:
    """The unit that is written in the same mapping as the value."""
    for key in mismatch.path[:-1]:
        data = data[key]
    unit = data.get("unit") if isinstance(data, dict) else None
    return unit if isinstance(unit, str) else None
