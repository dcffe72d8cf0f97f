"""OBJ001: a metric in the title of an objective."""

from __future__ import annotations

import re
from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.lint.context import Context, at_objective
from okrs_as_code.lint.rule import Rule
from okrs_as_code.lint.words.quantities import Quantity, quantities
from okrs_as_code.model.goals.backlog import BacklogNode
from okrs_as_code.model.goals.goal import ObjectiveNode

_MAX_LENGTH = 1000
_SIZES = frozenset(("of", "aged", "ages", "with", "for", "between"))
"""Words before a range that says how large something is: `teams of 5 to 50`."""
_CHANGE_WORDS = frozenset(("to", "by", "from", "over"))
_COUNTED_NOUNS = lazy_pattern(
    r"users|customers|subscribers|sign-?ups|visitors|visits|downloads|installs|leads|deals|orders|followers|sessions"
    r"|clicks|views|requests|tickets"
)
_IDIOM = lazy_pattern(r"\b(?:zero|0) to (?:one|1)\b", re.IGNORECASE)
_DISTANCE = lazy_pattern(
    r"\b(?:a|an|the|my|our|your|first|another|half|\d+(?:st|nd|rd|th)) \d+(?:[.,]\d+)?k\b"
    r"(?! \w*(?:users|customers|visitors|subscribers|sign|leads|followers|readers|members|downloads))"
    r"|\b\d+k (?:run|race|walk|ride|swim|row)s?\b",
    re.IGNORECASE,
)
"""A distance, as in `run a 10K`."""
_MULTIPLIED = lazy_pattern(
    r"(?:^|\b(?:and|to|we|will|by)\s+)(?P<words>(?:double|triple|treble|quadruple|halve)"
    r"(?! (?:down|up|check|click|dip|opt|our efforts|the (?:fun|joy|effort))\b|-)"
    r"|(?:doubl|tripl|quadrupl|halv)ing|^\d+x(?= (?:our|the)\b))\s+\w"
    r"|\b(?:cut|reduce|slash|bring)\b.{1,60}\b(?P<half>in half|by half)\b",
    re.IGNORECASE,
)
"""Users doubled and churn halved."""
_TIMES = lazy_pattern(r"\b(?:to|by|from|over)\s+(\d+(?:[.,]\d+)?\s?[x×])(?!\w)", re.IGNORECASE)


class MetricInObjective(Rule):
    """The title of an objective holds a metric, which belongs in a key result.

    ## What it does

    Finds titles of objectives with a number that has a percent sign, a currency or a unit, or that comes after "to",
    "by", "from" or "over", or with double, triple or halve. Years, dates, quarters, distances ("run a 10K") and names
    such as "Windows 11", "ISO 27001", "24/7", "B2B" or "top 10" are no metrics, and neither is "from zero to one".

    ## Why is this bad?

    An objective says where we want to go, and people remember words. A number in it either repeats a key result, and
    then one of the two goes stale, or it is a key result that nobody owns and nobody checks in on.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Grow pipeline from organic search by 20 %
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
      - id: pipeline
        title: Grow pipeline from organic search by 20 %
        owner: chen
        measure: {type: metric, baseline: 250, target: 300, unit: k EUR}
    ```

    ## Where this comes from

    John Doerr, "Measure What Matters": objectives are the what, key results the how, and it is the key results that
    are measurable. Which numbers count as a metric is ours.
    """

    code = "OBJ001"
    name = "metric-in-objective"
    severity = Severity.WARNING
    in_backlog = True

    def check_objective(self, node: ObjectiveNode | BacklogNode, context: Context) -> Iterator[Finding]:
        """One finding at the title, naming the first metric."""
        title = node.content.title
        metric = _find_metric(title) or (_multiplied(title) if context.reads_english else None)
        if metric is not None:
            yield self.finding(
                f'the title of objective "{node.slug}" holds a metric, "{metric}"',
                "say in words what we want to achieve, and give the number to a key result",
                subject=node.id,
                place=at_objective(node),
                label=f'"{metric}" belongs in a key result',
            )


def _find_metric(title: str) -> str | None:
    if _IDIOM.search(title):
        return None
    times = _TIMES.search(title)
    if times is not None:
        return times[1]
    if "k" in title.lower():
        title = _DISTANCE.sub("", title)
    certain = (quantity for quantity in quantities(title) if quantity.is_certain)
    return next((metric for quantity in certain if (metric := _metric_text(quantity)) is not None), None)


def _multiplied(title: str) -> str | None:
    """The words by which a title multiplies something, or halves it; None where it does not."""
    match = _MULTIPLIED.search(title[:_MAX_LENGTH])
    return (match["words"] or match["half"]) if match is not None else None


def _metric_text(quantity: Quantity) -> str | None:
    """The words that make a quantity a metric; None where it is just a number."""
    in_years = quantity.text.lower().endswith(("year", "years"))
    if quantity.scale > 1 or (not quantity.is_ratio and quantity.dimension is not None and not in_years):
        return quantity.text
    if _COUNTED_NOUNS.fullmatch(quantity.after):
        return f"{quantity.text} {quantity.after}"
    is_size = quantity.range_of in _SIZES
    moves = quantity.before in _CHANGE_WORDS and quantity.text.lower() not in ("zero", "one") and not is_size
    return f"{quantity.before} {quantity.text}" if moves else None
