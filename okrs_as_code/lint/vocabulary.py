"""The words of titles: the direction they aim in, the kind of word they start with, and placeholders left in them.

Judged leniently: where a title can be read in another way, nothing is reported.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache


class TitleDirection(Enum):
    """The direction in which a title wants a number to go."""

    UP = "rise"
    DOWN = "fall"


_VERBS = {
    TitleDirection.DOWN: (
        "cut reduce lower decrease shrink shorten halve minimise minimize lessen slash trim diminish fewer"
    ),
    TitleDirection.UP: "increase raise grow boost lift double triple quadruple",
}
_VERB_DIRECTIONS = {word: direction for direction, words in _VERBS.items() for word in words.split()}
_DIRECTION_WORDS = {
    TitleDirection.DOWN: r"\b(?:cuts?|cutting|reduc(?:e|es|ing|ed|tions?)|lower(?:s|ing|ed)?|decreas(?:e|es|ing|ed)"
    r"|shrink(?:s|ing)?|shorten(?:s|ing|ed)?|halv(?:e|es|ing|ed)|minimi[sz](?:e|es|ing|ed)|fewer|less|drops?"
    r"|sav(?:e|es|ed|ings?))\b",
    TitleDirection.UP: r"\b(?:increas(?:e|es|ing|ed)|rais(?:e|es|ing|ed)|grow(?:s|ing|th)?|boost(?:s|ing|ed)?"
    r"|lift(?:s|ing|ed)?|doubl(?:e|es|ing|ed)|tripl(?:e|es|ing|ed)|rises?|rising|more|higher)\b",
}
_OTHER_MEANINGS = {
    TitleDirection.DOWN: r"^(?:cut (?:over|off|through|across|out)\b|lower[- ](?:funnel|case|bound|level|tier|end)\b"
    r"|cut (?:an?|the|\d+) (?:\w+ )?(?:releases?|tickets?|versions?|branch(?:es)?|ribbon)\b"
    r"|(?:reduce|lower|minimi[sz]e|cut) (?:the )?(?:\w+ )?(?:risks?|friction|toil|complexity|barriers?|bar|burden"
    r"|debt|waste|uncertainty|dependenc(?:y|ies|e)|reliance|threshold|hurdles?)\b)",
    TitleDirection.UP: r"^(?:raise (?:the )?(?:bar|tickets?|issues?|concerns?)\b|double[- ](?:down|check|opt)"
    r"|(?:increase|boost|raise|lift|grow) (?:\S+ ){0,4}?(?:speed|velocity|frequency|cadence|efficiency|performance"
    r"|productivity|responsiveness|stability|reliability|quality|security|safety|accuracy|throughput|resilience"
    r"|predictability|confidence)\b)",
}
_OTHER_MEANING_PATTERNS = {direction: re.compile(pattern, re.I) for direction, pattern in _OTHER_MEANINGS.items()}
_DIRECTION_WORD_PATTERNS = {direction: re.compile(pattern, re.I) for direction, pattern in _DIRECTION_WORDS.items()}
_OPENING = re.compile(r"^\W*(?:(?:to|we|further|\w+ly)\s+)*", re.I)
_FIRST_WORD = re.compile(r"[^\W\d_]+(?![-'’])")
_BY_DOING = re.compile(r"\b(?:by|through|via|with|while|without|so)\s+(?:that\b|(?:\w+\s+)?\w+ing\b)", re.I)
_CLAUSE_BREAK = re.compile(r":\s|;|\s[-–—]\s|\(")
_REDUCED_UNIT = re.compile(r"\b(?:less|fewer|saved|savings?|reduction|reduced|decrease|cut|lower|removed|drop)\b", re.I)
_MAX_LENGTH = 1000
"""Characters of a text that are searched, so that no text takes long; no title is longer."""


def leading_direction(title: str) -> TitleDirection | None:
    """The direction that a title's leading verb gives the numbers; None without one, or where both are possible."""
    direction = verb_direction(title)
    stripped = _OPENING.sub("", title[:_MAX_LENGTH].strip())
    if direction is None or _CLAUSE_BREAK.search(stripped) or _BY_DOING.search(stripped):
        return None
    opposite = TitleDirection.UP if direction is TitleDirection.DOWN else TitleDirection.DOWN
    if _OTHER_MEANING_PATTERNS[direction].match(stripped) or _DIRECTION_WORD_PATTERNS[opposite].search(stripped):
        return None
    return direction


def verb_direction(title: str) -> TitleDirection | None:
    """The direction of the leading verb alone; None where it has none."""
    stripped = _OPENING.sub("", title[:_MAX_LENGTH].strip())
    verb = _FIRST_WORD.match(stripped)
    return _VERB_DIRECTIONS.get(verb[0].lower()) if verb else None


def leading_verb(title: str) -> str:
    """The first word of a title that is no `to` and no adverb, as written."""
    match = re.match(r"[^\W\d_]+", _OPENING.sub("", title[:_MAX_LENGTH].strip()))
    return match[0] if match else ""


def counts_reduction(unit: str) -> bool:
    """Whether a unit counts the reduction itself, so that it rises while the thing falls: `hours saved`."""
    return _REDUCED_UNIT.search(unit) is not None


_ACTIVITIES = re.compile(
    r"^\W*(?:we\s+)?(?:keep\s+|start\s+|continue\s+)?(?P<word>work(?:ing)? (?:on|with|towards?)|help(?:ing)?"
    r"|support(?:ing)?|continu(?:e|ing)|discuss(?:ing)?|research(?:ing)?|explor(?:e|ing)|participat(?:e|ing)"
    r"|attend(?:ing)?|prepar(?:e|ing)|investigat(?:e|ing)|look(?:ing)? (?:into|at)|think(?:ing)? about"
    r"|talk(?:ing)? (?:about|to|with)|assist(?:ing)?|collaborat(?:e|ing)|coordinat(?:e|ing)|contribut(?:e|ing) to"
    r"|focus(?:ing)? on|try(?:ing)? to|brainstorm(?:ing)?)(?![\w-])",
    re.I,
)
_OUTPUTS = re.compile(
    r"^\W*(?:we\s+)?(?P<word>launch|ship|deploy|release|implement|install|migrate|refactor|rewrite|publish"
    r"|set up|roll out|roll-out|go live with|decommission)(?![\w-])",
    re.I,
)
_COMPOUNDS = re.compile(
    r"^\W*(?:support (?:load|tickets?|teams?|costs?|requests?|volume|calls?|queues?|desk|hours|portal|agents?|cases?"
    r"|quality|contracts?|docs|documentation|engineers?|staff|time|times|responses?|channels?|rota|process|plans?|bot"
    r"|lines?|inbox|sla|satisfaction|work|workload|contacts?)|help (?:cent(?:er|re)|desk|pages?|texts?|articles?|docs"
    r"|system|menu|widget)|research (?:repository|reports?|findings|panel|papers?|results|team|hub|database|lab|group"
    r"|programme|program|library|insights)|install base"
    r"|release (?:the |our )?(?:brakes?|potential|energy|power|creativity|pressure)"
    r"|(?:release|launch|deploy) (?:notes?|quality|days?|trains?|readiness|process"
    r"|partners?|plan|cycles?|cadence|pipeline|times?|candidates?|management|frequency))(?![\w-])",
    re.I,
)
"""First words that are nouns: `support load falls`, `help centre`."""
_PREDICATE = re.compile(
    r"^\W*(?:(?!(?:who|that|which|where|when|why|if|how|what|whether|to|until|so|and|as)\b)[\w'’-]+\s+){1,4}?"
    r"(?:is|are|was|were|has|have|falls?|drops?|runs?|works?|takes?|needs?|covers?|reach(?:es)?|stays?|meets?"
    r"|becomes?|goes|answers|can|no longer)\b",
    re.I,
)
"""A subject with its verb near the beginning: `Research is shared in one place`."""
_MANNER = re.compile(
    r"^\W*(?!launch (?:in|on|at)\b)\w+ (?:faster|quicker|quickly|more|with|without|safely|often|daily|weekly|every"
    r"|at|on|in|into|like|early|earlier"
    r"|better|confidently|continuously|sooner|smoothly|predictably|reliably|when|as)\b",
    re.I,
)
"""Verbs of delivery about how it is done, and no deliverable: `Ship faster`, `Deploy without fear`."""


def leading_activity(title: str) -> str | None:
    """The activity that a title starts with; None where it says what will be true."""
    title = title[:_MAX_LENGTH]
    match = _ACTIVITIES.match(title)
    return match["word"] if match and not _is_statement(title) else None


def leading_output_verb(title: str) -> str | None:
    """The verb of delivery that a title starts with; None where it names an aim: `Ship without fear`."""
    title = title[:_MAX_LENGTH]
    match = _OUTPUTS.match(title)
    return match["word"] if match and not _is_statement(title) and not _MANNER.match(title) else None


def _is_statement(title: str) -> bool:
    return _COMPOUNDS.match(title) is not None or _PREDICATE.match(title) is not None


_FIELD_NAMES = r"number|target|metric|baseline|unit|percent|percentage|x|y|n|amount|insert [^>\]]*|your [^>\]]*"
_PLACEHOLDERS = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (r"(?<![\w-])(?:TBD|TBA|TBC|t\.b\.d\.|FIXME)(?![\w-])", re.I),
        (
            r"(?<![\w#-])(?<!every )(?<!all )(?<!any )(?<!no )(?<!each )(?<!last )(?<!open )(?<!old )(?<!stale )"
            r"(?<!zero )TODO(?![\w-])(?! (?:comment|marker|item|list|app|note|entr|count|backlog))",
            re.NOFLAG,
        ),
        (r"^todo\W*$", re.I),
        (r"(?<![\w-])(?:X{1,3}|Y{1,2}|N{1,2}|xx|yy|nn|_+|\?+)\s?(?:%|percent\b|pp\b)", re.NOFLAG),
        (r"[€$£]\s?(?:X{1,3}|Y{1,2}|N{1,2})(?:[kKmM])?(?![\w])", re.NOFLAG),
        (r"(?<![\w-])from (?:X{1,3}|A|N) to (?:Y{1,2}|X{1,3}|B|M)(?![\w-])", re.NOFLAG),
        (r"(?<![\w-])by (?:X{1,3}|N{1,2})(?:$|[.,;]|\s(?:points?|times|users|customers|days|hours)\b)", re.NOFLAG),
        (r"(?<![\w-])x% ", re.NOFLAG),
        (r"(?<![\w-])x\s?%(?![\w-])", re.NOFLAG),
        (r"\?\?+", re.NOFLAG),
        (rf"[<\[](?:{_FIELD_NAMES})[>\]]", re.I),
        (r"\{\{.*?\}\}", re.NOFLAG),
        (r"(?:^|[\s(:–—-])to be (?:defined|determined|decided|confirmed|announced)[.)]?$", re.I),
        (
            r"^(?:new |sample |example |my )?(?:key[ -]?result|kr|objective|goal|step|milestone)\W*(?:\d+|[a-z])?\W*$",
            re.I,
        ),
        (r"^(?:untitled|title|placeholder|example|n/?a|lorem ipsum.*|foo|bar|asdf|[-.…?_x]+)$", re.I),
    )
)


_PLACEHOLDER_MARKS = (
    "?",
    "_",
    "<",
    "[",
    "{",
    "…",
    "...",
    "tbd",
    "tba",
    "tbc",
    "t.b.d",
    "fixme",
    "todo",
    "to be ",
    "€",
    "$",
    "£",
)
_PLACEHOLDER_LETTERS = re.compile(r"[xyn](?<![a-z0-9].)[xyn]{0,2}(?![a-z0-9])")
_PLACEHOLDER_BEGINNINGS = re.compile(
    r"\W*(?:$|[-._x]+$|(?:new |sample |example |my )?(?:key[ -]?result|kr|objective|goal|step|milestone|untitled|title"
    r"|placeholder|example|n/?a|lorem|foo|bar|asdf))"
)


def _may_have_placeholder(text: str) -> bool:
    """Whether a text has something that every placeholder has; spares most texts the slower patterns."""
    lower = text.lower()
    return (
        any(map(lower.__contains__, _PLACEHOLDER_MARKS))
        or _PLACEHOLDER_LETTERS.search(lower) is not None
        or _PLACEHOLDER_BEGINNINGS.match(lower) is not None
    )


@lru_cache(maxsize=4096)  # units and steps repeat
def find_placeholder(text: str) -> str | None:
    """The first placeholder left in a text, such as `TBD`, `X %` or `Key result 1`; None where there is none."""
    if not _may_have_placeholder(text):
        return None
    stripped = text[:_MAX_LENGTH].strip()
    for pattern in _PLACEHOLDERS:
        match = pattern.search(stripped)
        if match is not None:
            return match[0].strip(" (:–—")
    return None
