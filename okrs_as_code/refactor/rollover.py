"""Carries key results over into another cycle, or into the backlog: those for which that was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.cycles.cycle_name import cycle_name_remedy
from okrs_as_code.model.goals.backlog import BACKLOG
from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.nearest import one_of, suggestion
from okrs_as_code.records.carried_to import CarriedToCorrection, carried_to_corrections
from okrs_as_code.refactor.carry_over import CarriedObjective, CarryOverWriter, carried_reference
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.trees.file_change import FileChange


@dataclass
class Rollover:
    """The objectives that are carried into another cycle; nothing is written yet.

    `shelved` are those of which key results go to the backlog, and `ending` those that end, all of whose key results
    were decided upon and none of which goes on.
    `refused` names what could not be carried and why, `notes` whatever else is not carried.
    """

    carried: list[CarriedObjective] = field(default_factory=list)
    shelved: list[CarriedObjective] = field(default_factory=list)
    ending: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    corrections: tuple[CarriedToCorrection, ...] = ()
    """Corrections that say to where each key result was carried, by all authors of the grades."""

    @property
    def changes(self) -> tuple[FileChange, ...]:
        """The changes that write all new files: objectives, and corrections in the names of those who graded."""
        files = [(objective.path, objective.content) for objective in (*self.carried, *self.shelved)]
        files += [(correction.path, correction.record.text.encode()) for correction in self.corrections]
        return tuple(FileChange(path, None, content) for path, content in files)


def roll_over(
    repository: Repository,
    start: str,
    into: str,
    today: date,
    team: str | None = None,
    faults: Mapping[str, str] = MappingProxyType({}),
) -> Rollover:
    """Carries a cycle over into a later one, for one team or for all.

    `faults` has a reason for each new file that would not be valid, by its path; those are not carried.

    Raises OkrsError for a name that is no cycle, or none that follows the first, and for an unknown team.
    """
    repository.workspace.require_policy()
    plan = repository.workspace.plan
    before, after = _cycles(plan, start, into)
    return _CycleRollover(repository, before, after, today, faults).roll_over(_known_team(plan, team))


def _cycles(plan: Plan, start: str, into: str) -> tuple[Cycle, Cycle]:
    before, after = plan.calendar.cycle(start), plan.calendar.cycle(into)
    if before is None or after is None:
        unknown = start if before is None else into
        raise OkrsError(f"`{unknown}` is no cycle", cycle_name_remedy(unknown, plan.config.cycles))
    if after.start <= before.start or before.overlies(after):
        raise OkrsError(
            f"{into} does not come after {start}", "name a cycle that starts later, and of which none lies in the other"
        )
    if not plan.in_cycle(start):
        hint = suggestion(start, [cycle.name for cycle in plan.cycles])
        raise OkrsError(f"there is no objective in {start}", f"{hint}name a cycle that has some")
    return before, after


def _known_team(plan: Plan, team: str | None) -> str | None:
    if team is None:
        return None
    if not plan.directory.knows_team(team):
        raise OkrsError(f"there is no team `{team}`", f"{one_of(team, plan.directory.teams)}name a team that is there")
    return plan.directory.resolve_team(team)


class _CycleRollover:
    """Carries the objectives of one cycle over into another."""

    def __init__(
        self, repository: Repository, before: Cycle, after: Cycle, today: date, faults: Mapping[str, str]
    ) -> None:
        self._faults = faults
        self._repository = repository
        self._plan = repository.workspace.plan
        self._assessment = Assessment(self._plan, today)
        self._before, self._after, self._today = before, after, today
        self._result = Rollover()
        self._carried_earlier: list[KeyResultStanding] = []
        """Key results that the later cycle has already, and that may lack the correction which says so."""

    def roll_over(self, team: str | None) -> Rollover:
        """Carries the objectives of all teams, or those of one."""
        directory = self._plan.directory
        nodes = [
            node
            for node in self._plan.in_cycle(self._before.name)
            if team is None or directory.resolve_team(node.team) == team
        ]
        decided = [(node, *self._decided(node)) for node in nodes]
        candidates = [(node, standings) for node, standings, _ in decided if standings]
        free = [(node, standings) for node, standings in candidates if self._is_free(node, standings)]
        planned = {self._target(node) for node, _ in free}
        planned |= {
            f"{self._target(node)}/{standing.node.content.id}"
            for node, standings in free
            for standing in standings.values()
        }
        for node, standings in free:
            self._carry(node, standings, planned)
        for node, _, standings in decided:
            if standings:
                self._shelve(node, standings)
        carried = [standing for objective in self._result.carried for standing in objective.key_results]
        carried += self._carried_earlier
        new_ids = {
            standing.node.id: f"{self._target(standing.node.objective)}/{standing.node.content.id}"
            for standing in carried
        }
        self._result.corrections = carried_to_corrections(self._repository, carried, new_ids, self._today)
        return self._result

    def _target(self, node: ObjectiveNode) -> str:
        """The id of an objective in the later cycle; a team is called as it is today."""
        return f"{self._after.name}/{self._plan.directory.resolve_team(node.team)}/{node.slug}"

    def _is_free(self, node: ObjectiveNode, standings: dict[int, KeyResultStanding]) -> bool:
        """Whether the later cycle has no such objective yet. One that was carried earlier may lack its corrections."""
        target = self._target(node)
        if not (self._repository.root / f"{OKRS_FOLDER}/{target}.yaml").exists() and not self._has_objective(target):
            return True
        carried_earlier = [
            standing for standing in standings.values() if self._has_key_result(f"{target}/{standing.node.content.id}")
        ]
        self._carried_earlier += carried_earlier
        reason = f"{target} is there already, and stays as it is"
        if len(carried_earlier) == len(standings):
            self._result.notes.append(reason)
        else:
            self._result.refused.append(f"{node.id} is not carried: {reason}")
        return False

    def _has_key_result(self, ref: str) -> bool:
        return self._plan.resolve_key_result(ref, self._after) is not None

    def _has_objective(self, ref: str) -> bool:
        return self._plan.resolve_objective(ref, self._after) is not None

    def _decided(self, node: ObjectiveNode) -> tuple[dict[int, KeyResultStanding], dict[int, KeyResultStanding]]:
        """The key results of an objective that go on, and those for later, by position; notes why others do not."""
        if node.unreadable:
            self._result.refused.append(f"{node.id} is not carried: not all of it can be read; `okrs lint` says why")
            return {}, {}
        continuing: dict[int, KeyResultStanding] = {}
        later: dict[int, KeyResultStanding] = {}
        all_decided = True
        for key_result in node.key_results:
            standing = self._assessment.key_result(key_result)
            entry = standing.grade.entry if standing.grade is not None else None
            if entry is None:
                self._result.notes.append(f"{key_result.id} is not graded, so nobody decided whether it goes on")
            elif entry.carried_to is not None:
                self._result.notes.append(f"{key_result.id} is carried to {entry.carried_to} already")
            elif entry.decision in ("keep", "modify"):
                continuing[key_result.position] = standing
            elif entry.decision == "later":
                later[key_result.position] = standing
            all_decided = all_decided and entry is not None and entry.carried_to is None
        if all_decided and not continuing and not later:
            self._result.ending.append(node.id)
        return continuing, later

    def _shelve(self, node: ObjectiveNode, standings: dict[int, KeyResultStanding]) -> None:
        """Writes an objective to the backlog, unless it is there, or was scheduled since."""
        goal = f"{BACKLOG}/{self._plan.directory.resolve_team(node.team)}/{node.slug}"
        path = f"{OKRS_FOLDER}/{goal}.yaml"
        if (self._repository.root / path).exists():
            self._result.notes.append(f"{goal} is there already, and stays as it is")
            return
        scheduled = next((cycle.name for cycle in self._plan.cycles if self._has_all(cycle, node, standings)), None)
        if scheduled is not None:
            self._result.notes.append(f"{node.id} was for later, and is in {scheduled}")
            return
        if path in self._faults:
            self._result.refused.append(f"{node.id} does not go to the backlog: {self._faults[path]}")
            return
        document = self._repository.workspace.files[node.file].document
        writer = CarryOverWriter(document, node, standings, None, self._plan, self._today)
        try:
            self._result.shelved.append(writer.write(path, {entry: entry.ref for entry in node.alignments}))
        except OkrsError as error:
            self._result.refused.append(f"{node.id} does not go to the backlog: {error.message}")

    def _has_all(self, cycle: Cycle, node: ObjectiveNode, standings: Mapping[int, KeyResultStanding]) -> bool:
        """Whether a later cycle has key results of an objective under the same ids."""
        ids = (f"{cycle.name}/{standing.node.short_id}" for standing in standings.values())
        return cycle.start > node.cycle.start and all(
            self._plan.resolve_key_result(id_, cycle) is not None for id_ in ids
        )

    def _carry(self, node: ObjectiveNode, standings: dict[int, KeyResultStanding], planned: set[str]) -> None:
        """Carries one objective; `planned` are the ids in the later cycle of all goals that are carried."""
        path = f"{OKRS_FOLDER}/{self._target(node)}.yaml"
        if path in self._faults:
            self._result.refused.append(f"{node.id} is not carried: {self._faults[path]}")
            return
        document = self._repository.workspace.files[node.file].document
        parents = self._plan.alignments.parents(node)
        found = ((parent.entry, carried_reference(parent, self._after, self._plan, planned)) for parent in parents)
        refs = {entry: ref for entry, ref in found if ref is not None}
        writer = CarryOverWriter(document, node, standings, self._after, self._plan, self._today)
        try:
            objective = writer.write(path, refs)
        except OkrsError as error:
            self._result.refused.append(f"{node.id} is not carried: {error.message}")
            return
        self._result.carried.append(objective)
        for entry in node.alignments:
            if entry not in refs:
                reason = f"{entry.ref} is not in {self._after.name}"
                what = f"not aligned to {entry.ref} any more" if refs else "aligned to nothing"
                self._result.notes.append(f"{self._target(node)} is {what}: {reason}")
