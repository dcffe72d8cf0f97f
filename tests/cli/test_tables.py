"""Tables and colour on a terminal: what is wide stays aligned, and every line fits."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.cli import main as cli
from okrs_as_code.cli.screen.styled_text import StyledText
from okrs_as_code.cli.screen.terminal_form import terminal_width
from okrs_as_code.cli.screen.text_table import TextColumn, TextTable
from okrs_as_code.text_width import text_width
from tests.cli.organisation import DAY, FILES, GOAL
from tests.repositories import commit, make
from tests.terminal import Terminal

CODES = re.compile(r"\x1b\[[0-9;]*m")
OBJECTIVE = f"okrs/2026-Q4/{GOAL}.yaml"
WIDE_WORDS = {
    OBJECTIVE: FILES[OBJECTIVE]
    .replace("Win a partner", "株式会社と提携する 🎯 👍🏽 in 日本 🇯🇵 and gain e\u0301clat at 50 % of the price")
    .replace("Keep pages quick", "頁" * 60),
    "okrs/people.yaml": FILES["okrs/people.yaml"].replace("Bo Lindqvist", "坊 リンドクヴィスト 一二三"),
}
words = st.text(
    st.sampled_from("ab é頁🎯\u0301%5") | st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=40
)


def texts(lines: list[StyledText]) -> list[str]:
    return [line.plain for line in lines]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 3, ["one", "two", "thr", "ee"]),
        ("reach 50 % now", 8, ["reach", "50 % now"]),
        ("reach 50 % now", 7, ["reach", "50 %", "now"]),
        ("a\nb c", 10, ["a", "b c"]),
        ("頁頁頁 頁", 5, ["頁頁", "頁 頁"]),
        ("ae\u0301\u0301b", 2, ["ae\u0301\u0301", "b"]),
        ("  indented words", 10, ["  indented", "words"]),
        ("", 5, [""]),
    ],
)
def test_lines_break_at_spaces(text: str, width: int, lines: list[str]) -> None:
    assert texts(StyledText(text).lines(width)) == lines


def test_what_is_too_long_is_cut() -> None:
    assert StyledText("頁頁頁").cut(4).plain == "頁…"
    assert StyledText("fits").cut(4).plain == "fits"
    table = TextTable(
        [TextColumn(width=5, wrap=False), TextColumn()], rows=[(StyledText("a long name\nits title"), StyledText("x"))]
    )
    assert texts(list(table.lines(20))) == ["a lo… x             ", "its …               "]


def test_a_style_stays_with_its_words() -> None:
    text = StyledText("bad ", "bold red").append("news today", "dim").append(".")
    assert [line.rendered(color=True) for line in text.lines(8)] == [
        "\x1b[1;31mbad \x1b[0m\x1b[2mnews\x1b[0m",
        "\x1b[2mtoday\x1b[0m.",
    ]
    assert text.rendered(color=False) == "bad news today."


@given(st.lists(st.tuples(words, words, words), min_size=1, max_size=4), st.integers(30, 120))
def test_columns_stay_aligned(rows: list[tuple[str, str, str]], width: int) -> None:
    columns = [TextColumn(width=3, right=True), TextColumn(), TextColumn(width=9, wrap=False)]
    table = TextTable(columns, rows=[tuple(map(StyledText, row)) for row in rows])
    assert {line.width for line in table.lines(width)} == {width}


@given(words, st.integers(2, 50))
def test_nothing_is_lost_and_every_line_fits(text: str, width: int) -> None:
    lines = StyledText(text).lines(width)
    assert all(line.width <= width for line in lines)
    assert "".join(texts(lines)).replace(" ", "") == text.replace(" ", "")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("FORCE_COLOR", "NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(make(tmp_path, {**FILES, **WIDE_WORDS}))
    return tmp_path


@pytest.mark.parametrize("width", [50, 80, 120])
def test_wide_words_move_no_column(
    width: int, root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert cli.run(["status", "--no-cache", *DAY]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(text_width, lines)) <= width
    rows = [line for line in lines if re.match(r"  [○●■◌] ", line)]
    bars = [text_width(re.split("[▓░]|no data", row)[0]) for row in rows]
    assert len(bars) == 5
    assert len(set(bars)) == 1


@pytest.mark.parametrize(
    ("option", "variables", "is_coloured"),
    [
        ((), {}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ((), {"FORCE_COLOR": ""}, False),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        (("--color", "auto"), {"FORCE_COLOR": "1", "TERM": "dumb"}, True),
    ],
)
@pytest.mark.parametrize(
    "command", ["status", f"show {GOAL}/partner", f"terms {GOAL}/partner", f"history {GOAL}/partner"]
)
def test_colour_elsewhere(
    command: str,
    option: tuple[str, ...],
    variables: dict[str, str],
    is_coloured: bool,
    root: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    if command.startswith("history"):
        commit(root)
    assert cli.run([*command.split(), *option, *DAY]) == 0
    assert bool(CODES.search(capsys.readouterr().out)) is is_coloured


@pytest.mark.parametrize(
    ("name", "value", "is_coloured"), [("TERM", "xterm", True), ("TERM", "dumb", False), ("NO_COLOR", "1", False)]
)
def test_colour_on_a_terminal(
    name: str, value: str, is_coloured: bool, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv(name, value)
    terminal = Terminal(root, "status", "--no-cache", *DAY, columns=80, name=os.environ["TERM"])
    assert terminal.end() == 0
    assert bool(CODES.search(terminal.output)) is is_coloured
    assert "on-track" in terminal.output


@pytest.mark.parametrize(("columns", "width"), [("42", 42), ("0", 80), ("wide", 80), ("", 80)])
def test_the_width_of_what_is_no_terminal(columns: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError

    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr("os.get_terminal_size", refuse)
    assert terminal_width() == width
