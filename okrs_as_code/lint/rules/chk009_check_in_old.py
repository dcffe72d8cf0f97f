"""CHK009: a check-in that a change adds, and that is about a day long ago."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from okrs_as_code.finding import Finding, Place, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.record_entries import adds_record
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.cycles.cadence import add_steps
from okrs_as_code.model.files.config import Cadence
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.timeline import RecordNode
from okrs_as_code.phrases import count_phrase

_DAYS = {"week": 7, "two-weeks": 14, "month": 31}


class CheckInOld(Rule):
    """A new check-in is dated more than one period ago.

    ## What it does

    Looks at the check-ins that a change adds. One whose `date` is more than a week ago, or two weeks or a month where
    people check in that often, is information for whoever merges it. A check-in that corrects another one is of the
    earlier day on purpose, and one that is there already is left alone.

    ## Why is this bad?

    It may well be right: somebody writes down what they know from that day. But a date that was copied from the last
    file looks the same, and then what was just said counts for a day on which it was not known, and the key result
    stays stale.

    ## Example

    On 15 October somebody reports how things stand, and leaves the date of the file that they copied:

    ```yaml okrs/2026-Q4/check-ins/2026-10-05-bo.yaml
    by: bo
    date: 2026-10-05
    key_results:
      content/organic-pipeline/pillar-posts: {value: 1, confidence: 0.7}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/check-ins/2026-10-15-bo.yaml
    by: bo
    date: 2026-10-15
    key_results:
      content/organic-pipeline/pillar-posts: {value: 1, confidence: 0.7}
    ```

    ## Where this comes from

    Ours.
    """

    code = "CHK009"
    name = "check-in-old"
    severity = Severity.INFORMATION
    needs_policy = True

    def check_change(self, base: Context, head: Context) -> Iterator[Finding]:
        """One finding at the date of each old check-in that the change adds."""
        for record in head.plan.check_ins:
            if record.content.corrects is not None or not adds_record(record.file, base, head):
                continue
            day, cadence = record.content.date, _cadence(record, head.plan)
            if add_steps(day, cadence, 1) < head.today:
                yield self.finding(
                    f"this check-in is of {day}, {count_phrase((head.today - day).days, 'day')} ago",
                    f"if it says how things stand today, write {head.today} here and in the name of the file",
                    subject=record.file,
                    place=Place(record.file, ("date",)),
                    label="more than one period ago",
                )


def _cadence(record: RecordNode[Any], plan: Plan) -> Cadence:
    """The longest cadence of what a check-in is about; that of the policy where nothing of it is known."""
    cycle = plan.calendar.cycle(record.cycle)
    ids = (plan.resolve_key_result(ref, cycle) for ref in record.content.key_results) if cycle is not None else ()
    nodes = [plan.key_results[id_] for id_ in ids if id_ is not None]
    if nodes:
        return max((plan.cadence(node) for node in nodes), key=_DAYS.__getitem__)
    return "month" if cycle is not None and cycle.is_long else plan.config.check_ins.every
