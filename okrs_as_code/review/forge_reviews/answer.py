"""Answers of somebody else's API: objects of which only what is used is checked, and their times."""

from __future__ import annotations

from datetime import UTC, date, datetime

from pydantic import BaseModel, ConfigDict


class ApiModel(BaseModel):
    """An object of somebody else's API: only the fields that are used are checked, and those strictly."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


def day_of(time: datetime | None) -> date | None:
    """The day of a time in UTC; None for a time that has none, at the ends of the calendar."""
    try:
        return with_time_zone(time).astimezone(UTC).date() if time is not None else None
    except OverflowError:
        return None


def with_time_zone(time: datetime) -> datetime:
    """A time with a zone, which is UTC where it has none."""
    return time if time.tzinfo is not None else time.replace(tzinfo=UTC)
