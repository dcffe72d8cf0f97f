"""Carries over into another cycle what was decided to go on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.model.assessment import Assessment, KeyResultStanding
from okrs_as_code.model.cycle import Cycle
from okrs_as_code.model.plan import ObjectiveNode, Plan
from okrs_as_code.nearest import one_of, suggestion
from okrs_as_code.records.carried_to import CarriedToCorrection, carried_to_corrections
from okrs_as_code.refactor.carry_over import CarriedObjective, CarryOverWriter
from okrs_as_code.workspace.file_change import FileChange
from okrs_as_code.workspace.repository import Repository


@dataclass
class Rollover:
    """What goes on in another cycle; nothing is written yet.

    `refused` says what could not be carried and why, `told` what else did not go along.
    """

    carried: list[CarriedObjective] = field(default_factory=list)
    ending: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    lineage: tuple[CarriedToCorrection, ...] = ()
    """Records that say to where each key result was carried, all of them; see `by`."""

    def records(
        self, by: str | None, *, for_others: bool
    ) -> tuple[list[CarriedToCorrection], list[CarriedToCorrection]]:
        """The records that one person writes, and those that are left to others, who graded."""
        own = [one for one in self.lineage if for_others or one.record.by == by]
        return own, [one for one in self.lineage if one not in own]

    def changes(self, records: list[CarriedToCorrection]) -> tuple[FileChange, ...]:
        """All new files, with these records."""
        files = [(one.path, one.content) for one in self.carried]
        files += [(one.path, one.record.text.encode()) for one in records]
        return tuple(FileChange(path, None, content) for path, content in files)


def roll_over(repository: Repository, start: str, into: str, today: date, team: str | None = None) -> Rollover:
    """What of a cycle goes on in a later one, of one team or of all.

    Raises OkrsError for what is no cycle, or not a later one of the same length, and for an unknown team.
    """
    repository.workspace.require_policy()
    plan = repository.workspace.plan
    before, after = _cycles(plan, start, into)
    return _Roller(repository, before, after, today).roll(_known_team(plan, team))


def _cycles(plan: Plan, start: str, into: str) -> tuple[Cycle, Cycle]:
    found = [plan.calendar.cycle(name) for name in (start, into)]
    before, after = found
    if before is None or after is None:
        wrong = start if before is None else into
        raise OkrsError(f"`{wrong}` is no cycle", "write a quarter such as 2027-Q1 or a year such as 2027")
    if before.is_year != after.is_year or after.start <= before.start:
        raise OkrsError(
            f"{into} does not come after {start}", "carry a quarter into a later one, a year into a later one"
        )
    if not plan.in_cycle(start):
        known = suggestion(start, [cycle.name for cycle in plan.cycles])
        raise OkrsError(f"there is no objective in {start}", f"{known}name a cycle that has some")
    return before, after


def _known_team(plan: Plan, team: str | None) -> str | None:
    if team is None:
        return None
    if not plan.directory.knows_team(team):
        raise OkrsError(f"there is no team `{team}`", f"{one_of(team, plan.directory.teams)}name a team that is there")
    return plan.directory.resolve_team(team)


class _Roller:
    def __init__(self, repository: Repository, before: Cycle, after: Cycle, today: date) -> None:
        self._repository = repository
        self._plan = repository.workspace.plan
        self._assessment = Assessment(self._plan, today)
        self._before, self._after, self._today = before, after, today
        self._result = Rollover()
        self._before_us: list[KeyResultStanding] = []

    def roll(self, team: str | None) -> Rollover:
        """All objectives, those of one team where it is given."""
        directory = self._plan.directory
        nodes = [
            node
            for node in self._plan.in_cycle(self._before.name)
            if team is None or directory.resolve_team(node.team) == team
        ]
        found = [(node, kept) for node in nodes if (kept := self._kept(node))]
        free = [(node, kept) for node, kept in found if self._is_free(node, kept)]
        planned = {self._target(node) for node, _ in free}
        for node, kept in free:
            self._carry(node, kept, planned)
        carried = [standing for one in self._result.carried for standing in one.key_results] + self._before_us
        names = {one.node.id: f"{self._target(one.node.objective)}/{one.node.content.id}" for one in carried}
        self._result.lineage = carried_to_corrections(self._repository, carried, names, self._today)
        return self._result

    def _target(self, node: ObjectiveNode) -> str:
        """Its id in the later cycle; a team is called as it is today."""
        return f"{self._after.name}/{self._plan.directory.resolve_team(node.team)}/{node.slug}"

    def _is_free(self, node: ObjectiveNode, kept: dict[int, KeyResultStanding]) -> bool:
        """Whether nothing is there yet. What was carried before only lacks the records that say so."""
        target = self._target(node)
        if not (self._repository.root / f"{OKRS_FOLDER}/{target}.yaml").exists() and self._later(target) is None:
            return True
        there = [one for one in kept.values() if self._is_there(f"{target}/{one.node.content.id}")]
        self._before_us += there
        told = f"{target} is there already, and stays as it is"
        if len(there) == len(kept):
            self._result.told.append(told)
        else:
            self._result.refused.append(f"{node.id} is not carried: {told}")
        return False

    def _is_there(self, key_result: str) -> bool:
        return self._plan.resolve_key_result(key_result, self._after) is not None

    def _later(self, target: str) -> str | None:
        return self._plan.resolve_objective(target, self._after)

    def _kept(self, node: ObjectiveNode) -> dict[int, KeyResultStanding]:
        """What goes on, by its position; says what does not."""
        if node.broken or len(node.key_results) != node.written:
            self._result.refused.append(f"{node.id} is not carried: not all of it can be read; `okrs lint` says why")
            return {}
        kept: dict[int, KeyResultStanding] = {}
        ended = True
        for key_result in node.key_results:
            standing = self._assessment.key_result(key_result)
            entry = standing.grade.entry if standing.grade is not None else None
            if entry is None:
                self._result.told.append(f"{key_result.id} is not graded, so nobody decided whether it goes on")
            elif entry.carried_to is not None:
                self._result.told.append(f"{key_result.id} is carried to {entry.carried_to} already")
            elif entry.decision in ("keep", "modify"):
                kept[key_result.position] = standing
            ended = ended and entry is not None and entry.carried_to is None
        if ended and not kept:
            self._result.ending.append(node.id)
        return kept

    def _carry(self, node: ObjectiveNode, kept: dict[int, KeyResultStanding], planned: set[str]) -> None:
        document = self._repository.workspace.files[node.file].document
        parent = self._parent(node, planned)
        carrier = CarryOverWriter(document, node, kept, self._after, self._plan.directory)
        try:
            carried = carrier.carried(f"{OKRS_FOLDER}/{self._target(node)}.yaml", parent)
        except OkrsError as error:
            self._result.refused.append(f"{node.id} is not carried: {error.message}")
            return
        self._result.carried.append(carried)
        if node.above is not None and parent is None:
            above = f"{node.above} is not in {self._after.name}"
            self._result.told.append(f"{self._target(node)} is aligned to nothing: {above}")

    def _parent(self, node: ObjectiveNode, planned: set[str]) -> str | None:
        """The objective above as it is named from the later cycle; None where it is not there."""
        above = self._plan.parent(node)
        if node.above is None or above is None:
            return None
        if above.cycle.contains(self._after):
            return node.above
        name = f"{self._plan.directory.resolve_team(above.team)}/{above.slug}"
        for cycle in self._containing():
            found = f"{cycle}/{name}"
            there = found in planned or self._later(found) is not None
            if there and (cycle == self._after.name or not node.contributes):
                return name
        return None

    def _containing(self) -> Iterator[str]:
        yield self._after.name
        if not self._after.is_year:
            yield self._after.year
