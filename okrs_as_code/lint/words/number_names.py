"""Numbers that are part of a name, or that count what exists anyway, so that they are no aim of a title."""

from __future__ import annotations

import re

from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.lint.words.vocabulary import says_change
from okrs_as_code.readings import NUMBER_WORDS

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_NUMBERS_IN_NAMES = lazy_pattern(
    "|".join(
        (
            r"https?://\S+",
            r"\b\d{4}[-/]\d{2}(?:[-/]\d{2})?\b",  # 2026-12-31
            r"\b\d{4}[- /]?[qh][1-4]\b",  # 2026-Q4
            r"\b[qh][1-4](?:[- /'’]{0,2}\d{2,4})?\b",  # Q4, Q4 2026
            r"\b(?:fy|cy)[- '’]?\d{2,4}(?:/\d{2,4})?\b",  # FY27
            r"\b\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})?(?!\d)",  # 31.12.2026
            r"\b\d+(?:\.\d{1,2}){2,}\b",  # 1.2.3
            r"\b\d+(?:[.,]\d+)?(?:[/:]\d+)+\b",  # 24/7, 1:1, 12:30, 4.5/5
            r"\b\d+(?:[.,]\d+)?(?:st|nd|rd|th)\b",  # 95th
            rf"\b\d{{1,2}}\.?(?: of)? {_MONTH}(?: \d{{4}}\b)?",  # 31 December 2026
            rf"(?<!\w){_MONTH} \d{{1,2}}\b(?![.,]?\d|\s?[%€$£])(?:,? \d{{4}}\b)?",  # December 31, 2026
            r"\b[48]k (?:video|stream\w*|tvs?|monitors?|displays?|screens?|support|resolution|playback)\b",
            r"\b\d{1,2} ?[ap]\.?m\b",  # 9 am
            r"\b(?P<side>\d+) by (?P=side)\b",  # the 50 by 50 challenge
            r"\b24 ?hours? a day\b|\b7 ?days? a week\b|\b365 ?days? a year\b",
        )
    ),
    re.IGNORECASE,
)


def word_set(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


_NO_UNIT = r"(?![\w%€$£]|[.,:]\d|\s?[%€$£]|\s(?:per ?cent|points?|k|[mb]n|thousands?|millions?)\b)"
_AGES = lazy_pattern(
    r"\b(?:people|persons?|every(?:one|body)|any(?:one|body)|those|adults?|men|women|children|kids|girls|boys|seniors"
    r"|teen\w*|residents|citizens|pensioners|pupils|patients) (?:over|under|above|below|from|up to)"
    rf" \d{{1,3}}(?:\s?(?:to|-|–)\s?\d{{1,3}})?{_NO_UNIT}",
    re.IGNORECASE,
)
"""The age of people: `people over 65`."""
_AGES_OR_HOURS = lazy_pattern(
    rf"\bby (?:the age of |age )?\d{{1,2}}{_NO_UNIT}"
    r"(?=\W*$|[.,;:)]|\s(?:and|or|in|on|at|so|with|for|every|each|o'clock)\b)"
    r"|\b(?:customers|users|members|readers|employees|workers|drivers|players|students|learners|volunteers)"
    rf" (?:over|under|above|below) \d{{1,3}}{_NO_UNIT}",
    re.IGNORECASE,
)
"""The age of people, or an hour, where nothing in the title moves: `every child reads by 8`, `customers over 65`."""
_NAMED_BY_NUMBER = word_set(
    """
    phase phases level levels tier tiers stage stages step steps wave waves version versions release releases sprint
    sprints week day month year chapter part article section annex
    paragraph appendix clause team group round gen generation season episode no no. nr nr. number top fortune class
    category type option gate milestone item scope page zone floor line kr layer priority p sev severity horizon v
    ver room area unit module lot batch cohort code form rule law
    """
)
"""Words whose number is a name: phase 2, scope 3, level 4."""
_EXISTING_COUNT = word_set(
    """
    first last past next previous every each per all our the these those their its both remaining other top
    biggest largest
    """
)
"""Words whose number is a count of what exists, and no aim: all 12 teams, the first 30 days."""
_MEASURE_ACRONYMS = word_set(
    """
    NPS ENPS CSAT CES ARR MRR ACV LTV CAC CPA CPC CTR ROI ROAS DAU WAU MAU LCP CLS INP FID TTFB TTI MTTR MTTD SLA
    SLO QPS RPS KPI OKR ARPU GMV EBITDA DORA NRR GRR
    """
)
"""Capital letters whose number is a measurement, not a name."""
_SOME_OF = lazy_pattern(
    rf"(?:\d|%|\b(?:{'|'.join(NUMBER_WORDS)}|half|most|any|each|all|out|share|percent)) of\s*$", re.IGNORECASE
)
"""The beginning of `5 of 20 accounts`, whose second number counts what exists."""
_YEAR_AFTER = word_set("by in until till since before of for end fy year vision from during through")
_UNITY_NOUNS = word_set(
    """
    place source platform login tool system stop page team view click language voice process roof home window
    account single app brand truth way day thing point goal of another more
    """
)
"""Words after `one` that speak of unity, not of a count."""
_BEFORE_PRONOUN_ONE = word_set(
    """
    no any every each which this that the number day some such as only at with into under
    """
)
"""Words before `one` that make it a pronoun or a part of a name."""
_ZERO_COMPOUNDS = word_set("trust touch knowledge downtime config configuration day days click")
"""Words after `zero` that make a name with it: zero trust, zero downtime."""
_BEFORE_ZERO = word_set("net ground patient inbox")
"""Words before `zero` that make a name with it."""


def mask_names(text: str) -> str:
    """A text of equal length in which dates, ages, versions, addresses and other names with numbers have none."""
    text = _AGES.sub(_blocks, _NUMBERS_IN_NAMES.sub(_blocks, text))
    if _AGES_OR_HOURS.search(text) is not None and not says_change(text):
        text = _AGES_OR_HOURS.sub(_blocks, text)
    return text


def _blocks(match: re.Match[str]) -> str:
    return "\N{FULL BLOCK}" * len(match[0])


def counts_what_exists(before: str, text_before: str) -> bool:
    """Whether a number counts what is there, by the word before it and the text that ends with that."""
    return before in _EXISTING_COUNT or _SOME_OF.search(text_before) is not None


def is_named_by_number(before: str) -> bool:
    """Whether a word is one whose number is a name, also where it names several: `rooms 5 and 6`."""
    return before in _NAMED_BY_NUMBER or before.removesuffix("s") in _NAMED_BY_NUMBER


def is_measure_acronym(written: str) -> bool:
    """Whether a word in capital letters is one whose number is a measurement."""
    return written.upper() in _MEASURE_ACRONYMS


def is_no_count(word: str, before: str, after: str) -> bool:
    """Whether `one` or `zero` between two words speaks of unity, stands for a noun, or is part of a name."""
    if word == "one":
        return after in _UNITY_NOUNS or before in _BEFORE_PRONOUN_ONE or not after
    return word == "zero" and (after in _ZERO_COMPOUNDS or before in _BEFORE_ZERO)


def is_year(digits: str, before: str) -> bool:
    """Whether digits are a year: of four, from 2010 to 2059; from 1900 to 2199 where the word before says so."""
    if len(digits) != 4 or not digits.isdigit():
        return False
    year = int(digits)
    return 2010 <= year <= 2059 or (1900 <= year <= 2199 and before in _YEAR_AFTER)
