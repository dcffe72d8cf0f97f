"""Laws of reading that hold for any bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.finding import KeyPath, Span
from okrs_as_code.yaml import ProblemKind, SourceText, parse
from tests.nightly import examples

_PIECES = st.sampled_from(
    (
        *("a: 1\n", "b: x\n", "- ", "\n  ", ": ", "[", "]", "{", "}", ", ", '"', "'", "|\n  x\n", "# c"),
        *("https://x.y", "Ready?", "é", "🎯", "\r\n", "1e9", "~", "&a ", "*a", "!t ", "---\n"),
        *('"\\u202e"', "\t", "\u200b", "<<: ", "\\"),
        *(
            "a: >\n",
            "a: |-\n",
            ">#",
            "|1\n",
            "\n \n",
            "\n   \n",
            " # d",
            "\n...\n",
            "...",
            "\n---\n",
            "\n%",
            "? ",
            "!]",
        ),
    )
)
_TEXTS = st.lists(_PIECES, max_size=12).map("".join) | st.text(max_size=40)


def paths(data: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    yield path, data
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield from paths(value, (*path, key))


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    document = parse("a.yaml", raw)
    assert document.readable or document.problems


@examples(2)
@given(_TEXTS)
def test_both_parsers_agree(text: str) -> None:
    fast, pure = parse("a.yaml", text.encode()), parse("a.yaml", text.encode(), pure=True)
    assert repr(fast.data) == repr(pure.data)
    kinds = {problem.kind for problem in (*fast.problems, *pure.problems)}
    if ProblemKind.SYNTAX in kinds:
        # Of several mistakes, each parser stops at the one that it sees first.
        return
    assert fast.problems == pure.problems
    assert list(fast.comments()) == list(pure.comments())
    for path, _ in paths(fast.data):
        assert fast.key_span(path) == pure.key_span(path)
        assert fast.value_span(path) == pure.value_span(path)


@examples(1)
@given(_TEXTS)
def test_what_stands_at_a_scalar_is_the_scalar(text: str) -> None:
    document = parse("a.yaml", text.encode())
    if document.problems:
        return
    for path, value in paths(document.data):
        span = document.value_span(path)
        written = document.text.text[span.start : span.end]
        if path and not isinstance(value, dict | list) and "\n" not in written:
            assert parse("a.yaml", f"a: {written}".encode()).data == {"a": value}


@given(st.text(), st.integers(0, 60), st.integers(0, 60))
def test_regions_round_trip(text: str, start: int, length: int) -> None:
    source = SourceText(text)
    start = min(start, len(text))
    end = min(start + length, len(text))
    region = source.region(Span(start, end))
    assert offset_of(text, region.row, region.column) == start
    assert offset_of(text, region.end_row, region.end_column) == end


def offset_of(text: str, row: int, column: int) -> int:
    return sum(len(line) + 1 for line in text.split("\n")[: row - 1]) + column - 1
