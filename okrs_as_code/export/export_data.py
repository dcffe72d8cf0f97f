"""The data of an export: what is known of a repository on a day, limited to some cycles."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.lookup import default_cycle
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.goals.unreadable import UnreadableElement, UnreadableKind
from okrs_as_code.model.grading import scores
from okrs_as_code.model.progress.roll_up import RollUps
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.model.timeline import EntryPlace
from okrs_as_code.workspace.loader import Workspace


@dataclass(frozen=True)
class ExportOrigin:
    """The origin of an export: a commit, None outside of git, and whether files in `okrs/` differ from it."""

    commit: str | None
    has_changes: bool


@dataclass(frozen=True)
class ReadableKeyResult:
    """A key result that can be read, with all that is known of it."""

    node: KeyResultNode
    standing: KeyResultStanding
    stale_on: date
    """The first day on which it is stale if nobody checks in any more; `date.max` for none."""
    terms: str
    fingerprint: str


@dataclass(frozen=True)
class UnreadableKeyResult:
    """A key result of which only the id, and where it is written, is known."""

    id: str
    position: int | None
    file: str
    title: str | None = None
    owner: str | None = None


@dataclass(frozen=True)
class ExportData:
    """All that the tables are made of."""

    workspace: Workspace
    assessment: Assessment
    origin: ExportOrigin
    cycle: Cycle | None
    """The only cycle of which there are goals and records; None for all."""
    details: Collection[str] = ()
    signed: Container[EntryPlace] = ()
    """The agreements whose signature holds."""

    @property
    def plan(self) -> Plan:
        """The plan of the workspace."""
        return self.workspace.plan

    @property
    def today(self) -> date:
        """The day of the export."""
        return self.assessment.today

    @cached_property
    def scores(self) -> RollUps:
        """The averages of grades."""
        return scores(self.assessment)

    @cached_property
    def current_cycle(self) -> str:
        """The name of the cycle that is now."""
        return default_cycle(self.plan, self.today).name

    @cached_property
    def cycles(self) -> tuple[Cycle, ...]:
        """The cycles of the export, the earliest first."""
        return self.plan.cycles if self.cycle is None else (self.cycle,)

    def has_cycle(self, name: str) -> bool:
        """Whether goals of a cycle are in the export."""
        return self.cycle is None or self.cycle.name == name

    @cached_property
    def objectives(self) -> tuple[ObjectiveNode, ...]:
        """The objectives that can be read, at least in part, by cycle, team and id."""
        return tuple(node for cycle in self.cycles for node in self.plan.in_cycle(cycle.name))

    @cached_property
    def unreadable_objectives(self) -> Mapping[str, UnreadableElement]:
        """The objectives of which nothing but the place can be read, by id."""
        return {
            element.subject: element
            for element in self.plan.unreadable
            if element.subject in self.plan.unreadable_objectives and self.has_cycle(element.cycle)
        }

    @cached_property
    def key_results(self) -> tuple[ReadableKeyResult, ...]:
        """The key results that can be read, in the order of their objectives."""
        return tuple(self._readable(node) for objective in self.objectives for node in objective.key_results)

    def _readable(self, node: KeyResultNode) -> ReadableKeyResult:
        terms = self.plan.terms(node)
        stale_on = self.assessment.run(node).on(self.today).stale_on
        return ReadableKeyResult(node, self.assessment.key_result(node), stale_on, terms.text, terms.fingerprint)

    @cached_property
    def unreadable_key_results(self) -> Mapping[str, UnreadableKeyResult]:
        """The key results that cannot be read and have a known id, also from records, by id."""
        found: dict[str, UnreadableKeyResult] = {}
        for element in self._unreadable_of_plan:
            if element.kind is UnreadableKind.KEY_RESULT and "#" not in element.subject and element.objective:
                key_result = UnreadableKeyResult(
                    element.subject, element.position, element.file, element.title, element.owner
                )
                found.setdefault(element.subject, key_result)
        for id_ in self._named_key_results():
            objective = id_.rpartition("/")[0]
            if id_ not in self.plan.key_results and self.has_cycle(id_.split("/")[0]):
                found.setdefault(id_, UnreadableKeyResult(id_, None, self._file_of(objective)))
        return found

    def _file_of(self, objective: str) -> str:
        node = self.plan.objectives.get(objective)
        return node.file if node is not None else self.unreadable_objectives[objective].file

    def _named_key_results(self) -> Iterator[str]:
        """Yields the ids of key results to which records and alignments lead."""
        plan = self.plan
        for entries in (plan.check_ins_of, plan.agreements_of, plan.grades_of):
            yield from filter(None, entries)
        for objective in self.objectives:
            for entry in objective.alignments:
                id_ = plan.resolve_goal(entry.ref, objective.cycle)
                if id_ is not None and id_.count("/") > 2:
                    yield id_

    @cached_property
    def unreadable(self) -> tuple[UnreadableElement, ...]:
        """All that cannot be read and is of the cycles, or may be, and of the backlog."""
        return (*self._unreadable_of_plan, *self.workspace.backlog.unreadable)

    @property
    def _unreadable_of_plan(self) -> tuple[UnreadableElement, ...]:
        return self.plan.unreadable.within(self.cycle.name if self.cycle is not None else None)

    def has_key_result(self, id_: str | None) -> bool:
        """Whether the export has a row of a key result."""
        if id_ is None or not self.has_cycle(id_.split("/")[0]):
            return False
        return id_ in self.plan.key_results or id_ in self.unreadable_key_results

    def has_objective(self, id_: str | None) -> bool:
        """Whether the export has a row of an objective."""
        if id_ is None or not self.has_cycle(id_.split("/")[0]):
            return False
        return id_ in self.plan.objectives or id_ in self.unreadable_objectives
