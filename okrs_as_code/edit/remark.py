"""Comments that the tool leaves for people, behind what they are about."""

from __future__ import annotations

from okrs_as_code.edit.acceptance import accept
from okrs_as_code.errors import OkrsError
from okrs_as_code.finding import KeyPath
from okrs_as_code.source import Document


def with_remark(document: Document, path: KeyPath, words: str) -> Document:
    """The document with a comment at the end of the line on which the value at a path ends.

    Where a comment stands there, the words join it. Where none can stand, as in a text, the document stays as it is.
    """
    text = document.text.text
    end = document.value_span(path).end
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    if text[line_end - 1 : line_end] == "\r":
        line_end -= 1
    joins = any(end <= span.start <= line_end for span, _ in document.comments())
    remark = f"; {words}" if joins else f"  # {words}"
    try:
        return accept(document, f"{text[:line_end]}{remark}{text[line_end:]}", document.data)
    except OkrsError:
        return document
