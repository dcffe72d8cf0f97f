"""Phrases for terms that moved after an agreement, and the progress by the measure that was agreed to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from okrs_as_code.model.consent import ConsentState
from okrs_as_code.model.direction import Direction, directions
from okrs_as_code.model.files.record import AgreementEntry
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.progress.progress import Progress, progress
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.model.terms import TermsDifference
from okrs_as_code.model.timeline import RecordEntry
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.status_phrases import DIRECTION_SUFFIXES, difference_phrase


def progress_as_agreed(plan: Plan, standing: KeyResultStanding, today: date) -> Progress | None:
    """Progress against the measure agreed to; None where that is today's measure still, and for what is dropped."""
    node, agreement = standing.node, earlier_agreement(standing)
    if agreement is None or standing.consent.state is ConsentState.DROPPED:
        return None
    terms = agreement.entry.terms
    if terms.measure == node.content.measure:
        return None
    due = terms.due or plan.named_end(node.cycle) or node.due
    return progress(terms.measure, standing.counted, node.start, due, plan.cadence(node), today)


def progress_bar_as_agreed(plan: Plan, standing: KeyResultStanding, today: date) -> str | None:
    """The bar of the progress against the measure agreed to; None where `progress_as_agreed` is."""
    agreed_progress = progress_as_agreed(plan, standing, today)
    return numbers.progress_bar(agreed_progress) if agreed_progress is not None else None


def earlier_agreement(standing: KeyResultStanding) -> RecordEntry[AgreementEntry] | None:
    """The agreement to older terms that still says what was agreed to: the owner's, else the manager's.

    One of the two alone cannot replace what was agreed to: it holds until both have agreed to what moved.
    """
    return next((role.earlier for role in standing.consent.roles if role.earlier is not None), None)


def grading_remarks(plan: Plan, standing: KeyResultStanding, today: date) -> Iterator[str]:
    """Remarks for the person who grades: the terms that moved since the agreement, and progress by the old measure."""
    earlier = earlier_agreement(standing)
    if earlier is None:
        return
    moved = "; ".join(differences_since_agreement(plan, standing.node, earlier))
    yield f"the terms moved since {earlier.by} agreed on {numbers.day(earlier.day)}: {moved}"
    agreed_progress = progress_as_agreed(plan, standing, today)
    if agreed_progress is not None:
        yield f"by the measure agreed to it came to {numbers.progress_phrase(agreed_progress)}"


def differences_since_agreement(
    plan: Plan, node: KeyResultNode, agreement: RecordEntry[AgreementEntry]
) -> Iterator[str]:
    """The terms that moved since an agreement, each with its direction: "target 90 → 80: easier"."""
    return (
        f"{difference_phrase(difference)}{DIRECTION_SUFFIXES[direction]}"
        for difference, direction in moved_terms(plan, node, agreement)
    )


def moved_terms(
    plan: Plan, node: KeyResultNode, agreement: RecordEntry[AgreementEntry]
) -> tuple[tuple[TermsDifference, Direction], ...]:
    """The fields of the terms that moved since an agreement, each with its direction."""
    moved = directions(plan.quoted(agreement.entry, node), plan.terms(node))
    title = plan.title_difference(agreement.entry, node)
    return moved if title is None else (*moved, (title, Direction.UNCLEAR))
