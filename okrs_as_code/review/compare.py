"""What differs between two revisions: parsed data against parsed data, never lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.review.change import Change
from okrs_as_code.review.goals import goals
from okrs_as_code.review.matching import Matching
from okrs_as_code.review.policy import policy
from okrs_as_code.review.records import records
from okrs_as_code.review.revision import Revision


def compare(base: Revision, head: Revision) -> tuple[Change, ...]:
    """Every difference: goals first, then records, then people, teams, policy and the files of the gate."""
    return tuple(_found(base, head))


def _found(base: Revision, head: Revision) -> Iterator[Change]:
    matching = Matching(base.plan, head.plan)
    yield from goals(base.plan, head.plan, matching)
    yield from records(base.workspace, head.workspace)
    yield from policy(base, head, matching)
