"""CHK007: a check-in that says something else than its key result is measured by."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Related, Severity
from okrs_as_code.lint.context import Context, at, join_quoted
from okrs_as_code.lint.record_entries import as_error_if_new, at_entry, correction_hint, valid_entries
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.measure import Binary, Measure, Metric, Milestones, Score, Threshold
from okrs_as_code.model.files.record import CheckInEntry
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.progress.progress import is_judgement
from okrs_as_code.model.timeline import RecordEntry
from okrs_as_code.nearest import suggestion
from okrs_as_code.readings import plain_number, read_share

COMPARED = 100
"""Number of steps that a wrong one is compared with for a suggestion."""
NAMED = 10
"""Number of steps that a message names at most, so that it stays short."""


class ValueDoesNotFitMeasure(Rule):
    """A check-in reports something else than its key result is measured by.

    ## What it does

    Compares each entry of a check-in with the measure of its key result. A metric and a threshold take `value`, a
    number; a score takes one from 0.0 to 1.0. Milestones take `done`, a list of their steps. Binary takes `done`,
    which is true or false. In a check-in that a change adds it is an error; in one that is there already a warning,
    as the terms may have moved since. A check-in that was corrected is not reported any more.

    ## Why is this bad?

    What does not fit counts for nothing: the key result shows no data, or stays where it was, while its owner
    believes to have reported.

    ## Example

    ```yaml okrs/2026-Q4/web/guided-start.yaml
    title: New teams feel at home in their first week
    owner: raj
    key_results:
      - id: guided-setup
        title: Guided setup is the default for new workspaces
        owner: dee
        measure:
          type: milestones
          steps:
            - {id: usability, title: Usability test with 8 customers passed}
            - {id: default-on, title: On for everyone}
    ```

    ```yaml okrs/2026-Q4/check-ins/2026-10-12-dee.yaml
    by: dee
    date: 2026-10-12
    key_results:
      web/guided-start/guided-setup:
        value: 50
        confidence: 0.8
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/web/guided-start.yaml
    title: New teams feel at home in their first week
    owner: raj
    key_results:
      - id: guided-setup
        title: Guided setup is the default for new workspaces
        owner: dee
        measure:
          type: milestones
          steps:
            - {id: usability, title: Usability test with 8 customers passed}
            - {id: default-on, title: On for everyone}
    ```

    ```yaml okrs/2026-Q4/check-ins/2026-10-12-dee.yaml
    by: dee
    date: 2026-10-12
    key_results:
      web/guided-start/guided-setup:
        done: [usability]
        confidence: 0.8
    ```

    ## Where this comes from

    Ours: a number for milestones is the most frequent slip where people write check-ins by hand.
    """

    code = "CHK007"
    name = "value-does-not-fit-measure"
    severity = Severity.WARNING
    needs_records = True

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding for each value and each step that does not fit, in every check-in that stands."""
        check_ins = context.plan.check_ins_of.get(node.id, ())
        if all(_fits(node.content.measure, check_in.entry) for check_in in check_ins):
            return
        for check_in in valid_entries(check_ins, node.owner):
            if not _fits(node.content.measure, check_in.entry):
                yield from self._entry_findings(node, check_in)

    def adjust_for_change(self, finding: Finding, base: Context, head: Context) -> Finding:
        """An error in a check-in that the change adds."""
        return as_error_if_new(finding, base, head)

    def _entry_findings(self, node: KeyResultNode, check_in: RecordEntry[CheckInEntry]) -> Iterator[Finding]:
        measure, entry = node.content.measure, check_in.entry
        if isinstance(measure, Milestones | Binary) and entry.value is not None:
            yield self._mismatch_finding(node, check_in, "value")
        if _is_no_judgement(measure, entry) and entry.value is not None:
            judgement = " or ".join(map(plain_number, read_share(entry.value))) or "a number from 0.0 to 1.0"
            yield self.finding(
                f'key result "{node.content.id}" is judged from 0.0 to 1.0, and this check-in says {entry.value:.15g}',
                f"write {judgement}; {correction_hint(check_in.name)}",
                subject=node.id,
                place=at_entry(check_in, "value"),
                label=_EXPECTED_VALUES["score"],
                related=(Related(at(node, "measure", "type"), "how it is measured"),),
                detail=f"{check_in.file} value",
            )
        if _has_wrong_done(measure, entry):
            yield self._mismatch_finding(node, check_in, "done")
        for position, step in _unknown_steps(measure, entry):
            known = [known_step.id for known_step in measure.steps] if isinstance(measure, Milestones) else []
            yield self.finding(
                f'"{step}" is no step of key result "{node.content.id}"',
                f"{suggestion(step, known[:COMPARED])}write {_step_choice(known)}; {correction_hint(check_in.name)}",
                subject=node.id,
                place=at_entry(check_in, "done", position),
                label="no such step",
                related=(Related(at(node, "measure", "steps"), "the steps"),),
                detail=f"{check_in.file} step {step}",
            )

    def _mismatch_finding(self, node: KeyResultNode, check_in: RecordEntry[CheckInEntry], key: str) -> Finding:
        kind = node.content.measure.type
        phrase = _value_phrase(check_in.entry, key)
        return self.finding(
            f'key result "{node.content.id}" is {_MEASURE_PHRASES[kind]}, and this check-in says {phrase}',
            f"write {_remedy(node.content.measure)} instead; {correction_hint(check_in.name)}",
            subject=node.id,
            place=at_entry(check_in, key),
            label=_EXPECTED_VALUES[kind],
            related=(Related(at(node, "measure", "type"), "how it is measured"),),
            detail=f"{check_in.file} {key}",
        )


_MEASURE_PHRASES = {
    "metric": "measured by a metric",
    "threshold": "measured by a threshold",
    "milestones": "measured by milestones",
    "binary": "either done or not done",
    "score": "judged by its owner",
}
_EXPECTED_VALUES = {
    "metric": "a metric takes a number as `value`",
    "threshold": "a threshold takes a number as `value`",
    "milestones": "milestones take a list of steps as `done`",
    "binary": "it takes true or false as `done`",
    "score": "a score takes a number from 0.0 to 1.0 as `value`",
}


def _fits(measure: Measure, entry: CheckInEntry) -> bool:
    if isinstance(measure, Metric | Threshold | Score):
        return entry.done is None and not _is_no_judgement(measure, entry)
    return entry.value is None and not _has_wrong_done(measure, entry) and not _unknown_steps(measure, entry)


def _is_no_judgement(measure: Measure, entry: CheckInEntry) -> bool:
    """Whether the value of a score is outside of 0.0 to 1.0."""
    return isinstance(measure, Score) and entry.value is not None and not is_judgement(entry.value)


def _has_wrong_done(measure: Measure, entry: CheckInEntry) -> bool:
    """Whether `done` is there and no list of steps for milestones, or no true or false for binary."""
    if entry.done is None:
        return False
    if isinstance(measure, Milestones):
        return not isinstance(entry.done, tuple)
    return not (isinstance(measure, Binary) and isinstance(entry.done, bool))


def _unknown_steps(measure: Measure, entry: CheckInEntry) -> list[tuple[int, str]]:
    if not isinstance(measure, Milestones) or not isinstance(entry.done, tuple):
        return []
    known = {step.id for step in measure.steps}
    return [(position, step) for position, step in enumerate(entry.done) if step not in known]


def _step_choice(steps: list[str]) -> str:
    return f"one of {join_quoted(steps)}" if len(steps) <= NAMED else f"one of its {len(steps)} steps"


def _value_phrase(entry: CheckInEntry, key: str) -> str:
    if key == "value":
        return "`value`"
    return "`done` with a list of steps" if isinstance(entry.done, tuple) else f"`done: {str(entry.done).lower()}`"


def _remedy(measure: Measure) -> str:
    if isinstance(measure, Milestones):
        return f"the steps that are done, such as `done: [{measure.steps[0].id}]`,"
    return "`done: true` or `done: false`" if isinstance(measure, Binary) else "the number as `value:`"
