"""CHK006: somebody hardly believes in it any more, and asks for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from okrs_as_code.finding import Finding, Related, Severity
from okrs_as_code.lint.context import Context, at_id
from okrs_as_code.lint.record_entries import at_entry
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.record import CheckInEntry
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.timeline import RecordEntry

LOW = 0.4


class LowConfidenceWithoutHelp(Rule):
    """The confidence fell below 0.4, and nobody asked for help.

    ## What it does

    Finds open key results whose confidence fell below 0.4 and is still there, where neither that check-in nor a later
    one says `help`, or with `next` what its owner will do about it. A bold goal whose confidence began there is not
    asked every week, and what is done is left alone. It is a follow-up, about how things go and not about what is
    written: the lint shows it only when it is selected.

    ## Why is this bad?

    Said early, a low confidence is the most useful thing in a check-in. It is of use to its owner only if somebody asks
    what support they need.

    ## Example

    ```yaml okrs/2026-Q4/check-ins/2026-10-05-bo.yaml
    by: bo
    date: 2026-10-05
    key_results:
      content/organic-pipeline/pillar-posts:
        value: 0
        confidence: 0.7
    ```

    ```yaml okrs/2026-Q4/check-ins/2026-10-12-bo.yaml
    by: bo
    date: 2026-10-12
    key_results:
      content/organic-pipeline/pillar-posts:
        value: 0
        confidence: 0.3
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/check-ins/2026-10-05-bo.yaml
    by: bo
    date: 2026-10-05
    key_results:
      content/organic-pipeline/pillar-posts:
        value: 0
        confidence: 0.7
    ```

    ```yaml okrs/2026-Q4/check-ins/2026-10-12-bo.yaml
    by: bo
    date: 2026-10-12
    key_results:
      content/organic-pipeline/pillar-posts:
        value: 0
        confidence: 0.3
        help: A designer for two days, before the end of the month.
    ```

    ## Where this comes from

    Christina Wodtke's "Radical Focus" asks for the confidence every week, so that a team can help in time. The limit
    of 0.4 is where a key result shows as off-track.
    """

    code = "CHK006"
    name = "low-confidence-without-help"
    severity = Severity.FOLLOW_UP
    needs_records = True

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding at the id of the key result."""
        standing = context.assessment.key_result(node)
        if standing.confidence is None or standing.confidence >= LOW or standing.grade is not None or standing.is_done:
            return
        fall = _unanswered_fall(standing.counted)
        if fall is not None:
            yield self.finding(
                f'the confidence of key result "{node.content.id}" fell to {standing.confidence:g}, '
                "and nobody asked for help",
                f"ask {node.owner} what support they need, and write it as `help` with the next check-in",
                subject=node.id,
                place=at_id(node),
                label="what support does this need?",
                related=(Related(at_entry(fall, "confidence"), f"fell on {fall.day}"),),
            )


def _unanswered_fall(check_ins: Iterable[RecordEntry[CheckInEntry]]) -> RecordEntry[CheckInEntry] | None:
    """The check-in with which the confidence last fell below LOW, where it stayed there and nothing answers it."""
    fall: RecordEntry[CheckInEntry] | None = None
    before: float | None = None
    for check_in in check_ins:
        confidence = check_in.entry.confidence
        if confidence is not None:
            if confidence >= LOW:
                fall = None
            elif before is not None and before >= LOW:
                fall = check_in
            before = confidence
        if _answers(check_in.entry):
            fall = None
    return fall


def _answers(entry: CheckInEntry) -> bool:
    """Whether an entry says what is needed, or what its owner will do."""
    return entry.help is not None or entry.next is not None
