"""Days as they are written: `2026-12-31` and nothing else."""

from __future__ import annotations

import re
from datetime import date

DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
"""The pattern of a day, also of one that the calendar does not have."""

_day = re.compile(DAY).fullmatch


def parse_day(text: str) -> date | None:
    """The day written as `YYYY-MM-DD`, or None when there is no such day."""
    if _day(text) is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
