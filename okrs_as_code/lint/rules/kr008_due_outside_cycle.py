"""KR008: days that lie outside the cycle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from okrs_as_code.finding import Finding, KeyPath, Place, Severity
from okrs_as_code.lint.context import Context, at
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.measure import Metric, Milestones
from okrs_as_code.model.goals.goal import DUE_AFTER_END, KeyResultNode


class DueOutsideCycle(Rule):
    """A key result starts or is due outside of its cycle, starts after it is due, or has a plan of other days.

    ## What it does

    Compares `start`, `due` and the `due` of each step with the first and last day of the cycle; both belong to it. The
    days of a cycle follow from `fiscal_year_start` in okrs/config.yaml, or stand there below `cycles:`. What is due up
    to 14 days after the cycle is information: the key result is followed, and graded, up to that day. A step that is
    due after its key result is a warning. The days of a `plan` are in order, from the start to the day before it is
    due, and only a metric has one.

    ## Why is this bad?

    The cycle is closed and graded when it ends, and pace is counted in the days between start and due. What is due
    later is graded before its time; what starts after its end has no time at all.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
        due: 2027-01-29
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
        due: 2026-12-18
    ```

    ## Where this comes from

    Ours: a key result belongs to one cycle.
    """

    code = "KR008"
    name = "due-outside-cycle"
    severity = Severity.ERROR
    needs_policy = True

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding for each day, at the day."""
        is_outside = False
        for path, phrase, day in _days(node):
            outside_phrase = _outside_phrase(node, day)
            if outside_phrase is not None:
                is_outside = True
                is_late = path != ("start",) and timedelta() < day - node.cycle.end <= DUE_AFTER_END
                remedy = f"write a day from {node.cycle.start} to {node.cycle.end}, or move it to the cycle of that day"
                yield self.finding(
                    f"{phrase} on {day}, {outside_phrase}",
                    f"nothing, if it is meant: up to {DUE_AFTER_END.days} days are fine; or {remedy}"
                    if is_late
                    else remedy,
                    subject=node.id,
                    place=at(node, *path),
                    label=f"not in {node.cycle.name}",
                    severity=Severity.INFORMATION if is_late else None,
                    detail=_detail(node, path),
                )
        if not is_outside and node.start > node.due:
            yield self.finding(
                f'key result "{node.content.id}" starts on {node.start}, after it is due on {node.due}',
                "correct `start:` or `due:`",
                subject=node.id,
                place=at(node, "start"),
                label=f"after {node.due}",
                detail="order",
            )
        elif not is_outside:
            yield from self._step_findings(node)
            yield from self._plan_findings(node)

    def _step_findings(self, node: KeyResultNode) -> Iterator[Finding]:
        """Findings for steps that are due after the whole is."""
        measure = node.content.measure
        for position, step in enumerate(measure.steps if isinstance(measure, Milestones) else ()):
            if step.due is not None and step.due > node.due:
                path: KeyPath = ("measure", "steps", position, "due")
                yield self.finding(
                    f'step "{step.id}" of key result "{node.content.id}" is due on {step.due}, after the key result is,'
                    f" on {node.due}",
                    "correct one of the two days",
                    subject=node.id,
                    place=at(node, *path),
                    label=f"after {node.due}",
                    severity=Severity.WARNING,
                    detail=_detail(node, path),
                )

    def _plan_findings(self, node: KeyResultNode) -> Iterator[Finding]:
        content = node.content
        if content.plan is None:
            return
        if not isinstance(content.measure, Metric):
            yield self.finding(
                f'key result "{content.id}" has a plan, and only a metric has numbers to plan',
                "remove `plan:`",
                subject=node.id,
                place=Place(node.file, (*node.path, "plan"), "key"),
                label=f"not for `type: {content.measure.type}`",
                detail="plan",
            )
            return
        eve = node.due - timedelta(days=1)
        for day in content.plan:
            if not node.start <= day <= eve:
                side = (
                    f"before it starts on {node.start}" if day < node.start else f"not before it is due on {node.due}"
                )
                last = f"; its `target` stands for {node.due}" if day >= node.due else ""
                yield self._plan_day_finding(
                    node,
                    day,
                    f'the plan of key result "{content.id}" names {day}, {side}',
                    f"write days from {node.start} to {eve}{last}" if node.start <= eve else "remove `plan:`",
                    f"{'before' if day < node.start else 'not before'} {node.start if day < node.start else node.due}",
                )
        for earlier, day in pairwise(content.plan):
            if day < earlier:
                yield self._plan_day_finding(
                    node,
                    day,
                    f'the plan of key result "{content.id}" names {day} after {earlier}',
                    "put its days in order",
                    f"before {earlier}",
                )

    def _plan_day_finding(self, node: KeyResultNode, day: date, message: str, help: str, label: str) -> Finding:
        place = Place(node.file, (*node.path, "plan", day.isoformat()), "key")
        return self.finding(message, help, subject=node.id, place=place, label=label, detail=f"plan {day}")


def _days(node: KeyResultNode) -> Iterator[tuple[KeyPath, str, date]]:
    content = node.content
    if content.start is not None:
        yield ("start",), f'key result "{content.id}" starts', content.start
    if content.due is not None:
        yield ("due",), f'key result "{content.id}" is due', content.due
    if isinstance(content.measure, Milestones):
        for position, step in enumerate(content.measure.steps):
            if step.due is not None:
                phrase = f'step "{step.id}" of key result "{content.id}" is due'
                yield ("measure", "steps", position, "due"), phrase, step.due


def _outside_phrase(node: KeyResultNode, day: date) -> str | None:
    cycle = node.cycle
    if day < cycle.start:
        return f"before its cycle {cycle.name} starts on {cycle.start}"
    return f"after its cycle {cycle.name} ends on {cycle.end}" if day > cycle.end else None


def _detail(node: KeyResultNode, path: KeyPath) -> str:
    """The key, and for a step its id, as steps may move."""
    measure = node.content.measure
    if isinstance(measure, Milestones) and len(path) > 1:
        return f"step {measure.steps[int(path[2])].id}"
    return str(path[0])
