"""Comments of a document: which there are, so that none is lost, and one more at the end of a line."""

from __future__ import annotations

from collections import Counter

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import schema_line
from okrs_as_code.finding import KeyPath
from okrs_as_code.yaml import Document
from okrs_as_code.yaml.edit_check import verify_edit


def count_comments(document: Document) -> Counter[str]:
    """The texts of all comments, each with the number of times it stands in the document."""
    return Counter(comment.rstrip() for _, comment in document.comments())


def with_schema(document: Document, before: str, after: str) -> Document:
    """The document whose line for editors names the JSON Schema of another kind of file; as it is without that line."""
    text = document.text.text
    return verify_edit(document, text.replace(schema_line(before), schema_line(after), 1), document.data)


def with_comment(document: Document, path: KeyPath, comment: str) -> Document:
    """The document with a comment at the end of the line on which the value at a path ends.

    A comment that stands there is continued. Where none can stand, as in a text, the document stays as it is.
    """
    text = document.text.text
    value_end = document.value_span(path).end
    line_end = text.find("\n", value_end)
    line_end = len(text) if line_end < 0 else line_end
    if text[line_end - 1 : line_end] == "\r":
        line_end -= 1
    has_comment = any(value_end <= span.start <= line_end for span, _ in document.comments())
    addition = f"; {comment}" if has_comment else f"  # {comment}"
    try:
        return verify_edit(document, f"{text[:line_end]}{addition}{text[line_end:]}", document.data)
    except OkrsError:
        return document
