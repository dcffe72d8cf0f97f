"""ALN002: objectives that are aligned in a circle."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Related, Severity
from okrs_as_code.lint.context import Context, at_objective
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.goals.alignment import Parent


class AlignmentCycle(Rule):
    """Objectives are aligned to each other in a circle.

    ## What it does

    Follows all entries of `aligned_to` upwards and finds loops, an objective aligned to itself included. A key result
    stands for its objective.

    ## Why is this bad?

    "Why do we do this?" has no answer on a circle, and progress that counts upwards would count itself.

    ## Example

    ```yaml okrs/2026-Q4/company/profitable-growth.yaml
    title: Grow on revenue that renews
    owner: ana
    aligned_to: content/organic-pipeline
    key_results:
      - id: net-revenue-retention
        title: Raise net revenue retention from 98 % to 106 %
        owner: ana
        manager: mara
        measure: {type: metric, baseline: 98, target: 106, unit: "%"}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/company/profitable-growth.yaml
    title: Grow on revenue that renews
    owner: ana
    key_results:
      - id: net-revenue-retention
        title: Raise net revenue retention from 98 % to 106 %
        owner: ana
        manager: mara
        measure: {type: metric, baseline: 98, target: 106, unit: "%"}
    ```

    ## Where this comes from

    Ours.
    """

    code = "ALN002"
    name = "alignment-cycle"
    severity = Severity.ERROR

    def check_workspace(self, context: Context) -> Iterator[Finding]:
        """One finding for each loop, at the first objective of it; the others are related."""
        for loop in context.plan.alignments.loops:
            if any(context.judges(link.child.cycle) for link in loop):
                yield self._loop_finding(loop)

    def _loop_finding(self, loop: tuple[Parent, ...]) -> Finding:
        nodes = [link.child for link in loop]
        one_cycle = len({node.cycle.name for node in nodes}) == 1
        names = [node.short_id if one_cycle else node.id for node in nodes]
        first, *others = nodes
        return self.finding(
            f"objectives are aligned in a circle: {' -> '.join([*names, names[0]])}"
            if others
            else f'objective "{first.slug}" is aligned to itself: {names[0]} -> {names[0]}',
            "remove one `aligned_to:` of the circle, the one that points down" if others else "remove `aligned_to:`",
            subject=first.id,
            place=at_objective(first, *loop[0].entry.ref_path),
            label="the circle starts here" if others else "this is the objective itself",
            related=tuple(
                Related(at_objective(link.child, *link.entry.ref_path), f"and goes on from {name}")
                for link, name in zip(loop[1:], names[1:], strict=True)
            ),
            detail=" -> ".join(node.id for node in nodes),
        )
