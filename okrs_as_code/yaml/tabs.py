"""Spaces in the place of tabs in front of lines, where the file reads the same with every width of a tab."""

from __future__ import annotations

import re

from okrs_as_code.errors import OkrsError
from okrs_as_code.yaml import Document, parse
from okrs_as_code.yaml.edit_check import encode_like, equal_data, verify_edit

_INDENTATION = re.compile(r"^[ \t]*(?:-[ \t]+)*", re.MULTILINE)
_BLANK_LINE = re.compile(r"^[ \t]+(?=\r?$)", re.MULTILINE)
_WIDTHS = (2, 4, 8)
"""Widths of a tab in editors."""


def replace_tabs(document: Document) -> Document:
    """The document with spaces in front of its lines. Tabs elsewhere stay, as they may be meant.

    Raises OkrsError where no width makes the file readable, and where its data depend on the width.
    """
    text = document.text.text
    readings = [parse(document.file, encode_like(_expand(text, width), document.text)) for width in _WIDTHS]
    readable = [reading for reading in readings if reading.readable]
    if not readable:
        raise OkrsError(f"{document.file}: no width of a tab makes it readable", "indent the lines with spaces")
    candidates = [*readable, document] if document.readable else readable
    if not all(equal_data(candidate.data, candidates[0].data) for candidate in candidates):
        raise OkrsError(
            f"{document.file}: its tabs can be read in several ways", "indent the lines with spaces, two a level"
        )
    return verify_edit(document, readable[0].text.text, readable[0].data)


def _expand(text: str, width: int) -> str:
    text = _BLANK_LINE.sub(lambda match: "" if "\t" in match[0] else match[0], text)
    return _INDENTATION.sub(lambda match: match[0].expandtabs(width), text)
