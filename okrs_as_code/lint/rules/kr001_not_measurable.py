"""KR001: a measure that lacks what it needs to be measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from okrs_as_code.finding import Finding, Place, Severity
from okrs_as_code.lint.context import Context, at
from okrs_as_code.lint.element_mismatch import Element, ElementMismatch
from okrs_as_code.lint.remedies.missing_value_remedies import (
    DIRECTION_REMEDY,
    UNKNOWN_BASELINE_REMEDY,
    commented_remedy,
)
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.measure import Threshold
from okrs_as_code.model.files.mismatch import MismatchKind
from okrs_as_code.model.files.unknown_value import says_unknown
from okrs_as_code.model.goals.backlog import BacklogKeyResultNode
from okrs_as_code.model.goals.goal import KeyResultNode

_REMEDIES = {
    "baseline": "add `baseline:` with the number where it stands today; if nobody has measured it yet, "
    f"{DIRECTION_REMEDY}",
    "direction": "write `direction: up` or `direction: down`",
    "target": "add `target:` with the number to reach",
    "unit": "add `unit:` with what is counted, such as `posts`, `ms` or `%`",
    "at_least": "write the number that the value may not fall below",
    "at_most": "write the number that the value may not rise above",
    "steps": "add `steps:` with at least one `{id, title}`",
}
_REMEDIES_FOR_UNKNOWN = {
    "baseline": f"write the number where it stands today; {UNKNOWN_BASELINE_REMEDY}",
    "target": "write the number to reach; a goal of which nobody can say that yet is one for the backlog",
    "at_least": _REMEDIES["at_least"],
    "at_most": _REMEDIES["at_most"],
}
"""Remedies for a word, such as `unknown`, in place of a number."""
_METRIC_KEYS = ("baseline", "direction", "target", "unit")
_BOUNDS = ("at_least", "at_most")


class NotMeasurable(Rule):
    """A measure lacks what it needs: a metric its numbers, a threshold its bound, milestones their steps.

    ## What it does

    Finds metrics without `target` or `unit`, and those with neither `baseline` nor `direction`, or with both: the
    first says where the number stands, the second that nobody has measured that yet. Finds thresholds without
    `at_least` and `at_most` or with bounds that no value can keep, and milestones without `steps`. A word in place of
    a number that says that nobody knows it, such as `unknown`, `n/a` or `TBD`, is none.

    ## Why is this bad?

    If nobody can tell whether it was reached, it is not a key result. A target without a baseline cannot be judged
    either: nobody sees whether it is a stretch or already there. With `direction` the first value that is checked in
    becomes the baseline, so that nobody has to invent one. It is for a target to reach by the end; what is to be kept
    in every week is a threshold.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: demo-requests
        title: Raise demo requests from search
        owner: chen
        measure: {type: metric, target: 65, unit: requests a month}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    key_results:
      - id: demo-requests
        title: Raise demo requests from search from 40 to 65 a month
        owner: chen
        measure: {type: metric, baseline: 40, target: 65, unit: requests a month}
    ```

    ## Where this comes from

    Andy Grove, and after him John Doerr: a key result has to be measurable, so that at the end one can look and say
    "did I do that, or did I not do it?" without arguments. It has a floor: policy cannot lower, ignore or silence it.
    """

    code = "KR001"
    name = "not-measurable"
    severity = Severity.ERROR
    in_backlog = True
    has_floor = True
    all_cycles = True

    def claims(self, mismatch: ElementMismatch) -> bool:
        """Whether a measure lacks something: it is absent, null or empty."""
        if mismatch.element is not Element.KEY_RESULT or mismatch.inner[:1] != ("measure",):
            return False
        if len(mismatch.inner) == 1:
            return _has_no_bound(mismatch)
        key = mismatch.inner[1]
        is_lacking = mismatch.is_absent or mismatch.value in ([], ()) or mismatch.kind is MismatchKind.EXCESS_KEY
        is_lacking = is_lacking or _is_unknown(mismatch)
        return len(mismatch.inner) == 2 and key in _REMEDIES and is_lacking

    def check_mismatch(self, mismatch: ElementMismatch, context: Context) -> Iterator[Finding]:
        """One finding for what is lacking: at the key result's id where it is absent, else at the empty value."""
        label = "nobody can say whether this is reached"
        described = f'key result "{mismatch.short_name}"' if mismatch.has_id else "a key result without an id"
        if _has_no_bound(mismatch):
            message = f"the threshold of {described} has no bound"
            remedy, detail = "add `at_least:` or `at_most:` with a number", "bound"
        elif mismatch.kind is MismatchKind.EXCESS_KEY:
            message = f"the metric of {described} has a baseline and a direction"
            remedy, detail, label = _excess_remedy(mismatch.value), "direction", "one of the two is enough"
        else:
            detail = str(mismatch.inner[1])
            kind = _kind(detail)
            message = f"the {kind} of {described} {_lack_phrase(detail)}"
            remedy = commented_remedy(mismatch) or _REMEDIES[detail]
            if _is_unknown(mismatch):
                message, remedy = f'{message}: "{mismatch.value}" is none', _REMEDIES_FOR_UNKNOWN[detail]
            if mismatch.kind is not MismatchKind.MISSING_KEY and _has_other_start(mismatch):
                remedy = f"remove `{detail}:`"
        if mismatch.in_backlog and mismatch.kind is not MismatchKind.EXCESS_KEY:
            remedy += ", or leave `measure:` out until it is known"
        yield self.finding(
            message,
            remedy,
            subject=mismatch.subject,
            place=_place(mismatch),
            label=label,
            detail=detail,
        )

    def check_key_result(self, node: KeyResultNode | BacklogKeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding for a band whose lower bound is above its upper one."""
        measure = node.content.measure
        if not isinstance(measure, Threshold) or measure.at_least is None or measure.at_most is None:
            return
        if measure.at_least > measure.at_most:
            yield self.finding(
                f'no value can keep the bounds of key result "{node.name}": at least {measure.at_least:.15g} and'
                f" at most {measure.at_most:.15g}",
                "swap the two numbers, or keep only one bound",
                subject=node.id,
                place=at(node, "measure", "at_least"),
                label="above `at_most`",
                detail="bounds",
            )


def _is_unknown(mismatch: ElementMismatch) -> bool:
    """Whether a word in place of a number says that nobody knows it yet."""
    return mismatch.inner[-1] in _REMEDIES_FOR_UNKNOWN and not mismatch.is_absent and says_unknown(mismatch.value)


def _has_other_start(mismatch: ElementMismatch) -> bool:
    """Whether an empty `baseline` or `direction` stands beside the other one."""
    others = {"baseline": "direction", "direction": "baseline"}
    measure = mismatch.file.data["key_results"][mismatch.mismatch.path[1]]["measure"]
    return others.get(str(mismatch.inner[1])) in measure


def _excess_remedy(measure: Mapping[str, Any]) -> str:
    """The remedy: drop the direction where the numbers say it already, else what is wrong of the two."""
    baseline, target, direction = measure["baseline"], measure.get("target"), measure["direction"]
    are_numbers = all(isinstance(number, int | float) and not isinstance(number, bool) for number in (baseline, target))
    if are_numbers and (target > baseline) == (direction == "up") and target != baseline:
        return (
            f"remove `direction:`, as {baseline:.15g} to {target:.15g} says it; or `baseline:`, if nobody measured it"
        )
    return "remove `baseline:` if nobody measured it, and `direction:` if somebody did"


def _has_no_bound(mismatch: ElementMismatch) -> bool:
    return (
        mismatch.inner == ("measure",) and isinstance(mismatch.value, dict) and "at_least" in mismatch.mismatch.expected
    )


def _kind(key: str) -> str:
    return "metric" if key in _METRIC_KEYS else "threshold" if key in _BOUNDS else "milestones"


def _lack_phrase(key: str) -> str:
    if key in _BOUNDS:
        return f"has no number after `{key}`"
    if key == "direction":
        return "has nothing after `direction`"
    return f"have no {key}" if key == "steps" else f"has no {key}"


def _place(mismatch: ElementMismatch) -> Place:
    missing = mismatch.kind is MismatchKind.MISSING_KEY or _has_no_bound(mismatch)
    if not missing or not mismatch.has_id:
        return mismatch.place
    return Place(mismatch.file.path, (*mismatch.mismatch.path[:2], "id"))
