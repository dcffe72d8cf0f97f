"""Cycles as sheets name them: `Q4 2026`, `FY26-Q4`, `Oct–Dec 2026`, `T3`, `later`."""

from __future__ import annotations

import re
from datetime import date, timedelta

from okrs_as_code.day_readings import read_day
from okrs_as_code.intake.cells.days import months as month_words
from okrs_as_code.intake.vocabulary.words import backlog_words, even
from okrs_as_code.model.cycles.calendar import Calendar, add_months
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.cycles.cycle_name import CycleKind, meant_cycle_name

BACKLOG = "backlog"
_PART = re.compile(r"([QHT])\W?0?([1-4])|([1-4])\W?\s?([QHT])", re.I)
_KINDS = {"Q": CycleKind.QUARTER, "H": CycleKind.HALF, "T": CycleKind.TRIMESTER}
_RANGE = re.compile(
    r"(?P<first>[^\W\d_]+)\.?(?: (?P<first_year>[0-9]{4}))? ?(?:[-–—/]|to|bis|à|a) ?"
    r"(?P<last>[^\W\d_]+)\.? '?(?P<year>[0-9]{2,4})",
    re.I,
)
_DAYS = re.compile(r"(.{6,20}?)\s*(?:–|—|\bto\b|\bbis\b|\.\.\.?|→|->|\s-\s)\s*(.{6,20})")
_WORDS = re.compile(r"\b(?:quarter|quartal|trimestre|half|halbjahr|semestre|trimester)\b", re.I)
_WORD_LETTERS = {"quarter": "Q", "quartal": "Q", "trimestre": "Q", "half": "H", "halbjahr": "H", "semestre": "H",
                 "trimester": "T"}  # fmt: skip


def cycle_of_text(text: str, calendar: Calendar, today: date, *, t_is_quarter: bool = False) -> Cycle | str | None:
    """The cycle that a cell names; BACKLOG where it says that there is none, and None where it is no cycle.

    A quarter without a year is that of the fiscal year in which today lies. With `t_is_quarter` the letter is that of
    a `trimestre`, of three months.
    """
    written = " ".join(text.split())
    if not written or even(written) in backlog_words():
        return BACKLOG
    declared = calendar.cycle(written)
    if declared is not None:
        return declared
    if len(written) > 60:
        return None
    named = _with_letters(" ".join(written.replace(",", " ").split()))
    if t_is_quarter:
        named = re.sub(r"\bT(?=\W?[1-4]\b)", "Q", named, flags=re.I)
    part = _PART.fullmatch(named)
    if part is not None:
        letter, number = (part[1] or part[4]).upper(), part[2] or part[3]
        return calendar.cycle(f"{calendar.year_at(today).name}-{letter}{number}")
    name = meant_cycle_name(_in_english(named), [cycle.name for cycle in calendar.declared])
    if name is not None:
        return calendar.cycle(name)
    return _cycle_of_days(written, calendar)


def _with_letters(text: str) -> str:
    """A text with `4. Quartal` and `Quarter 4` as `Q4`."""

    def letter(match: re.Match[str]) -> str:
        return _WORD_LETTERS[match[0].lower()]

    shortened = _WORDS.sub(letter, text)
    shortened = re.sub(r"\b([1-4])(?:\.|st|nd|rd|th|er|e)? ([QHT])\b", r"\2\1", shortened)
    return re.sub(r"\b([QHT]) ([1-4])\b", r"\1\2", shortened)


def _in_english(text: str) -> str:
    return re.sub(r"[^\W\d_]+\.?", lambda match: month_words().get(even(match[0].rstrip(".")), match[0]), text)


def _cycle_of_days(text: str, calendar: Calendar) -> Cycle | None:
    """The cycle with exactly the days that a text spans: `Oct–Dec 2026`, `2026-10-01 – 2026-12-31`."""
    span = _span(text)
    if span is None:
        return None
    first, last = span
    for cycle in calendar.declared:
        if (cycle.start, cycle.end) == span:
            return cycle
    for kind in (CycleKind.QUARTER, CycleKind.TRIMESTER, CycleKind.HALF, CycleKind.YEAR, CycleKind.MONTH):
        cycle = calendar.year_at(first) if kind is CycleKind.YEAR else calendar.cycle_at(first, kind)
        if (cycle.start, cycle.end) == (first, last):
            return cycle
    return None


def _span(text: str) -> tuple[date, date] | None:
    match = _RANGE.fullmatch(text)
    if match is not None:
        months = [month_words().get(even(match[group].rstrip("."))) for group in ("first", "last")]
        if None not in months:
            year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
            numbers = [_NUMBERS.index(month) + 1 for month in months if month is not None]
            first_year = int(match["first_year"] or (year - 1 if numbers[0] > numbers[1] else year))
            if not (1900 <= first_year <= 2199 and 1900 <= year <= 2199):
                return None
            end = add_months(date(year, numbers[1], 1), 1) - timedelta(days=1)
            return date(first_year, numbers[0], 1), end
    days = _DAYS.fullmatch(text)
    if days is not None:
        first, last = read_day(days[1]), read_day(days[2])
        if len(first) == 1 and len(last) == 1:
            return first[0], last[0]
    return None


_NUMBERS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
