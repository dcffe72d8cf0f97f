"""Words by which people say in place of a value that nobody knows it yet: `unknown`, `n/a`, `TBD`, `?`."""

from __future__ import annotations

import re

from okrs_as_code.lazy_pattern import lazy_pattern

_UNKNOWN = lazy_pattern(
    r"[\W_]*"
    r"|\W*(?:(?:still|as yet|currently|yet) )?"
    r"(?:un(?:known|measured|defined|determined|clear|available|set|tracked)|n[ ./]?[ad]|tb[acdn]|t\.b\.[acd]"
    r"|todo|fixme|pending|missing|open|none|nil|null|nan|nothing|blank|empty|no|later|x{1,3}"
    r"|(?:to be|will be|needs to be) (?:\w+ )?[a-z]+(?:ed|en|et|nown)"
    r"|(?:not|never|nobody has|no one has)(?: yet| been)*"
    r" (?:known|knows?|measured|available|defined|applicable|set|tracked)"
    r"|no (?:data|baseline|idea|value|number|measurement|clue|figure)|(?:nobody|no one|don'?t|do not) knows?)"
    r"(?: (?:yet|so far|at the moment|now|today))?\W*",
    re.IGNORECASE,
)
_MAX_LENGTH = 60
"""Characters of a text that may say so and nothing else."""


def says_unknown(value: object) -> bool:
    """Whether a value is a text that says that nobody knows the value yet."""
    return isinstance(value, str) and len(value) <= _MAX_LENGTH and _UNKNOWN.fullmatch(value.strip()) is not None
