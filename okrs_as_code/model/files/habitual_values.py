"""Habitual values: the words that people write for one of our choices, before any slip of the pen."""

from __future__ import annotations

from typing import NamedTuple

from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.nearest import nearest
from okrs_as_code.readings import NUMBER_WORDS


class IntendedChoice(NamedTuple):
    """The choice that was meant; `note` says so where it is only the nearest that there is."""

    value: str
    note: str = ""


_HABITS: dict[str, str] = {
    "up": "increase increasing increases rise rising raise grow growth growing more higher gain upward upwards maximise"
    " maximize",
    "down": "decrease decreasing decreases fall falling lower reduce reduction less fewer drop cut shrink downward"
    " downwards minimise minimize",
    "on-track": "green g good ok okay fine healthy well ontrack on-schedule on-target as-planned",
    "at-risk": "amber yellow orange y risk risky warning behind delayed slipping some-risk needs-attention attention",
    "off-track": "red r bad late critical failing blocked offtrack behind-schedule missed high-risk",
    "paused": "pause on-hold hold stopped halted deferred postponed suspended frozen waiting",
    "aspirational": "stretch stretch-goal ambitious moonshot aspiration aspire bold 10x optional",
    "committed": "commit commitment must must-have firm required mandatory roofshot promise promised hard",
    "owner": "responsible accountable assignee dri lead",
    "manager": "boss approver reviewer sponsor supervisor",
    "done": "completed complete finished finish achieved reached close closed success",
    "keep": "continue continued carry carry-over carry-on carried-over go-on same repeat again",
    "modify": "change changed adapt adjust adjusted revise revised rework",
    "later": "backlog defer deferred postpone postponed someday next",
    "stop": "drop dropped cancel cancelled canceled abandon abandoned kill killed end discontinue",
    "approved": "approval approvals review reviewed reviews",
    "claimed": "claim claims any all self record records",
    "metric": "number numeric percentage percent kpi count amount value currency money increase decrease quantitative",
    "threshold": "bound limit guardrail slo sla minimum maximum min max range band ceiling floor health",
    "milestones": "milestone steps step list tasks checklist phases stages",
    "binary": "boolean bool yes-no yes/no done done-or-not true-false flag task deliverable pass-fail",
    "score": "rating rated judgement judgment qualitative subjective grade",
    "gitea": "forgejo codeberg",
    "none": "no off bitbucket azure nothing",
    "start": "first beginning begin starts",
    "end": "last ending ends finish",
    "mail": "email e-mail mails",
    "issues": "issue",
    "error": "errors fail failure critical fatal",
    "warning": "warn warnings",
    "information": "info note notice hint",
}
_CHOICES_BY_WORD: dict[str, tuple[str, ...]] = {}
for _choice, _words in _HABITS.items():
    for _word in _words.split():
        _CHOICES_BY_WORD[_word] = (*_CHOICES_BY_WORD.get(_word, ()), _choice)

_CADENCES = {"week": (7, 10), "two-weeks": (13, 16), "month": (28, 31)}
"""Cadences, with the fewest and the most days that mean each."""
_DAYS = {
    **dict.fromkeys(("d", "day", "days", "daily", "workday", "everyday"), 1.0),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks", "weekly"), 7.0),
    **dict.fromkeys(("biweekly", "bi-weekly", "fortnight", "fortnights", "fortnightly", "semi-monthly"), 14.0),
    **dict.fromkeys(("mo", "month", "months", "monthly"), 30.0),
    **dict.fromkeys(("q", "quarter", "quarters", "quarterly"), 91.0),
    **dict.fromkeys(("half-year", "half-yearly", "semester", "biannually"), 182.0),
    **dict.fromkeys(("year", "years", "yearly", "annual", "annually"), 365.0),
}
"""Days of the words for periods."""
_COUNTS = {**NUMBER_WORDS, "a": 1.0, "an": 1.0, "once": 1.0, "each": 1.0, "every": 1.0, "other": 2.0, "second": 2.0}
_TWICE = lazy_pattern(r"(?:twice|two-times|2-times|2x)-(?:a|per|each|every)-(?P<period>[a-z]+)")
_COUNTED = lazy_pattern(
    r"(?:once-)?(?:(?:every|each|per|a)-)?(?:(?P<count>[0-9]{1,3}|[a-z]+)-)?(?P<period>[a-z]+(?:-[a-z]+)?)"
)
_COMMON_COUNTS = {1: 7, 2: 14, 4: 28}
"""Weeks that are written as a number alone, in days; a larger number is one of days."""
_SHORTEST_PREFIX = 2


def intended_choice(written: str | float, known: tuple[str, ...]) -> IntendedChoice | None:
    """The choice that was meant by a word, or a number, that is none; None where nobody can know.

    A word that people use for it goes before its beginning, and that before the distance of spellings.
    """
    if set(_CADENCES) == set(known):
        return _intended_cadence(written)
    if not isinstance(written, str):
        is_month = known[:1] == ("january",) and written in range(1, len(known) + 1)
        return IntendedChoice(known[int(written) - 1]) if is_month else None
    word = _normalized(written)
    if word in known:
        return IntendedChoice(word)
    for candidate in (word, word.partition("-")[0]):
        meant = [choice for choice in _CHOICES_BY_WORD.get(candidate, ()) if choice in known]
        if len(meant) == 1:
            return IntendedChoice(meant[0])
    begun = [choice for choice in known if len(word) >= _SHORTEST_PREFIX and choice.startswith(word)]
    near = begun[0] if len(begun) == 1 else nearest(word, known)
    return IntendedChoice(near) if near is not None else None


def _normalized(written: str) -> str:
    return "-".join(written.lower().replace("_", " ").replace("-", " ").strip(" .!").split())


def _intended_cadence(written: str | float) -> IntendedChoice | None:
    """The cadence that a period means, or the nearest that there is."""
    days = _days_of(_normalized(written)) if isinstance(written, str) else float(_COMMON_COUNTS.get(int(written), 0))
    days = days or (float(written) if isinstance(written, int | float) and written >= 7 else None)
    if days is None:
        near = nearest(_normalized(written), _CADENCES) if isinstance(written, str) else None
        return IntendedChoice(near) if near is not None else None
    for cadence, (fewest, most) in _CADENCES.items():
        if fewest <= days <= most:
            return IntendedChoice(cadence)
    shortest, *_, longest = _CADENCES
    if days < _CADENCES[shortest][0]:
        return IntendedChoice(shortest, "the shortest there is")
    if days > _CADENCES[longest][1]:
        return IntendedChoice(longest, "the longest there is")
    near = min(_CADENCES, key=lambda cadence: min(abs(days - bound) for bound in _CADENCES[cadence]))
    return IntendedChoice(near, "the nearest there is")


def _days_of(word: str) -> float | None:
    """The days of a period in words, such as `every-2-weeks`, `biweekly` or `twice-a-month`; None for other words."""
    if word in _DAYS:
        return _DAYS[word]
    twice = _TWICE.fullmatch(word)
    if twice is not None:
        days = _DAYS.get(twice["period"])
        return days / 2 if days is not None else None
    counted = _COUNTED.fullmatch(word)
    days = _DAYS.get(counted["period"]) if counted is not None else None
    if counted is None or days is None:
        return None
    count = counted["count"]
    if count is None:
        return days
    number = float(count) if count.isdigit() else _COUNTS.get(count)
    return number * days if number else None
