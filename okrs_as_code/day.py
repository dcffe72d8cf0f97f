"""Days as they are written: `2026-12-31` and nothing else."""

from __future__ import annotations

import re
from datetime import date, timedelta

DAY_PATTERN = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
"""The pattern of a day, also of one that the calendar does not have."""

_match_day = re.compile(DAY_PATTERN).fullmatch


def latest_day_on_earth(today: date) -> date:
    """The latest day that has begun somewhere on Earth, while it is `today` in another place."""
    return min(today, date.max - timedelta(days=1)) + timedelta(days=1)


def parse_day(text: str) -> date | None:
    """Parses a day written as `YYYY-MM-DD`; None where there is no such day."""
    if _match_day(text) is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
