"""A picture of a terminal as SVG, drawn from what a command prints: no font, style or address from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from okrs_as_code.report.wording import numbers

CELL, LINE, SIZE, MARGIN, BAR = 8.4, 20, 14, 20, 36
"""Width of a character, height of a line and of a letter, space around the text, height of the window's title bar."""
CLASSES = {
    "1": "bold",
    "2": "dim",
    "3": "italic",
    "31": "red",
    "32": "green",
    "33": "yellow",
    "35": "magenta",
    "36": "cyan",
}
"""The classes of styles that terminals call by a number."""
LIGHT = {
    "back": "#ffffff",
    "edge": "#d1d9e0",
    "track": "#dde3e9",
    "ink": "#1f2328",
    "dim": "#59636e",
    "red": "#cf222e",
    "yellow": "#9a6700",
    "magenta": "#8250df",
    "green": "#1a7f37",
    "cyan": "#1f7f8c",
}
DARK = {
    "back": "#0d1117",
    "edge": "#3d444d",
    "track": "#2a313c",
    "ink": "#f0f6fc",
    "dim": "#9198a1",
    "red": "#ff7b72",
    "yellow": "#d29922",
    "magenta": "#bc8cff",
    "green": "#3fb950",
    "cyan": "#39c5cf",
}
SHAPES = {
    "■": '<rect x="-4" y="-4" width="8" height="8"/>',
    "▲": '<path d="M0-5 5 4H-5z"/>',
    "●": '<circle r="4"/>',
    "○": '<circle r="3.5" class="ring"/>',
    "◌": '<circle r="3.8" class="ring" stroke-dasharray="1.8 1.38"/>',
    "·": '<circle r="1.6"/>',
}
"""Marks that not every font has, around the middle of their cell."""
ESCAPE = re.compile(r"\x1b\[([0-9;]*)m")
METER = re.compile(f"{numbers.FULL}*{numbers.EMPTY}*")
WORDS = re.compile(rf"[{''.join(SHAPES)}]|[^\s{''.join(SHAPES)}]+(?: [^\s{''.join(SHAPES)}]+)*")
"""A mark, or words with single spaces between them: what lies further apart is placed on its own."""


@dataclass(frozen=True)
class Run:
    """Characters in one style, and the column in which they begin."""

    column: int
    text: str
    classes: tuple[str, ...]


def picture(command: str, printed: str, columns: int) -> str:
    """The window of a terminal in which a command was typed. Raises KeyError for a style that has no class."""
    lines = [
        [Run(0, "$ ", ("dim",)), Run(2, command, ("bold",))],
        [],
        *(list(_runs(line)) for line in printed.splitlines()),
    ]
    width, height = round(columns * CELL) + 2 * MARGIN, len(lines) * LINE + BAR + MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        ' class="ink" role="img">',
        f"<title>{escape(command)}</title>",
        _style(),
        f'<rect class="edge" x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="8"/>',
        *(f'<circle class="track" cx="{MARGIN + 4 + 18 * at}" cy="{BAR / 2 + 2:g}" r="5.5"/>' for at in range(3)),
    ]
    for number, runs in enumerate(lines):
        parts += _line(runs, BAR + number * LINE)
    return "\n".join([*parts, "</svg>", ""])


def _style() -> str:
    colours = "\n".join(f"  .{name} {{ color: var(--{name}); }}" for name in LIGHT)
    return f"""<style>
  svg {{ {_variables(LIGHT)} }}
  @media (prefers-color-scheme: dark) {{ svg {{ {_variables(DARK)} }} }}
{colours}
  rect, circle, path, text {{ fill: currentColor; }}
  text {{ font: {SIZE}px ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }}
  .edge {{ fill: var(--back); stroke: currentColor; }}
  .ring {{ fill: none; stroke: currentColor; stroke-width: 1.5; }}
  .bold {{ font-weight: 600; }}
  .italic {{ font-style: italic; }}
</style>"""


def _variables(colours: dict[str, str]) -> str:
    return " ".join(f"--{name}: {colour};" for name, colour in colours.items())


def _runs(line: str) -> Iterator[Run]:
    """A line of output, split where its style changes."""
    column, classes = 0, ()
    for at, part in enumerate(ESCAPE.split(line)):
        if at % 2:
            classes = () if part in ("", "0") else tuple(CLASSES[code] for code in part.split(";"))
        elif part:
            yield Run(column, part, classes)
            column += len(part)


def _line(runs: list[Run], top: int) -> Iterator[str]:
    """The meters of a line, then its words."""
    whole = "".join(run.text for run in runs)
    for meter in METER.finditer(whole):
        if meter[0]:
            yield from _meter(meter.start(), meter[0], top)
    for run in runs:
        text = run.text.replace(numbers.FULL, " ").replace(numbers.EMPTY, " ").replace(numbers.NO_BREAK, " ")
        for words in WORDS.finditer(text):
            yield _words(run.column + words.start(), words[0], run.classes, top)


def _meter(column: int, cells: str, top: int) -> Iterator[str]:
    full = cells.count(numbers.FULL)
    for name, length in (("track", len(cells)), ("cyan", full)):
        if length:
            place = f'x="{_x(column)}" y="{top + 5.5}" width="{length * CELL:g}" height="10" rx="2"'
            yield f'<rect class="{name}" {place}/>'


def _words(column: int, words: str, classes: tuple[str, ...], top: int) -> str:
    style = f' class="{" ".join(classes)}"' if classes else ""
    if words in SHAPES:
        middle = f"translate({MARGIN + (column + 0.5) * CELL:g} {top + LINE / 2:g})"
        return f'<g{style} transform="{middle}">{SHAPES[words]}</g>'
    place = f'x="{_x(column)}" y="{top + 15}" textLength="{len(words) * CELL:g}"'
    return f"<text{style} {place}>{escape(words, quote=False)}</text>"


def _x(column: int) -> str:
    return f"{MARGIN + column * CELL:g}"
