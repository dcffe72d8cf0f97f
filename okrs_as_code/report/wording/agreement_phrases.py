"""How far a key result came by the measure that was agreed to, where the terms moved since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from okrs_as_code.model.assessment import KeyResultStanding
from okrs_as_code.model.consent import ConsentState
from okrs_as_code.model.direction import Direction, directions
from okrs_as_code.model.files.record import AgreementEntry
from okrs_as_code.model.plan import KeyResultNode, Plan
from okrs_as_code.model.progress import COUNTED_AFTER_END, Progress, progress
from okrs_as_code.model.terms import TermsDifference
from okrs_as_code.model.timeline import RecordEntry
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.status_phrases import DIRECTIONS, difference_phrase


def progress_as_agreed(plan: Plan, standing: KeyResultStanding, today: date) -> Progress | None:
    """The progress against the measure agreed to; None where that is today's measure still, and for what is dropped."""
    node, agreed = standing.node, agreed_to(standing)
    if agreed is None or standing.consent.state is ConsentState.DROPPED:
        return None
    terms = agreed.entry.terms
    if terms.measure == node.content.measure:
        return None
    counted = [one for one in standing.check_ins if one.day <= node.cycle.end + COUNTED_AFTER_END]
    due = terms.due or node.cycle.end
    return progress(terms.measure, counted, node.start, due, plan.cadence(node), today)


def agreed_to(standing: KeyResultStanding) -> RecordEntry[AgreementEntry] | None:
    """The agreement to older terms that still says what was agreed to: the owner's, else the manager's.

    One of the two alone cannot replace what was agreed to: it holds until both have agreed to what moved.
    """
    return next((role.earlier for role in standing.consent.roles if role.earlier is not None), None)


def moved_since_agreed(plan: Plan, standing: KeyResultStanding, today: date) -> Iterator[str]:
    """What whoever grades has to know: what moved since it was agreed to, and the progress by what was agreed to."""
    earlier = agreed_to(standing)
    if earlier is None:
        return
    moved = "; ".join(differences_since_agreement(plan, standing.node, earlier))
    yield f"the terms moved since {earlier.by} agreed on {numbers.day(earlier.day)}: {moved}"
    reached = progress_as_agreed(plan, standing, today)
    if reached is not None:
        yield f"by the measure agreed to it came to {numbers.progress_words(reached)}"


def differences_since_agreement(plan: Plan, node: KeyResultNode, said: RecordEntry[AgreementEntry]) -> Iterator[str]:
    """What moved since an agreement, each with whether it became easier or harder: "target 90 → 80: easier"."""
    return (f"{difference_phrase(one)}{DIRECTIONS[what]}" for one, what in moved_terms(plan, node, said))


def moved_terms(
    plan: Plan, node: KeyResultNode, said: RecordEntry[AgreementEntry]
) -> tuple[tuple[TermsDifference, Direction], ...]:
    """The fields of the terms that moved since an agreement, with what that did."""
    return directions(plan.quoted(said.entry, node), plan.terms(node))
