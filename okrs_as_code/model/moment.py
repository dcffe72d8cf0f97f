"""Times as they are written, with no more precision than their digits have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MOMENT_PATTERN = (
    r"^[12][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
    r"(?:\.[0-9]{1,9})?(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$"
)
"""The pattern of a time with its zone (RFC 3339), also of one on a day that the calendar does not have."""

_match_moment = re.compile(r"(\S{19})(?:\.([0-9]+))?(Z|[+-].{5})").fullmatch
_match_pattern = re.compile(MOMENT_PATTERN.replace("$", r"\Z")).match
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DIGITS = 9
_SECOND = 10**_DIGITS


@dataclass(frozen=True)
class Moment:
    """A time, in nanoseconds since 1970.

    `10:15:30` can be any time of that second, so that two times written with different precision may have no order.
    """

    earliest: int
    latest: int

    @property
    def day(self) -> date:
        """The day in UTC."""
        return (_EPOCH + timedelta(seconds=self.earliest // _SECOND)).date()


def parse_moment(text: str) -> Moment | None:
    """Parses a time such as `2026-10-01T08:15:30.123Z`; None for any other text, and for a day that there is not."""
    parts = _match_moment(text) if _match_pattern(text) is not None else None
    if parts is None:
        return None
    whole, fraction, zone = parts.groups()
    try:
        seconds = (datetime.fromisoformat(f"{whole}{zone}") - _EPOCH) // timedelta(seconds=1)
    except ValueError:
        return None
    digits = fraction or ""
    earliest = seconds * _SECOND + int(digits.ljust(_DIGITS, "0"))
    return Moment(earliest, earliest + 10 ** (_DIGITS - len(digits)) - 1)
