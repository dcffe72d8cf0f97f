"""Inline text: the plain words as a value, written as Markdown or as HTML, and safe in both."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.report.html import attribute, html
from okrs_as_code.report.inline import (
    EMPTY,
    Inline,
    bold,
    code,
    code_block,
    concat,
    join,
    join_with_and,
    link,
    text,
    words,
)
from okrs_as_code.report.markdown import markdown

TITLE = text("Cut *p95* <now>")


def test_a_value_is_the_plain_words() -> None:
    goal = concat(link(TITLE, "goal.html"), words(" ("), bold("Web"), words(")"))
    assert goal == "Cut *p95* <now> (Web)"
    assert isinstance(goal, Inline)
    assert not isinstance(goal.upper(), Inline)
    assert not EMPTY


def test_it_is_written_in_the_form_of_the_page() -> None:
    goal = concat(link(TITLE, "goal.html"), words(" ("), bold("Web"), words(") in "), code("okrs/a.yaml"))
    assert markdown(goal) == r"[Cut \*p95\* &lt;now&gt;](goal.html) (**Web**) in `okrs/a.yaml`"
    assert html(goal) == (
        '<a href="goal.html">Cut *p95* &lt;now&gt;</a> (<strong>Web</strong>) in <code>okrs/a.yaml</code>'
    )


def test_lists() -> None:
    assert markdown(join(["a_b", bold("c")])) == r"a\_b, **c**"
    assert [join_with_and(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_a_block_of_code_cannot_be_left() -> None:
    assert markdown(code_block("```\n# x\n")) == "````yaml\n```\n# x\n````"
    assert html(code_block("</code><b>")) == "<pre><code>&lt;/code&gt;&lt;b&gt;</code></pre>"


def test_a_link_to_anything_but_a_page_or_the_web_leads_nowhere() -> None:
    assert html(link("x", "javascript:alert(1)")) == '<a href="#">x</a>'
    assert html(link("x", 'https://example.com/"><script>')) == '<a href="https://example.com/%22%3E%3Cscript%3E">x</a>'


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, attrs))


@given(st.text(), st.text())
def test_no_text_makes_a_tag_or_an_attribute(title: str, address: str) -> None:
    tags = _Tags()
    tags.feed(f'<p title="{attribute(title)}">{html(concat(title, code(title), link(bold(title), address)))}</p>')
    tags.close()
    assert {tag for tag, _ in tags.seen} <= {"p", "code", "a", "strong"}
    assert {name for _, attributes in tags.seen for name, _ in attributes} <= {"title", "href"}
