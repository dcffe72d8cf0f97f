"""KR007: weights that cannot be used."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at
from okrs_as_code.lint.element_mismatch import Element, ElementMismatch
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.measure import Milestones
from okrs_as_code.model.goals.backlog import BacklogKeyResultNode, BacklogNode
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode


class WeightsInvalid(Rule):
    """Weights are negative, all zero, or given to some steps and not to others.

    ## What it does

    Finds negative weights of key results and steps, objectives in which every weight is 0 (those of the objectives
    that contribute included), milestones in which every step weighs 0, and milestones in which only some steps have a
    weight.

    ## Why is this bad?

    Progress is the weighted average. With a negative weight it can leave the range from 0 to 1, with zeros alone there
    is none, and next to `weight: 30` a step without a weight is anybody's guess.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: guest-authors
        title: Guest authors can publish on their own
        owner: chen
        measure:
          type: milestones
          steps:
            - {id: pilot, title: Two authors have published, weight: 30}
            - {id: everyone, title: The portal is open to all}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: guest-authors
        title: Guest authors can publish on their own
        owner: chen
        measure:
          type: milestones
          steps:
            - {id: pilot, title: Two authors have published, weight: 30}
            - {id: everyone, title: The portal is open to all, weight: 70}
    ```

    ## Where this comes from

    Ours: it is how progress is computed. It has a floor: policy cannot lower, ignore or silence it.
    """

    code = "KR007"
    name = "weights-invalid"
    severity = Severity.ERROR
    in_backlog = True
    has_floor = True

    def claims(self, mismatch: ElementMismatch) -> bool:
        """Whether it is a negative weight of a key result or a step."""
        if mismatch.element is not Element.KEY_RESULT or not _is_weight(mismatch.inner):
            return False
        given = mismatch.value
        return isinstance(given, int | float) and not isinstance(given, bool) and given < 0

    def check_mismatch(self, mismatch: ElementMismatch, context: Context) -> Iterator[Finding]:
        """One finding at the weight."""
        subject_phrase = f'key result "{mismatch.short_name}"' if mismatch.has_id else "a key result without an id"
        if len(mismatch.inner) > 1:
            subject_phrase = f"step {int(mismatch.inner[2]) + 1} of {subject_phrase}"
        yield self.finding(
            f"the weight of {subject_phrase} is negative",
            "write a number of at least 0, or remove `weight:`",
            subject=mismatch.subject,
            place=mismatch.place,
            label="less than 0",
            detail="/".join(str(part) for part in mismatch.inner),
        )

    def check_objective(self, node: ObjectiveNode | BacklogNode, context: Context) -> Iterator[Finding]:
        """One finding at the first weight, where all are zero."""
        weights: list[float | None] = [key_result.content.weight for key_result in node.key_results]
        if isinstance(node, ObjectiveNode):
            weights += [child.weight for child in context.plan.contributors_to(node)]
            is_list_known = len(node.key_results) == node.written
        else:
            is_list_known = not node.unreadable
        if node.key_results and is_list_known and not any(weights):
            yield self.finding(
                f'every weight in objective "{node.slug}" is 0',
                "give a weight above 0 to what counts, or remove `weight:`, which makes each 1",
                subject=node.id,
                place=at(node.key_results[0], "weight"),
                label="and so are all the others" if len(weights) > 1 else "and there is no other",
                detail="all zero",
            )

    def check_key_result(self, node: KeyResultNode | BacklogKeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding at the first step without a weight where others have one, or where all are zero."""
        measure = node.content.measure
        if not isinstance(measure, Milestones):
            return
        weights = [step.weight for step in measure.steps]
        without = [step for step in measure.steps if step.weight is None]
        if without and len(without) < len(weights):
            first = measure.steps.index(without[0])
            yield self.finding(
                f'{len(without)} of {len(weights)} steps of key result "{node.name}" have no weight',
                "add `weight:` to every step, or to none",
                subject=node.id,
                place=at(node, "measure", "steps", first, "id"),
                label="no weight here, but at others",
                detail="partly",
            )
        elif not without and not any(weights):
            yield self.finding(
                f'every step of key result "{node.name}" has the weight 0',
                "give a weight above 0 to what counts, or remove all `weight:`, which makes each 1",
                subject=node.id,
                place=at(node, "measure", "steps", 0, "weight"),
                label="and so have all the others" if len(weights) > 1 else "and there is no other",
                detail="steps zero",
            )


def _is_weight(inner: tuple[str | int, ...]) -> bool:
    return inner == ("weight",) or (len(inner) == 4 and inner[:2] == ("measure", "steps") and inner[3] == "weight")
