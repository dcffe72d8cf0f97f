"""Values that are lost in a comment: in `title: #1 in search` nothing is left behind the colon."""

from __future__ import annotations

import re

from okrs_as_code.lint.element_mismatch import ElementMismatch
from okrs_as_code.model.files.validation import MismatchKind
from okrs_as_code.yaml.scalar_text import scalar_text

_COMMENT = re.compile(r" *(#[^\n]*)")
_COMMENT_BELOW = re.compile(r"[|>][-+0-9]*[^\n]*\n(?: *\n)* *#(?! ?[a-z_]+:)")
_MAX_LENGTH = 120


def commented_remedy(mismatch: ElementMismatch) -> str | None:
    """The remedy for a key whose value is nothing but a comment; None for any other."""
    path = mismatch.mismatch.path
    if mismatch.kind is not MismatchKind.WRONG_TYPE or mismatch.mismatch.value is not None or not path:
        return None
    document = mismatch.file.document
    comment = _COMMENT.match(document.text.text, document.value_span(path).start)
    if comment is None or not isinstance(path[-1], str):
        return None
    entry = f"{path[-1]}: {scalar_text(comment[1].rstrip())}"
    if len(entry) > _MAX_LENGTH:
        entry = f'{path[-1]}: "#…"'
    return f"# begins a comment; if what follows is meant, put it in quotes: `{entry}`"


def empty_text_remedy(mismatch: ElementMismatch) -> str:
    """The remedy for a text without a word, as it is written: in quotes, or in lines of its own."""
    path, document = mismatch.mismatch.path, mismatch.file.document
    text, start = document.text.text, document.value_span(path).start
    if not text.startswith(("|", ">"), start):
        return f'write it between the quotes, `{path[-1]}: "…"`' if isinstance(path[-1], str) else "write some text"
    if _COMMENT_BELOW.match(text, start) is not None:
        return f"take away the # in front of the text below `{path[-1]}:`, too"
    return f"write it in the line below, further in than `{path[-1]}:`"
