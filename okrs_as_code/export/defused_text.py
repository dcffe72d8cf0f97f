"""Text that a spreadsheet would run as a formula, and the mark that keeps it from that."""

from __future__ import annotations

import re

MARK = "'"
"""The mark in front of such a text: spreadsheets show a cell that begins with it as text."""
_BLANK = r"[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
_match_formula = re.compile(rf"{MARK}*{_BLANK}*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]").match
"""Matches what begins a formula: a sign, also a fullwidth one, a tab or a line end, also behind blanks and marks."""


def defused(text: str) -> str:
    """A text with the mark in front where a spreadsheet might run it; `restored` gives back every text."""
    return MARK + text if _match_formula(text) else text


def restored(text: str) -> str:
    """The text as it was before `defused`."""
    return text[1:] if text.startswith(MARK) and _match_formula(text, 1) else text
