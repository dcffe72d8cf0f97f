"""Views of key results for templates: terms, progress, status, check-ins, agreements and the grade."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from okrs_as_code.model.consent import RoleConsent
from okrs_as_code.model.files.measure import Metric, Milestones
from okrs_as_code.model.files.record import CheckInEntry, GradeEntry
from okrs_as_code.model.progress.progress import step_weights
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.model.timeline import RecordEntry
from okrs_as_code.report.inline import EMPTY, Inline, code, concat, join, link, paragraphs, text, words
from okrs_as_code.report.pages.alignment_lines import child_lines
from okrs_as_code.report.pages.figures import key_result_bar, key_result_picture, sign, strip_view
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.template_values import CheckInView, GradeView, KeyResultView, StepView
from okrs_as_code.report.views.key_result_card import reviewer_of
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.agreement_phrases import progress_bar_as_agreed
from okrs_as_code.report.wording.entry_phrases import grade_phrase
from okrs_as_code.report.wording.evidence_phrases import EVIDENCE_MEANINGS, evidence_meanings, evidence_text
from okrs_as_code.report.wording.status_phrases import (
    COMMITMENTS,
    STATES,
    baseline_phrase,
    difference_phrase,
    late_phrase,
    pace_phrase,
    pace_words,
    reached_phrase,
    said_by_phrase,
    status_phrase,
)
from okrs_as_code.report.wording.unreadable_phrases import last_check_in_day

_MAX_CHECK_INS, _MAX_CHECK_INS_BESIDE_PICTURE = 5, 100
"""Number of the last check-ins that a page shows, and one with a picture of them; the others are counted."""
_MAX_CONFIDENCES = 6
"""Number of the last confidences that a page shows."""


def key_result_view(context: PageContext, standing: KeyResultStanding, *, whole: bool = False) -> KeyResultView:
    """The view of a key result; with `whole` it has milestones, check-ins and agreements, and a link to check in."""
    node, content = standing.node, standing.node.content
    manager = standing.consent.manager
    entries = [check_in.entry for check_in in standing.counted]
    confidences = [entry.confidence for entry in entries if entry.confidence is not None]
    is_graded = standing.grade is not None
    picture = key_result_picture(context.site, standing) if whole else None
    most = _MAX_CHECK_INS if picture is None else _MAX_CHECK_INS_BESIDE_PICTURE
    shown = standing.check_ins[-most:] if whole else ()
    with_people = context.site.with_people
    initiatives = node.objective.content.initiatives
    return KeyResultView(
        id=content.id,
        title=text(content.title),
        link=context.key_result_link(node),
        objective=context.objective_link(node.objective),
        team=context.team_link(node.objective.team, node.cycle),
        owner=context.owner_link(node),
        manager=(context.titled_link(manager.person, node.cycle) or None) if manager is not None else None,
        contributors=context.contributor_links(node),
        measure=text(numbers.measure_phrase(content.measure)),
        steps=tuple(_step_views(context, standing)) if whole else (),
        start=numbers.day(node.start) if node.start != node.cycle.start else None,
        due=numbers.day(node.due),
        plan=_plan(standing),
        commitment=COMMITMENTS[content.commitment] if content.commitment is not None else None,
        success=paragraphs(content.success),
        weight=numbers.number(content.weight) if content.weight != 1 else None,
        progress=numbers.progress_bar(standing.progress),
        bar=key_result_bar(standing),
        as_agreed=progress_bar_as_agreed(context.site.plan, standing, context.site.today),
        value=_value(standing),
        status=", ".join(filter(None, (status_phrase(standing), said_by_phrase(standing) if with_people else None))),
        note=context.said(standing.pause_note) or None,
        late=_optional(late_phrase(standing)),
        sign=sign(standing),
        strip=strip_view(context.site, node),
        picture=picture,
        pace=pace_words(standing) if not is_graded else None,
        pace_told=pace_phrase(standing) is not None,
        has_confidence=standing.confidence is not None,
        confidence=_confidence(standing),
        confidence_history=words(" → ".join(map(numbers.share, confidences[-_MAX_CONFIDENCES:])))
        if len(confidences) > 1
        else None,
        state=STATES[standing.consent.state],
        agreement=tuple(_agreement_sentences(context, standing))
        if whole and with_people and context.site.cycle_data(node.cycle).uses_agreements
        else (),
        last_check_in=last_check_in_day(standing),
        next_check_in=_next_check_in(standing),
        needs_a_word=standing.needs_a_word,
        check_ins=tuple(_check_in_view(context, standing, check_in) for check_in in reversed(shown)),
        earlier_check_ins=len(standing.check_ins) - len(shown),
        help=context.said(standing.help) or None,
        next=context.said(standing.next) or None,
        tags=tags_text(node.tags),
        below=tuple(child_lines(context, node)) if whole else (),
        grade=_grade_view(context, standing, standing.grade) if standing.grade is not None else None,
        links=tuple(link(address, address) for address in content.links) if with_people else (),
        initiatives=context.initiative_links(one for one in initiatives if one.key_result == content.id),
        check_in=context.check_in_link(node.owner, node.cycle, [standing]) if whole else None,
    )


def key_result_views(context: PageContext, standings: Iterable[KeyResultStanding]) -> list[KeyResultView]:
    """The views of key results, for a list."""
    return [key_result_view(context, standing) for standing in standings]


def tags_text(tags: Iterable[str]) -> Inline | None:
    """Tags in a row; None where there are none."""
    return join(map(code, tags)) if tags else None


def _value(standing: KeyResultStanding) -> Inline | None:
    stretch = numbers.stretch_phrase(standing.node.content.measure, standing.progress)
    reached = reached_phrase(standing) if standing.progress.value is not False else None  # the progress says it
    phrases = [reached, stretch, baseline_phrase(standing), late_phrase(standing)]
    return text(", ".join(filter(None, phrases))) if any(phrases) else None


def _optional(sentence: str | None) -> Inline | None:
    return text(sentence) if sentence is not None else None


def _plan(standing: KeyResultStanding) -> Inline | None:
    plan, measure = standing.node.content.plan, standing.node.content.measure
    if not plan or not isinstance(measure, Metric):
        return None
    return text(numbers.planned_phrase(plan, measure.unit))


def _confidence(standing: KeyResultStanding) -> Inline:
    return words(numbers.NO_DATA if standing.confidence is None else numbers.share(standing.confidence))


def _next_check_in(standing: KeyResultStanding) -> str | None:
    is_never_due = standing.check_in_due == date.max  # the owner is away for good
    if is_never_due or standing.grade is not None or standing.is_done or standing.status is Status.NOT_STARTED:
        return None
    due = numbers.day(standing.check_in_due)
    return f"was due on {due}" if standing.status is Status.STALE else f"due on {due}"


def _step_views(context: PageContext, standing: KeyResultStanding) -> Iterator[StepView]:
    measure, value = standing.node.content.measure, standing.progress.value
    if not isinstance(measure, Milestones):
        return
    weights = step_weights(measure)
    total, done = sum(weights.values()), value if isinstance(value, tuple) else ()
    for step in measure.steps:
        is_done = step.id in done
        yield StepView(
            title=text(step.title),
            done=is_done,
            weight=numbers.percent(weights[step.id] / total) if total else numbers.NO_DATA,
            due=numbers.day(step.due) if step.due is not None else None,
            overdue=not is_done and step.due is not None and step.due < context.site.today,
        )


def _check_in_view(
    context: PageContext, standing: KeyResultStanding, check_in: RecordEntry[CheckInEntry]
) -> CheckInView:
    entry, node = check_in.entry, standing.node
    parts: list[object] = []
    if entry.value is not None:
        parts.append(f"value {numbers.number(entry.value)}")
    if isinstance(entry.done, tuple):
        parts.append(join(map(code, entry.done)) if entry.done else "no milestone done")
    elif entry.done is not None:
        parts.append("done" if entry.done else "not done")
    if entry.confidence is not None:
        parts.append(f"confidence {numbers.share(entry.confidence)}")
    if entry.status is not None:
        parts.append(str(entry.status))
    return CheckInView(
        day=numbers.day(check_in.day),
        by=context.person_link(check_in.by, node.cycle),
        said=join(parts),
        note=context.said(entry.note),
        help=context.said(entry.help),
        next=context.said(entry.next),
        corrected=check_in.name != check_in.slot,
        counts=check_in in standing.counted,
    )


def _agreement_sentences(context: PageContext, standing: KeyResultStanding) -> Iterator[Inline]:
    consent = standing.consent
    for role in consent.roles:
        yield _role_sentence(context, role, is_open=consent.is_open)
    if consent.manager is None:
        yield text("Nobody is above the owner: the owner's own agreement is enough.")
    yield from (text(f"{tier.capitalize()}: {meaning}.") for tier, meaning in evidence_meanings(consent))


def _role_sentence(context: PageContext, role: RoleConsent, *, is_open: bool) -> Inline:
    agreement, person = role.agreement, context.person_link(role.person)
    if agreement is None:
        return concat(person, words(f" as {role.role}: {EVIDENCE_MEANINGS[role.evidence]}."))
    agreed = words(f" as {role.role}: agreed on {numbers.day(agreement.day)}")
    beginning, is_by_another = concat(context.person_link(agreement.by), agreed), agreement.by != role.person
    evidence = concat(words(" ("), evidence_text(role), words(")"))
    if role.current is not None:
        other = concat(words(" Today "), person, words(" would be asked.")) if is_by_another else EMPTY
        return concat(beginning, evidence, words("."), other)
    moved = join(difference_phrase(difference) for difference in role.moved)
    by_whom = concat(words(", by "), person) if is_by_another else EMPTY
    request = concat(words(" A new agreement is needed"), by_whom, words(".")) if is_open else EMPTY
    return concat(beginning, words(" to earlier terms"), evidence, words("; since then "), moved, words("."), request)


def _grade_view(context: PageContext, standing: KeyResultStanding, grade: RecordEntry[GradeEntry]) -> GradeView:
    entry, node, plan = grade.entry, standing.node, context.site.plan
    reviewer = reviewer_of(context.site.workspace, grade)
    reviewed = context.person_link(reviewer) if reviewer is not None else None
    carried_to: Inline | None = None
    if entry.carried_to is not None:
        id_ = plan.resolve_key_result(entry.carried_to, node.cycle)
        successor = plan.key_results.get(id_) if id_ is not None else None
        carried_to = context.key_result_link(successor) if successor is not None else code(entry.carried_to)
    return GradeView(
        headline=words(grade_phrase(entry)),
        score=numbers.share(entry.score) if entry.score is not None else None,
        because=context.said(entry.because),
        learned=context.said(entry.learned) or None,
        root_cause=context.said(entry.root_cause) or None,
        carried_to=carried_to,
        by=concat(
            context.person_link(grade.by),
            words(f" on {numbers.day(grade.day)}, "),
            words("not reviewed by anybody yet") if reviewed is None else concat(words("reviewed by "), reviewed),
        )
        if context.site.with_people
        else EMPTY,
        progress=None if entry.dropped else numbers.progress_phrase(standing.progress),
        as_agreed=progress_bar_as_agreed(context.site.plan, standing, context.site.today),
    )
