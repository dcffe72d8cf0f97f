"""Views of objectives for templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.model.goals.unreadable import UnreadableElement, UnreadableKind
from okrs_as_code.model.grading import outcome
from okrs_as_code.model.standing import ObjectiveStanding
from okrs_as_code.report.inline import EMPTY, Inline, code, join, paragraphs, text, words
from okrs_as_code.report.pages.alignment_lines import child_lines, parent_sentences
from okrs_as_code.report.pages.figures import BarView, CourseView, course_view, roll_up_bar
from okrs_as_code.report.pages.key_result_view import KeyResultView
from okrs_as_code.report.pages.outcome_view import outcome_line
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.template_values import GoalView, NoteView, UnreadableView
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.status_phrases import COMMITMENTS, counts_phrase
from okrs_as_code.report.wording.unreadable_phrases import fault_phrase

_MAX_NOTES = 5
"""Number of the last sentences about an objective that its page shows."""


class ObjectiveView(GoalView[ObjectiveNode]):
    """An objective on one page; each part is made when a template first asks for it.

    With `whole` its key results have their check-ins and agreements.
    """

    def __init__(self, context: PageContext, standing: ObjectiveStanding, *, whole: bool = False) -> None:
        super().__init__(standing.node, whole=whole)
        self._context = context
        self._standing = standing
        self._content = standing.node.content

    @cached_property
    def title(self) -> Inline:
        """Its title."""
        return text(self._content.title)

    @cached_property
    def link(self) -> Inline:
        """Its title, linked."""
        return self._context.objective_link(self._node)

    @cached_property
    def team(self) -> Inline:
        """Its team's name, linked."""
        return self._context.team_link(self._node.team, self._node.cycle)

    @cached_property
    def owner(self) -> Inline | None:
        """The name of whoever keeps it coherent, linked."""
        owner = self._content.owner
        return (self._context.titled_link(owner, self._node.cycle) or None) if owner is not None else None

    @cached_property
    def commitment(self) -> str:
        """Its commitment, and what that means."""
        return COMMITMENTS[self._content.commitment]

    @cached_property
    def progress(self) -> str:
        """Its progress as a bar of text, with the percentage."""
        return numbers.bar_percent(self._standing.roll_up.score)

    @cached_property
    def bar(self) -> BarView:
        """Its progress as a bar that is drawn."""
        return roll_up_bar(self._standing.roll_up.score, self._node.cycle, self._context.site.today)

    @cached_property
    def course(self) -> CourseView | None:
        """Its progress by week, or month; None in a list on pages without pictures within."""
        return course_view(self._context.site, self._node, whole=self._whole)

    @cached_property
    def coverage(self) -> str:
        """The part of it that has data."""
        parts = self._context.site.plan.contributors_to(self._node)
        return numbers.coverage(self._standing.roll_up, "part" if parts else "key result")

    @cached_property
    def score(self) -> Inline | None:
        """The average of its grades, "score 0.7", or what came of each kind where it has commitments and aspirations.

        None while nothing has a grade.
        """
        return _score(self._context.site, self._standing)

    @cached_property
    def final_score(self) -> Inline | None:
        """The score that came of it: once every key result, and each objective that counts in it, is closed."""
        site = self._context.site
        parts = site.plan.contributors_to(self._node)
        is_closed = self._standing.closed and all(site.assessment.objective(part).closed for part in parts)
        return self.score if is_closed else None

    @cached_property
    def statuses(self) -> str:
        """The statuses of its key results, counted."""
        return counts_phrase(self._standing.statuses) or "no key results"

    @cached_property
    def why(self) -> tuple[Inline, ...]:
        """The paragraphs that say why."""
        return paragraphs(self._content.why)

    @cached_property
    def note(self) -> NoteView | None:
        """The newest sentence about it as a whole."""
        return self._notes[0] if self._notes else None

    @cached_property
    def earlier_notes(self) -> tuple[NoteView, ...]:
        """The sentences before that; none in a list."""
        return self._notes[1:_MAX_NOTES] if self._whole else ()

    @cached_property
    def _notes(self) -> tuple[NoteView, ...]:
        return tuple(_note_views(self._context, self._standing))

    @cached_property
    def help(self) -> Inline | None:
        """The help that is asked for with the objective as a whole, while it is open."""
        return self._context.site.said(self._standing.help) or None

    @cached_property
    def tags(self) -> Inline | None:
        """Its tags, linked to their lists."""
        return self._context.tag_links(self._node.cycle, self._content.tags)

    @cached_property
    def parents(self) -> tuple[Inline, ...]:
        """A sentence on each goal to which it is aligned."""
        return tuple(parent_sentences(self._context, self._node))

    @cached_property
    def above(self) -> Inline | None:
        """The sentences of `parents` in one."""
        return join(self.parents, " · ") if self.parents else None

    @cached_property
    def below(self) -> tuple[Inline, ...]:
        """The objectives that are aligned to it, and not to one of its key results."""
        return tuple(child_lines(self._context, self._node))

    @cached_property
    def key_results(self) -> tuple[KeyResultView, ...]:
        """Its key results."""
        return tuple(KeyResultView(self._context, one, whole=self._whole) for one in self._standing.key_results)

    @cached_property
    def initiatives(self) -> tuple[Inline, ...]:
        """The initiatives that are for it, and not for one of its key results."""
        return self._context.initiative_links(one for one in self._content.initiatives if one.key_result is None)

    @cached_property
    def unreadable(self) -> tuple[UnreadableView, ...]:
        """Its key results that cannot be read."""
        return tuple(unreadable_views(self._context, _unreadable_key_results(self._node)))

    @cached_property
    def edit(self) -> Inline | None:
        """A link to edit its file."""
        return self._context.edit_link(self._node.file)


def _score(site: SiteData, standing: ObjectiveStanding) -> Inline | None:
    """The average of grades, or what came of each kind; None while nothing has a grade."""
    value = site.scores.objective(standing.node).score
    average = words(f"score {numbers.average(value)}") if value is not None else None
    return mixed_outcome(site, standing) or average


def mixed_outcome(site: SiteData, standing: ObjectiveStanding) -> Inline | None:
    """The outcome where commitments and aspirations are among the grades, as no one number is of both; else None."""
    parts = site.plan.contributors_to(standing.node)
    key_results = [
        *standing.key_results,
        *(one for part in parts for one in site.assessment.objective(part).key_results),
    ]
    reached = outcome(key_results)
    return outcome_line(reached) if reached.committed and reached.aspirational else None


def objective_views(context: PageContext, standings: Iterable[ObjectiveStanding]) -> tuple[ObjectiveView, ...]:
    """The views of objectives, for a list."""
    return tuple(ObjectiveView(context, standing) for standing in standings)


def unreadable_views(context: PageContext, elements: Iterable[UnreadableElement]) -> list[UnreadableView]:
    """The views of elements that cannot be read, for a list."""
    plan = context.site.plan
    views = []
    for element in elements:
        cycle = plan.calendar.cycle(element.cycle)
        is_team_known = cycle is not None and bool(element.team)
        views.append(
            UnreadableView(
                title=context.unreadable_title(element),
                file=code(element.file) if context.site.with_people else EMPTY,
                team=context.team_link(element.team, cycle) if is_team_known else EMPTY,
                owner=context.person_link(element.owner, cycle) if element.owner is not None else EMPTY,
                edit=context.edit_link(element.file),
                fault=text(fault_phrase(element)),
            )
        )
    return views


def _unreadable_key_results(node: ObjectiveNode) -> Iterator[UnreadableElement]:
    return (element for element in node.unreadable if element.kind is UnreadableKind.KEY_RESULT)


def _note_views(context: PageContext, standing: ObjectiveStanding) -> Iterator[NoteView]:
    """Yields the sentences about an objective as a whole, the newest first; none on pages without people."""
    for check_in in reversed(standing.check_ins) if context.site.with_people else ():
        entry = check_in.entry
        if entry.note is not None:
            yield NoteView(
                day=numbers.day(check_in.day),
                by=context.person_link(check_in.by, standing.node.cycle),
                text=text(entry.note),
                help=text(entry.help) if entry.help is not None else EMPTY,
            )
