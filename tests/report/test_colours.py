"""Every pair of colours of the web site has enough contrast, in both schemes; axe cannot judge those in pictures."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

STYLE = (Path(__file__).parents[2] / "templates/html/style.css").read_text("utf-8")
SCHEMES = ("light", "dark")
TEXT, MARK = 4.5, 3.0

GROUNDS = ("ground", "card")
"""The backgrounds of everything; text of each colour may stand on either."""
TEXTS = ("text", "muted", "link", "good", "warn", "bad", "still")
MARKS = ("fill", "mark", "warn-sign")
"""Bars, lines and signs; signs have the colours of texts, too."""
ON_TRACK = ("fill", "mark")
"""Marks within a bar. The line for the time that is gone crosses what is filled, and stands out above and below."""
OWN_GROUNDS = {"good-ground": "good", "warn-ground": "warn", "bad-ground": "bad", "still-ground": "still"}
"""Grounds of badges, and whose they are."""
CHOSEN = ("link", "text", "muted")
"""Texts on the ground of what is chosen: the tab of this page, and a row of what search finds."""
DECORATIONS = ("line", "track")
"""Whatever they say is said beside them in words; nobody has to see them."""


def colours(scheme: str) -> dict[str, str]:
    """The colours by name; a scheme has those of the light one that it does not change."""
    light, dark = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]
    texts = light if scheme == "light" else light + dark
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", texts))


def channels(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def luminance(colour: str) -> float:
    """The relative luminance of WCAG."""
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (channel / 255 for channel in channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def pairs() -> list[tuple[str, str, float]]:
    """Every front with every ground that it may stand on, and the contrast that they need."""
    return [
        *((text, ground, TEXT) for text, ground in product(TEXTS, GROUNDS)),
        *((text, ground, TEXT) for ground, text in OWN_GROUNDS.items()),
        *((mark, ground, MARK) for mark, ground in product(MARKS, GROUNDS)),
        *((mark, "track", MARK) for mark in ON_TRACK),
        ("warn-sign", "warn-ground", MARK),
        *((text, "chosen", TEXT) for text in CHOSEN),
    ]


def test_the_measure_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("front", "ground", "least"), pairs())
def test_every_pair_has_enough_contrast(front: str, ground: str, least: float, scheme: str) -> None:
    named = colours(scheme)
    assert contrast(named[front], named[ground]) >= least


def test_every_colour_is_judged() -> None:
    judged = {*GROUNDS, *TEXTS, *MARKS, *OWN_GROUNDS, *DECORATIONS, "chosen"}
    assert set(colours("light")) == set(colours("dark")) == judged, "say above what a new colour is for"


def test_a_rule_names_its_colours() -> None:
    """A colour in a rule of its own would be one that no test knows, and none of the dark scheme."""
    rules = re.sub(r":root \{.*?\}", "", STYLE, flags=re.DOTALL)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\([^)]*\)", rules) == []


def test_a_ground_of_a_badge_has_its_own_text_on_it() -> None:
    for text, ground in re.findall(r"\{ color: var\(--([\w-]+)\); background: var\(--([\w-]+)\)", STYLE):
        assert OWN_GROUNDS[ground] == text
