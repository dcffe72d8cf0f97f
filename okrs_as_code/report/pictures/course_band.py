"""The course that is expected of progress, and the band below it in which progress is behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from okrs_as_code.model.progress.pace import BEHIND_FROM, FAR_BEHIND_FROM
from okrs_as_code.report.pictures import paths
from okrs_as_code.report.pictures.canvas import Canvas


class ExpectedPoint(NamedTuple):
    """The progress, 0 to 1, that is expected at a place from the left."""

    x: float
    share: float


def draw_course(canvas: Canvas, course: Sequence[ExpectedPoint], at: Callable[[float], float]) -> None:
    """Draws the course, and the band in which progress is behind; `at` is the place of a progress from the top."""
    upper = [(point.x, at(point.share)) for point in _lowered(course, BEHIND_FROM)]
    lower = [(point.x, at(point.share)) for point in _lowered(course, FAR_BEHIND_FROM)]
    canvas.draw("behind", paths.area([*upper, *reversed(lower)]))
    canvas.draw("far-behind", paths.line(lower))
    canvas.draw("course", paths.line((point.x, at(point.share)) for point in course))


def _lowered(course: Sequence[ExpectedPoint], gap: float) -> Iterator[ExpectedPoint]:
    """Yields the points of the course lower by a gap, from where that begins to be above 0."""
    before: ExpectedPoint | None = None
    for point in course:
        if before is not None and before.share < gap < point.share:
            part = (gap - before.share) / (point.share - before.share)
            yield ExpectedPoint(before.x + part * (point.x - before.x), 0.0)
        if point.share >= gap:
            yield ExpectedPoint(point.x, point.share - gap)
        elif before is not None and before.share > gap:
            part = (before.share - gap) / (before.share - point.share)
            yield ExpectedPoint(before.x + part * (point.x - before.x), 0.0)
        before = point
