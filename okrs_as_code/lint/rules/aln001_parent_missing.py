"""ALN001: an objective aligned to something that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.backlog_reference import backlog_goal, backlog_phrases
from okrs_as_code.lint.context import Context, at_objective
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.goals.goal import AlignmentEntry, ObjectiveNode, names_key_result, objective_part
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.nearest import suggestion
from okrs_as_code.phrases import join_or


class ParentMissing(Rule):
    """An objective is aligned to an objective or key result that does not exist.

    ## What it does

    Looks up each entry of `aligned_to`: in the objective's own cycle, then in those that this lies in, from the
    shortest to the longest, former ids included. With a cycle in front (`2026/company/profitable-growth`) only there.
    Found in two cycles of equal length, it needs its cycle in front. An entry with three parts
    (`company/profitable-growth/net-revenue-retention`) names a key result.

    ## Why is this bad?

    The objective looks aligned and is not: it shows under no objective, and where it should contribute, the progress
    above is counted without it.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    aligned_to: company/profitable-growht
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    aligned_to: company/profitable-growth
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Where this comes from

    Ours: a reference has to name something.
    """

    code = "ALN001"
    name = "parent-missing"
    severity = Severity.ERROR
    all_cycles = True

    def check_objective(self, node: ObjectiveNode, context: Context) -> Iterator[Finding]:
        """One finding at each id that names nothing, or nobody knows which of several."""
        for entry in node.alignments:
            if context.plan.resolve_goal(entry.ref, node.cycle) is None:
                yield self._entry_finding(node, entry, context)

    def _entry_finding(self, node: ObjectiveNode, entry: AlignmentEntry, context: Context) -> Finding:
        ref, cycle, plan = entry.ref, node.cycle, context.plan
        is_key_result = names_key_result(ref)
        noun, form = ("key result", "team/objective/key-result") if is_key_result else ("objective", "team/objective")
        meant = plan.meant_objectives(objective_part(ref), cycle)
        if len(meant) > 1:
            ids = [f"{objective}{ref.removeprefix(objective_part(ref))}" for objective in meant]
            return self.finding(
                f'objective "{node.slug}" is aligned to "{ref}", and that may be {join_or(ids)}',
                f"write which, with its cycle in front, such as `{ids[0]}`",
                subject=node.id,
                place=at_objective(node, *entry.ref_path),
                label="in two cycles of equal length",
                detail=ref,
            )
        goal = backlog_goal(ref, context) if not meant else None
        if goal is not None:
            message, remedy = backlog_phrases(goal)
            return self.finding(
                message,
                remedy,
                subject=node.id,
                place=at_objective(node, *entry.ref_path),
                label="has no cycle",
                detail=ref,
            )
        if meant:
            where = f"objective {meant[0]}"
        elif objective_part(ref).count("/") == 2:
            where = ref.partition("/")[0]
        else:
            where = join_or([one.name for one in cycles_to_name(cycle, plan)])
        hint = suggestion(ref, _known_ids(node, plan, key_results=is_key_result))
        return self.finding(
            f'objective "{node.slug}" is aligned to "{ref}", and there is no such {noun} in {where}',
            f"{hint}write the {noun}'s id, `{form}`",
            subject=node.id,
            place=at_objective(node, *entry.ref_path),
            label=f"no {noun} has this id in {where}",
            detail=ref,
        )


def cycles_to_name(cycle: Cycle, plan: Plan) -> tuple[Cycle, ...]:
    """The cycle, and those that it lies in: the ones with objectives, and its year in any case."""
    with_objectives = {above.name for above in plan.cycles_above(cycle)}
    above = plan.calendar.containing(cycle)
    return cycle, *(one for one in above if one.name in with_objectives or (one.is_year and one == above[-1]))


def _known_ids(node: ObjectiveNode, plan: Plan, *, key_results: bool) -> list[str]:
    """The ids that could have been meant: of the goals of these cycles, without and with their cycle."""
    cycles = (node.cycle, *plan.cycles_above(node.cycle))
    candidates = [objective for cycle in cycles for objective in plan.in_cycle(cycle.name)]
    others = [objective for objective in candidates if objective is not node]
    ids = [(objective.short_id, objective.id) for objective in others]
    if key_results:
        ids = [
            (f"{objective.short_id}/{slug}", f"{objective.id}/{slug}") for objective in others for slug in objective.ids
        ]
    return [*(short_id for short_id, _ in ids), *(id_ for _, id_ in ids)]
