"""FMT014: declared cycles whose days make none, or whose names differ by capitals alone."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.filenames import CONFIG_FILE
from okrs_as_code.finding import Finding, Place, Related, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.cycles.cycle import Cycle, fault_of_days


class CycleDaysImpossible(Rule):
    """The days that are declared for a cycle make none, or its name differs from another's by capitals alone.

    ## What it does

    Finds entries below `cycles:` in `okrs/config.yaml` that end before they start, that have more than 400 days, or
    that start in another time than the year in their name; and two names such as `2026-c5` and `2026-C5`. Cycles may
    overlap, and leave gaps.

    ## Why is this bad?

    Without days nobody can say when a goal is due, so nothing in the folder of such a cycle is counted. Two names that
    differ by capitals alone are one folder on many machines.

    ## Example

    ```yaml okrs/config.yaml
    organization: Example Inc
    cycles:
      2026-C5: {from: 2026-10-16, until: 2026-09-07}
    ```

    ## Use instead

    ```yaml okrs/config.yaml
    organization: Example Inc
    cycles:
      2026-C5: {from: 2026-09-07, until: 2026-10-16}
    ```

    ## Where this comes from

    Ours: a cycle is a span of days, and people plan in weeks, months, quarters and years. It has a floor: policy cannot
    lower, ignore or silence it.
    """

    code = "FMT014"
    name = "cycle-days-impossible"
    severity = Severity.ERROR
    has_floor = True
    all_cycles = True

    def check_workspace(self, context: Context) -> Iterator[Finding]:
        """One finding for each fault of a declared cycle, at its name."""
        first: dict[str, str] = {}
        for name, days in context.plan.config.cycles.items():
            fault = fault_of_days(Cycle(name, days.from_, days.until))
            if fault is not None:
                yield self.finding(
                    f"cycle {name} has impossible days: {fault}",
                    "write its first day behind `from:` and its last behind `until:`, at most 400 days",
                    subject=name,
                    place=Place(CONFIG_FILE, ("cycles", name), "key"),
                    label="these days make no cycle",
                    detail="days",
                )
            namesake = first.setdefault(name.lower(), name)
            if namesake != name:
                yield self.finding(
                    f"cycles {namesake} and {name} differ by capitals alone",
                    f"give one of them another name, and rename its folder; or remove `{name}:`",
                    subject=name,
                    place=Place(CONFIG_FILE, ("cycles", name), "key"),
                    label="the same folder on many machines",
                    related=(Related(Place(CONFIG_FILE, ("cycles", namesake), "key"), "the first of them"),),
                    detail="capitals",
                )
