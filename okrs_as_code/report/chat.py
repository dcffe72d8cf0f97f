"""Markdown of inline text for a chat, in which it mentions nobody."""

from __future__ import annotations

from okrs_as_code import escape
from okrs_as_code.report.inline import Inline, Link, Part, Words


def chat(inline: Inline) -> str:
    """The Markdown of inline text for one line of a chat; what is no link is plain text there."""
    return "".join(map(_part, inline.parts))


def _part(part: Part) -> str:
    match part:
        case Words(value):
            return value
        case Link(label, target):
            return f"[{escape.chat(label)}]({escape.url(target)})"
        case _:
            return escape.chat(str(part.value if hasattr(part, "value") else part.content))
