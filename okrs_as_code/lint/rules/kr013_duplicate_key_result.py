"""KR013: two key results that are the same."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator

from okrs_as_code.finding import Finding, Related, Severity
from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.lint.context import Context, at
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.base import normalized_text
from okrs_as_code.model.files.measure import Metric
from okrs_as_code.model.goals.goal import KeyResultNode

KeyResultPair = tuple[KeyResultNode, KeyResultNode]


class DuplicateKeyResult(Rule):
    """Two key results of a cycle have the same title, or two of one objective the same numbers and unit.

    ## What it does

    Compares the titles of all key results of a cycle, ignoring case and spaces, and within an objective the
    baseline, target and unit of metrics. The same numbers say little where they begin at 0 and the target is small,
    where all of something is meant, or where the unit is a score, as everybody has such numbers; there only titles
    count. Key results that were dropped do not count.

    ## Why is this bad?

    Progress counts twice, and two people own one thing, so that each can think that the other one has it.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
      - id: deep-posts
        title: Publish three in-depth posts
        owner: chen
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        contributors: [chen]
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Where this comes from

    Ours: a key result has exactly one owner.
    """

    code = "KR013"
    name = "duplicate-key-result"
    severity = Severity.WARNING

    def check_workspace(self, context: Context) -> Iterator[Finding]:
        """One finding for each later one, at its title; the first of its kind is related."""
        for cycle in context.cycles():
            objectives = context.plan.in_cycle(cycle.name)
            key_results = (kr for objective in objectives for kr in objective.key_results if not context.is_dropped(kr))
            nodes = sorted(key_results, key=_sort_key)
            same_title = {
                later.id: first
                for first, later in _pairs((normalized_text(node.content.title), node) for node in nodes)
            }
            same_numbers = _pairs((numbers, node) for node in nodes if (numbers := _numbers_key(node)) is not None)
            by_numbers = {later.id: first for first, later in same_numbers}
            for later in nodes:
                if later.id in same_title:
                    yield self._pair_finding((same_title[later.id], later), "title")
                elif later.id in by_numbers:
                    yield self._pair_finding((by_numbers[later.id], later), "numbers and unit")

    def _pair_finding(self, pair: KeyResultPair, attribute: str) -> Finding:
        first, later = pair
        first_name = f'"{first.content.id}"' if first.objective is later.objective else first.short_id
        return self.finding(
            f'key result "{later.content.id}" has the same {attribute} as {first_name}',
            "keep one, and list the other owner under `contributors:`"
            if first.owner != later.owner
            else "keep one, or say in the titles and units how they differ",
            subject=later.id,
            place=at(later, "title") if attribute == "title" else at(later, "measure"),
            label=f"the same {attribute} as {first_name}",
            related=(Related(at(first, "title") if attribute == "title" else at(first, "measure"), "the first one"),),
            detail=first.id,
        )


def _sort_key(node: KeyResultNode) -> tuple[str, int]:
    return node.file, node.position


def _pairs(keyed: Iterable[tuple[Hashable, KeyResultNode]]) -> Iterator[KeyResultPair]:
    """Pairs of each later key result and the first with its key; all pairs of a thousand would be a million."""
    first: dict[Hashable, KeyResultNode] = {}
    for key, node in keyed:
        if first.setdefault(key, node) is not node:
            yield first[key], node


def _numbers_key(node: KeyResultNode) -> Hashable | None:
    measure = node.content.measure
    if not isinstance(measure, Metric) or _says_little(measure):
        return None
    start = measure.direction if measure.baseline is None else measure.baseline
    return node.objective.id, start, measure.target, normalized_text(measure.unit)


_SMALL = 20
"""A target up to which many key results that begin at 0 have the same."""
_SCORES = lazy_pattern(r"\b(?:e?nps|csat|ces|sus|scores?|points?|stars?|ratings?|grades?)\b", re.IGNORECASE)


def _says_little(measure: Metric) -> bool:
    """Whether many key results have the same numbers: three of something, all of something, or a score."""
    is_all = measure.baseline == 0 and measure.target == 100 and measure.unit.strip().startswith("%")
    is_small = measure.baseline == 0 and abs(measure.target) <= _SMALL
    return is_all or is_small or _SCORES.search(measure.unit) is not None
