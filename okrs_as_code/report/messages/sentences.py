"""The sentence of a message, which is its subject, too: what waits, the most urgent first, in whole words."""

from __future__ import annotations

from collections.abc import Sequence

from okrs_as_code.phrases import join_words

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def sentence(
    askers: Sequence[str],
    *,
    check_ins: int = 0,
    agreements: int = 0,
    grades: int = 0,
    owners: int = 0,
    repairs: int = 0,
    questions: int = 0,
    reached: int = 0,
    needing_help: int = 0,
    reminds: bool = False,
) -> str:
    """The sentence for counts of what waits; `askers` are the names of those who ask for help.

    Where nothing waits, it says how many key results of others `reached` their end, and how many need help.
    """
    parts = [
        _help_phrase(askers),
        _phrase(check_ins, "check-in is due", "check-ins are due"),
        _phrase(agreements, "agreement waits for you", "agreements wait for you"),
        _phrase(grades, "grade is due", "grades are due"),
        _phrase(owners, "key result needs an owner", "key results need an owner"),
        _phrase(repairs, "goal cannot be read", "goals cannot be read"),
    ]
    if not any(parts):
        parts = [_phrase(questions, "key result has had no news for long", "key results have had no news for long")]
    words = join_words([part for part in parts if part])
    if not words:
        news = [
            _phrase(reached, "key result was reached", "key results were reached"),
            _phrase(needing_help, "needs help", "need help"),
        ]
        said = join_words([part for part in news if part])
        return f"Nothing waits for you: {said}." if said else "Nothing waits for you this week."
    return f"{'Still: ' if reminds else ''}{words if reminds else words[:1].upper() + words[1:]}."


def _help_phrase(askers: Sequence[str]) -> str:
    if not askers:
        return ""
    return f"{askers[0]} asks for your help" if len(askers) == 1 else f"{_number(len(askers))} people ask for your help"


def _phrase(count: int, singular: str, plural: str) -> str:
    return f"{_number(count)} {singular if count == 1 else plural}" if count else ""


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)
