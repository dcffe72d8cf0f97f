"""A picture as plain data: shapes and words with their places on a canvas."""

from __future__ import annotations

from typing import NamedTuple


class Stroke(NamedTuple):
    """Lines or areas that look alike: `kind` names what they say, `path` is their path in SVG."""

    kind: str
    path: str


class Label(NamedTuple):
    """Words at a place; `anchor` is the end of them that is there: `start`, `middle` or `end`."""

    x: str
    y: str
    words: str
    anchor: str = "start"
    strong: bool = False


class Picture(NamedTuple):
    """A picture of a kind such as `metric`. Titles of goals are not in it: only numbers, days and units."""

    kind: str
    title: str
    description: str
    width: int
    height: int
    shapes: tuple[Stroke, ...]
    labels: tuple[Label, ...] = ()
