"""Remedies for a value that is missing, or is nothing but a comment, and for a baseline that nobody has measured."""

from __future__ import annotations

from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.lint.element_mismatch import ElementMismatch
from okrs_as_code.model.files.mismatch import MismatchKind
from okrs_as_code.yaml.scalar_text import scalar_text

DIRECTION_REMEDY = (
    "write `direction: up` or `direction: down` for a target to reach by the end, or `type: threshold` for a bound to "
    "keep in every week"
)
UNKNOWN_BASELINE_REMEDY = f"if nobody has measured it yet, leave `baseline` out and {DIRECTION_REMEDY}"
_COMMENT = lazy_pattern(r" *(#[^\n]*)")
_MAX_LENGTH = 120


def commented_remedy(mismatch: ElementMismatch) -> str | None:
    """The remedy for a key whose value is nothing but a comment, as in `title: #1 in search`; None for any other."""
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
