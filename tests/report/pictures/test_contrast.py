"""The contrast of every pair of colours in a picture, in light and in dark: no checker of pages looks into SVG."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
STYLE = (ROOT / "templates/html/style.css").read_text(encoding="utf-8")
FILE = (ROOT / "templates/svg/objective.svg.j2").read_text(encoding="utf-8")
TEXT, MARK = 4.5, 3.0
GROUNDS = ("ground", "card", "warn-ground", "good-ground", "still-ground")
"""The page, the card, the band of what is behind, the area to keep, and what is reached."""
DECORATION = ("grid", "ahead")
"""Shapes that say nothing that is not said beside them."""


def schemes() -> dict[str, dict[str, str]]:
    """The colours by their names, light and dark."""
    light, dark = re.findall(r":root \{\n(.*?)\n *\}", STYLE, re.DOTALL)[:2]
    colours = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block)) for block in (light, dark)]
    return {"light": colours[0], "dark": colours[1]}


def contrast(first: str, second: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def painted() -> dict[str, set[str]]:
    """The colours with which each kind of shape is drawn, by their names."""
    kinds: dict[str, set[str]] = {}
    for line in STYLE.splitlines():
        selectors, _, rules = line.partition("{")
        if selectors.startswith(".picture"):
            for kind in re.findall(r"\.picture \.([a-z-]+)", selectors):
                kinds.setdefault(kind, set()).update(re.findall(r"(?:fill|stroke): var\(--([a-z-]+)\)", rules))
    return kinds


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", sorted(painted()))
def test_every_mark_stands_out_from_every_ground(kind: str, scheme: str) -> None:
    colours, grounds = schemes()[scheme], {colour for colour in painted()[kind] if colour in GROUNDS}
    marks = painted()[kind] - grounds
    if kind in DECORATION or not marks:
        return
    needed = TEXT if kind == "strong" else MARK
    for ground in GROUNDS:
        assert max(contrast(colours[mark], colours[ground]) for mark in marks) >= needed, ground


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_every_ground(scheme: str) -> None:
    colours = schemes()[scheme]
    for ground in GROUNDS:
        assert contrast(colours["muted"], colours[ground]) >= TEXT, ground
        assert contrast(colours["text"], colours[ground]) >= TEXT, ground


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_file_has_the_colours_of_the_pages(scheme: str) -> None:
    light, _, dark = FILE.partition("@media")
    used = set(re.findall(r"#[0-9a-f]{6}", light if scheme == "light" else dark))
    names = {name: colour for name, colour in schemes()[scheme].items() if colour in used}
    assert used == set(names.values())
    assert {"card", "muted", "line", "still-ground", "fill", "text"} <= set(names)
