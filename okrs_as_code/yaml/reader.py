"""Reads files: bytes to text to events to data, with a report of everything that is refused on the way."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.yaml.characters import prepare_text
from okrs_as_code.yaml.composer import MISSING, Composer, TooDeepError
from okrs_as_code.yaml.document import UNREADABLE, Document, Positions
from okrs_as_code.yaml.events import error_position, read_events
from okrs_as_code.yaml.positions import read_positions
from okrs_as_code.yaml.problem import ProblemKind, Problems
from okrs_as_code.yaml.text import MAX_BYTES, SourceText

_EMPTY_DOCUMENT = re.compile(r"(?:(?:---|\.\.\.)?[ \t]*(?:#[^\n]*)?\r?(?:\n|\Z))*")
_CONFLICT_MARKER = lazy_pattern(r"^<{7}(?= |\r?$)", re.MULTILINE)
"""The first marker that git leaves of a merge that is not finished."""
_BYTE_ORDER_MARKS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def parse(file: str, raw: bytes, pure: bool = False) -> Document:
    """Reads one file, whatever is in it; never raises.

    `file` is the path that places and findings show, with `/`. `pure` takes the pure-Python parser also where the C
    parser is installed; both give the same document.
    """
    problems = Problems()
    if len(raw) > MAX_BYTES:
        problems.add(ProblemKind.TOO_LARGE, 0, 0, bytes=len(raw), limit=MAX_BYTES)
        return _unreadable_document(file, SourceText(""), problems)
    try:
        source = SourceText.decode(raw)
    except UnicodeDecodeError as error:
        return _undecodable_document(file, raw, error)
    text = source.text
    if "\0" in text[:2]:  # ASCII in UTF-16 is UTF-8, too
        problems.add(ProblemKind.NOT_UTF8, 0, 0, encoding="utf-16", byte="0x00")
        return _unreadable_document(file, SourceText(""), problems)
    marker = _CONFLICT_MARKER.search(text) if "<<<<<<<" in text else None
    if marker is not None:
        problems.add(ProblemKind.SYNTAX, *marker.span(), reason="conflict")
        return _unreadable_document(file, source, problems)
    prepared = prepare_text(text, problems)
    preparation_problems = len(problems)
    composer = Composer(text, prepared, problems)
    data: Any
    try:
        data = composer.compose(read_events(prepared.text, pure))
    except TooDeepError:
        data = UNREADABLE
    except Exception as error:  # noqa: BLE001 - nine types that are no YAMLError were seen, and each is a syntax error
        from okrs_as_code.yaml.diagnosis.syntax_error import diagnose

        data = UNREADABLE
        start, end, facts = diagnose(text, error_position(error, composer.last_event))
        if problems.breaks_structure:
            problems.discard_from(0, preparation_problems)
        else:
            problems.discard_from(text.rfind("\n", 0, start) + 1, preparation_problems)
            problems.add(ProblemKind.SYNTAX, start, end, **facts)
    if data is MISSING or (data is None and _EMPTY_DOCUMENT.fullmatch(text)):
        problems.add(ProblemKind.EMPTY, 0, 0)
        data = UNREADABLE
    positions_reader = partial(read_positions, text, prepared, pure)
    if problems.has(ProblemKind.DUPLICATE_KEY):
        problems.relate_duplicates(positions_reader().first_keys)
    if data is UNREADABLE:
        return _unreadable_document(file, source, problems)
    return Document(file, source, data, problems.in_order(), True, positions_reader)


def _undecodable_document(file: str, raw: bytes, error: UnicodeDecodeError) -> Document:
    problems = Problems()
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if raw.startswith(mark)), "unknown")
    source = SourceText.decode_leniently(raw) if encoding == "unknown" else SourceText("")
    offset = len(error.object[: error.start].decode("utf-8")) if encoding == "unknown" else 0
    end = min(offset + 1, len(source.text))
    problems.add(ProblemKind.NOT_UTF8, offset, end, encoding=encoding, byte=f"0x{error.object[error.start]:02X}")
    return _unreadable_document(file, source, problems)


def _unreadable_document(file: str, source: SourceText, problems: Problems) -> Document:
    return Document(file, source, None, problems.in_order(), False, partial(Positions, None, [], {}))
