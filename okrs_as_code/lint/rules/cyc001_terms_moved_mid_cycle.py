"""CYC001: terms that a change moves after the start of the cycle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.agreement_checks import at_difference, format_differences
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.direction import Direction, combined_direction
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.terms import TermsDifference
from okrs_as_code.phrases import join_words

if TYPE_CHECKING:
    from okrs_as_code.review.changes.change import Change

_EFFECTS: Mapping[Direction, str] = {
    Direction.EASIER: ", which makes it easier",
    Direction.HARDER: ", which makes it harder",
    Direction.UNCLEAR: "; whether easier or harder, the numbers do not say",
    Direction.NEITHER: "",
}


class TermsMovedMidCycle(Rule):
    """A change moves the terms of a key result after its cycle has started.

    ## What it does

    Finds key results of cycles that have begun whose commitment, measure, due date or success are others at the end of
    a change, and says whether that made them easier or harder. Not reported here are
    a hand-over alone, and a `success` that is said for the first time, as another rule may have asked for it.

    ## Why is this bad?

    It need not be: what was not known at the start is known now. But a target that follows the result says nothing
    about either. Moved in the open, with a reason, it is a decision; moved in passing, it looks like success.

    ## Example

    As the change leaves it, in the middle of the quarter; the target was 3:

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    aligned_to: company/profitable-growth
    key_results:
      - id: pillar-posts
        title: Publish two in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 2, unit: posts}
        due: 2026-12-18
        success: Each has passed editorial review and is indexed.
    ```

    ## Use instead

    The terms stay, and a check-in says how things are. A miss that is understood is worth more than a target that was
    moved:

    ```yaml okrs/2026-Q4/check-ins/2026-10-15-bo.yaml
    by: bo
    date: 2026-10-15
    key_results:
      content/organic-pipeline/pillar-posts:
        value: 1
        confidence: 0.3
        note: Interviews take twice as long as we thought; two posts are likely.
        help: Could chen take over the research?
    ```

    ## Where this comes from

    Google re:Work, "Set goals with OKRs": a low grade is data for the next OKRs. A target that is moved to fit is none.
    """

    code = "CYC001"
    name = "terms-moved-mid-cycle"
    severity = Severity.WARNING
    needs_policy = True

    def check_change(self, base: Context, head: Context) -> Iterator[Finding]:
        """One finding for each key result, with all that moved."""
        from okrs_as_code.review.changes.change import ChangeKind
        from okrs_as_code.review.changes.goal_changes import goal_changes
        from okrs_as_code.review.changes.matching import Matching

        by_key_result: dict[str, list[Change]] = {}
        for change in goal_changes(base.plan, head.plan, Matching(base.plan, head.plan)):
            if change.kind is ChangeKind.TERMS:
                by_key_result.setdefault(change.subject, []).append(change)
        for changes in by_key_result.values():
            node = changes[0].new
            if not isinstance(node, KeyResultNode) or not head.judges(node.cycle):
                continue
            if head.today >= node.cycle.start and any(_is_relevant(change) for change in changes):
                yield self._moved_finding(node, changes, head)

    def _moved_finding(self, node: KeyResultNode, changes: Sequence[Change], head: Context) -> Finding:
        differences = tuple(TermsDifference(change.field or "", change.before, change.after) for change in changes)
        effect = _EFFECTS[combined_direction(change.direction or Direction.UNCLEAR for change in changes)]
        manager = head.plan.directory.manager_of(node.content)
        people = join_words([node.owner, manager] if manager is not None else [node.owner])
        return self.finding(
            f'the terms of key result "{node.content.id}" move after {node.cycle.name} has started: '
            f"{format_differences(differences)}{effect}",
            f"say why in the pull request, so that {people} can agree; if it is going to be missed, leave the terms as "
            "they are and say so in a check-in, or drop it",
            subject=node.id,
            place=at_difference(node, differences),
            label="moved mid-cycle",
        )


def _is_relevant(change: Change) -> bool:
    """Whether a change affects what is to be reached."""
    return change.field != "owner" and not (change.field == "success" and change.before is None)
