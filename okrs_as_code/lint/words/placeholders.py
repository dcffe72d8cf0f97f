"""Placeholders in texts that were never filled in: `TBD`, `X %`, `[redacted]`, a capital where a number belongs."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.lint.words.parts import has_one

_MAX_LENGTH = 1000
"""Characters of a text that are searched, so that no text takes long; no title is longer."""


class LeftOver(NamedTuple):
    """A placeholder as it is written; `is_guess` where the same could be the name of something."""

    text: str
    is_guess: bool = False


_FIELD_NAMES = (
    r"redacted|removed|confidential|tbd|tba|number|target|metric|baseline|unit|percent|percentage|xx?x?|y|n|amount"
    r"|insert [^>\]]*|your [^>\]]*"
)
_SIGNS = tuple(
    lazy_pattern(pattern, flags)
    for pattern, flags in (
        (r"(?<![\w-])(?:TBD|TBA|TBC|t\.b\.d\.|FIXME)(?![\w-])", re.I),
        (r"(?<![\w-])(?:X{1,3}|Y{1,2}|N{1,2}|xx|yy|nn|_+|\?+)\s?(?:%|percent\b|pp\b)", re.NOFLAG),
        (r"[€$£]\s?(?:X{1,3}|Y{1,2}|N{1,2})(?:[kKmM])?(?![\w])", re.NOFLAG),
        (r"(?<![\w-])from (?:X{1,3}|A|N) to (?:Y{1,2}|X{1,3}|B|M)(?![\w-])", re.NOFLAG),
        (r"(?<![\w-])by (?:X{1,3}|N{1,2})(?:$|[.,;]|\s(?:points?|times|users|customers|days|hours)\b)", re.NOFLAG),
        (r"(?<![\w-])x% ", re.NOFLAG),
        (r"(?<![\w-])x\s?%(?![\w-])", re.NOFLAG),
        (r"(?<![\w-])(?:XXX|YYY|ZZZ|NNN)(?![\w-])", re.NOFLAG),
        (r"(?<![\w-])(?:XX|YY|ZZ|NN)\+?(?= (?!chromosome)[a-z]|$)", re.NOFLAG),
        (r"\?\?+", re.NOFLAG),
        (rf"[<\[](?:{_FIELD_NAMES})[>\]]", re.I),
        (r"\{\{.*?\}\}", re.NOFLAG),
        (r"^[-.…?_x]+$", re.I),
    )
)
"""Patterns of titles that were never filled in, in any language."""
_WORDS = tuple(
    lazy_pattern(pattern, flags)
    for pattern, flags in (
        (
            r"(?<![\w#-])(?<!every )(?<!all )(?<!any )(?<!no )(?<!each )(?<!last )(?<!open )(?<!old )(?<!stale )"
            r"(?<!zero )TODO(?![\w-])(?! (?:comment|marker|item|list|app|note|entr|count|backlog))",
            re.NOFLAG,
        ),
        (r"^todo\W*$", re.I),
        (r"(?:^|[\s(:–—-])to be (?:defined|determined|decided|confirmed|announced)[.)]?$", re.I),
        (
            r"^(?:new |sample |example |my )?(?:key[ -]?result|kr|objective|goal|step|milestone)\W*(?:\d+|[a-z])?\W*$",
            re.I,
        ),
        (r"^(?:untitled|title|placeholder|example|n/?a|lorem ipsum.*|foo|bar|asdf)$", re.I),
    )
)
"""Words of English texts that were never filled in."""
_NUMBER_TAKERS = (
    r"(?<![\w-])(?:(?:[Aa]dd|[Rr]each|[Dd]eliver|[Ww]in|[Gg]et|[Gg]row to|[Gg]enerate|[Cc]lose|[Hh]ire|[Bb]ook|[Ss]ign"
    r"|[Aa]cquire|[Aa]chieve|[Oo]nboard|[Pp]ublish|[Rr]un|[Ss]ell|[Hh]ave|[Aa]ttract|[Hh]old|to|by|from|at least|over"
    r"|than)\s|[>≥]=?\s?)"
)
"""Words behind which a number belongs, where a capital letter stands for one."""
_COUNTED = (
    r"(?!series|class|plus)(?:new |net |more |paying |active |qualified )*"
    r"(?:[a-z]{3,}s|[A-Z]{2,}s|I?ARR|MRR|ACV|GMV|WAU|MAU|DAU)\b"
)
_GUESSES = tuple(
    lazy_pattern(pattern)
    for pattern in (
        r"(?<!\d )(?<![\w.,])[€$£][AC-JLN-Z]_?\d?(?![\w/])",
        rf"{_NUMBER_TAKERS}(?P<letter>N_?\d{{1,2}}|[K-QX-Z])\+?(?= (?:{_COUNTED}))",
    )
)
"""Capital letters where a number belongs: `$L in new business`, `Deliver P leads`, `Add N5 ARR`."""

_CURRENCIES = ("€", "$", "£")
_MARKS = ("?", "_", "<", "[", "{", "…", "...", "tb", "t.b.d", "fixme", "todo", "to be ", *_CURRENCIES)
_SAME_LETTERS = str.maketrans("İıſ", "iis")
"""Letters that patterns take for these where case makes no difference, and `lower` does not."""
_LETTERS = lazy_pattern(r"[xyzn](?<![a-z0-9].)[xyzn]{0,2}(?:percent|pp)?(?![a-z0-9])")
_CAPITALS = lazy_pattern(r"[K-QX-Z](?<![\w-].)(?:_?\d{1,2})?(?![\w-])")
_BEGINNINGS = lazy_pattern(
    r"\W*(?:$|[-._x]+$|(?:new |sample |example |my )?(?:key[ -]?result|kr|objective|goal|step|milestone|untitled|title"
    r"|placeholder|example|n/?a|lorem|foo|bar|asdf))"
)


def _may_have_placeholder(text: str) -> bool:
    """Whether a text has something that every placeholder has; spares most texts the slower patterns."""
    lower = (text if text.isascii() else text.translate(_SAME_LETTERS)).lower()
    return has_one(lower, _MARKS) or _LETTERS.search(lower) is not None or _BEGINNINGS.match(lower) is not None


def _may_have_capital(text: str) -> bool:
    """Whether a text has a capital letter that stands alone, or money, as every guess has."""
    return _CAPITALS.search(text) is not None or has_one(text, _CURRENCIES)


@lru_cache(maxsize=4096)  # units and steps repeat
def find_placeholder(text: str, *, in_english: bool = True) -> LeftOver | None:
    """The first placeholder left in a text, such as `TBD`, `X %` or `Key result 1`; None where there is none."""
    stripped = text[:_MAX_LENGTH].strip()
    patterns = () if not _may_have_placeholder(stripped) else (*_SIGNS, *_WORDS) if in_english else _SIGNS
    for pattern in patterns:
        match = pattern.search(stripped)
        if match is not None:
            return LeftOver(match[0].strip(" (:–—"))
    for pattern in _GUESSES if in_english and _may_have_capital(stripped) else ():
        match = pattern.search(stripped)
        if match is not None:
            return LeftOver(match.groupdict().get("letter") or match[0], is_guess=True)
    return None
