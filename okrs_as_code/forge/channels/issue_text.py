"""Markdown of ours as an issue or comment takes it: no mention but the recipient's, no command, no more than fits."""

from __future__ import annotations

import re

from okrs_as_code.escape import visible

_ADDRESS_OR_MENTION = re.compile(r"(?P<address>https?://[^\s<>()\[\]]+)|@(?=[\w.])")
_COMMAND = re.compile(r"(?m)^(?P<indent>[ \t>]*)/(?=[A-Za-z])")
_ROOM = 1000
"""Characters that are kept for the mention and the mark."""


def harmless(markdown: str) -> str:
    """Markdown in which nothing mentions anybody, and no line is a command of GitLab (“quick action”).

    The forms escape what people wrote; this holds whatever a form, or a team's own template, forgot.
    """
    text = visible(markdown.replace("\r\n", "\n"))
    text = _ADDRESS_OR_MENTION.sub(_without_mention, text)
    return _COMMAND.sub(r"\g<indent>\\/", text)


def fitted(markdown: str, max_length: int) -> str:
    """Markdown of at most `max_length` characters; what is longer loses whole lines at its end, which is said."""
    limit = max_length - _ROOM
    if len(markdown) <= limit:
        return markdown
    kept = markdown[:limit].rpartition("\n")[0]
    left = markdown[len(kept) :].strip("\n").count("\n") + 1
    return f"{kept}\n\n… and {left} more {'line' if left == 1 else 'lines'} that do not fit here"


def _without_mention(match: re.Match[str]) -> str:
    address = match["address"]
    return address.replace("@", "%40") if address is not None else "@<!-- -->"
