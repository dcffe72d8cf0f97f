"""CHK004: a record with a day on which it cannot have been true."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from okrs_as_code.day import latest_day_on_earth
from okrs_as_code.finding import Finding, Place, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.record_entries import as_error_if_new, correction_hint
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.timeline import RecordNode
from okrs_as_code.workspace.layout import FileKind, Location

AFTER_END = timedelta(days=30)
"""Time after the last day of its cycle in which somebody can still check in."""


class DateImpossible(Rule):
    """A record of a day that is still to come, or a check-in from before or long after its cycle.

    ## What it does

    Finds records with a `date` that has begun nowhere on Earth yet, and check-ins with one before the first day of
    their cycle or more than 30 days after its last. Where it is a day ahead of today it counts from its day on.
    Agreements may come before the cycle, grades and corrections at any time after it. In a record that a change adds it
    is an error; in one that is there already a warning, which goes away with the day, or with a record that corrects
    it.

    ## Why is this bad?

    Records are put in order by their day. One of next month does not count until then; one of last year comes
    before all the others, so that what it says is never shown as the latest.

    ## Example

    ```yaml okrs/2026-Q4/check-ins/2026-01-12-bo.yaml
    by: bo
    date: 2026-01-12
    key_results:
      content/organic-pipeline/pillar-posts:
        value: 1
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/check-ins/2026-10-12-bo.yaml
    by: bo
    date: 2026-10-12
    key_results:
      content/organic-pipeline/pillar-posts:
        value: 1
    ```

    ## Where this comes from

    Ours: every January somebody writes last year's number.
    """

    code = "CHK004"
    name = "date-impossible"
    severity = Severity.WARNING
    needs_policy = True

    def check_record(self, record: RecordNode[Any], location: Location, context: Context) -> Iterator[Finding]:
        """One finding at the date of a record that none corrects."""
        cycle = context.plan.calendar.cycle(record.cycle)
        if cycle is None or record.file in context.corrected_records:
            return
        day = record.content.date
        if day > latest_day_on_earth(context.today):
            yield self._finding_at_date(
                record,
                f"the date of this {location.kind}, {day}, is still to come",
                "write the day on which it was true, here and in the name of the file; "
                f"once merged there is nothing to do: it counts from {day} on",
                f"after today, {context.today}",
            )
        elif location.kind is FileKind.CHECK_IN:
            yield from self._check_in_findings(record, cycle)

    def adjust_for_change(self, finding: Finding, base: Context, head: Context) -> Finding:
        """An error in a record that the change adds."""
        return as_error_if_new(finding, base, head)

    def _check_in_findings(self, record: RecordNode[Any], cycle: Cycle) -> Iterator[Finding]:
        day = record.content.date
        if day < cycle.start:
            yield self._finding_at_date(
                record,
                f"this check-in is of {day}, before {cycle.name} starts on {cycle.start}",
                f"write the day on which it was true, here and in the name of the file; {correction_hint(record.name)}",
                f"before {cycle.name}",
            )
        elif day > cycle.end + AFTER_END and record.content.corrects is None:
            yield self._finding_at_date(
                record,
                f"this check-in is of {day}, more than {AFTER_END.days} days after {cycle.name} ended on {cycle.end}",
                "report on the cycle that runs, or say in a grade how this one ended; "
                f"if only the day is wrong, write the right one; {correction_hint(record.name)}",
                f"long after {cycle.name}",
            )

    def _finding_at_date(self, record: RecordNode[Any], message: str, help: str, label: str) -> Finding:
        return self.finding(message, help, subject=record.file, place=Place(record.file, ("date",)), label=label)
