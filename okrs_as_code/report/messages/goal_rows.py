"""Rows of goals in messages: their figures now and a week before, in words that a binary or a judgement allows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from okrs_as_code.model.files.measure import Binary, Metric, Milestones, Score, Threshold
from okrs_as_code.model.goals.unreadable import UnreadableElement
from okrs_as_code.model.progress.progress import Progress, meets
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import KeyResultStanding, ObjectiveStanding
from okrs_as_code.report.messages.content import GoalList, GoalRow, Rows, quoted_text, title_text
from okrs_as_code.report.messages.message_links import MessageLinks
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.status_phrases import counts_phrase, pace_words
from okrs_as_code.report.wording.unreadable_phrases import CANNOT_BE_READ, fault_phrase, last_check_in_phrase

_SIGNS = {
    Status.OFF_TRACK: "■",
    Status.AT_RISK: "▲",
    Status.STALE: "○",
    Status.PAUSED: "‖",
    Status.NO_STATUS: "○",
    Status.ON_TRACK: "●",
    Status.DONE: "✓",
    Status.NOT_STARTED: "·",
    Status.CLOSED: "□",
    Status.DROPPED: "×",
}
_UNREADABLE_SIGN = "!"


class GoalRows:
    """Makes the rows of goals for messages about a site's data."""

    def __init__(self, site: SiteData, links: MessageLinks) -> None:
        self._site = site
        self._links = links

    def key_results(
        self,
        title: str,
        standings: Sequence[KeyResultStanding],
        unreadable: Iterable[UnreadableElement],
        address: str | None,
        *,
        of_owner: bool,
        with_notes: bool,
    ) -> GoalList:
        """The list of some key results; what cannot be read stands first, as that.

        In a list that is `of_owner` nobody is named.
        """
        rows = [self._unreadable(element) for element in unreadable]
        rows += [self._key_result(standing, of_owner=of_owner, with_notes=with_notes) for standing in standings]
        return GoalList(title, Rows(tuple(rows), address=address))

    def objectives(self, title: str, standings: Sequence[ObjectiveStanding], address: str | None) -> GoalList:
        """The list of some objectives, without a word of anybody."""
        return GoalList(title, Rows(tuple(map(self._objective, standings)), address=address))

    def _key_result(self, standing: KeyResultStanding, *, of_owner: bool, with_notes: bool) -> GoalRow:
        node, report = standing.node, standing.latest_report
        parts = [
            None if of_owner else title_text(self._site.directory.person_name(node.owner)),
            _values(standing),
            pace_words(standing) if node.content.measure.type != "score" else None,
            f"confidence {numbers.share(standing.confidence)}" if standing.confidence is not None else None,
            last_check_in_phrase(standing, self._site.today),
        ]
        return GoalRow(
            title=title_text(node.content.title),
            address=self._links.key_result(node),
            sign=_SIGNS[standing.status],
            status=str(standing.status),
            progress=_progress(standing, "you" if of_owner else "its owner"),
            percent=_percent(standing.progress),
            details=" · ".join(part for part in parts if part),
            note=quoted_text(report.entry.note) if report is not None and report.entry.note and with_notes else None,
        )

    def _unreadable(self, element: UnreadableElement) -> GoalRow:
        return GoalRow(
            title=title_text(element.title),
            address=self._links.file(element.file),
            sign=_UNREADABLE_SIGN,
            status=title_text(fault_phrase(element)),
            progress="",
            percent=None,
            details=title_text(f"in {element.file}"),
        )

    def _objective(self, standing: ObjectiveStanding) -> GoalRow:
        node, score, worst = standing.node, standing.roll_up.score, standing.worst
        parts = [
            title_text(self._site.directory.team_name(self._site.directory.resolve_team(node.team))),
            counts_phrase(standing.statuses, symbols=False),
            f"{node.unreadable_parts} {CANNOT_BE_READ}" if node.unreadable_parts else None,
        ]
        return GoalRow(
            title=title_text(node.content.title),
            address=self._links.objective(node),
            sign=_SIGNS[worst] if worst is not None else "·",
            status=str(worst) if worst is not None else "no key results",
            progress=numbers.NO_DATA if score is None else numbers.percent(score),
            percent=numbers.filled_places(score, 100) if score is not None else None,
            details=" · ".join(part for part in parts if part),
        )


def _values(standing: KeyResultStanding) -> str | None:
    """The value now, and that of the check-in before; None where nothing is counted."""
    measure = standing.node.content.measure
    if isinstance(measure, Milestones):
        said = [one.entry.done for one in standing.counted if isinstance(one.entry.done, tuple)]
        done = [set().union(*said[:number]) for number in range(1, len(said) + 1)]
        counts = [str(len(steps)) for steps in done]
        return _now_and_before([(f"{count} of {len(measure.steps)} steps", count) for count in counts])
    if not isinstance(measure, Metric | Threshold):
        return None
    values = [one.entry.value for one in standing.counted if one.entry.value is not None]
    unit = title_text(measure.unit) if measure.unit else None
    words = [(numbers.quantity(value, unit), numbers.amount(value, unit)) for value in values]
    is_broken = isinstance(measure, Threshold) and bool(values) and not meets(measure, values[-1])
    return _now_and_before(words, "not kept" if is_broken else None)


def _now_and_before(values: Sequence[tuple[str, str]], remark: str | None = None) -> str | None:
    """The last value, with its unit and a remark, and the one before without: pairs of both ways to write them."""
    if not values:
        return None
    now, before = values[-1], values[-2:-1]
    if before == [now]:
        parts = [f"still {now[0]}", remark]
    else:
        parts = [f"now {now[0]}", remark, *(f"{short} before" for _, short in before)]
    return ", ".join(part for part in parts if part)


def _progress(standing: KeyResultStanding, judge: str) -> str:
    """The progress in words: of a binary whether it is done, of a judgement whose that is."""
    progress, measure = standing.progress, standing.node.content.measure
    if isinstance(measure, Binary):
        is_said = standing.status in (Status.DONE, Status.DROPPED)
        return "" if is_said else "done" if progress.score == 1 else "not yet"
    if isinstance(measure, Metric) and measure.baseline is None and progress.baseline is None:
        return "no baseline yet"
    if isinstance(measure, Score) and isinstance(progress.value, float | int):
        return f"{numbers.share(progress.value)}, as judged by {judge}"
    return numbers.progress_phrase(progress)


def _percent(progress: Progress) -> int | None:
    """The filled part of its bar, 0 to 100; None without data."""
    return numbers.filled_places(progress.score, 100) if progress.score is not None else None
