"""A picture as plain data: shapes and words with their places on a canvas."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stroke:
    """Lines or areas that look alike: `kind` names what they say, `path` is their path in SVG."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place; `anchor` is the end of them that is there: `start`, `middle` or `end`."""

    x: str
    y: str
    words: str
    anchor: str = "start"
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a kind such as `metric`. Titles of goals are not in it: only numbers, days and units."""

    kind: str
    title: str
    description: str
    width: int
    height: int
    shapes: tuple[Stroke, ...]
    labels: tuple[Label, ...] = ()
