"""Reads one file: bytes to text to events to data, with everything that is refused on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from okrs_as_code.processes import in_processes, workers_for
from okrs_as_code.yaml.characters import prepare
from okrs_as_code.yaml.composer import NOTHING, Composer, TooDeepError
from okrs_as_code.yaml.diagnosis import conflict, diagnose
from okrs_as_code.yaml.document import UNREADABLE, Document, Traces
from okrs_as_code.yaml.events import halt, read_events
from okrs_as_code.yaml.problem import ProblemKind, Problems
from okrs_as_code.yaml.text import MAX_BYTES, SourceText
from okrs_as_code.yaml.trace import trace

_NOTHING_WRITTEN = re.compile(r"(?:(?:---|\.\.\.)?[ \t]*(?:#[^\n]*)?\r?(?:\n|\Z))*")


def parse(file: str, raw: bytes, pure: bool = False) -> Document:
    """Reads one file, whatever is in it; never raises.

    `file` is the path that places and findings show, with `/`. `pure` takes the pure-Python parser also where the C
    parser is installed; both give the same document.
    """
    problems = Problems()
    if len(raw) > MAX_BYTES:
        problems.add(ProblemKind.TOO_LARGE, 0, 0, bytes=len(raw), limit=MAX_BYTES)
        return _unreadable(file, SourceText(""), problems)
    try:
        source = SourceText.decode(raw)
    except UnicodeDecodeError as error:
        return _undecodable(file, raw, error)
    text = source.text
    if "\0" in text[:2]:  # ASCII in UTF-16 is UTF-8, too
        problems.add(ProblemKind.NOT_UTF8, 0, 0, encoding="utf-16", byte="0x00")
        return _unreadable(file, SourceText(""), problems)
    marker = conflict(text)
    if marker is not None:
        problems.add(ProblemKind.SYNTAX, *marker, reason="conflict")
        return _unreadable(file, source, problems)
    prepared = prepare(text, problems)
    found_before = len(problems)
    composer = Composer(text, prepared, problems)
    data: Any
    try:
        data = composer.compose(read_events(prepared.text, pure))
    except TooDeepError:
        data = UNREADABLE
    except Exception as error:  # noqa: BLE001 - nine types that are no YAMLError were seen, and each is a syntax error
        data = UNREADABLE
        start, end, facts = diagnose(text, halt(error, composer.last))
        if problems.broke_structure:
            problems.forget_from(0, found_before)
        else:
            problems.forget_from(text.rfind("\n", 0, start) + 1, found_before)
            problems.add(ProblemKind.SYNTAX, start, end, **facts)
    if data is NOTHING or (data is None and _NOTHING_WRITTEN.fullmatch(text)):
        problems.add(ProblemKind.EMPTY, 0, 0)
        data = UNREADABLE
    look = partial(trace, text, prepared, pure)
    if problems.has(ProblemKind.DUPLICATE_KEY):
        problems.relate(look().firsts)
    if data is UNREADABLE:
        return _unreadable(file, source, problems)
    return Document(file, source, data, problems.in_order(), True, look)


def _undecodable(file: str, raw: bytes, error: UnicodeDecodeError) -> Document:
    problems = Problems()
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "unknown")
    source = SourceText.decode_leniently(raw) if encoding == "unknown" else SourceText("")
    at = len(error.object[: error.start].decode("utf-8")) if encoding == "unknown" else 0
    wrong = error.object[error.start]
    problems.add(ProblemKind.NOT_UTF8, at, min(at + 1, len(source.text)), encoding=encoding, byte=f"0x{wrong:02X}")
    return _unreadable(file, source, problems)


_MARKS = ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def _unreadable(file: str, source: SourceText, problems: Problems) -> Document:
    return Document(file, source, None, problems.in_order(), False, partial(Traces, None, [], {}))


_CHUNK = 64


def parse_all(files: Sequence[tuple[str, bytes]]) -> Iterator[Document]:
    """The documents of (path, content) pairs, in their order."""
    yield from in_processes(workers_for(len(files)), _parsed, files, _CHUNK)


def _parsed(file: tuple[str, bytes]) -> Document:
    return parse(*file)
