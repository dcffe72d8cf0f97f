"""Words for our choices lead to them before any distance of spellings."""

from __future__ import annotations

import pytest

from okrs_as_code.model.files.habitual_values import IntendedChoice, intended_choice

CADENCES = ("week", "two-weeks", "month")
STATUSES = ("on-track", "at-risk", "off-track", "paused")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *((word, "week") for word in ("weekly", "7 days", "Every Week", "once a week", 1, 7, "week.")),
        *((word, "two-weeks") for word in ("biweekly", "bi-weekly", "fortnightly", "every two weeks", "2 weeks")),
        *((word, "two-weeks") for word in ("every other week", "14 days", "twice a month", "twoweeks", 2, 14)),
        *((word, "month") for word in ("monthly", "4 weeks", "four weeks", "30 days", "each month", "mnth", 4)),
    ],
)
def test_cadences(written: str | float, meant: str) -> None:
    assert intended_choice(written, CADENCES) == IntendedChoice(meant)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("daily", IntendedChoice("week", "the shortest there is")),
        ("twice a week", IntendedChoice("week", "the shortest there is")),
        ("3 weeks", IntendedChoice("two-weeks", "the nearest there is")),
        ("every quarter", IntendedChoice("month", "the longest there is")),
        ("6 weeks", IntendedChoice("month", "the longest there is")),
        ("yearly", IntendedChoice("month", "the longest there is")),
        ("on Fridays", None),
        (3, None),
    ],
)
def test_periods_that_are_no_cadence(written: str | float, meant: IntendedChoice | None) -> None:
    assert intended_choice(written, CADENCES) == meant


@pytest.mark.parametrize(
    ("written", "known", "meant"),
    [
        ("green", STATUSES, "on-track"),
        ("Yellow", STATUSES, "at-risk"),
        ("red", STATUSES, "off-track"),
        ("on hold", STATUSES, "paused"),
        ("on_track", STATUSES, "on-track"),
        ("at rsk", STATUSES, "at-risk"),
        ("sat", WEEKDAYS, "saturday"),
        ("Sun.", WEEKDAYS, "sunday"),
        ("higher is better", ("up", "down"), "up"),
        ("decrease", ("up", "down"), "down"),
        ("stretch", ("committed", "aspirational"), "aspirational"),
        ("must", ("committed", "aspirational"), "committed"),
        ("done", STATUSES, None),
        ("t", WEEKDAYS, None),
    ],
)
def test_other_choices(written: str, known: tuple[str, ...], meant: str | None) -> None:
    choice = intended_choice(written, known)
    assert (choice.value if choice is not None else None) == meant
