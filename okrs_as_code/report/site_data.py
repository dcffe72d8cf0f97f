"""The data of a site of pages on one day, and the paths of its pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TypeVar, cast

from okrs_as_code.finding import Finding
from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.grading import scores
from okrs_as_code.model.grouping import group_pairs
from okrs_as_code.model.history.activity import ONE_WEEK, Activity, activity
from okrs_as_code.model.history.activity_change import ActivityChange
from okrs_as_code.model.history.course import Courses
from okrs_as_code.model.history.strip import Strip, strip
from okrs_as_code.model.progress.progress import COUNTED_AFTER_END
from okrs_as_code.model.progress.roll_up import RollUps
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.model.tasks import Task, tasks
from okrs_as_code.report.cycle_data import CycleData
from okrs_as_code.report.forge_links import ForgeLinks
from okrs_as_code.report.inline import EMPTY, Inline, text
from okrs_as_code.report.page_form import MARKDOWN, PageForm
from okrs_as_code.review.changes.goal_moves import GoalMoves, goal_moves
from okrs_as_code.signing.verification import check_signatures
from okrs_as_code.workspace.loader import Workspace
from okrs_as_code.workspace.snapshot import BackdatedRecord

T = TypeVar("T")


class SiteData:
    """The plan, its assessment and the links of a site, on one day.

    `since` is the day that changes are counted from, a week before `today` by default.
    `prefix` is the root's path in the repository, ending in `/` or empty; `branch` is the one to link to. Signatures
    are checked under agreements of `key_results`, by default of all. Raises OkrsError where ssh-keygen is needed for
    that and cannot be run.

    `earlier_goals` gives the goals of a cycle on its first day, as far as they are known, `arrived` the days on which
    records came to the main branch since `since`, by file, and `follow_ups` the questions that the numbers raise.

    Without `with_people` nothing on its pages comes from a person: no names, nothing that people said, and no links by
    which they act. Titles, and the names of teams, stay.
    """

    def __init__(
        self,
        workspace: Workspace,
        today: date,
        prefix: str = "",
        back_dated: tuple[BackdatedRecord, ...] = (),
        key_results: Sequence[KeyResultNode] | None = None,
        branch: str | None = None,
        form: PageForm = MARKDOWN,
        since: date | None = None,
        *,
        with_people: bool = True,
        earlier_goals: Callable[[Cycle], Plan | None] = lambda _: None,
        arrived: Callable[[date], Mapping[str, date]] = lambda _: {},
        follow_ups: Callable[[Assessment], Sequence[Finding]] = lambda _: (),
    ) -> None:
        self.form = form
        self.with_people = with_people
        self.paths = form.paths
        self.workspace = workspace
        self.today = today
        self.since = since if since is not None else today - ONE_WEEK
        self.back_dated = back_dated
        self.plan: Plan = workspace.plan
        self.directory = self.plan.directory
        self.signatures = check_signatures(self.plan, workspace.signers, workspace.signature_statuses, key_results)
        self.assessment = Assessment(self.plan, today, self.signatures.valid)
        self.forge_links = ForgeLinks.of(self.plan.config, prefix, branch) if with_people else None
        self._cycle_data: dict[str, CycleData] = {}
        self._earlier_goals = earlier_goals
        self._goal_moves: dict[str, GoalMoves | None] = {}
        self._strips: dict[str, Strip] = {}
        self._shared: dict[tuple[object, str], object] = {}
        self._find_arrivals = arrived
        self._find_follow_ups = follow_ups
        self._activities: dict[str, Activity] = {}
        self._changes: dict[str, Mapping[str, tuple[ActivityChange, ...]]] = {}

    @property
    def title(self) -> str:
        """The name of the organization, or "OKRs"."""
        return self.plan.config.organization or "OKRs"

    @cached_property
    def scores(self) -> RollUps:
        """The averages of grades, each computed once."""
        return scores(self.assessment)

    @cached_property
    def cycles(self) -> tuple[Cycle, ...]:
        """The cycles that have an objective, the latest first, and before those that they lie in."""
        return tuple(reversed(self.plan.cycles))

    def cycle_data(self, cycle: Cycle) -> CycleData:
        """The data of one cycle, computed once."""
        if cycle.name not in self._cycle_data:
            self._cycle_data[cycle.name] = CycleData(self.assessment, cycle, lambda: self._asked_in(cycle))
        return self._cycle_data[cycle.name]

    def goal_moves(self, cycle: Cycle) -> GoalMoves | None:
        """How the goals of a cycle moved since its first day, computed once; None where nobody knows."""
        if cycle.name not in self._goal_moves:
            earlier = self._earlier_goals(cycle)
            self._goal_moves[cycle.name] = goal_moves(earlier, self.plan, cycle) if earlier is not None else None
        return self._goal_moves[cycle.name]

    @cached_property
    def _arrived(self) -> Mapping[str, date]:
        return self._find_arrivals(self.since)

    def activity(self, cycle: Cycle) -> Activity:
        """The changes in a cycle since the day that it is compared with, computed once."""
        if cycle.name not in self._activities:
            data = self.cycle_data(cycle)
            nodes = (standing.node for standing in data.key_results)
            objectives = (standing.node for standing in data.objectives)
            self._activities[cycle.name] = activity(
                self.assessment, nodes, self.since, self._arrived, objectives=objectives
            )
        return self._activities[cycle.name]

    def changes(self, cycle: Cycle) -> Mapping[str, tuple[ActivityChange, ...]]:
        """The changes of that activity by the id of what they are about, grouped once."""
        if cycle.name not in self._changes:
            self._changes[cycle.name] = group_pairs((one.subject, one) for one in self.activity(cycle).changes)
        return self._changes[cycle.name]

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks of all people, computed once."""
        return tasks(self.assessment)

    @cached_property
    def tasks_by_person(self) -> Mapping[str | None, tuple[Task, ...]]:
        """The tasks of each person; for None those that fall to nobody."""
        return group_pairs((task.person, task) for task in self.tasks)

    def _asked_in(self, cycle: Cycle) -> frozenset[str]:
        """The people for whom something of a cycle waits."""
        return frozenset(task.person for task in self.tasks if task.person is not None and task.cycle == cycle.name)

    @cached_property
    def tasks_by_team(self) -> Mapping[str, tuple[Task, ...]]:
        """The tasks on the goals of each team, also on those that cannot be read."""
        teams = {node.id: node.team for node in self.plan.objectives.values()}
        teams |= {node.id: node.objective.team for node in self.plan.key_results.values()}
        unreadable = {(element.subject, element.title): element.team for element in self.plan.unreadable}
        return group_pairs(
            (teams.get(task.subject) or unreadable.get((task.subject, task.text or ""), ""), task)
            for task in self.tasks
        )

    @cached_property
    def follow_ups(self) -> Mapping[str, tuple[Finding, ...]]:
        """The questions that the numbers raise, by the id of what they are about, each found once."""
        return group_pairs((finding.subject, finding) for finding in self._find_follow_ups(self.assessment))

    def said(self, words_of_a_person: str | None) -> Inline:
        """Words of a person in a record; empty where nothing was said, and on pages without people."""
        return text(words_of_a_person) if words_of_a_person is not None and self.with_people else EMPTY

    def shared(self, make: Callable[[SiteData, KeyResultStanding], T], standing: KeyResultStanding) -> T:
        """The value that `make` makes of a key result, made once for all pages."""
        key = make, standing.node.id
        if key not in self._shared:
            self._shared[key] = make(self, standing)
        return cast("T", self._shared[key])

    def strip(self, node: KeyResultNode) -> Strip:
        """The strip of a key result, computed once."""
        if node.id not in self._strips:
            self._strips[node.id] = strip(self.assessment.run(node), self.today)
        return self._strips[node.id]

    @cached_property
    def courses(self) -> Courses:
        """The courses of objectives, each computed once."""
        return Courses(self.assessment)

    def is_open(self, node: KeyResultNode) -> bool:
        """Whether check-ins on a key result are still expected: it runs, or ended so shortly before that they count."""
        return max(node.start, node.cycle.start) <= self.today <= node.end + COUNTED_AFTER_END
