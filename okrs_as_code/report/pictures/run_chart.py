"""The common parts of a key result's picture: days, today, pauses, its end, and confidence below on the same days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import zip_longest

from okrs_as_code.model.progress.status import Status, status_from_confidence
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.report.pictures import paths
from okrs_as_code.report.pictures.canvas import (
    BELOW,
    Canvas,
    day_of_month,
    number_within,
    short_number,
    short_quantity,
    width,
)
from okrs_as_code.report.pictures.paths import Point
from okrs_as_code.report.pictures.picture import Picture
from okrs_as_code.report.pictures.scale import TimeScale, ValueScale
from okrs_as_code.report.wording import numbers

WIDTH = 360
LEFT, RIGHT = 54, 346
TOP = 18
BOTTOM = 128
_LINE = 13
"""Height of a line of words."""
_GAP = 6
"""The space between a level line and its words."""
_MAX_DOTS = 40
"""Number of values up to which each has a point of its own beside the line."""
_MAX_FAR = 3
"""Number of values beyond the edge that have their number beside them."""
_CONFIDENCE_MARKS = {
    Status.ON_TRACK: ("on-track", paths.DOT),
    Status.AT_RISK: ("at-risk", paths.TRIANGLE),
    Status.OFF_TRACK: ("off-track", paths.DIAMOND),
}


class RunChart(Canvas):
    """The canvas of a key result from its start to its due day, on `today` or without a mark for it."""

    def __init__(self, standing: KeyResultStanding, today: date | None, bottom: float = BOTTOM) -> None:
        super().__init__()
        self.standing = standing
        self.node = standing.node
        self.late = standing.check_ins[len(standing.counted) :]
        self.bottom = bottom
        self.today = today
        self.days = TimeScale.of(
            self.node.start, self.node.due, (check_in.day for check_in in standing.check_ins), LEFT, RIGHT
        )
        self._axis_labels: list[float] = []

    def draw_days(self) -> None:
        """Draws the days below: first days of months, and the due day, which is said before all others."""
        due, ends = f"due {day_of_month(self.node.due)}", self.days.at(self.days.due)
        self.write(max(ends, LEFT + width(due)), self.bottom + BELOW, due, "end")
        self.draw_months(self.days, TOP, self.bottom, ends - width(due) - 8)

    def draw_value_level(self, kind: str, scale: ValueScale, value: float) -> None:
        """Draws the level line of a value, with as much of the number as there is room for."""
        self.draw_level(kind, scale.at(value), number_within(value, LEFT - _GAP))

    def draw_level(self, kind: str, y: float, words: str) -> None:
        """Draws a level line, with its words at the left where there is room for them."""
        self.draw(kind, paths.line([(LEFT, y), (RIGHT, y)]))
        if all(abs(y - other) >= _LINE for other in self._axis_labels):
            self._axis_labels.append(y)
            self.write(LEFT - _GAP, y + 4, words, "end")

    def draw_today(self) -> None:
        """Draws the line of today, while it runs."""
        if self.today is not None and self.days.start <= self.today <= self.days.due:
            x = self.days.at(self.today)
            self.draw("today", paths.line([(x, TOP - 8), (x, self.bottom)]))

    def draw_pauses(self) -> None:
        """Hatches the days from each pause to the next check-in, else to today."""
        for check_in, following in zip_longest(self.standing.counted, self.standing.counted[1:]):
            if check_in.entry.is_pause:
                until = following.day if following is not None else self.today
                left, right = self.days.at(check_in.day), self.days.at(until or check_in.day)
                self.draw("pause", paths.hatch(left, TOP, right, self.bottom) if right > left else "")

    def draw_values(self, values: Sequence[tuple[date, float]], scale: ValueScale, unit: str | None = None) -> None:
        """Draws values as points on a line, the last with its number, and those too late to count hollow."""
        points = [(self.days.at(day), scale.at(value)) for day, value in values]
        late = [
            (self.days.at(check_in.day), scale.at(check_in.entry.value))
            for check_in in self.late
            if check_in.entry.value is not None
        ]
        shown = paths.thinned(points)
        self.draw("value", paths.line(shown))
        self.draw("value-dot", paths.marks(shown if len(shown) <= _MAX_DOTS else shown[-1:], paths.DOT))
        self.draw("late", paths.marks(late, paths.RING))
        far = [(point, value) for point, (_, value) in zip(points[:-1], values, strict=False) if not scale.has(value)]
        for (x, y), value in far[-_MAX_FAR:]:
            self.write(x, y + (18 if y <= TOP else -9), short_number(value), "middle")
        if points:
            self.label_point(points[-1], short_quantity(values[-1][1], unit))

    def label_point(self, point: Point, words: str) -> None:
        """Writes words beside a point, on the side where there is room for them."""
        x, y = point
        if x + 10 + width(words, strong=True) <= WIDTH:
            self.write(x + 9, y + 5, words, strong=True)
        else:
            self.write(x - 6, y - 7 if y > TOP + _LINE else y + 18, words, "end", strong=True)

    def draw_end(self, point: Point | None) -> None:
        """Draws a cross where it was dropped, and a tick where it is done, at the last point if there is one."""
        grade, status = self.standing.grade, self.standing.status
        y = point[1] if point is not None else (TOP + self.bottom) / 2
        if status is Status.DROPPED and grade is not None:
            x = self.days.at(grade.day)
            self.draw("ended", paths.line([point, (x, y)]) if point is not None else "")
            self.draw("dropped", paths.marks([(x, y)], paths.CROSS))
        elif status is Status.DONE and point is not None:
            self.draw("done", paths.marks([(point[0] + 8, y + (22 if y + 30 < self.bottom else -16))], paths.TICK))

    def finish(self, kind: str, title: str, description: str) -> Picture:
        """The picture, with confidence below where anybody said it."""
        entries = [
            (check_in.day, check_in.entry.confidence)
            for check_in in self.standing.counted
            if check_in.entry.confidence is not None
        ]
        height = self.bottom + 26
        if entries:
            height += 76
            self._draw_confidence(entries)
            said = f"confidence {numbers.share(entries[-1][1])} on {numbers.day(entries[-1][0])}"
            description = f"{description}; {said}"
        return self.picture(kind, title, f"{description}.", WIDTH, int(height))

    def _draw_confidence(self, entries: Sequence[tuple[date, float]]) -> None:
        scale = ValueScale(0, 1, self.bottom + 50, self.bottom + 94)
        self.write(LEFT, self.bottom + 41, "confidence")
        for level in (0.7, 0.4):
            self.draw_level("grid", scale.at(level), numbers.share(level))
        points = paths.thinned(
            [(self.days.at(day), scale.at(confidence), confidence) for day, confidence in entries], 9
        )
        self.draw("confidence", paths.line((x, y) for x, y, _ in points))
        marks: dict[Status, list[Point]] = {}
        for x, y, confidence in points:
            marks.setdefault(status_from_confidence(confidence), []).append((x, y))
        for status, placed in marks.items():
            kind, mark = _CONFIDENCE_MARKS[status]
            self.draw(kind, paths.marks(placed, mark))
        self.label_point(points[-1][:2], numbers.share(entries[-1][1]))
