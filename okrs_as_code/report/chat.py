"""Markdown of inline text for a chat, in which it mentions nobody."""

from __future__ import annotations

from okrs_as_code import escape
from okrs_as_code.report.inline import Code, CodeBlock, Data, Inline, Link, Part, Strong, Words


def chat(inline: Inline) -> str:
    """The Markdown of inline text for one line of a chat; what is no link is plain text there."""
    return "".join(map(_part, inline.parts))


def _part(part: Part) -> str:
    match part:
        case Words():
            return part.value
        case Link():
            return f"[{escape.chat(part.label)}]({escape.url(part.target)})"
        case Data() | Code():
            return escape.chat(part.value)
        case Strong() | CodeBlock():
            return escape.chat(part.content)
