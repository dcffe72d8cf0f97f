"""KR004: a title whose numbers are not those of the measure."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Related, Severity
from okrs_as_code.lint.context import Context, at, join_quoted
from okrs_as_code.lint.rule import Rule
from okrs_as_code.lint.words.title_days import contradicting_day
from okrs_as_code.lint.words.title_numbers import agrees, contradicting, measure_numbers, scaled_value
from okrs_as_code.model.files.measure import Metric, Milestones, Threshold
from okrs_as_code.model.goals.backlog import BacklogKeyResultNode
from okrs_as_code.model.goals.goal import KeyResultNode


class TitleTargetMismatch(Rule):
    """The title has numbers, and none of them is one of the measure.

    ## What it does

    Looks for numbers in the titles of metrics and thresholds: digits standing alone, with %, k, M or a currency, and
    zero to twelve in words. It is content if one of them is the baseline, the target, the stretch or a bound, or what
    follows from these: the difference, the change in percent, the same in another unit. Not numbers are years,
    quarters, dates and names such as p95, B2B, ISO 27001, stage 2 and 24/7. What counts something else than the measure
    does cannot contradict it: "answer 95 % within 4 hours", "with 100k rows", and a rate such as "2 a month" beside a
    target for the whole time, or what the title says of each thing that the measure counts: "every module has 2 or more
    owners", in `modules`. Money by the month is compared, as it is or for all months.

    Finds as well numbers that are the same and mean another value: "$1.2M" where the unit is `$` and the target 1.2,
    and "200 ms" where the unit is `s` and the bound 200; and a day, such as "by 18 December", that is not the one on
    which the key result is due.

    ## Why is this bad?

    The title is what people remember and the measure is what they agree to. When a target is renegotiated and the
    title stays, the two halves of the company work for different numbers.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 5, unit: posts}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: pillar-posts
        title: Publish five in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 5, unit: posts}
    ```

    ## Where this comes from

    Ours.
    """

    code = "KR004"
    name = "title-target-mismatch"
    severity = Severity.WARNING
    in_backlog = True

    def check_key_result(self, node: KeyResultNode | BacklogKeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding at the title for its numbers, and one for its days; what they contradict is related."""
        measure = node.content.measure
        if isinstance(measure, Metric | Threshold):
            yield from self._number_findings(node, measure, context)
        if context.reads_english:
            yield from self._day_findings(node)

    def _number_findings(
        self, node: KeyResultNode | BacklogKeyResultNode, measure: Metric | Threshold, context: Context
    ) -> Iterator[Finding]:
        title = node.content.title
        if agrees(title, measure, node.days):
            return
        found = contradicting(title, measure, in_english=context.reads_english)
        if not found:
            return
        numbers = measure_numbers(measure)
        key, number = "target" if isinstance(measure, Metric) else next(iter(numbers)), _main_number(measure, numbers)
        words = join_quoted(dict.fromkeys(quantity.text for quantity in found))
        scaled = scaled_value(found[-1], measure)
        yield self.finding(
            f'the title of key result "{node.name}" says {words}, but its measure {_measure_phrase(measure)}',
            f"write {number:.15g} in the title, or correct the measure"
            if scaled is None
            else f"write `{key}: {scaled:.15g}`, or say in `unit` that it counts thousands or millions, such as `M $`",
            subject=node.id,
            place=at(node, "title"),
            label=f"the measure says {number:.15g}",
            related=(Related(at(node, "measure", key), f"the measure's `{key}`"),),
        )

    def _day_findings(self, node: KeyResultNode | BacklogKeyResultNode) -> Iterator[Finding]:
        content, measure = node.content, node.content.measure
        if content.due is None:
            return
        others = [step.due for step in measure.steps if step.due] if isinstance(measure, Milestones) else []
        found = contradicting_day(content.title, content.due, (*others, *(content.plan or ())))
        if found is not None:
            written, day = found
            yield self.finding(
                f'the title of key result "{node.name}" says "{written}", but it is due on {content.due}',
                f"write `due: {day}`, or correct the title",
                subject=node.id,
                place=at(node, "title"),
                label=f"it is due on {content.due}",
                related=(Related(at(node, "due"), "the day on which it is due"),),
                detail="due",
            )


def _main_number(measure: Metric | Threshold, numbers: dict[str, float]) -> float:
    return measure.target if isinstance(measure, Metric) else next(iter(numbers.values()))


def _measure_phrase(measure: Metric | Threshold) -> str:
    if isinstance(measure, Metric):
        start = measure.direction if measure.baseline is None else f"from {measure.baseline:.15g}"
        return f"goes {start} to {measure.target:.15g}"
    bounds = (("at least", measure.at_least), ("at most", measure.at_most))
    return "says " + " and ".join(f"{words} {bound:.15g}" for words, bound in bounds if bound is not None)
