"""Figures of a page: bars of progress with the time that is gone, signs of statuses, and counts of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.history.strip import step_of
from okrs_as_code.model.progress.pace import expected_progress
from okrs_as_code.model.progress.progress import Progress
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.report.pictures import key_result, objective, strip
from okrs_as_code.report.pictures.picture import Picture
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.status_phrases import status_words


class BarView(NamedTuple):
    """A bar of progress; `percent` and `mark`, which is what is expected by now, are 0 to 100."""

    words: str
    percent: int | None
    mark: int | None = None

    @property
    def mark_words(self) -> str:
        """The time that is gone, in percent."""
        return numbers.percent((self.mark or 0) / 100)


class SignView(NamedTuple):
    """The sign of a status, by a key of ours such as `at-risk`, and its words."""

    key: str
    words: str


class StripView(NamedTuple):
    """The status of a key result by week, or month: as a line of symbols, and as a picture within a page."""

    symbols: str
    picture: Picture | None


class CoursePointView(NamedTuple):
    """The progress of an objective at the end of a day."""

    day: str
    progress: str


class CourseView(NamedTuple):
    """The course of an objective: in words, in numbers, and as a picture within a page, else in a file of its own."""

    step: str
    """The time between its points, `week` or `month`."""
    words: str
    points: tuple[CoursePointView, ...]
    picture: Picture | None
    file: str | None


@dataclass(frozen=True)
class CountView:
    """The number of key results with a status."""

    count: int
    status: SignView


def roll_up_bar(score: float | None, cycle: Cycle, today: date) -> BarView:
    """The bar of an average in a cycle, with the time that is gone while the cycle runs."""
    mark = expected_progress(cycle.start, cycle.end, today) if cycle.has(today) else None
    return _bar(numbers.NO_DATA if score is None else numbers.percent(score), score, mark)


def key_result_bar(standing: KeyResultStanding) -> BarView:
    """The bar of a key result, with what is expected by the time that is gone, or by its plan, where it has a pace."""
    progress = standing.progress
    return _bar(numbers.progress_phrase(progress), progress.score, standing.expected_progress)


def _bar(words: str, share: float | None, mark: float | None) -> BarView:
    return BarView(
        words,
        numbers.filled_places(share, 100) if share is not None else None,
        round(mark * 100) if mark is not None else None,
    )


def score_text(site: SiteData, score: float | None) -> str:
    """An average within a line: with a bar of text where no bars are drawn on pages, or "no data"."""
    if site.form.pictures is not None:
        return numbers.bar_percent(score)
    return numbers.NO_DATA if score is None else numbers.percent(score)


def progress_text(site: SiteData, progress: Progress) -> str:
    """The progress of a key result within a line, like `score_text`."""
    return numbers.progress_bar(progress) if site.form.pictures is not None else numbers.progress_phrase(progress)


def sign(standing: KeyResultStanding) -> SignView:
    """The sign and the words of a key result's status."""
    return SignView(_key(standing.status), status_words(standing))


def status_sign(status: Status) -> SignView:
    """The sign of a status, and its word."""
    return SignView(_key(status), str(status))


def count_views(statuses: Mapping[Status, int]) -> list[CountView]:
    """The statuses with their numbers, in the order given."""
    return [CountView(count, status_sign(status)) for status, count in statuses.items()]


def strip_view(site: SiteData, node: KeyResultNode) -> StripView:
    """The strip of a key result."""
    made = site.strip(node)
    picture = strip.draw(made) if site.form.pictures is None else None
    return StripView(strip.strip_text(made), picture)


def key_result_picture(site: SiteData, standing: KeyResultStanding) -> Picture | None:
    """The picture of a key result within a page; None where pictures are files of their own."""
    if site.form.pictures is not None:
        return None
    node = standing.node
    return key_result.draw(standing, site.strip(node), site.plan.cadence(node), site.today)


def course_view(site: SiteData, node: ObjectiveNode, *, whole: bool) -> CourseView | None:
    """The course of an objective; in a list small, and None where pictures are files of their own."""
    is_file = site.form.pictures is not None
    if is_file and not whole:
        return None
    course = site.courses.course(node) if is_file else site.courses.course_until_today(node)
    step, words = step_of(node.cycle), objective.course_words(course)
    points = tuple(CoursePointView(numbers.day(point.day), numbers.percent(point.score)) for point in course)
    if is_file:
        return CourseView(step, words, points, None, f"{node.slug}.svg")
    picture = objective.draw(node.cycle, course, site.today) if whole else objective.draw_small(node.cycle, course)
    return CourseView(step, words, points, picture, None)


def _key(status: Status) -> str:
    return status.value.replace(" ", "-")
