"""Reads texts with both parsers: their data, and what is refused and where."""

from __future__ import annotations

import time
from typing import Any

import pytest

from okrs_as_code.finding import Place, Region
from okrs_as_code.yaml import UNREADABLE, Document, parse

DESIGN = """\
# yaml-language-server: $schema=../../../schema/objective.schema.json
title: Make organic search our best source of qualified pipeline
owner: mara
key_results:
  - id: pillar-posts
    title: "Publish three: in-depth posts"
    measure: {type: metric, baseline: 0, target: 3, unit: posts}
    due: 2026-12-18
    links: [https://example.com/editorial-board]
    success: |
      Each has passed # not a comment
      editorial review.

  # okrs: ignore[KR009] until 2026-12-31: agreed
  - {id: ready, title: Are we ready?, owner: }
"""


@pytest.fixture(params=[False, True], ids=["c", "pure"])
def pure(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def written(document: Document, path: tuple[str | int, ...]) -> str:
    span = document.value_span(path)
    return document.text.text[span.start : span.end]


def test_an_objective(pure: bool) -> None:
    document = parse("okrs/a.yaml", DESIGN.encode(), pure)
    assert document.problems == ()
    first, second = document.data["key_results"]
    assert first["measure"] == {"type": "metric", "baseline": 0, "target": 3, "unit": "posts"}
    assert first["due"] == "2026-12-18"
    assert first["links"] == ["https://example.com/editorial-board"]
    assert second == {"id": "ready", "title": "Are we ready?", "owner": None}


def test_places(pure: bool) -> None:
    document = parse("okrs/a.yaml", DESIGN.encode(), pure)
    assert written(document, ("owner",)) == "mara"
    assert written(document, ("key_results", 0, "title")) == '"Publish three: in-depth posts"'
    assert written(document, ("key_results", 0, "links", 0)) == "https://example.com/editorial-board"
    assert written(document, ("key_results", 0, "success")).endswith("editorial review.")
    assert written(document, ("key_results", 0)).endswith("editorial review.")
    assert written(document, ("key_results", 1, "owner")) == ""
    assert written(document, ("key_results", 0, "missing", "deeper")) == written(document, ("key_results", 0))
    assert document.region(Place("okrs/a.yaml", ("key_results", 0, "due"), on="key")) == Region(8, 5, 8, 8)
    assert document.region(Place("okrs/a.yaml", on="file")) == Region(1, 1, 1, 1)


def test_comments_are_not_found_in_texts(pure: bool) -> None:
    comments = [comment for _, comment in parse("a.yaml", DESIGN.encode(), pure).comments()]
    assert [comment[:7] for comment in comments] == ["# yaml-", "# okrs:"]


@pytest.mark.parametrize(
    ("plain", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("12:30", "12:30"),
        ("2026-12-18", "2026-12-18"),
        ("1_000", "1_000"),
        ("007", 7),
        ("0o17", 15),
        ("0x1f", 31),
        ("-1.5e3", -1500.0),
        ("TRUE", True),
        ("~", None),
        ("1000000000000000", 10**15),
    ],
)
def test_scalars_of_the_core_schema(plain: str, value: Any, pure: bool) -> None:
    data = parse("a.yaml", f"a: {plain}".encode(), pure).data
    assert data == {"a": value}
    assert type(data["a"]) is type(value)


@pytest.mark.parametrize(
    ("raw", "data", "problems"),
    [
        (b"a: &x 1\nb: *x\n", {"a": 1, "b": UNREADABLE}, [("anchor", "1:4-1:6"), ("alias", "2:4-2:6")]),
        (b"a: !t 1\n", {"a": 1}, [("tag", "1:4-1:6")]),
        (b"%YAML 1.1\n---\na: no\n", {"a": "no"}, [("directive", "1:1-1:10")]),
        (b"a: 1\n---\nb: 2\n", {"a": 1}, [("several-documents", "2:1-2:4")]),
        (b"a: 1\nb: 2\na: 3\n", {"a": 1, "b": 2}, [("duplicate-key", "3:1-3:2")]),
        (b"2026: 1\nb: 2\n", {"b": 2}, [("key-not-text", "1:1-1:5")]),
        (b"b: {? [x] : 1}\nc: 1\n", {"b": UNREADABLE, "c": 1}, [("key-not-text", "1:7-1:8")]),
        (b"b: {<<: 1}\nc: 1\n", {"b": UNREADABLE, "c": 1}, [("merge-key", "1:5-1:7")]),
        (b"a: 1e999\nb: .nan\n", {"a": UNREADABLE, "b": UNREADABLE}, [("number-out-of-range", "1:4-1:9")] * 1),
        (b"a: 1" + b"0" * 9000, {"a": UNREADABLE}, [("number-out-of-range", "1:4-1:9005")]),
        ("a: x\u202ey\n".encode(), {"a": "xy"}, [("forbidden-character", "1:5-1:6")]),
        (b'a: "\\u202e"\nb: 1\n', {"a": UNREADABLE, "b": 1}, [("forbidden-character", "1:5-1:11")]),
        (b'a: "\\u3164"\nb: 1\n', {"a": UNREADABLE, "b": 1}, [("forbidden-character", "1:5-1:11")]),
        (b'a: "\\u00e9"\nb: 1\n', {"a": "\u00e9", "b": 1}, []),
        (b"a:\t1\n", {"a": 1}, [("tab", "1:3-1:4")]),
        (b"title: Goal: more\n", None, [("syntax", "1:12-1:13")]),
        (b'a: "open\nb: 1\n', None, [("syntax", "1:4-1:5")]),
        (b"a: 1\n<<<<<<< HEAD\nb: 2\n", None, [("syntax", "2:1-2:8")]),
        (b"a: " + b"[" * 40, None, [("too-deep", "1:35-1:36")]),
        (b"# nothing\n", None, [("empty", "1:1-1:1")]),
        (b"a: \xe9\n", None, [("not-utf8", "1:4-1:5")]),
        ("a: 1\n".encode("utf-16"), None, [("not-utf8", "1:1-1:1")]),
        (b"#" * (512 * 1024 + 1), None, [("too-large", "1:1-1:1")]),
    ],
)
def test_refusals(raw: bytes, data: Any, problems: list[tuple[str, str]], pure: bool) -> None:
    document = parse("a.yaml", raw, pure)
    assert document.data == data
    assert document.readable is (data is not None)
    reported = []
    for problem in document.problems:
        region = document.text.region(problem.span)
        reported.append((problem.kind.value, f"{region.row}:{region.column}-{region.end_row}:{region.end_column}"))
    assert reported[: len(problems)] == problems


def test_a_duplicate_key_points_to_the_first(pure: bool) -> None:
    (problem,) = parse("a.yaml", b"a: 1\nb: 2\na: 3\n", pure).problems
    assert problem.related is not None
    assert problem.related.start == 0


@pytest.mark.parametrize(
    "text", ["a: 👩\u200d💻\n", "a: می\u200cخواهم\n", "a: ❤\ufe0f\n", "a: – x\u00a0y\n", "\ufeffa: 1\r\nb: 2\r\n"]
)
def test_what_people_write_is_no_problem(text: str, pure: bool) -> None:
    assert parse("a.yaml", text.encode(), pure).problems == ()


@pytest.mark.parametrize(
    "text",
    ["? " * 16, ": " * 16, "- " * 200_000, "[" * 5000, "a: |\n" + "\n " * 100_000 + "x", "{<<: " * 16, '"' * 100_000],
    ids=["questions", "colons", "dashes", "brackets", "blank lines", "merges", "quotes"],
)
def test_nothing_hangs(text: str) -> None:
    began = time.perf_counter()
    document = parse("a.yaml", text.encode())
    list(document.comments())
    document.value_span(("a",))
    assert time.perf_counter() - began < 2
