"""FMT015: a time zone, days off or days of messages that nothing can follow."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.filenames import CONFIG_FILE
from okrs_as_code.finding import Finding, KeyPath, Place, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.cycles.message_days import DAYS_TO_REMINDER
from okrs_as_code.model.files.base import WEEKDAYS
from okrs_as_code.nearest import did_you_mean, nearest
from okrs_as_code.time_zone import time_zone, zone_names


class PolicyImpossible(Rule):
    """The time zone, the days off or the days of messages in the policy cannot be followed.

    ## What it does

    Finds in `okrs/config.yaml` a `timezone` that is no name of the IANA time zone database, `days_off` with all seven
    days of the week, and a `digest` whose `reminder` is less than two days after its `day`.

    ## Why is this bad?

    Each of these is passed over: the day is the machine's, the weekdays are no days off, and no reminder goes out. A
    check-in would count on another day than the team thinks.

    ## Example

    ```yaml okrs/config.yaml
    timezone: Berlin
    ```

    ## Use instead

    ```yaml okrs/config.yaml
    timezone: Europe/Berlin
    ```

    ## Where this comes from

    Ours: a team works in one day at a time, and names it.
    """

    code = "FMT015"
    name = "policy-impossible"
    severity = Severity.ERROR
    all_cycles = True

    def check_workspace(self, context: Context) -> Iterator[Finding]:
        """One finding for each part of the policy."""
        config = context.plan.config
        if config.timezone is not None and time_zone(config.timezone) is None:
            yield self._finding(
                f'"{config.timezone}" is no time zone',
                f"{_zone_suggestion(config.timezone)}name a region and a city, such as Europe/Berlin, or UTC",
                ("timezone",),
                "the day is that of the machine",
            )
        if set(WEEKDAYS) <= {day for day in config.days_off if isinstance(day, str)}:
            yield self._finding(
                "every day of the week is a day off, so nothing would ever be due",
                "leave out the days on which you work",
                ("days_off",),
                "no weekday is taken for a day off",
            )
        digest = config.digest
        if digest.reminder is not None and not _is_after(digest.day, digest.reminder):
            yield self._finding(
                f"a reminder on {digest.reminder} is less than two days after messages on {digest.day}",
                f"write a day from {_weekday(digest.day, DAYS_TO_REMINDER)} to {_weekday(digest.day, 6)}, or none",
                ("digest", "reminder"),
                "no reminder goes out",
            )

    def _finding(self, message: str, remedy: str, path: KeyPath, label: str) -> Finding:
        return self.finding(
            message, remedy, subject=CONFIG_FILE, place=Place(CONFIG_FILE, path), label=label, detail=str(path[0])
        )


def _zone_suggestion(written: str) -> str:
    """`did you mean "x"? `, where one zone alone has the city that is written, or one is near."""
    name = written.strip().replace(" ", "_")
    same = [zone for zone in zone_names() if name.casefold() in (zone.casefold(), zone.rpartition("/")[2].casefold())]
    near = same[0] if len(same) == 1 else nearest(name, zone_names())
    return did_you_mean(near)


def _is_after(day: str, reminder: str) -> bool:
    return (WEEKDAYS.index(reminder) - WEEKDAYS.index(day)) % len(WEEKDAYS) >= DAYS_TO_REMINDER


def _weekday(day: str, offset: int) -> str:
    return WEEKDAYS[(WEEKDAYS.index(day) + offset) % len(WEEKDAYS)]
