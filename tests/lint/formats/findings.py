"""Findings for tests of output formats: generated ones full of hostile text, and those of a small repository."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from okrs_as_code import api
from okrs_as_code.finding import Finding, Ignored, Located, LocatedRelated, Place, Region, Severity
from okrs_as_code.lint.policy import Selection
from okrs_as_code.lint.registry import all_rules
from tests.repositories import GOAL, PEOPLE, commit, make

TODAY = date(2026, 10, 15)
OBJECTIVE = """\
title: Größe 🎯 zählt to 50 %
owner: mara
key_results:
  - id: posts
    title: Publish three in-depth posts
    owner: [bo, mara]
    measure: {type: metric, baseline: 0, target: 3, unit: posts}
  - {id: talks, title: "🎯🎯 four talks", owner: nobody, measure: {type: metric, baseline: 0, target: 4, unit: talks}}
  - id: partner  # okrs: ignore[KR009] until 2026-12-31: we agreed on [it](x) {0}
    title: A partner
    owner: bo
    measure: {type: binary}
  - {id: posts, title: Five films, owner: bo, measure: {type: metric, baseline: 0, target: 5, unit: films}}
"""
HOSTILE = (
    "::error::x", "##[error]x", "##vso[task.complete]x", "%0A::warning::x", "\x1b[31mred", "a\u202eb", "\u2028::x",
    "\udc80", "<script>", "]]>", "&amp;", "\x00\x0b\ufffe", '"\'', "@everyone", "[x](http://x.example)", "[x](1)",
    "{0}", "{{0}}", "a b", "50 %", "a#b?c", "..", "\n::error::x", "\r\n", "🎯", "e\u0301", "</testsuites>", "```",
    "| x |", "x\\",
)  # fmt: skip
texts = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=8), max_size=5).map("".join)
codes = st.sampled_from(sorted(rule.code for rule in all_rules()))
lines = texts.map(lambda text: text.replace("\n", " ").replace("\udc80", "\ufffd"))
"""A file that is no UTF-8 is shown with U+FFFD; its name may hold any byte."""


@st.composite
def regions(draw: st.DrawFn) -> Region:
    row, column = draw(st.integers(1, 50)), draw(st.integers(1, 30))
    end_row = row + draw(st.integers(0, 2))
    return Region(row, column, end_row, draw(st.integers(column if end_row == row else 1, 40)))


@st.composite
def located(draw: st.DrawFn) -> Located:
    """A finding with hostile words in all that comes from a repository."""
    finding = Finding(
        code=draw(codes),
        name="a-name",
        severity=draw(st.sampled_from(Severity)),
        message=draw(texts),
        help=draw(texts),
        subject=draw(texts),
        place=Place(f"okrs/{draw(texts)}.yaml"),
        detail=draw(texts),
    )
    if draw(st.booleans()):
        ignored = Ignored(date(2026, 12, 31), draw(texts))
        finding = finding._replace(severity=Severity.INFORMATION, ignored=ignored)
    related = tuple(
        LocatedRelated(draw(texts), draw(regions()), draw(texts), draw(lines), draw(lines))
        for _ in range(draw(st.integers(0, 2)))
    )
    return Located(finding, draw(regions()), draw(lines), draw(lines), related)


many = st.lists(located(), max_size=8)


def is_safe(text: str) -> bool:
    """Whether a text has no character that controls a terminal, reorders words or ends a line."""
    return not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in text)


def plain(count: int, severity: Severity = Severity.ERROR, file: str = "okrs/a.yaml") -> list[Located]:
    """Findings one below the other in a file, from row 1."""
    return [
        Located(
            Finding("OWN001", "owner-missing", severity, f"number {row}", "write one", f"goal-{row}", Place(file)),
            Region(row, 3, row, 5),
            "  x",
            "  x",
        )
        for row in range(1, count + 1)
    ]


def repository(folder: Path, objective: str = OBJECTIVE) -> api.Repository:
    """A repository with one objective, which is committed."""
    make(folder, {"okrs/people.yaml": PEOPLE, GOAL: objective})
    commit(folder)
    return api.open_repository(folder, cache=False)


def lint(folder: Path, objective: str = OBJECTIVE) -> tuple[Located, ...]:
    """The findings of a lint of such a repository, information and what is ignored among them."""
    selection = Selection.of([], [], True)
    return api.lint(repository(folder, objective), TODAY, selection=selection).findings
