"""Texts on which YAML parsers do not agree get one answer, whichever parser is installed.

Those with four characters as their name are in the YAML test suite (https://github.com/yaml/yaml-test-suite).
"""

from __future__ import annotations

from typing import Any

import pytest

from okrs_as_code.yaml import UNREADABLE, parse
from tests.yaml.test_both_parsers import difference


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("block: ># comment\n  scalar\n", id="X4QW"),
        "why: |2-# comment\n  text\n",
        "why: !t &a ># comment\n  text\n",
        pytest.param("why: >\n \n  \n   \n # comment\n", id="S98Z"),
        "- >\r\n   \r\n  # comment\r\n",
        "- title: x\n  why: >\n       \n   # comment\n",
        pytest.param("key: value\n... invalid\n", id="3HFZ"),
        "a:\n%YAML 1.2\n---\n",
        "a: 1\n%Y\n---\n",
        "[a ?]",
        "&e[]: x",
        "- !t]",
        "a: !!",
    ],
)
def test_both_parsers_refuse_it(text: str) -> None:
    assert difference(text.encode()) is None
    problems = parse("x", text.encode()).problems
    assert [problem.kind for problem in problems if problem.kind in ("syntax", "several-documents")]


@pytest.mark.parametrize(
    ("text", "data"),
    [
        pytest.param(
            "- |\n detected\n- >\n \n  \n  # detected\n- |1\n  explicit\n- >\n detected\n",
            ["detected\n", "\n\n# detected\n", " explicit\n", "detected\n"],
            id="4QFQ",
        ),
        ("why: |\n \n   Text below a line with a blank.\n", {"why": "\nText below a line with a blank.\n"}),
        ("why: >\n \n  \n", {"why": ""}),
        ("- title: x\n  why: >\n       \n  # comment\n  owner: bo\n", [{"title": "x", "why": "", "owner": "bo"}]),
        ("why: |\n# comment\nowner: bo\n", {"why": "", "owner": "bo"}),
        ('---\n["a":]', [{"a": None}]),
        ("why: 'ten\n%of them'\n", {"why": "ten %of them"}),
        ("a: 1\n...\n\n# c\n... # d\n", {"a": 1}),
        ("a: ...\nb: x ... y\nc: |\n  ...\n", {"a": "...", "b": "x ... y", "c": "...\n"}),
        ("---\na: 1\n...", {"a": 1}),
    ],
)
def test_both_parsers_take_it(text: str, data: Any) -> None:
    assert difference(text.encode()) is None
    document = parse("x", text.encode())
    assert document.problems == ()
    assert document.data == data


@pytest.mark.parametrize(
    ("text", "data", "second"),
    [
        pytest.param("---\nscalar1\n...\nkey: value\n", "scalar1", "key:", id="7Z25"),
        ("a: 1\n... # c\n\n# d\n%YAML 1.2\n---\nb: 2\n", {"a": 1}, "%YAML"),
        ("a: 1\n...\n'", {"a": 1}, "'"),
        ("a: 1\n...\n---\n", {"a": 1}, "---"),
        ("a: [{}: x]\n...\n}", {"a": [UNREADABLE]}, "}"),
    ],
)
def test_what_follows_a_document_is_another(text: str, data: Any, second: str) -> None:
    assert difference(text.encode()) is None
    document = parse("x", text.encode())
    problem = document.problems[-1]
    assert (problem.kind, text[problem.span.start : problem.span.end]) == ("several-documents", second)
    assert document.data == data


def test_the_space_that_is_missing_is_named() -> None:
    [problem] = parse("x", b"title: x\nwhy: >-# comment\n  text\n").problems
    assert problem.facts == {"reason": "missing-space", "character": ">-"}
    assert (problem.span.start, problem.span.end) == (14, 16)
