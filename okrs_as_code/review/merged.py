"""Whether merging made terms that neither side had."""

from __future__ import annotations

from okrs_as_code.model.plan import Plan
from okrs_as_code.review.evidence import same_terms


def foreign_terms(merged: Plan, base: Plan, head: Plan) -> tuple[str, ...]:
    """Key results whose terms, once merged, are those of neither the base nor the head: nobody saw them."""
    wanted = frozenset((*merged.key_results, *base.key_results, *head.key_results))
    seen = same_terms(base, merged, wanted, base) | same_terms(head, merged, wanted, base)
    return tuple(sorted(wanted - seen))
