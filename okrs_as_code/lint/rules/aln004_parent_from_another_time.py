"""ALN004: an objective aligned to one of another time, or counted where it cannot be."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at_objective
from okrs_as_code.lint.rule import Rule
from okrs_as_code.lint.rules.aln001_parent_missing import cycles_to_name
from okrs_as_code.model.goals.goal import AlignmentEntry, ObjectiveNode, names_key_result
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.phrases import join_or


class ParentFromAnotherTime(Rule):
    """An objective is aligned to one in whose cycle its own does not lie, or contributes where it cannot count.

    ## What it does

    Finds objectives whose parent is of another time: neither of their own cycle nor of a longer one that has most of
    its days, such as the year of a quarter; and `contributes: true` where parent and child are not of the same cycle,
    at a key result, and at more than one entry of a list.

    ## Why is this bad?

    An objective cannot serve one that is over before it starts. And a quarter's progress counted in a year's would
    start from 0 four times: a child of a shorter cycle supports its parent, it is shown there and not counted. A key
    result has a measure of its own, in which nothing else is counted; and what counts twice is counted wrongly.

    ## Example

    ```yaml okrs/2026/company/market-leader.yaml
    title: Be the tool that content teams recommend
    key_results:
      - id: nps
        title: Raise NPS among content teams from 31 to 45
        owner: ana
        measure: {type: metric, baseline: 31, target: 45, unit: points}
    ```

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    aligned_to: {objective: company/market-leader, contributes: true}
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Use instead

    ```yaml okrs/2026/company/market-leader.yaml
    title: Be the tool that content teams recommend
    key_results:
      - id: nps
        title: Raise NPS among content teams from 31 to 45
        owner: ana
        measure: {type: metric, baseline: 31, target: 45, unit: points}
    ```

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    aligned_to: company/market-leader
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Where this comes from

    Ours.
    """

    code = "ALN004"
    name = "parent-from-another-time"
    severity = Severity.ERROR
    needs_policy = True

    def check_objective(self, node: ObjectiveNode, context: Context) -> Iterator[Finding]:
        """One finding for each entry, at the parent's id or at `contributes`."""
        is_counted = False
        for entry in node.alignments:
            finding = self._time_finding(node, entry, context.plan)
            if finding is None and entry.weight is not None:
                finding = self._contribution_finding(node, entry, context.plan, is_counted=is_counted)
                is_counted = True
            if finding is not None:
                yield finding

    def _time_finding(self, node: ObjectiveNode, entry: AlignmentEntry, plan: Plan) -> Finding | None:
        parent = plan.resolve_goal(entry.ref, node.cycle)
        cycle = plan.calendar.cycle(parent.partition("/")[0]) if parent is not None else None
        if cycle is None or cycle.name == node.cycle.name or node.cycle.lies_in(cycle):
            return None
        others = [above.name for above in cycles_to_name(node.cycle, plan)[1:]]
        return self.finding(
            f'objective "{node.slug}" of {node.cycle.name} is aligned to {parent}, of another time',
            f"name an objective of the same {node.cycle.kind}" + (f", or of {join_or(others)}" if others else ""),
            subject=node.id,
            place=at_objective(node, *entry.ref_path),
            label=f"{cycle.name} does not contain {node.cycle.name}",
            detail=_detail(node, "time", entry),
        )

    def _contribution_finding(
        self, node: ObjectiveNode, entry: AlignmentEntry, plan: Plan, *, is_counted: bool
    ) -> Finding | None:
        parent = plan.resolve_goal(entry.ref, node.cycle)
        cycle = plan.calendar.cycle(parent.partition("/")[0]) if parent is not None else None
        if names_key_result(entry.ref):
            message = f'objective "{node.slug}" contributes to key result "{entry.ref}", which has a measure of its own'
            help_ = "remove `contributes: true`: it then supports the key result; or name the key result's objective"
            label = "nothing else is counted in a key result"
        elif is_counted:
            message = f'objective "{node.slug}" contributes to a second objective, "{entry.ref}"'
            help_ = "keep `contributes: true` at one entry; what supports the others is shown there and not counted"
            label = "it would be counted twice"
        elif cycle is not None and cycle.name != node.cycle.name:
            message = f'objective "{node.slug}" of {node.cycle.name} contributes to {parent}, across cycles'
            help_ = "remove `contributes: true`: it then supports the objective above, shown there and not counted"
            label = f"only objectives of {cycle.name} can be counted there"
        else:
            return None
        return self.finding(
            message,
            help_,
            subject=node.id,
            place=at_objective(node, *entry.path, "contributes"),
            label=label,
            detail=_detail(node, "contributes", entry),
        )


def _detail(node: ObjectiveNode, word: str, entry: AlignmentEntry) -> str:
    """The part of a finding's identity; in a list with the reference, as several entries can have the same fault."""
    return word if len(node.alignments) == 1 else f"{word} {entry.ref}"
