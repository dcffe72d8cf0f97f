"""Observable ends: titles from which anybody can see, without another word, whether they came true."""

from __future__ import annotations

import re

from okrs_as_code.lazy_pattern import lazy_pattern

_MAX_LENGTH = 300
"""Characters of a title that are searched."""
_IRREGULAR = (
    "begun|bought|brought|built|chosen|closed|cut|drawn|found|frozen|given|gone|held|kept|left|made|met|moved|paid|put|run"
    "|sent|set|shown|shut|sold|spent|split|taken|taught|won|written"
)
_STATE = (
    r"live|available|open|public|online|offline|complete|compliant|gone|off|on|out|over|visible|searchable|free|closed"
    r"|(?:the )?default|by default|ga|generally available|up and running"
    r"|in (?:place|production|use|beta|force|operation|the handbook)"
)
_NO_EVENTS = (
    "satisfied|delighted|engaged|motivated|improved|increased|reduced|simplified|optimi[sz]ed|aligned|prepared|informed"
    "|focused|dedicated|needed|unified|used|based|related|advanced|detailed|limited|loved|valued|respected|known|trusted"
    "|perceived|expected|excited|interested|experienced|inspired|empowered|connected|balanced|committed|supposed"
    r"|red|bed|shed|led|hundred|indeed|\w*(?:need|speed|feed|seed|breed|exceed|proceed|succeed)"
)
"""Words that describe a quality, which everybody sees in another way, and those that only look like a participle."""
_PARTICIPLE = rf"(?!(?:{_NO_EVENTS})\b)(?:\w+ed|{_IRREGULAR})"
_NO_SUBJECTS = (
    r"(?:all|everything|it|this|that|both|we|everybody|everyone|the (?:work|project|task|first|second)) \S+ \w+\W*$"
    r"|(?:increase|reduce|improve|grow|raise|boost|enhance|optimi[sz]e|maximi[sz]e|minimi[sz]e|drive|strengthen|understand"
    r"|learn|be|become|identify|define|evaluate|analy[sz]e|collect|organi[sz]e|conduct|participate|explore|discuss|assess"
    r"|investigate|prepare|work|continue|attend)\b"
)
"""Beginnings of titles that state no end: `All is done` names nothing, and after a verb no subject follows."""
_CONNECTIVES = "that|which|who|where|when|why|how|what|whether|if|to|so|until|as|because|while"
_PREPOSITIONS = "of|for|with|from|by|in|on|at|into|through|via|more|most|less|highly|well|better"
_DECISION = r"approves|agrees|accepts|confirms|signs|renews|ratifies|exists|votes"
_STATEMENT = lazy_pattern(
    rf"^\W*(?!{_NO_SUBJECTS})(?:"
    rf"(?:(?!(?:{_CONNECTIVES}|{_PREPOSITIONS})\b)[\w-]+ ){{1,4}}{_PARTICIPLE} (?:by|in|on|with|without|at|to|before)\b"
    rf"|(?:(?!(?:{_CONNECTIVES})\b)\S+\s+){{1,12}}?(?:"
    rf"(?:has|have|had)\s+(?:all\s+|both\s+|already\s+)?(?:been\s+)?(?:\w+ly\s+)?{_PARTICIPLE}\b"
    rf"|(?:is|are|was|were)\s+(?:\w+ly\s+|all\s+|both\s+|now\s+|no longer\s+){{0,2}}(?:{_PARTICIPLE}|{_STATE})\b"
    r"|(?:goes|go|went) (?:live|into production|public)\b"
    r"|no longer\b"
    rf"|(?:{_DECISION})\b"
    rf"|(?:\w+ and )?{_PARTICIPLE}[.!]?$))",
    re.I,
)
"""`The audit window has started`, `All runbooks are merged`, `SOC 2 report signed`."""
_EVENT = lazy_pattern(
    r"^\W*(?:(?:to|we|fully|successfully)\s+)*(?:"
    r"(?:appoint|publish|release|ship|pass|submit|deploy|file|register|obtain|announce|remove|retire|decommission|delete"
    r"|merge|rename|cancel|renew|finish|complete|sell|buy|acquire|upgrade|install|enable|disable|roll out|turn on"
    r"|turn off|hand over|hire(?! for\b)|sign(?! up\b)|launch(?! in\b)|open(?! up\b)|close(?! the (?:gap|loop)\b)) "
    r"|go live|switch .{1,60}?\b(?:to|off|on)\b|(?:migrate|move|transition) .{1,60}?\bto\b"
    rf"|(?:get|have) .{{0,60}}?\b{_PARTICIPLE}\b)",
    re.I,
)
"""Verbs of something that has happened or has not: `Sign the lease`, `Pass the audit`, `Get the budget approved`."""
_MANNER = lazy_pattern(
    r"^\W*\w+ (?:faster|quicker|quickly|more|better|without|safely|often|early|earlier|sooner|smoothly|confidently)\b",
    re.I,
)


def states_observable_end(title: str) -> bool:
    """Whether a title says what everybody can see at its end: that something has happened, or is in a certain state."""
    title = title[:_MAX_LENGTH]
    return says_what_is_over(title) or (_EVENT.match(title) is not None and _MANNER.match(title) is None)


def says_what_is_over(title: str) -> bool:
    """Whether a title is a sentence on what will be over then, or in place: `The audit window has started`."""
    return _STATEMENT.match(title[:_MAX_LENGTH]) is not None
