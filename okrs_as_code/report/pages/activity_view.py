"""The view of what changed in a period: reached, less sure than before, moved on, and the rest; nobody is ranked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.files.measure import Threshold
from okrs_as_code.model.grouping import group_pairs
from okrs_as_code.model.history.activity import Activity
from okrs_as_code.model.history.activity_change import ActivityChange, ActivityKind, Trend
from okrs_as_code.model.standing import KeyResultStanding, ObjectiveStanding
from okrs_as_code.report.inline import EMPTY, Inline, join, text
from okrs_as_code.report.pages.figures import SignView, sign
from okrs_as_code.report.pages.lists.parts import Parts, by_groups
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.wording.activity_phrases import change_phrases
from okrs_as_code.report.wording.numbers import day

SHOWN = 5
"""The changes of a group that are shown; the others are folded."""
_REACHED = frozenset((ActivityKind.DONE, ActivityKind.GRADED))
_DOUBTS = frozenset((ActivityKind.CONFIDENCE, ActivityKind.STATUS, ActivityKind.SILENT, ActivityKind.HELP_ASKED))
_MOVES = frozenset(
    (ActivityKind.VALUE, ActivityKind.STEP, ActivityKind.BASELINE, ActivityKind.CONFIDENCE, ActivityKind.STATUS)
)
_OF_PEOPLE = frozenset((ActivityKind.HELP_ASKED, ActivityKind.HELP_CLOSED, ActivityKind.NOTE, ActivityKind.AGREED))
"""Changes in what people asked for, said or agreed to, which pages without people do not have."""
REACHED = "Reached"
"""The title of the changes by which a goal is reached."""
_TITLES = (REACHED, "Less sure than before", "Moved on", "Also")


class ChangeView(NamedTuple):
    """The changes of a key result, or of an objective as a whole."""

    link: Inline
    sign: SignView
    words: Inline
    by: Inline


class ChangeGroupView(NamedTuple):
    """Goals that changed in a like way, the largest change first."""

    title: str
    shown: tuple[ChangeView, ...]
    more: tuple[ChangeView, ...]


class ActivityView(NamedTuple):
    """The changes since a day."""

    since: str
    checked_in: str
    groups: tuple[ChangeGroupView, ...]


def change_parts(groups: Sequence[ChangeGroupView]) -> Parts[ChangeGroupView]:
    """The groups as they are spread over pages: all on the first, where what is folded has as many rows as others."""
    first, *others = by_groups("more")([{"group": group, "more": group.more} for group in groups if group.more])
    more = {folded["group"].title: tuple(folded["more"]) for folded in first}
    return [
        [group._replace(more=more.get(group.title, ())) for group in groups],
        *([folded["group"]._replace(shown=(), more=tuple(folded["more"])) for folded in part] for part in others),
    ]


def activity_view(
    context: PageContext,
    activity: Activity,
    standings: Sequence[KeyResultStanding],
    objectives: Sequence[ObjectiveStanding] = (),
) -> ActivityView:
    """The view of an activity; `standings` are the key results, and `objectives` the others, on its last day."""
    shown = (change for change in activity.changes if context.site.with_people or not _is_of_people(change))
    by_subject = group_pairs((change.subject, change) for change in shown)
    groups: dict[str, list[tuple[float, str, ChangeView]]] = {title: [] for title in _TITLES}
    for standing in standings:
        changes = by_subject.get(standing.node.id, ())
        if changes:
            weight = max(map(_size, changes))
            view = _change_view(context, standing, changes)
            groups[activity_group(changes, standing)].append((-weight, standing.node.id, view))
    for objective in objectives:
        changes = by_subject.get(objective.node.id, ())
        if changes:
            view = _objective_change_view(context, objective, changes)
            groups[activity_group(changes)].append((-1.0, objective.node.id, view))
    views = {title: [view for *_, view in sorted(rows, key=lambda row: row[:2])] for title, rows in groups.items()}
    checked_in = activity.checked_in
    return ActivityView(
        since=_since_words(activity.since, (*standings, *objectives)),
        checked_in=f"{checked_in.count} of {checked_in.of} open key results had a check-in.",
        groups=tuple(_group(title, rows) for title, rows in views.items() if rows),
    )


def _is_of_people(change: ActivityChange) -> bool:
    return change.kind in _OF_PEOPLE or change.field in ("note", "help", "agreement")


def _group(title: str, rows: Sequence[ChangeView]) -> ChangeGroupView:
    return ChangeGroupView(title, tuple(rows[:SHOWN]), tuple(rows[SHOWN:]))


def activity_group(changes: Sequence[ActivityChange], standing: KeyResultStanding | None = None) -> str:
    """The title of the group in which the changes of a goal are; `standing` is that of a key result."""
    kinds: Mapping[ActivityKind, ActivityChange] = {change.kind: change for change in changes}
    has_arrived = standing is not None and standing.progress.score == 1
    is_there = has_arrived and ActivityKind.VALUE in kinds and _DOUBTS.isdisjoint(kinds)
    if not _REACHED.isdisjoint(kinds) or is_there:
        return REACHED
    if _raises_doubt(kinds, is_bound=standing is not None and isinstance(standing.node.content.measure, Threshold)):
        return "Less sure than before"
    return "Moved on" if not _MOVES.isdisjoint(kinds) else "Also"


def _raises_doubt(kinds: Mapping[ActivityKind, ActivityChange], *, is_bound: bool) -> bool:
    """Whether changes make a goal less sure than it was.

    Of a bound that says more than confidence alone: kept again, it is no doubt that the owner is less confident than
    while it was broken; broken, it is one unless the owner is more confident.
    """
    worse = {kind for kind in _DOUBTS & kinds.keys() if kinds[kind].direction is Trend.WORSE}
    value, confidence = kinds.get(ActivityKind.VALUE), kinds.get(ActivityKind.CONFIDENCE)
    if is_bound and value is not None and value.direction is Trend.BETTER:
        worse.discard(ActivityKind.CONFIDENCE)
    if is_bound and value is not None and value.direction is Trend.WORSE:
        is_confident = confidence is not None and confidence.direction is Trend.BETTER
        worse |= set() if is_confident else {ActivityKind.VALUE}
    return bool(worse) or ActivityKind.HELP_ASKED in kinds


def _size(change: ActivityChange) -> float:
    """The size of a change by which a group is sorted: of a confidence in tenths, of anything else as a step."""
    if change.kind is ActivityKind.CONFIDENCE and change.before is not None:
        return abs(float(change.after) - float(change.before)) * 10
    return 1.0


def _change_view(context: PageContext, standing: KeyResultStanding, changes: Iterable[ActivityChange]) -> ChangeView:
    node, changes = standing.node, tuple(changes)
    return ChangeView(
        link=context.key_result_link(node),
        sign=sign(standing),
        words=text(change_phrases(changes, node.content.measure)),
        by=_authors(context, changes, node.cycle),
    )


def _objective_change_view(
    context: PageContext, standing: ObjectiveStanding, changes: Sequence[ActivityChange]
) -> ChangeView:
    node = standing.node
    return ChangeView(
        link=context.objective_link(node),
        sign=SignView("objective", "objective"),
        words=text(f"the objective: {change_phrases(changes, None)}"),
        by=_authors(context, changes, node.cycle),
    )


def _authors(context: PageContext, changes: Iterable[ActivityChange], cycle: Cycle) -> Inline:
    people = dict.fromkeys(change.by for change in changes if change.by is not None)
    return join(context.person_link(person, cycle) for person in people) if context.site.with_people else EMPTY


def _since_words(since: date, standings: Iterable[KeyResultStanding | ObjectiveStanding]) -> str:
    """The day from which changes are told: the first record's, where there was none before."""
    first = min((check_in.day for standing in standings for check_in in standing.check_ins[:1]), default=since)
    return f"the first record, {day(first)}" if first > since else _day_of_week(since)


def _day_of_week(since: date) -> str:
    """A day with its name, in English whatever the system speaks."""
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return f"{names[since.weekday()]}, {day(since)}"
