"""Numbers as people write them in titles: `1,200`, `€ 3.5 m`, `20 %`, `three`; and text that only looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from okrs_as_code.lint.units import UNITS, Dimension, Unit


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a text, with the words around it.

    `readings` are the values it may mean: `1.200` is 1.2 or 1200. `is_certain` is False for what may be part of a
    name, or says how many there are anyway: a year, `ISO 27001`, `top 20`, `all 12 teams`.
    """

    text: str
    readings: tuple[float, ...]
    scale: float
    unit: Unit | None
    before: str
    """The word before it, in lower case."""
    after: str
    """The word after number and unit, in lower case."""
    is_certain: bool = True

    @property
    def dimension(self) -> Dimension | None:
        """The dimension of its unit; None where the text does not show it."""
        return self.unit.dimension if self.unit is not None else None


_SCALES = {
    "k": 1e3, "tsd": 1e3, "thousand": 1e3,
    "m": 1e6, "mn": 1e6, "mm": 1e6, "mio": 1e6, "million": 1e6, "millions": 1e6,
    "b": 1e9, "bn": 1e9, "billion": 1e9, "billions": 1e9,
}  # fmt: skip
_WORDS = {
    word: float(value)
    for value, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    )
}

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_NUMBERS_IN_NAMES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
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
        r"\b24 ?hours? a day\b|\b7 ?days? a week\b|\b365 ?days? a year\b",
    )
)

_SPACE = r"[ \u00a0\u2009\u202f]"
_DIGITS = rf"\d{{1,3}}(?:(?:{_SPACE}|[,.'’])\d{{3}})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?"
_CURRENCY_BEFORE = r"(?:(?:US|A|C|CA|AU|NZ|HK|S)?\$|[€£¥]|\b(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|JPY|INR|CAD|AUD) )"
_SCALE = r"(?:[kKM]|m|mn|MM|Mio\.?|bn|Bn|B|(?i:thousand|millions?|billions?))(?![\w²³])"
_UNIT = "|".join(re.escape(word) for word in sorted(UNITS, key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?P<currency>{_CURRENCY_BEFORE})?{_SPACE}?(?P<digits>(?<![\w.,/:#@_'’])(?<![^\W\d]-)(?:{_DIGITS}))"
    rf"(?:{_SPACE}?(?P<scale>{_SCALE}))?"
    rf"(?:{_SPACE}?(?P<unit>(?i:{_UNIT}))(?![\w]))?"
)
_WORD_NUMBER = re.compile(rf"(?<![\w-])(?P<word>{'|'.join(_WORDS)})(?![\w-])(?:[ ](?P<unit>{_UNIT})(?!\w))?", re.I)
_MAY_HAVE_NUMBER = re.compile(rf"\d|\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
"""Finds out in a tenth of the time that a title has no number at all, as most have none."""
_WORD_GOES_ON = re.compile(r"[^\W_]|[-‑][^\W\d]|_|[./:]\w")
_LAST_WORD = re.compile(r"([^\s()\[\]\"“”„:;,<>≤≥~=+]+)[\s(<>≤≥~≈=+−–-]*$")
_FIRST_WORD = re.compile(r"[\s-]*([^\W\d_][\w'’-]*)")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NAMED_BY_NUMBER = _words(
    """
    phase level tier stage step wave version release sprint week day month year chapter part article section annex
    paragraph appendix clause team group round gen generation season episode no no. nr nr. number top fortune class
    category type option gate milestone item scope page zone floor line kr layer priority p sev severity horizon v
    ver room area unit module lot batch cohort code form rule law
    """
)
"""Words whose number is a name: phase 2, scope 3, level 4."""
_EXISTING_COUNT = _words(
    """
    first last past next previous every each per all our the these those their its both remaining other top
    biggest largest
    """
)
"""Words whose number is a count of what exists, and no aim: all 12 teams, the first 30 days."""
_MEASURE_ACRONYMS = _words(
    """
    NPS ENPS CSAT CES ARR MRR ACV LTV CAC CPA CPC CTR ROI ROAS DAU WAU MAU LCP CLS INP FID TTFB TTI MTTR MTTD SLA
    SLO QPS RPS KPI OKR ARPU GMV EBITDA DORA NRR GRR
    """
)
"""Capital letters whose number is a measurement, not a name."""
_SOME_OF = re.compile(
    rf"(?:\d|%|\b(?:{'|'.join(_WORDS)}|half|most|any|each|all|out|share|percent)) of\s*$", re.IGNORECASE
)
"""The beginning of `5 of 20 accounts`, whose second number counts what exists."""
_YEAR_AFTER = _words("by in until till since before of for end fy year vision from during through")
_UNITY_NOUNS = _words(
    """
    place source platform login tool system stop page team view click language voice process roof home window
    account single app brand truth way day thing point goal of another more
    """
)
"""Words after `one` that speak of unity, not of a count."""
_BEFORE_PRONOUN_ONE = _words(
    """
    no any every each which this that the number day some such as only at with into under
    """
)
"""Words before `one` that make it a pronoun or a part of a name."""
_ZERO_COMPOUNDS = _words("trust touch knowledge downtime config configuration day days click")
"""Words after `zero` that make a name with it: zero trust, zero downtime."""


_LOOK_BEHIND = 60
"""Characters before a number in which the words before it are searched."""
_MAX_LENGTH = 1000
"""Characters of a text that are searched, so that no text takes long; no title is longer."""


def quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers of a text, in their order: digits standing alone, and zero to twelve in words."""
    if _MAY_HAVE_NUMBER.search(text) is None:
        return ()
    text = masked = text[:_MAX_LENGTH]
    for pattern in _NUMBERS_IN_NAMES:
        masked = pattern.sub(lambda match: "\N{FULL BLOCK}" * len(match[0]), masked)
    title_case = _is_title_case(text)
    positioned = [*_digit_quantities(masked, title_case), *_word_quantities(masked, title_case)]
    return tuple(quantity for _, quantity in sorted(positioned, key=lambda pair: pair[0]))


def _digit_quantities(text: str, title_case: bool) -> Iterator[tuple[int, Quantity]]:
    """Numbers in digits, by their position in the text."""
    for match in _NUMBER.finditer(text):
        if match["unit"] != "%" and _WORD_GOES_ON.match(text, match.end()):
            continue
        before, written = _word_before(text, match.start())
        unit = UNITS.get((match["unit"] or "").lower()) or (Unit(Dimension.MONEY) if match["currency"] else None)
        scale = _SCALES.get((match["scale"] or "").lower().rstrip("."), 1.0)
        is_bare = unit is None and match["scale"] is None
        certain = not (before in _EXISTING_COUNT or _is_some_of(text, match.start()))
        if is_bare and certain:
            is_capitalised = written[:1].isupper() and not title_case and _has_word_before(text, match.start(), written)
            is_acronym = any(letter.isupper() for letter in written[1:]) and not title_case
            is_name = (is_capitalised or is_acronym) and written.upper() not in _MEASURE_ACRONYMS
            certain = not (is_name or before in _NAMED_BY_NUMBER or _is_year(match["digits"], before))
        readings = tuple(_readings(match["digits"]))
        yield (
            match.start("digits"),
            Quantity(match[0].strip(), readings, scale, unit, before, _word_after(text, match.end()), certain),
        )


def _word_quantities(text: str, title_case: bool) -> Iterator[tuple[int, Quantity]]:
    """Numbers in words, by their position in the text."""
    for match in _WORD_NUMBER.finditer(text):
        word = match["word"].lower()
        before, written = _word_before(text, match.start())
        after = _word_after(text, match.end())
        unit = UNITS.get((match["unit"] or "").lower())
        certain = not (before in _EXISTING_COUNT | _NAMED_BY_NUMBER or _is_some_of(text, match.start()))
        if match["word"][0].isupper() and not title_case and written:
            certain = False
        if word == "one" and (after in _UNITY_NOUNS or before in _BEFORE_PRONOUN_ONE or not after):
            certain = False
        if word == "zero" and (after in _ZERO_COMPOUNDS or before in ("net", "ground", "patient", "inbox")):
            certain = False
        yield match.start(), Quantity(match[0], (_WORDS[word],), 1.0, unit, before, after, certain)


def _readings(digits: str) -> Iterator[float]:
    """The values that digits with separators may mean."""
    number = re.sub(rf"{_SPACE}|['’]", "", digits)
    marks = [mark for mark in number if mark in ".,"]
    if not marks:
        yield float(number)
    elif len(set(marks)) == 2:  # 1,200.50 or 1.200,50
        whole, _, fraction = number.rpartition(marks[-1])
        yield float(f"{re.sub('[.,]', '', whole)}.{fraction}")
    elif len(marks) > 1:  # 1.200.000
        yield float(re.sub("[.,]", "", number))
    else:
        yield float(number.replace(",", "."))
        whole, _, fraction = number.partition(marks[0])
        if len(fraction) == 3 and not whole.startswith("0"):
            yield float(whole + fraction)


def _is_year(digits: str, before: str) -> bool:
    if len(digits) != 4 or not digits.isdigit():
        return False
    year = int(digits)
    return 2010 <= year <= 2059 or (1900 <= year <= 2199 and before in _YEAR_AFTER)


def _word_before(text: str, start: int) -> tuple[str, str]:
    """The word before a position, in lower case and as written."""
    match = _LAST_WORD.search(text[max(0, start - _LOOK_BEHIND) : start])
    written = match[1] if match else ""
    return written.lower(), written


def _is_some_of(text: str, start: int) -> bool:
    return _SOME_OF.search(text[max(0, start - _LOOK_BEHIND) : start]) is not None


def _has_word_before(text: str, start: int, written: str) -> bool:
    """Whether the word before is not the first of the text, where a capital says nothing."""
    return bool(text[:start].strip().removesuffix(written).strip())


def _word_after(text: str, end: int) -> str:
    match = _FIRST_WORD.match(text, end)
    return match[1].lower() if match else ""


def _is_title_case(text: str) -> bool:
    """Whether Most Words Are Written Like This, so that a capital marks no name."""
    words = [word for word in re.findall(r"[^\W\d_]+", text)[1:] if len(word) > 3]
    return len(words) > 1 and sum(word[0].isupper() for word in words) * 2 > len(words)
