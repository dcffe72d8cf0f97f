"""The grades and check-ins that a cycle still needs before it is closed, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.goals.unreadable import UnreadableElement, UnreadableKind
from okrs_as_code.model.grading import graded_from
from okrs_as_code.model.progress.progress import COUNTED_AFTER_END
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.model.tasks import responsible
from okrs_as_code.report.site_data import SiteData


@dataclass(frozen=True)
class ClosingView:
    """A cycle that is being closed: each of its key results needs a grade, or is dropped."""

    site: SiteData
    cycle: Cycle

    @cached_property
    def key_results(self) -> tuple[KeyResultStanding, ...]:
        """All key results that could be read."""
        return self.site.cycle_data(self.cycle).key_results

    @cached_property
    def unreadable(self) -> tuple[UnreadableElement, ...]:
        """The unreadable elements of the cycle, so that key results or their grades may be missing here."""
        kinds = (UnreadableKind.OBJECTIVE, UnreadableKind.KEY_RESULT, UnreadableKind.CHECK_IN, UnreadableKind.GRADE)
        elements = self.site.plan.unreadable.within(self.cycle.name)
        return tuple(element for element in elements if element.cycle and element.kind in kinds)

    @property
    def to_grade(self) -> tuple[KeyResultStanding, ...]:
        """The key results without a grade."""
        return tuple(standing for standing in self.key_results if standing.grade is None)

    @property
    def to_check_in(self) -> tuple[KeyResultStanding, ...]:
        """The key results without a grade whose last check-in is missing, while it would still count."""
        if self.site.today > self.check_ins_until:
            return ()
        return tuple(
            standing for standing in self.to_grade if standing.status is Status.STALE or standing.latest is None
        )

    @property
    def check_ins_until(self) -> date:
        """The last day whose check-ins count, on any key result."""
        ends = (standing.node.end for standing in self.key_results)
        return max(ends, default=self.cycle.end) + COUNTED_AFTER_END

    @property
    def graded_from(self) -> date:
        """The first day on which its key results can be graded."""
        return graded_from(self.cycle.end)

    @property
    def is_closed(self) -> bool:
        """Whether each key result has a grade or is dropped, and no objective or key result is unreadable.

        A record that cannot be read does not count: the grade that it was to be is missing, or another took its place.
        """
        return self.site.cycle_data(self.cycle).is_closed

    @property
    def has_page(self) -> bool:
        """Whether the cycle has a retrospective page: it is over or closed, and had a key result."""
        return self.site.cycle_data(self.cycle).has_retrospective

    def by_person(self, standings: Iterable[KeyResultStanding]) -> Mapping[str, tuple[KeyResultStanding, ...]]:
        """Key results by the person who has to act, the owner where nobody can be asked.

        People come by id, so that nobody is first for having more.
        """
        groups: dict[str, list[KeyResultStanding]] = {}
        for standing in standings:
            person = responsible(self.site.plan, standing.node, self.site.today) or standing.node.owner
            groups.setdefault(person, []).append(standing)
        return {person: tuple(groups[person]) for person in sorted(groups)}


def latest_to_close(site: SiteData) -> Cycle | None:
    """The latest cycle that ended and is not closed, the shorter one of two; else one that can be graded already."""
    cycles = sorted(site.cycles, key=lambda cycle: (cycle.end, cycle.start), reverse=True)
    begun = (cycle for cycle in cycles if graded_from(cycle.end) <= site.today)
    graded = [cycle for cycle in begun if not ClosingView(site, cycle).is_closed]
    return next((cycle for cycle in graded if cycle.end < site.today), graded[-1] if graded else None)
