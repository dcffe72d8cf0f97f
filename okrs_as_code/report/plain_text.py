"""Plain text of inline text, for messages and terminals: one line, with what cannot be seen written out."""

from __future__ import annotations

from okrs_as_code import escape
from okrs_as_code.report.inline import Inline


def plain(inline: Inline) -> str:
    """The words of inline text on one line."""
    return escape.sanitise_line(str(inline))
