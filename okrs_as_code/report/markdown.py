"""Markdown of inline text."""

from __future__ import annotations

import re
from functools import lru_cache

from okrs_as_code import escape
from okrs_as_code.report.inline import Code, CodeBlock, Data, Inline, Link, Part, Strong, Words


def markdown(inline: Inline) -> str:
    """The Markdown of inline text, for a paragraph, a heading or a table cell."""
    return "".join(map(_part, inline.parts))


_escape = lru_cache(maxsize=2**16)(escape.markdown)  # names and titles stand on many pages


def _part(part: Part) -> str:
    match part:
        case Data():
            return _escape(part.value)
        case Words():
            return part.value
        case Link():
            return f"[{markdown(part.label)}]({escape.url(part.target)})"
        case Code():
            return f"`{part.value}`"
        case Strong():
            return f"**{markdown(part.content)}**"
        case CodeBlock():
            return _code_block(part.content, part.language)


def _code_block(content: str, language: str) -> str:
    """A block of code; its fence is longer than any run of backticks within."""
    longest = max((len(run) for run in re.findall("`+", content)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{escape.sanitise(content).rstrip()}\n{fence}"
