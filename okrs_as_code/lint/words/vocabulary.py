"""The words of titles: the direction they aim in, and the kind of word they start with.

Judged leniently: where a title can be read in another way, nothing is reported.
"""

from __future__ import annotations

import re
from enum import Enum

from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.lint.words.endings import says_what_is_over


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
_OTHER_MEANING_PATTERNS = {direction: lazy_pattern(pattern, re.I) for direction, pattern in _OTHER_MEANINGS.items()}
_DIRECTION_WORD_PATTERNS = {direction: lazy_pattern(pattern, re.I) for direction, pattern in _DIRECTION_WORDS.items()}
_OPENING = lazy_pattern(r"\W*(?:(?:to|we|further|\w+ly)\s+)*", re.I)
_FIRST_WORD = lazy_pattern(r"[^\W\d_]+(?![-'’])")
_BY_DOING = lazy_pattern(r"\b(?:by|through|via|with|while|without|so)\s+(?:that\b|(?:\w+\s+)?\w+ing\b)", re.I)
_CLAUSE_BREAK = lazy_pattern(r":\s|;|\s[-–—]\s|\(")
_REDUCED_UNIT = lazy_pattern(
    r"\b(?:less|fewer|saved|savings?|reduction|reduced|decrease|cut|lower|removed|drop)\b", re.I
)
_MAX_LENGTH = 1000
"""Characters of a text that are searched, so that no text takes long; no title is longer."""


def leading_direction(title: str) -> TitleDirection | None:
    """The direction that a title's leading verb gives the numbers; None without one, or where both are possible."""
    direction = verb_direction(title)
    stripped = _without_opening(title)
    if direction is None or _CLAUSE_BREAK.search(stripped) or _BY_DOING.search(stripped):
        return None
    opposite = TitleDirection.UP if direction is TitleDirection.DOWN else TitleDirection.DOWN
    if _OTHER_MEANING_PATTERNS[direction].match(stripped) or _DIRECTION_WORD_PATTERNS[opposite].search(stripped):
        return None
    return direction


def verb_direction(title: str) -> TitleDirection | None:
    """The direction of the leading verb alone; None where it has none."""
    stripped = _without_opening(title)
    verb = _FIRST_WORD.match(stripped)
    return _VERB_DIRECTIONS.get(verb[0].lower()) if verb else None


def leading_verb(title: str) -> str:
    """The first word of a title that is no `to` and no adverb, as written."""
    match = re.match(r"[^\W\d_]+", _without_opening(title))
    return match[0] if match else ""


def _without_opening(title: str) -> str:
    """The title without spaces around it, and without `to`, `we` and adverbs in front of its verb."""
    stripped = title[:_MAX_LENGTH].strip()
    opening = _OPENING.match(stripped)
    return stripped[opening.end() :] if opening is not None else stripped


_OTHER_CHANGES = lazy_pattern(
    r"\b(?:improv|expand|extend|accelerat|scal|mov|shift|advanc|strengthen|widen|narrow|climb|ris|gain|los|beat"
    r"|outperform|exceed|surpass|tak|bring|push|driv|add|keep|hold|stay|fall|slow|speed|up|down)"
    r"(?:e|es|s|ed|d|ing)?\b",
    re.I,
)


def says_change(text: str) -> bool:
    """Whether a text has a word by which a number moves, or is kept: `raise`, `falls`, `improve`, `keep`."""
    patterns = (*_DIRECTION_WORD_PATTERNS.values(), _OTHER_CHANGES)
    return any(pattern.search(text[:_MAX_LENGTH]) is not None for pattern in patterns)


def counts_reduction(unit: str) -> bool:
    """Whether a unit counts the reduction itself, so that it rises while the thing falls: `hours saved`."""
    return _REDUCED_UNIT.search(unit) is not None


_ACTIVITIES = lazy_pattern(
    r"^\W*(?:we\s+)?(?:keep\s+|start\s+|continue\s+)?(?P<word>work(?:ing)? (?:on|with|towards?)|help(?:ing)?"
    r"|support(?:ing)?|continu(?:e|ing)|discuss(?:ing)?|research(?:ing)?|explor(?:e|ing)|participat(?:e|ing)"
    r"|attend(?:ing)?|prepar(?:e|ing)|investigat(?:e|ing)|look(?:ing)? (?:into|at)|think(?:ing)? about"
    r"|talk(?:ing)? (?:about|to|with)|assist(?:ing)?|collaborat(?:e|ing)|coordinat(?:e|ing)|contribut(?:e|ing) to"
    r"|focus(?:ing)? on|try(?:ing)? to|brainstorm(?:ing)?|defin(?:e|ing)|identify(?:ing)?|conduct(?:ing)?|plan(?:ning)?"
    r"|evaluat(?:e|ing)|draft(?:ing)?|analy[sz](?:e|ing)|collect(?:ing)?|organi[sz](?:e|ing)|assess(?:ing)?)(?![\w-])",
    re.I,
)
_RESULT_FOLLOWS = lazy_pattern(
    r"\b(?:and|then)\s+(?:\w+ly\s+)?(?:pass|win|sign|close|ship|launch|publish|release|reach|achieve|get|obtain|secure"
    r"|hire|promote|implement|deploy|fix|solve|resolve|select|choose|decide|adopt|complete|finish|deliver|convert|remove"
    r"|eliminate|cut|reduce|raise|increase|submit|file|roll out|merge|sell|agree|approve|retire|migrate|replace|earn"
    r"|open|hold|pick|go live"
    r"|\w+ (?:at least |more than |over |the (?:top|first) )?(?:[0-9]+|one|two|three|four|five|six|ten))\b"
    r"|\bso that\b[^.;]{0,60}?[0-9]",
    re.I,
)
"""The beginning of a result behind an activity: `prepare and pass the audit`, `draft and promote 3 posts`."""
_IDIOMS = lazy_pattern(
    r"^\W*(?:we\s+)?(?:launch|set up|install|implement|roll[- ]out|release)\s+(?:"
    r"(?:ourselves|yourself|itself|everybody|everyone|(?:our|the|every|each)\s+(?:\w+\s+)?(?:people|teams?|customers?"
    r"|colleagues|users?|company))\b|an?\s+(?:\w+\s+){0,2}(?:culture|mindset|habit|spirit)\b|the red carpet\b)",
    re.I,
)
"""Verbs of delivery with no deliverable: `Set up our people for success`, `Install a culture of learning`."""
_OUTPUTS = lazy_pattern(
    r"^\W*(?:we\s+)?(?P<word>launch|ship|deploy|release|implement|install|migrate|refactor|rewrite|publish"
    r"|set up|roll out|roll-out|go live with|decommission)(?![\w-])",
    re.I,
)
_COMPOUNDS = lazy_pattern(
    r"^\W*(?:support (?:load|tickets?|teams?|costs?|requests?|volume|calls?|queues?|desk|hours|portal|agents?|cases?"
    r"|quality|contracts?|docs|documentation|engineers?|staff|time|times|responses?|channels?|rota|process|plans?|bot"
    r"|for|in \w+ languages?|[0-9]+|two|three|four|five|six|lines?|inbox|sla|satisfaction|work|workload|contacts?)"
    r"|help (?:cent(?:er|re)|desk|pages?|texts?|articles?|docs"
    r"|system|menu|widget)|research (?:repository|reports?|findings|panel|papers?|results|team|hub|database|lab|group"
    r"|programme|program|library|insights)|install base"
    r"|(?:draft|plan|planning) (?:of|process|quality|documents?|versions?|accuracy|cycles?|tools?|poker)"
    r"|release (?:the |our )?(?:brakes?|potential|energy|power|creativity|pressure)"
    r"|(?:release|launch|deploy) (?:notes?|quality|days?|trains?|readiness|process"
    r"|partners?|plan|cycles?|cadence|pipeline|times?|candidates?|management|frequency))(?![\w-])",
    re.I,
)
"""First words that are nouns: `support load falls`, `help centre`."""
_PREDICATE = lazy_pattern(
    r"^\W*(?:(?!(?:who|that|which|where|when|why|if|how|what|whether|to|until|so|and|as)\b)[\w'’-]+\s+){1,4}?"
    r"(?:is|are|was|were|has|have|falls?|drops?|runs?|works?|takes?|needs?|covers?|reach(?:es)?|stays?|meets?"
    r"|becomes?|goes|answers|shows?|exists?|can|no longer)\b",
    re.I,
)
"""A subject with its verb near the beginning: `Research is shared in one place`."""
_MANNER = lazy_pattern(
    r"^\W*(?!launch (?:in|on|at)\b)\w+ (?:faster|quicker|quickly|more|with|without|safely|often|daily|weekly|every"
    r"|at|on|in|into|like|early|earlier"
    r"|better|confidently|continuously|sooner|smoothly|predictably|reliably|when|as)\b",
    re.I,
)
"""Verbs of delivery about how it is done, and no deliverable: `Ship faster`, `Deploy without fear`."""


def leading_activity(title: str) -> str | None:
    """The activity that a title starts with; None where it says what will be true, or what the activity ends in."""
    title = title[:_MAX_LENGTH]
    match = _ACTIVITIES.match(title)
    if match is None or _is_statement(title) or says_what_is_over(title) or _RESULT_FOLLOWS.search(title):
        return None
    return match["word"]


def leading_output_verb(title: str) -> str | None:
    """The verb of delivery that a title starts with; None where it names an aim: `Ship without fear`."""
    title = title[:_MAX_LENGTH]
    match = _OUTPUTS.match(title)
    has_other_meaning = _is_statement(title) or _MANNER.match(title) or _IDIOMS.match(title)
    return match["word"] if match and not has_other_meaning else None


def _is_statement(title: str) -> bool:
    return _COMPOUNDS.match(title) is not None or _PREDICATE.match(title) is not None
