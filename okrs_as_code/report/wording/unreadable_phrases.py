"""Phrases for what cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from okrs_as_code.model.goals.unreadable import UnreadableElement, UnreadableKind
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.phrases import count_phrase, join_words
from okrs_as_code.report.wording import numbers

CANNOT_BE_READ = "cannot be read"


def unreadable_counts(elements: Sequence[UnreadableElement]) -> str:
    """The number of elements of each kind, in the order of the kinds: "2 key results and 1 file"."""
    return join_words([_count(elements, kind) for kind in UnreadableKind if any(one.kind is kind for one in elements)])


def _count(elements: Sequence[UnreadableElement], kind: UnreadableKind) -> str:
    """The number of elements of a kind, with how many of them only lack an owner."""
    count = sum(element.kind is kind for element in elements)
    ownerless = sum(element.kind is kind and element.lacks_owner_alone for element in elements)
    phrase = count_phrase(count, str(kind))
    if not ownerless:
        return phrase
    return f"{phrase} without an owner" if ownerless == count else f"{phrase} ({ownerless} without an owner)"


def fault_phrase(element: UnreadableElement, otherwise: str = CANNOT_BE_READ) -> str:
    """The word in the place of its status: that it has no owner, where it lacks nothing else."""
    return "no owner" if element.lacks_owner_alone else otherwise


def unreadable_sentence(elements: Sequence[UnreadableElement]) -> str:
    """A sentence that counts what cannot be read, without its end."""
    return f"{unreadable_counts(elements)} {CANNOT_BE_READ}"


def unreadable_note(elements: Sequence[UnreadableElement]) -> str:
    """A note that counts what cannot be read, and says who knows more."""
    return f"{unreadable_sentence(elements)}: `okrs lint` says why"


def last_check_in_day(standing: KeyResultStanding, none: str = "none yet") -> str:
    """The day of the last check-in, in a word that it cannot be read, or that there is none."""
    if standing.lacks_latest:
        return "unreadable"
    return numbers.day(standing.latest.day) if standing.latest is not None else none


def last_check_in_phrase(standing: KeyResultStanding, today: date | None = None) -> str:
    """The last check-in as a part of a sentence: "last check-in 12 Oct 2026"; without the year of `today`."""
    if standing.lacks_latest:
        return f"its last check-in {CANNOT_BE_READ}"
    if standing.latest is None:
        return "no check-in yet"
    late = ", too late to count" if standing.late_check_in is not None else ""
    day = numbers.short_day(standing.latest.day, today) if today is not None else numbers.day(standing.latest.day)
    return f"last check-in {day}{late}"
