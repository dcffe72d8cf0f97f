"""Key results as pages tell them: progress, status, what was said, who agreed, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from okrs_as_code.model.assessment import KeyResultStanding, Status
from okrs_as_code.model.consent import RoleConsent
from okrs_as_code.model.files.measure import Milestones
from okrs_as_code.model.files.record import CheckInEntry, GradeEntry
from okrs_as_code.model.progress import COUNTED_AFTER_END, step_weights
from okrs_as_code.model.timeline import RecordEntry
from okrs_as_code.report.markdown import NOTHING, Markdown, code, joined, link, paragraphs, text
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.view_models import CheckInView, GradeView, KeyResultView, StepView
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.agreement_phrases import progress_as_agreed
from okrs_as_code.report.wording.evidence_phrases import MEANINGS, evidence_on_page, meanings
from okrs_as_code.report.wording.status_phrases import STATES, difference_phrase, pace_phrase, status_phrase

CHECK_INS_TOLD = 5
"""How many of the last check-ins a page tells; the others are counted."""
CONFIDENCES_TOLD = 6


def key_result_view(desk: PageContext, standing: KeyResultStanding, *, whole: bool = False) -> KeyResultView:
    """A view of a key result; `whole` tells its check-ins and who agreed, too."""
    node, content = standing.node, standing.node.content
    manager = standing.consent.manager
    reached = (numbers.value_words, numbers.stretch_words)
    words = ", ".join(said for tell in reached if (said := tell(content.measure, standing.progress)) is not None)
    history = [one.entry.confidence for one in standing.check_ins if one.entry.confidence is not None]
    latest, ended = standing.latest, standing.grade is not None
    told = standing.check_ins[-CHECK_INS_TOLD:] if whole else ()
    initiatives = node.objective.content.initiatives
    return KeyResultView(
        id=content.id,
        title=text(content.title),
        link=desk.key_result_link(node),
        objective=desk.objective_link(node.objective),
        team=desk.team(node.objective.team, node.cycle),
        owner=desk.owner(node),
        manager=desk.person(manager.person, node.cycle) if manager is not None else None,
        contributors=desk.contributors(node),
        measure=text(numbers.measure_words(content.measure)),
        steps=tuple(_steps(desk, standing)) if whole else (),
        start=numbers.day(node.start) if node.start != node.cycle.start else None,
        due=numbers.day(node.due),
        success=paragraphs(content.success),
        weight=numbers.number(content.weight) if content.weight != 1 else None,
        progress=numbers.progress_bar(standing.progress),
        as_agreed=_as_agreed(desk, standing),
        value=text(words) if words else None,
        status=status_phrase(standing),
        pace=str(standing.pace) if standing.pace is not None and not ended else None,
        pace_told=pace_phrase(standing) is not None,
        confidence=_confidence(standing),
        confidence_history=Markdown(" → ".join(map(numbers.share, history[-CONFIDENCES_TOLD:])))
        if len(history) > 1
        else None,
        state=STATES[standing.consent.state],
        agreement=tuple(_agreement(desk, standing)) if whole and desk.book.chapter(node.cycle).agrees else (),
        last_check_in=numbers.day(latest.day) if latest is not None else "none yet",
        next_check_in=_next(standing),
        needs_a_word=standing.needs_a_word,
        check_ins=tuple(_check_in(desk, standing, one) for one in reversed(told)),
        earlier_check_ins=len(standing.check_ins) - len(told),
        help=text(standing.help) if standing.help is not None else None,
        grade=_grade(desk, standing, standing.grade) if standing.grade is not None else None,
        links=tuple(link(one, one) for one in content.links),
        initiatives=tuple(desk.initiative(one) for one in initiatives if one.key_result == content.id),
        check_in=desk.check_in(node.owner, node.cycle, [standing]) if whole else None,
    )


def _as_agreed(desk: PageContext, standing: KeyResultStanding) -> str | None:
    reached = progress_as_agreed(desk.book.plan, standing, desk.book.today)
    return numbers.progress_bar(reached) if reached is not None else None


def _confidence(standing: KeyResultStanding) -> Markdown:
    return Markdown(numbers.NO_DATA if standing.confidence is None else numbers.share(standing.confidence))


def _next(standing: KeyResultStanding) -> str | None:
    never = standing.check_in_due == date.max  # who owns it is away for good
    if never or standing.grade is not None or standing.status is Status.NOT_STARTED:
        return None
    due = numbers.day(standing.check_in_due)
    return f"was due on {due}" if standing.status is Status.STALE else f"due on {due}"


def _steps(desk: PageContext, standing: KeyResultStanding) -> Iterator[StepView]:
    measure, value = standing.node.content.measure, standing.progress.value
    if not isinstance(measure, Milestones):
        return
    weights = step_weights(measure)
    total, done = sum(weights.values()), value if isinstance(value, tuple) else ()
    for step in measure.steps:
        reached = step.id in done
        yield StepView(
            title=text(step.title),
            done=reached,
            weight=numbers.percent(weights[step.id] / total) if total else numbers.NO_DATA,
            due=numbers.day(step.due) if step.due is not None else None,
            overdue=not reached and step.due is not None and step.due < desk.book.today,
        )


def _check_in(desk: PageContext, standing: KeyResultStanding, said: RecordEntry[CheckInEntry]) -> CheckInView:
    entry, node = said.entry, standing.node
    parts: list[object] = []
    if entry.value is not None:
        parts.append(f"value {numbers.number(entry.value)}")
    if isinstance(entry.done, tuple):
        parts.append(joined(map(code, entry.done)) if entry.done else "no milestone done")
    elif entry.done is not None:
        parts.append("done" if entry.done else "not done")
    if entry.confidence is not None:
        parts.append(f"confidence {numbers.share(entry.confidence)}")
    if entry.status is not None:
        parts.append(str(entry.status))
    return CheckInView(
        day=numbers.day(said.day),
        by=desk.person(said.by, node.cycle),
        said=joined(parts),
        note=text(entry.note) if entry.note is not None else NOTHING,
        help=text(entry.help) if entry.help is not None else NOTHING,
        corrected=said.name != said.slot,
        counts=said.day <= node.cycle.end + COUNTED_AFTER_END,
    )


def _agreement(desk: PageContext, standing: KeyResultStanding) -> Iterator[Markdown]:
    consent = standing.consent
    for role in consent.roles:
        yield _role(desk, role, is_open=consent.is_open)
    if consent.manager is None:
        yield text("Nobody is above the owner: the owner's own agreement is enough.")
    yield from (text(f"{tier.capitalize()}: {meaning}.") for tier, meaning in meanings(consent))


def _role(desk: PageContext, role: RoleConsent, *, is_open: bool) -> Markdown:
    said = role.said
    if said is None:
        return Markdown(f"{desk.person(role.person)} as {role.role}: {MEANINGS[role.evidence]}.")
    person = f"{desk.person(said.by)} as {role.role}"
    asked = "" if said.by == role.person else f" Today {desk.person(role.person)} would be asked."
    day, seen = numbers.day(said.day), f"({evidence_on_page(role)})"
    if role.current is not None:
        return Markdown(f"{person}: agreed on {day} {seen}.{asked}")
    moved = joined(difference_phrase(difference) for difference in role.moved)
    waits = f" A new agreement is needed{f', by {desk.person(role.person)}' if asked else ''}." if is_open else ""
    return Markdown(f"{person}: agreed on {day} to earlier terms {seen}; since then {moved}.{waits}")


def _grade(desk: PageContext, standing: KeyResultStanding, said: RecordEntry[GradeEntry]) -> GradeView:
    entry, node, plan = said.entry, standing.node, desk.book.plan
    record = desk.book.workspace.records.get(said.file)
    reviewer = getattr(record, "reviewed_by", None)
    by = f"{desk.person(said.by)} on {numbers.day(said.day)}"
    by += f", reviewed by {desk.person(reviewer)}" if reviewer is not None else ", not reviewed by anybody yet"
    carried: Markdown | None = None
    if entry.carried_to is not None:
        found = plan.resolve_key_result(entry.carried_to, node.cycle)
        following = plan.key_results.get(found) if found is not None else None
        carried = desk.key_result_link(following) if following is not None else code(entry.carried_to)
    return GradeView(
        headline=Markdown("dropped" if entry.dropped else f"{numbers.share(entry.score or 0.0)}, {entry.decision}"),
        because=text(entry.because),
        learned=text(entry.learned) if entry.learned is not None else None,
        root_cause=text(entry.root_cause) if entry.root_cause is not None else None,
        carried_to=carried,
        by=Markdown(by),
        progress=None if entry.dropped else numbers.progress_words(standing.progress),
        as_agreed=_as_agreed(desk, standing),
    )
