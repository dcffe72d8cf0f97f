"""Views of objectives for templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.model.goals.unreadable import UnreadableElement, UnreadableKind
from okrs_as_code.model.grading import outcome
from okrs_as_code.model.standing import ObjectiveStanding
from okrs_as_code.report.inline import EMPTY, Inline, code, join, paragraphs, text, words
from okrs_as_code.report.pages.alignment_lines import child_lines, parent_sentences
from okrs_as_code.report.pages.figures import course_view, roll_up_bar
from okrs_as_code.report.pages.key_result_view import key_result_view, tags_text
from okrs_as_code.report.pages.outcome_view import outcome_line
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.template_values import NoteView, ObjectiveView, UnreadableView
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.status_phrases import COMMITMENTS, counts_phrase
from okrs_as_code.report.wording.unreadable_phrases import fault_phrase

_MAX_NOTES = 5
"""Number of the last sentences about an objective that its page shows."""


def objective_view(context: PageContext, standing: ObjectiveStanding, *, whole: bool = False) -> ObjectiveView:
    """The view of an objective; with `whole` its key results have their check-ins and agreements."""
    node, content = standing.node, standing.node.content
    parts = context.site.plan.contributors_to(node)
    notes, parents = tuple(_note_views(context, standing)), tuple(parent_sentences(context, node))
    return ObjectiveView(
        title=text(content.title),
        link=context.objective_link(node),
        team=context.team_link(node.team, node.cycle),
        owner=(context.titled_link(content.owner, node.cycle) or None) if content.owner is not None else None,
        commitment=COMMITMENTS[content.commitment],
        progress=numbers.bar_percent(standing.roll_up.score),
        bar=roll_up_bar(standing.roll_up.score, node.cycle, context.site.today),
        course=course_view(context.site, node, whole=whole),
        coverage=numbers.coverage(standing.roll_up, "part" if parts else "key result"),
        score=_score(context, standing),
        statuses=counts_phrase(standing.statuses) or "no key results",
        why=paragraphs(content.why),
        note=notes[0] if notes else None,
        earlier_notes=notes[1:_MAX_NOTES] if whole else (),
        help=context.said(standing.help) or None,
        tags=tags_text(content.tags),
        parents=parents,
        above=join(parents, " · ") if parents else None,
        below=tuple(child_lines(context, node)),
        key_results=tuple(key_result_view(context, key_result, whole=whole) for key_result in standing.key_results),
        initiatives=context.initiative_links(one for one in content.initiatives if one.key_result is None),
        unreadable=tuple(unreadable_views(context, _unreadable_key_results(node))),
        edit=context.edit_link(node.file),
    )


def _score(context: PageContext, standing: ObjectiveStanding) -> Inline | None:
    """The average of grades, or what came of each kind where commitments and aspirations are both among them.

    None while nothing has a grade.
    """
    site, parts = context.site, context.site.plan.contributors_to(standing.node)
    key_results = [
        *standing.key_results,
        *(one for part in parts for one in site.assessment.objective(part).key_results),
    ]
    reached = outcome(key_results)
    if reached.committed and reached.aspirational:
        return outcome_line(reached)
    value = site.scores.objective(standing.node).score
    return words(f"score {numbers.average(value)}") if value is not None else None


def objective_views(context: PageContext, standings: Iterable[ObjectiveStanding]) -> tuple[ObjectiveView, ...]:
    """The views of objectives, for a list."""
    return tuple(objective_view(context, standing) for standing in standings)


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
