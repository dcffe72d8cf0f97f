"""Blanks in the place of tabs in front of lines, where all ways of reading them say the same."""

from __future__ import annotations

import re

from okrs_as_code.errors import OkrsError
from okrs_as_code.yaml import Document, parse
from okrs_as_code.yaml.edit_check import encode_like, equal_data, verify_edit

_IN_FRONT = re.compile(r"^[ \t]*(?:-[ \t]+)*", re.MULTILINE)
_NOTHING_ELSE = re.compile(r"^[ \t]+(?=\r?$)", re.MULTILINE)
_WIDTHS = (2, 4, 8)
"""How wide editors show a tab."""


def replace_tabs(document: Document) -> Document:
    """The document with blanks in front of its lines. Tabs elsewhere stay, as they may be meant.

    Raises OkrsError where no width makes the file readable, and where it would say one thing with one width and
    another with another.
    """
    text = document.text.text
    readings = [parse(document.file, encode_like(_expanded(text, width), document.text)) for width in _WIDTHS]
    readable = [reading for reading in readings if reading.readable]
    if not readable:
        raise OkrsError(f"{document.file}: no width of a tab makes it readable", "put blanks in front of the lines")
    known = [*readable, document] if document.readable else readable
    if not all(equal_data(reading.data, known[0].data) for reading in known):
        raise OkrsError(
            f"{document.file}: its tabs can be read in several ways", "put blanks in front of the lines, two a level"
        )
    return verify_edit(document, readable[0].text.text, readable[0].data)


def _expanded(text: str, width: int) -> str:
    emptied = _NOTHING_ELSE.sub(lambda match: "" if "\t" in match[0] else match[0], text)
    return _IN_FRONT.sub(lambda match: match[0].expandtabs(width), emptied)
