"""Findings as lists for a comment on a pull request or a job's summary: those to fix, and below them suggestions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from okrs_as_code.escape import markdown, markdown_message
from okrs_as_code.finding import Located, Severity
from okrs_as_code.lint.formats.format_context import FormatContext
from okrs_as_code.phrases import count_phrase

_ROOM_FOR_REST = 200
"""Bytes that the line about those left out takes at most."""


def render(findings: Sequence[Located], context: FormatContext) -> str:
    """Errors with their remedies; then all others, as suggestions.

    Where that is more than `max_bytes` of the context, whole findings are left out at the end, and counted.
    """
    errors = [located for located in findings if located.finding.severity is Severity.ERROR]
    suggestions = [located for located in findings if located.finding.severity is not Severity.ERROR]
    items = [*_items("To fix", errors), *_items("Suggestions", suggestions)]
    text = "".join(items)
    return text if len(text.encode()) <= context.max_bytes else _cut(items, context.max_bytes)


def _cut(items: Sequence[str], max_bytes: int) -> str:
    """As many items as there is room for, and a line that counts all others."""
    size, number = _ROOM_FOR_REST, 0
    while size + len(items[number].encode()) <= max_bytes:
        size += len(items[number].encode())
        number += 1
    more = f"{count_phrase(len(items) - number, 'finding')} left out, as there is no room for more here\n"
    return f"{''.join(items[:number]).rstrip()}\n\n{more}" if number else more


def _items(title: str, findings: Sequence[Located]) -> Iterator[str]:
    """An item a finding, with what stands above the first and below the last of them."""
    for number, located in enumerate(findings, 1):
        head = f"### {title}\n\n" if number == 1 else ""
        tail = "\n" if number == len(findings) else ""
        yield f"{head}{_item(located)}\n{tail}"


def _item(located: Located) -> str:
    finding = located.finding
    place = f"{finding.place.file}:{located.region.row}"
    message, remedy = markdown_message(finding.message), markdown_message(_sentence(finding.help))
    return f"- {message} ({markdown(place)}, {finding.code}). {remedy}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
