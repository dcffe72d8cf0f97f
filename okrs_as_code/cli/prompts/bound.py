"""Reads the bound of a threshold as people say it: `at most 2`."""

from __future__ import annotations

import re

from okrs_as_code.errors import OkrsError
from okrs_as_code.records.check_in_entry import parse_number

_AT_LEAST = r"at[ _-]least|no less than|min(?:imum|\.)?|>=|=>|≥"
_AT_MOST = r"at[ _-]most|no more than|max(?:imum|\.)?|<=|=<|≤"
_BOUND = re.compile(rf"(?:(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST})):? *(?P<number>.*)", re.IGNORECASE)


def parse_bound(text: str) -> tuple[str, float]:
    """The key of a threshold's bound, `at_least` or `at_most`, and its number; OkrsError where the text names none."""
    match = _BOUND.fullmatch(text.strip())
    if match is None:
        number = parse_number(text)
        raise OkrsError(
            f"`{text}` says neither at least nor at most", f"write `at least {number:g}` or `at most {number:g}`"
        )
    return ("at_least" if match["least"] else "at_most"), parse_number(match["number"])
