"""Names of cycles: the kind that each is of, and the name that somebody meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import get_args

from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.model.files.config import Month


class CycleKind(StrEnum):
    """The kind of a cycle, by its name."""

    YEAR = "year"
    HALF = "half-year"
    TRIMESTER = "trimester"
    QUARTER = "quarter"
    MONTH = "month"
    OWN = "cycle"
    """A name of one's own, whose days stand in config.yaml."""


CYCLE_NAMES = (
    "`2026-Q4`, `2026` for a year, `2026-H2`, `2026-T3` for a trimester, `2026-10` for a month, or a year and a word "
    "with its days below `cycles:` in okrs/config.yaml"
)
"""The names that cycles have, for messages."""
_KINDS = {"Q": CycleKind.QUARTER, "H": CycleKind.HALF, "T": CycleKind.TRIMESTER}
_MONTHS = {month[:3]: number for number, month in enumerate(get_args(Month), 1)}

_PART = (
    r"(?P<letter>[qht])\W?0?(?P<number>[1-4])|(?P<digit>[1-4])(?P<unit>[qht])"
    rf"|(?P<month>{'|'.join((*get_args(Month), *_MONTHS, 'sept'))})|(?P<of_year>0?[1-9]|1[0-2])"
)
_YEAR = r"(?:(?:fy|')?[\s_-]?(?P<year>(?:19|20|21)[0-9]{2})|(?:fy|')[\s_-]?(?P<short>[0-9]{2})|(?P<bare>[0-9]{2}))"
_GAP = r"[\s_./-]*"
_FORMS = tuple(
    lazy_pattern(form, re.IGNORECASE)
    for form in (rf"{_YEAR}{_GAP}(?:{_PART})", rf"(?:{_PART}){_GAP}{_YEAR}", rf"{_YEAR}()")
)
_WITHIN = tuple(
    lazy_pattern(form, re.IGNORECASE)
    for form in (
        r"(?P<year>(?:19|20|21)[0-9]{2})\W?(?P<letter>[qht])(?P<number>[1-4])(?![0-9])",
        r"(?<![a-z])(?P<letter>[qht])(?P<number>[1-4])\W?(?P<year>(?:19|20|21)[0-9]{2})(?![0-9])",
    )
)
_PARTS_OF_YEAR = {"Q": 4, "H": 2, "T": 3}


def kind_of_cycle(name: str) -> CycleKind:
    """The kind of a cycle of this name."""
    part = name[5:]
    if not part:
        return CycleKind.YEAR
    if part.isdigit():
        return CycleKind.MONTH
    return _KINDS[part[0]] if len(part) == 2 and part[0] in _KINDS and part[1].isdigit() else CycleKind.OWN


def meant_cycle_name(text: str, declared: Iterable[str] = ()) -> str | None:
    """The name of the cycle that a text such as `FY27Q3`, `Q4-2026`, `2026-q4` or `Oct 2026` means; None without one.

    The text may have more around a quarter, half-year or trimester of a year with four digits. Of the `declared` names
    that one is meant which differs by capitals alone.
    """
    namesake = next((name for name in declared if name.lower() == text.strip().lower()), None)
    if namesake is not None:
        return namesake
    for form in _FORMS:
        match = form.fullmatch(text.strip())
        name = _name_of(match.groupdict()) if match is not None else None
        if name is not None:
            return name
    matches = (form.search(text) for form in _WITHIN)
    return next((name for match in matches if match and (name := _name_of(match.groupdict())) is not None), None)


def cycle_name_remedy(text: str, declared: Iterable[str]) -> str:
    """The advice about a text that is no cycle's name: the name that it means, else which there are."""
    meant = meant_cycle_name(text, declared)
    return f"did you mean `{meant}`?" if meant is not None else f"write {CYCLE_NAMES}"


def _name_of(groups: dict[str, str | None]) -> str | None:
    """The name made of the parts of a match; None where there is no such part of a year."""
    year = groups["year"] or f"20{groups.get('short') or groups.get('bare')}"
    letter, number = groups.get("letter") or groups.get("unit"), groups.get("number") or groups.get("digit")
    if letter is not None and number is not None:
        return f"{year}-{letter.upper()}{number}" if int(number) <= _PARTS_OF_YEAR[letter.upper()] else None
    month = groups.get("month")
    if month is not None:
        return f"{year}-{_MONTHS[month[:3].lower()]:02}"
    of_year = groups.get("of_year")
    if of_year is not None:
        return f"{year}-{int(of_year):02}" if groups["year"] is not None else None
    return None if groups.get("bare") is not None else year
