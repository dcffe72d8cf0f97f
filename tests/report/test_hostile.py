"""Content that wants to be more than text stays text on every page and in the terminal."""

from __future__ import annotations

import html
import json
import re
from datetime import date
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from okrs_as_code import api
from okrs_as_code.cli import main as cli
from okrs_as_code.escape import sanitise
from okrs_as_code.report.inline import text as inline_text
from okrs_as_code.report.markdown import markdown

HOSTILE = [
    "a | b | c",
    "see ](http://evil.example) or [here](http://evil.example)",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "`code` ``` and ~~~",
    "**bold** _under_ ~~gone~~",
    "@everyone look at #1 and !2",
    "http://evil.example/path and www.evil.example and me@evil.example",
    "<http://evil.example>",
    "![x](http://evil.example/x.png)",
    "&lt;b&gt; &#60;script&#62;",
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "--- ***",
    "$x^2$ and :tada:",
    "back\\slash \\| \\[",
    "{{ 7 * 7 }} {% raw %}",
    "::error::boo ##[group]x",
    "line\n\n<b>two</b>\n| three |\n---\n```",
    "<!-- comment --> </details>",
]


def make(root: Path, text: str) -> None:
    quoted = json.dumps(text)
    folder = root / "okrs/2026-Q4"
    for name in ("web", "check-ins", "grades"):
        (folder / name).mkdir(parents=True)
    (root / "okrs/people.yaml").write_text(
        f"people:\n  bo: {{name: {quoted}}}\n  ana: {{name: {quoted}, manager: bo}}\n"
    )
    (root / "okrs/teams.yaml").write_text(f"teams:\n  web: {{name: {quoted}, lead: bo, members: [ana]}}\n")
    (root / "okrs/config.yaml").write_text(f'organization: {quoted}\nrepository: "https://gitlab.com/example/okrs"\n')
    (folder / "web/fast.yaml").write_text(
        f"title: {quoted}\nwhy: {quoted}\nowner: ana\nkey_results:\n"
        f"  - id: one\n    title: {quoted}\n    owner: ana\n    contributors: [bo]\n    success: {quoted}\n"
        f"    measure: {{type: metric, baseline: 0, target: 3, unit: {quoted}}}\n"
        f"  - id: two\n    title: {quoted}\n    owner: bo\n"
        f"    measure: {{type: milestones, steps: [{{id: a, title: {quoted}}}]}}\n"
        f"initiatives:\n  - {{title: {quoted}}}\n"
    )
    (folder / "check-ins/2026-11-13-ana.yaml").write_text(
        f"by: ana\ndate: 2026-11-13\nkey_results:\n"
        f"  web/fast/one: {{value: 1, confidence: 0.2, note: {quoted}, help: {quoted}}}\n"
    )
    (folder / "grades/2026-11-13-bo.yaml").write_text(
        f"by: bo\ndate: 2026-11-13\nkey_results:\n"
        f"  web/fast/two: {{score: 0.5, decision: stop, because: {quoted}, learned: {quoted}, root_cause: {quoted}}}\n"
    )


RUNS, ENDED = (date(2026, 11, 16), 6), (date(2027, 1, 20), 7)
"""A day, and how many pages there are on it."""


@pytest.mark.parametrize(
    ("text", "today", "count"),
    [
        *((text, *RUNS) for text in HOSTILE),
        *((text, *ENDED) for text in HOSTILE[::3]),
        *(pytest.param(text, *ENDED, marks=pytest.mark.nightly) for text in HOSTILE if text not in HOSTILE[::3]),
    ],
)
def test_pages_hold_no_live_content(tmp_path: Path, text: str, today: date, count: int) -> None:
    make(tmp_path, text)
    repository = api.open_repository(tmp_path)
    assert not repository.workspace.unreadable
    api.report(repository, today)
    pages = list((tmp_path / "status").rglob("*.md"))
    assert len(pages) == count
    render = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render
    for path in pages:
        page = path.read_text(encoding="utf-8")
        shown = render(page)
        tags = {tag.lower() for tag in re.findall(r"</?([a-zA-Z][a-zA-Z0-9]*)", shown)}
        assert tags <= OURS, path
        assert "<!--" not in shown.removeprefix("<!-- okrs").replace(NOTHING, ""), path
        for target in re.findall(r'(?:href|src)="([^"]*)"', shown):
            assert OUR_TARGET.fullmatch(target), path
        assert not re.search(r"(?<![\w`/\\.&;-])@[a-z]", outside_code(page)), path
        for row in re.findall(r"<tr>(.*?)</tr>", shown, re.DOTALL):
            assert row.count("</td>") + row.count("</th>") <= 5, path
    words = " ".join(sanitise(text).split())
    overview = html.unescape(re.sub(r"<[^>]+>", "", render((tmp_path / "status/2026-Q4/index.md").read_text("utf-8"))))
    letters = re.sub(r"[^A-Za-z0-9]", "", words)
    assert letters in re.sub(r"[^A-Za-z0-9]", "", overview), "the text itself is still there to read"


NOTHING = "<!-- -->"
"""Splits what a forge would make a link of."""
OUR_TARGET = re.compile(r"https://gitlab\.com/example/okrs/-/[^<>]+|(?:[a-zA-Z0-9/.-]+\.md)?(?:#[a-z]+)?|fast\.svg")
OURS = {
    "a", "blockquote", "br", "code", "details", "h1", "h2", "h3", "hr", "img", "li", "p", "pre", "strong", "summary",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


def outside_code(page: str) -> str:
    return re.sub(r"`[^`\n]*`", "", re.sub(r"(?ms)^(`{3,})yaml\n.*?^\1$", "", page))


@pytest.mark.parametrize("text", HOSTILE)
def test_the_terminal_shows_no_commands(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    make(tmp_path, text)
    assert cli.run(["status", "--root", str(tmp_path), "--today", "2026-11-16"]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "::error" not in out
    assert "##[" not in out


def test_characters_that_turn_text_around_are_shown_by_their_number() -> None:
    """Our YAML refuses them already; a page would not let them through either."""
    assert markdown(inline_text("a\u202eb\u200bc\x1b[31m")) == "a\\\\u\\{202e\\}b\\\\u\\{200b\\}c\\\\u\\{1b\\}\\[31m"
