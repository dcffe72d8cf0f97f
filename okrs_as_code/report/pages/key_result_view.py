"""Views of key results for templates: terms, progress, status, check-ins, agreements and the grade."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from okrs_as_code.model.consent import RoleConsent
from okrs_as_code.model.files.measure import Milestones, unit_of
from okrs_as_code.model.files.record import CheckInEntry, GradeEntry
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.progress.progress import step_weights
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.model.timeline import RecordEntry
from okrs_as_code.report.inline import EMPTY, Inline, code, concat, join, text, words
from okrs_as_code.report.pages.alignment_lines import child_lines
from okrs_as_code.report.pages.figures import key_result_picture
from okrs_as_code.report.pages.key_result_words import KeyResultWords
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.template_values import CheckInView, FileView, GoalView, GradeView, StepView
from okrs_as_code.report.pictures.picture import Picture
from okrs_as_code.report.views.key_result_card import reviewer_of
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.entry_phrases import grade_phrase
from okrs_as_code.report.wording.evidence_phrases import EVIDENCE_MEANINGS, evidence_meanings, evidence_text
from okrs_as_code.report.wording.status_phrases import difference_phrase

_MAX_CHECK_INS, _MAX_CHECK_INS_BESIDE_PICTURE = 5, 100
"""Number of the last check-ins that a page shows, and one with a picture of them; the others are counted."""


class KeyResultView(GoalView[KeyResultNode]):
    """A key result on one page: words, which all pages share, and what links to others.

    Each is made when a template first asks for it. With `whole` it has milestones, check-ins and agreements, and a link
    to check in.
    """

    def __init__(self, context: PageContext, standing: KeyResultStanding, *, whole: bool = False) -> None:
        super().__init__(standing.node, whole=whole)
        self._context = context
        self._standing = standing
        self._words = context.site.shared(KeyResultWords, standing)

    def __getattr__(self, name: str) -> Any:
        """A field that is the same on all pages."""
        return getattr(self._words, name)

    @cached_property
    def link(self) -> Inline:
        """Its title, linked."""
        return self._context.key_result_link(self._node)

    @cached_property
    def objective(self) -> Inline:
        """Its objective's title, linked."""
        return self._context.objective_link(self._node.objective)

    @cached_property
    def team(self) -> Inline:
        """Its team's name, linked."""
        return self._context.team_link(self._node.objective.team, self._node.cycle)

    @cached_property
    def owner(self) -> Inline:
        """Its owner's name, linked."""
        return self._context.owner_link(self._node)

    @cached_property
    def manager(self) -> Inline | None:
        """The name of the manager who agrees to it, linked."""
        manager = self._standing.consent.manager
        return (self._context.titled_link(manager.person, self._node.cycle) or None) if manager is not None else None

    @cached_property
    def contributors(self) -> Inline | None:
        """Those who contribute, linked."""
        return self._context.contributor_links(self._node)

    @cached_property
    def steps(self) -> tuple[StepView, ...]:
        """Its milestones."""
        return tuple(_step_views(self._context, self._standing)) if self._whole else ()

    @cached_property
    def picture(self) -> Picture | None:
        """Its values by day; None in a list, and where pictures are files of their own."""
        return key_result_picture(self._context.site, self._standing) if self._whole else None

    @cached_property
    def agreement(self) -> tuple[Inline, ...]:
        """A sentence on each agreement; none where its cycle uses none, and on pages without people."""
        site = self._context.site
        is_shown = self._whole and site.with_people and site.cycle_data(self._node.cycle).uses_agreements
        return tuple(_agreement_sentences(self._context, self._standing)) if is_shown else ()

    @cached_property
    def check_ins(self) -> tuple[CheckInView, ...]:
        """The last check-ins, the latest first."""
        shown = self._standing.check_ins[self.earlier_check_ins :]
        return tuple(_check_in_view(self._context, self._standing, check_in) for check_in in reversed(shown))

    @cached_property
    def earlier_check_ins(self) -> int:
        """The number of check-ins before those."""
        most = _MAX_CHECK_INS if self.picture is None else _MAX_CHECK_INS_BESIDE_PICTURE
        return max(len(self._standing.check_ins) - (most if self._whole else 0), 0)

    @cached_property
    def below(self) -> tuple[Inline, ...]:
        """The objectives that are aligned to it."""
        return tuple(child_lines(self._context, self._node)) if self._whole else ()

    @cached_property
    def grade(self) -> GradeView | None:
        """Its grade."""
        grade = self._standing.grade
        return _grade_view(self._context, self._standing, grade) if grade is not None else None

    @cached_property
    def initiatives(self) -> tuple[Inline, ...]:
        """The initiatives that are for it."""
        initiatives = self._node.objective.content.initiatives
        return self._context.initiative_links(one for one in initiatives if one.key_result == self._node.content.id)

    @cached_property
    def tags(self) -> Inline | None:
        """Its tags, and those of its objective, linked to their lists."""
        return self._context.tag_links(self._node.cycle, self._node.tags)

    @cached_property
    def check_in(self) -> FileView | None:
        """A link to check in on it; None in a list."""
        if not self._whole:
            return None
        return self._context.check_in_link(self._node.owner, self._node.cycle, [self._standing])


def key_result_views(context: PageContext, standings: Iterable[KeyResultStanding]) -> list[KeyResultView]:
    """The views of key results, for a list."""
    return [KeyResultView(context, standing) for standing in standings]


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
        parts.append(f"value {numbers.amount(entry.value, unit_of(node.content.measure))}")
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
        note=context.site.said(entry.note),
        help=context.site.said(entry.help),
        next=context.site.said(entry.next),
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
        because=context.site.said(entry.because),
        learned=context.site.said(entry.learned) or None,
        root_cause=context.site.said(entry.root_cause) or None,
        carried_to=carried_to,
        by=concat(
            context.person_link(grade.by),
            words(f" on {numbers.day(grade.day)}, "),
            words("not reviewed by anybody yet") if reviewed is None else concat(words("reviewed by "), reviewed),
        )
        if context.site.with_people
        else EMPTY,
        progress=None if entry.dropped else numbers.progress_phrase(standing.progress),
        as_agreed=context.site.shared(KeyResultWords, standing).as_agreed,
    )
