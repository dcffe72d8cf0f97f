"""The form of a check-in: what one person owns and keeps that is open, with what was said last filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.files.measure import Binary, Metric, Milestones, Score, Threshold
from okrs_as_code.model.progress.status import Status, status_from_confidence
from okrs_as_code.model.standing import KeyResultStanding, ObjectiveStanding
from okrs_as_code.report.inline import Inline, text
from okrs_as_code.report.pages.forms.file_target import FileTarget, record_target
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.entry_phrases import planned_phrase
from okrs_as_code.report.wording.status_phrases import reached_phrase
from okrs_as_code.yaml.scalar_text import scalar_text

_STEPS = 20
"""The steps of a slider from 0 to 1."""
_SCORE_SCALE = (
    (0.0, "nothing of it"),
    (0.05, "little of it"),
    (0.35, "some of it"),
    (0.65, "most of it"),
    (1.0, "all of it"),
)
"""The word for a score, from each share on."""
_NOT_SAID = "not said"


class SliderView(NamedTuple):
    """A slider from 0 to 1.

    `last` is the share that was said last, empty where none was; `shown` are the words beside it, and `scale` the word
    from each share on: `0 off-track|0.4 at-risk`.
    """

    last: str
    position: str
    shown: str
    scale: str


class StepField(NamedTuple):
    """A step to tick."""

    id: str
    title: Inline
    done: bool


class KeyResultFields(NamedTuple):
    """The fields on a key result; `ref` is its key in the file.

    Texts are as the file has them: `value` the number that was said last, `help` the support that is asked for.
    """

    ref: str
    title: Inline
    measure: Inline
    last: str | None
    """The value that was reached, with its day."""
    due: str
    kind: str
    unit: str
    value: str
    begins_at: str
    """The value from which it began, where nothing was said yet."""
    is_said: bool
    """Whether something is known: a value, or what is done."""
    done: bool
    steps: tuple[StepField, ...]
    score: SliderView | None
    confidence: SliderView
    status: str
    note: str
    help: str
    planned: str | None
    """The step that its owner meant to do until now."""


class ObjectiveFields(NamedTuple):
    """The fields on an objective as a whole; `ref` is its key in the file, and `help` the support that is asked for."""

    ref: str
    title: Inline
    last: str | None
    """The newest note, with its day."""
    help: str


class CheckInForm(NamedTuple):
    """The form of a person's check-in."""

    target: FileTarget
    key_results: tuple[KeyResultFields, ...]
    objectives: tuple[ObjectiveFields, ...]


def check_in_form(
    context: PageContext, person: str, cycle: Cycle, standings: Sequence[KeyResultStanding]
) -> CheckInForm | None:
    """The form with the key results of these that are open and not done, and of the cycles in which `cycle` lies.

    What is due first comes first; then come the open objectives that the person owns. None where the pages have no
    forms, no forge is known, or nothing is open.
    """
    site = context.site
    links = site.forge_links
    if not site.form.is_web_site or links is None:
        return None
    above = (
        standing
        for longer in site.plan.cycles_above(cycle)
        for standing in site.cycle_data(longer).key_results_by_owner.get(person, ())
    )
    own, longer = (
        sorted((one for one in some if _is_asked(context, one)), key=lambda one: one.check_in_due)
        for some in (standings, above)
    )
    objectives = tuple(_objective_fields(context, cycle, standing) for standing in _kept(context, cycle, person))
    if not own and not objectives:
        return None
    target = record_target(links, cycle.name, "check-ins", person, site.cycle_data(cycle).check_in_names)
    key_results = tuple(_fields(context, cycle, standing) for standing in (*own, *longer))
    return CheckInForm(target, key_results, objectives)


def _kept(context: PageContext, cycle: Cycle, person: str) -> Iterator[ObjectiveStanding]:
    """Yields the objectives of somebody with key results on which check-ins are expected; also of longer cycles."""
    site = context.site
    for one in (cycle, *site.plan.cycles_above(cycle)):
        for objective in site.cycle_data(one).objectives_by_owner.get(person, ()):
            if any(standing.grade is None and site.is_open(standing.node) for standing in objective.key_results):
                yield objective


def _objective_fields(context: PageContext, cycle: Cycle, standing: ObjectiveStanding) -> ObjectiveFields:
    node, note = standing.node, standing.note
    is_meant = context.site.plan.resolve_objective(node.short_id, cycle) == node.id
    return ObjectiveFields(
        ref=scalar_text(node.short_id if is_meant else node.id),
        title=text(node.content.title),
        last=f"{numbers.day(note.day)}: {note.entry.note}" if note is not None else None,
        help=standing.help or "",
    )


def _is_asked(context: PageContext, standing: KeyResultStanding) -> bool:
    return standing.grade is None and not standing.is_done and context.site.is_open(standing.node)


def _fields(context: PageContext, cycle: Cycle, standing: KeyResultStanding) -> KeyResultFields:
    node, measure, value = standing.node, standing.node.content.measure, standing.progress.value
    reached = reached_phrase(standing)
    is_meant = context.site.plan.resolve_key_result(node.short_id, cycle) == node.id
    done = value if isinstance(value, tuple) else ()
    number = value if isinstance(value, float | int) and not isinstance(value, bool) else None
    latest = standing.counted[-1].entry if standing.counted else None
    is_paused = latest is not None and latest.is_pause
    return KeyResultFields(
        ref=scalar_text(node.short_id if is_meant else node.id),
        title=text(node.content.title),
        measure=text(numbers.measure_phrase(measure)),
        last=f"{reached}, {numbers.day(standing.latest.day)}" if reached and standing.latest is not None else None,
        due=numbers.day(standing.check_in_due),
        kind=measure.type,
        unit=(measure.unit or "") if isinstance(measure, Metric | Threshold) else "",
        value=scalar_text(number) if number is not None else "",
        begins_at=_begins_at(measure) if number is None else "",
        is_said=value is not None,
        done=isinstance(measure, Binary) and value is True,
        steps=tuple(_steps(measure, done)) if isinstance(measure, Milestones) else (),
        score=_slider(number, _SCORE_SCALE) if isinstance(measure, Score) else None,
        confidence=_slider(standing.confidence, _confidence_scale()),
        status=(latest.status or "") if latest is not None else "",
        note=(latest.note or "") if latest is not None and is_paused else "",
        help=standing.help or "",
        planned=_planned(standing),
    )


def _planned(standing: KeyResultStanding) -> str | None:
    """The step that was to come, as it is read on the day on which the next check-in is due."""
    if standing.next is None or standing.latest is None:
        return None
    return planned_phrase(standing.next, standing.latest.day, standing.check_in_due)


def _begins_at(measure: object) -> str:
    if isinstance(measure, Metric) and measure.baseline is not None:
        return scalar_text(measure.baseline)
    return ""


def _steps(measure: Milestones, done: tuple[str, ...]) -> Iterator[StepField]:
    for step in measure.steps:
        yield StepField(step.id, text(step.title), step.id in done)


def _slider(last: float | None, scale: Sequence[tuple[float, str]]) -> SliderView:
    words = "|".join(f"{bound:g} {word}" for bound, word in scale)
    if last is None:
        return SliderView("", "0.5", _NOT_SAID, words)
    word = [word for bound, word in scale if bound <= last][-1]
    return SliderView(scalar_text(last), f"{last:g}", f"{last:g}: {word}", words)


def _confidence_scale() -> Sequence[tuple[float, str]]:
    """The shares from which a confidence stands for another status."""
    scale: list[tuple[float, Status]] = []
    for step in range(_STEPS + 1):
        status = status_from_confidence(step / _STEPS)
        if not scale or scale[-1][1] is not status:
            scale.append((step / _STEPS, status))
    return [(bound, str(status)) for bound, status in scale]
