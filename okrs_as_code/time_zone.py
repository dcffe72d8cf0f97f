"""Time zones by name, from the data of the package `tzdata` alone: the same answer on every machine."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from functools import cache
from importlib.resources import files

_ZONES = "tzdata.zoneinfo"


@cache
def zone_names() -> tuple[str, ...]:
    """The names of all zones, such as `Europe/Berlin`."""
    return tuple(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())


@cache
def time_zone(name: str) -> tzinfo | None:
    """The zone of a name, which is compared exactly; None where there is none."""
    from zoneinfo import ZoneInfo

    if name not in zone_names():
        return None
    *folders, zone = name.split("/")
    with files(".".join((_ZONES, *folders))).joinpath(zone).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


def day_in(name: str | None, now: datetime | None = None) -> date:
    """The day that it is now in a zone; in that of the machine for None, and for a name that no zone has."""
    zone = time_zone(name) if name is not None else None
    return (now.astimezone(zone) if now is not None else datetime.now(zone)).date()
