"""Nothing from a repository reaches a terminal or a CI log as anything but text."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from okrs_as_code.escape import (
    json_text,
    markdown,
    markdown_message,
    sanitise,
    sanitise_line,
    spreadsheet_cell,
    text_of_cell,
    url,
    workflow_message,
    workflow_property,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Bo's goal: 50 % – déjà vu 🎯", "Bo's goal: 50 % – déjà vu 🎯"),
        ("\x1b[31mred", "\\u{1b}[31mred"),
        ("a\u202eb", "a\\u{202e}b"),
        ("zero\u200bwidth", "zero\\u{200b}width"),
        ("bell\a\ttab", "bell\\u{7}\\u{9}tab"),
        ("::error::x", ":\\u{3a}error:\\u{3a}x"),
        (":::", ":\\u{3a}:"),
        ("::::", ":\\u{3a}:\\u{3a}"),
        ("##[error]x", "#\\u{23}[error]x"),
        ("##vso[task.setvariable]x", "#\\u{23}vso[task.setvariable]x"),
        ("###[a] ##b #[c]", "##\\u{23}[a] ##b #[c]"),
        ("\ud800", "\\u{d800}"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_sanitise(text: str, shown: str) -> None:
    assert sanitise(text) == shown


def test_json_holds_no_command_and_reads_the_same() -> None:
    text = json_text(["##vso[task.setvariable]", "###[x]", "é"])
    assert "##" not in text
    assert json.loads(text) == ["##vso[task.setvariable]", "###[x]", "é"]


def test_on_one_line() -> None:
    assert sanitise_line("two\nlines\r") == "two\\u{a}lines\\u{d}"


def test_workflow_commands() -> None:
    assert workflow_message("50 %\n::set-output") == "50 %25%0A::set-output"
    assert workflow_property("a:b,c\r\n") == "a%3Ab%2Cc%0D%0A"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Cut p95 from 900 to 300 ms", "Cut p95 from 900 to 300 ms"),
        ("*bold* _it_ `code` [a](b) | ~x~ $y$", r"\*bold\* \_it\_ \`code\` \[a\](b) \| \~x\~ \$y\$"),
        ("<script>&amp;", "&lt;script&gt;&amp;amp;"),
        ("@bo and org/repo#12, GH-7, !3", "@<!-- -->bo and org/repo#<!-- -->12, GH<!-- -->-7, !<!-- -->3"),
        ("https://x.example", "https:<!-- -->//x.example"),
        ("www.example.com", "www<!-- -->.example.com"),
        ("# heading", "\\# heading"),
        ("- list", "\\- list"),
        ("1. list", "1\\. list"),
        ("two\nlines", "two lines"),
    ],
)
def test_markdown(text: str, shown: str) -> None:
    assert markdown(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("add `owner:` with *one*", r"add `owner:` with \*one\*"),
        ("a `<b>` & `@bo`", "a `<b>` &amp; `@bo`"),
        ('"the `owner`" has `x`', r'"the \`owner\`" has `x`'),
        ("``x``, `a|b`, `a", r"\`\`x\`\`, \`a\|b\`, \`a"),
        ("$`x`$ and \\`y`", "\\$\\`x\\`\\$ and \\\\\\`y\\`"),
    ],
)
def test_code_in_a_message_of_ours(text: str, shown: str) -> None:
    assert markdown_message(text) == shown


@pytest.mark.parametrize(
    ("target", "safe"),
    [
        ("../people/bo.md#kr", "../people/bo.md#kr"),
        ("https://example.com/a?b=c&d=%20", "https://example.com/a?b=c&d=%20"),
        ("javascript:alert(1)", "#"),
        ("data:text/html,x", "#"),
        ("//evil.example", "#"),
        ("a b)<c>", "a%20b%29%3Cc%3E"),
    ],
)
def test_url(target: str, safe: str) -> None:
    assert url(target) == safe


texts = st.text(st.characters(exclude_categories=()), max_size=60)


@given(texts)
def test_nothing_unsafe_is_left(text: str) -> None:
    safe = sanitise_line(text)
    assert "::" not in safe
    assert re.search(r"##\w*\[", safe) is None
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in safe)
    assert sanitise_line(safe) == safe


@given(st.text(alphabet=st.sampled_from('`\\\\$"|<>[]()*_&;!@#ax: \n'), max_size=20) | texts)
def test_a_message_is_text_and_code_alone(text: str) -> None:
    blocks = MarkdownIt("commonmark").enable("strikethrough").parse(f"x {markdown_message(text)} y")
    assert [block.type for block in blocks] == ["paragraph_open", "inline", "paragraph_close"]
    for token in blocks[1].children or ():
        assert token.type in ("text", "text_special", "code_inline") or token.content == "<!-- -->", token


@given(texts)
def test_a_workflow_command_stays_on_its_line(text: str) -> None:
    assert len(f"::error file={workflow_property(text)}::{workflow_message(text)}".splitlines()) == 1


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@all", "\t=1", "\r=1", " =1", "\u00a0-1", "\u200b=1", "＝1", "'=1", "\n+1"]
)
def test_no_cell_begins_a_formula(text: str) -> None:
    assert spreadsheet_cell(text) == f"'{text}"
    assert text_of_cell(f"'{text}") == text


@pytest.mark.parametrize("text", ["", "Bo's goal", "'quoted'", "1=1", "a-b", "’tis", "' x"])
def test_other_cells_stay(text: str) -> None:
    assert spreadsheet_cell(text) == text == text_of_cell(text)


@given(st.text(alphabet=st.sampled_from("'=+-@ \t\r\nx1\u200b\u00a0＝"), max_size=8) | st.text(max_size=8))
def test_a_cell_is_safe_and_reads_the_same(text: str) -> None:
    cell = spreadsheet_cell(text)
    assert cell.lstrip()[:1] not in tuple("=+-@")
    assert cell[:1] not in tuple("\t\r\n")
    assert text_of_cell(cell) == text
