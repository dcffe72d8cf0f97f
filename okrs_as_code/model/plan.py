"""The plan: every objective and key result of every cycle, under complete ids, with what points to what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from okrs_as_code.model.cycle import Calendar, Cycle
from okrs_as_code.model.directory import Directory, accountable
from okrs_as_code.model.files.config import Cadence, Config
from okrs_as_code.model.files.objective import Alignment, KeyResult, Objective
from okrs_as_code.model.files.record import AgreementEntry, CheckInEntry, GradeEntry
from okrs_as_code.model.terms import CanonicalTerms, quoted_terms, terms_of
from okrs_as_code.model.timeline import RecordEntry, RecordNode, entries_by_key_result


@dataclass(frozen=True, eq=False, slots=True)
class KeyResultNode:
    """A key result in its place. `id` is complete: `cycle/team/objective/key-result`."""

    id: str
    content: KeyResult
    position: int
    objective: ObjectiveNode

    @property
    def file(self) -> str:
        """The file it is written in."""
        return self.objective.file

    @property
    def path(self) -> tuple[str | int, ...]:
        """Where in the file it is written."""
        return ("key_results", self.position)

    @property
    def cycle(self) -> Cycle:
        """The cycle it belongs to."""
        return self.objective.cycle

    @property
    def owner(self) -> str:
        """The one accountable person: the owner, or the lead of an owning team."""
        return accountable(self.content.owner)

    @property
    def start(self) -> date:
        """Its first day."""
        return self.content.start or self.cycle.start

    @property
    def due(self) -> date:
        """Its last day."""
        return self.content.due or self.cycle.end

    @property
    def short_id(self) -> str:
        """The id without the cycle."""
        return f"{self.objective.short_id}/{self.content.id}"


@dataclass(frozen=True, eq=False, slots=True)
class ObjectiveNode:
    """An objective in its place. `id` is complete: `cycle/team/objective`.

    `ids` names all its key results, also those whose content did not fit; `key_results` holds those that did.
    """

    id: str
    file: str
    cycle: Cycle
    team: str
    slug: str
    content: Objective
    ids: tuple[str, ...]
    key_results: tuple[KeyResultNode, ...] = ()
    broken: bool = False
    """Whether something in the file did not fit, so that counts over it are not the whole truth."""
    written: int | None = None
    """How many key results are written, those that do not fit included; None where that is not known."""

    @property
    def short_id(self) -> str:
        """The id without the cycle."""
        return f"{self.team}/{self.slug}"

    @property
    def above(self) -> str | None:
        """How the objective above is named, whatever the form."""
        aligned = self.content.aligned_to
        return aligned.objective if isinstance(aligned, Alignment) else aligned

    @property
    def weight(self) -> float | None:
        """The weight with which it is written that this one counts in the objective above; None if it does not."""
        aligned = self.content.aligned_to
        return aligned.weight if isinstance(aligned, Alignment) and aligned.contributes else None

    @property
    def contributes(self) -> bool:
        """Whether it is written that this one counts in the objective above."""
        return self.weight is not None


@dataclass(frozen=True)
class Plan:
    """Everything that was written, as one picture. Ids that are asked for resolve through `formerly`."""

    config: Config = field(default_factory=Config)
    directory: Directory = field(default_factory=Directory)
    objectives: Mapping[str, ObjectiveNode] = field(default_factory=dict)
    unreadable_objectives: frozenset[str] = frozenset()
    """Complete ids of objectives whose file could not be read."""
    check_ins: tuple[RecordNode[CheckInEntry], ...] = ()
    agreements: tuple[RecordNode[AgreementEntry], ...] = ()
    grades: tuple[RecordNode[GradeEntry], ...] = ()

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar of the fiscal year."""
        return Calendar.of(self.config)

    @cached_property
    def cycles(self) -> tuple[Cycle, ...]:
        """All cycles that have an objective, the earliest first, a year before its quarters."""
        found = {node.cycle.name: node.cycle for node in self.objectives.values()}
        return tuple(sorted(found.values(), key=lambda cycle: (cycle.start, not cycle.is_year, cycle.name)))

    @cached_property
    def key_results(self) -> Mapping[str, KeyResultNode]:
        """All key results that fit, by complete id."""
        return {node.id: node for objective in self.objectives.values() for node in objective.key_results}

    def in_cycle(self, cycle: str) -> tuple[ObjectiveNode, ...]:
        """The objectives of a cycle, by team and id."""
        return self._by_cycle.get(cycle, ())

    def of_team(self, cycle: str, team: str) -> tuple[ObjectiveNode, ...]:
        """The team's own objectives in a cycle, by id; the team may be named by a former id."""
        return self._by_team.get((cycle, self.directory.resolve_team(team)), ())

    @cached_property
    def _by_team(self) -> Mapping[tuple[str, str], tuple[ObjectiveNode, ...]]:
        found: dict[tuple[str, str], list[ObjectiveNode]] = {}
        for cycle, nodes in self._by_cycle.items():
            for node in nodes:
                found.setdefault((cycle, self.directory.resolve_team(node.team)), []).append(node)
        return {key: tuple(nodes) for key, nodes in found.items()}

    @cached_property
    def _by_cycle(self) -> Mapping[str, tuple[ObjectiveNode, ...]]:
        found: dict[str, list[ObjectiveNode]] = {}
        for node in sorted(self.objectives.values(), key=lambda node: (node.team, node.slug)):
            found.setdefault(node.cycle.name, []).append(node)
        return {cycle: tuple(nodes) for cycle, nodes in found.items()}

    @cached_property
    def _former_objectives(self) -> Mapping[str, str]:
        return {
            f"{node.cycle.name}/{old}": node.id for node in self.objectives.values() for old in node.content.formerly
        }

    def objective_ids(self, node: ObjectiveNode) -> tuple[str, ...]:
        """Every complete id that an objective has or had, also through its team; today's first."""
        former = (f"{node.cycle.name}/{old}" for old in node.content.formerly)
        return tuple(self.directory.alike(dict.fromkeys((node.id, *former))))

    def resolve_objective(self, ref: str, cycle: Cycle) -> str | None:
        """The complete id that a reference means: in its own cycle, then in the year that contains it.

        Follows `formerly` of objectives and teams. None where it names nothing.
        """
        parts = ref.split("/")
        if len(parts) == 3:
            return self._objective_in(parts[0], parts[1], parts[2])
        found = self._objective_in(cycle.name, parts[0], parts[1])
        if found is None and not cycle.is_year:
            found = self._objective_in(cycle.year, parts[0], parts[1])
        return found

    def _objective_in(self, cycle: str, team: str, slug: str) -> str | None:
        for key in (f"{cycle}/{team}/{slug}", f"{cycle}/{self.directory.resolve_team(team)}/{slug}"):
            if key in self.objectives or key in self.unreadable_objectives:
                return key
            if key in self._former_objectives:
                return self._former_objectives[key]
        return None

    def resolve_key_result(self, ref: str, cycle: Cycle) -> str | None:
        """The complete id of a key result, also of one whose content did not fit; None where there is none."""
        above, _, own = ref.rpartition("/")
        objective = self.resolve_objective(above, cycle)
        node = self.objectives.get(objective) if objective is not None else None
        if objective is None or (node is None and objective not in self.unreadable_objectives):
            return None
        if node is None or own in node.ids:
            return f"{objective}/{own}"
        return next((found.id for found in node.key_results if own in found.content.formerly), None)

    def parent(self, node: ObjectiveNode) -> ObjectiveNode | None:
        """The objective above, if it could be read."""
        if node.above is None:
            return None
        found = self.resolve_objective(node.above, node.cycle)
        return self.objectives.get(found) if found is not None else None

    @cached_property
    def children(self) -> Mapping[str, tuple[ObjectiveNode, ...]]:
        """The objectives aligned to each objective, contributing or not, in the order of their ids."""
        found: dict[str, list[ObjectiveNode]] = {}
        for _, node in sorted(self.objectives.items()):
            parent = self.parent(node)
            if parent is not None:
                found.setdefault(parent.id, []).append(node)
        return {parent: tuple(nodes) for parent, nodes in found.items()}

    @cached_property
    def loops(self) -> frozenset[str]:
        """Ids of objectives whose link upwards lies on a loop."""
        settled: set[str] = set()
        looping: set[str] = set()
        for node in self.objectives.values():
            trail: dict[str, None] = {}
            current: ObjectiveNode | None = node
            while current is not None and current.id not in settled and current.id not in trail:
                trail[current.id] = None
                current = self.parent(current)
            if current is not None and current.id in trail:
                names = list(trail)
                looping.update(names[names.index(current.id) :])
            settled.update(trail)
        return frozenset(looping)

    def contributors_to(self, node: ObjectiveNode) -> tuple[ObjectiveNode, ...]:
        """The objectives that count in this one's progress: of its cycle, `contributes`, on no loop."""
        return tuple(child for child in self.children.get(node.id, ()) if self.contributes(child))

    def contributes(self, node: ObjectiveNode) -> bool:
        """Whether this objective counts in the progress of the one above."""
        if not node.contributes or node.id in self.loops:
            return False
        parent = self.parent(node)
        return parent is not None and parent.cycle.name == node.cycle.name

    def cadence(self, node: KeyResultNode) -> Cadence:
        """How often a check-in is needed: the key result's own word, its objective's, else the policy."""
        own = node.content.check_ins or node.objective.content.check_ins
        return own or ("month" if node.cycle.is_year else self.config.check_ins.every)

    def terms(self, node: KeyResultNode) -> CanonicalTerms:
        """The terms of a key result as they stand."""
        return terms_of(node.content, node.objective.content.commitment, node.due, self.directory.resolve_team)

    def quoted(self, entry: AgreementEntry, node: KeyResultNode) -> CanonicalTerms:
        """The terms of a key result as an agreement quotes them; they equal `terms` where it is current."""
        return quoted_terms(entry.terms, node.cycle.end, self.directory.resolve_team)

    @cached_property
    def check_ins_of(self) -> Mapping[str, tuple[RecordEntry[CheckInEntry], ...]]:
        """Check-in entries by the complete id of their key result, unordered; see `timeline`."""
        return entries_by_key_result(self.check_ins, self._resolve_in)

    @cached_property
    def agreements_of(self) -> Mapping[str, tuple[RecordEntry[AgreementEntry], ...]]:
        """Agreement entries by the complete id of their key result."""
        return entries_by_key_result(self.agreements, self._resolve_in)

    @cached_property
    def grades_of(self) -> Mapping[str, tuple[RecordEntry[GradeEntry], ...]]:
        """Grade entries by the complete id of their key result."""
        return entries_by_key_result(self.grades, self._resolve_in)

    def _resolve_in(self, ref: str, cycle_name: str) -> str | None:
        cycle = self.calendar.cycle(cycle_name)
        return self.resolve_key_result(ref, cycle) if cycle is not None else None
