"""The plan: every objective and key result of every cycle, under complete ids, with the references between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from okrs_as_code.model.cycles.calendar import Calendar
from okrs_as_code.model.cycles.cycle import Cycle, in_time
from okrs_as_code.model.files.config import Cadence, Config
from okrs_as_code.model.files.record import AgreementEntry, CheckInEntry, GradeEntry, ObjectiveEntry
from okrs_as_code.model.goals.alignment import Alignments
from okrs_as_code.model.goals.goal import AlignmentEntry, KeyResultNode, ObjectiveNode, with_repeated
from okrs_as_code.model.goals.references import References
from okrs_as_code.model.goals.unreadable import UnreadableElement, UnreadableElements, UnreadableKind
from okrs_as_code.model.grouping import group_pairs
from okrs_as_code.model.people.people_directory import Directory
from okrs_as_code.model.terms import CanonicalTerms, TermsDifference, quoted_terms, same_title, terms_of
from okrs_as_code.model.timeline import RecordEntry, RecordNode, entries_by_key_result, entries_by_objective


@dataclass(frozen=True)
class Plan:
    """All files of a repository as one picture. References resolve through `formerly`."""

    config: Config = field(default_factory=Config)
    directory: Directory = field(default_factory=Directory)
    objectives: Mapping[str, ObjectiveNode] = field(default_factory=dict)
    unreadable_objectives: frozenset[str] = frozenset()
    """Complete ids of objectives whose file could not be read."""
    unreadable_elements: tuple[UnreadableElement, ...] = ()
    """The unreadable elements outside of `objectives`.

    An entry of a record has its reference as `key_result`, or as `objective` where it is about an objective.
    """
    check_ins: tuple[RecordNode[CheckInEntry], ...] = ()
    agreements: tuple[RecordNode[AgreementEntry], ...] = ()
    grades: tuple[RecordNode[GradeEntry], ...] = ()

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar of the fiscal year."""
        return Calendar.of(self.config)

    @cached_property
    def cycles(self) -> tuple[Cycle, ...]:
        """All cycles that have an objective, be it unreadable, the earliest first, and before those that lie in it."""
        cycles = {node.cycle.name: node.cycle for node in self.objectives.values()}
        for name in {element.cycle for element in self.unreadable_elements if element.is_whole_objective}:
            cycle = self.calendar.cycle(name)
            if cycle is not None:
                cycles.setdefault(name, cycle)
        return tuple(sorted(cycles.values(), key=in_time))

    def cycles_above(self, cycle: Cycle) -> tuple[Cycle, ...]:
        """The cycles with objectives in which one lies, from the shortest to the longest."""
        if cycle not in self._cycles_above:
            names = {known.name for known in self.cycles}
            above = tuple(known for known in self.calendar.containing(cycle) if known.name in names)
            self._cycles_above[cycle] = above
        return self._cycles_above[cycle]

    @cached_property
    def _cycles_above(self) -> dict[Cycle, tuple[Cycle, ...]]:
        return {}

    @cached_property
    def key_results(self) -> Mapping[str, KeyResultNode]:
        """All key results that fit, by complete id."""
        return {node.id: node for objective in self.objectives.values() for node in objective.key_results}

    @cached_property
    def unreadable(self) -> UnreadableElements:
        """Everything that cannot be read, with the place where it belongs as far as that is known."""
        in_objectives = (element for node in self.objectives.values() for element in node.unreadable)
        elements = (*map(self._placed, self.unreadable_elements), *self._entries_about_nothing())
        knows = self.directory.knows_person
        return UnreadableElements(
            element if element.owner is None or knows(element.owner) else element._replace(owner=None)
            for element in (*in_objectives, *elements)
        )

    def _entries_about_nothing(self) -> Iterator[UnreadableElement]:
        """Yields the entries of records whose key result is not there, as one with a mistyped id."""
        for kind, entries_of in (
            (UnreadableKind.CHECK_IN, self.check_ins_of),
            (UnreadableKind.CHECK_IN, self.objective_check_ins_of),
            (UnreadableKind.AGREEMENT, self.agreements_of),
            (UnreadableKind.GRADE, self.grades_of),
        ):
            for entry in entries_of.get("", ()):
                title = f"{entry.name}, about {entry.ref}, which is not there"
                yield UnreadableElement(kind, entry.file, entry.file, title, entry.file.split("/")[1])

    def _placed(self, element: UnreadableElement) -> UnreadableElement:
        """An entry of a record with the place of its key result; any other element as it is."""
        if element.kind is UnreadableKind.CHECK_IN and element.objective:
            id_ = self.references.objective_in(element.objective, element.cycle)
            if id_ is None:
                return element._replace(objective="")
            cycle, team, _ = id_.split("/")
            about = self.objectives.get(id_)
            return element._replace(cycle=cycle, team=team, objective=id_, owner=about.content.owner if about else None)
        if not element.key_result:
            return element
        id_ = self.references.key_result_in(element.key_result, element.cycle)
        if id_ is None:
            return element._replace(key_result="")
        objective, node = id_.rpartition("/")[0], self.key_results.get(id_)
        owner = node.owner if node is not None else None
        cycle, team, _ = objective.split("/")
        return element._replace(cycle=cycle, team=team, objective=objective, key_result=id_, owner=owner)

    def with_repeated(self) -> Plan:
        """The plan in which key results that share an id count as others do, to compare all that is written."""
        objectives = {node.id: with_repeated(node) for node in self.objectives.values() if node.repeated}
        return replace(self, objectives={**self.objectives, **objectives}) if objectives else self

    def unreadable_goals(self, day: date, person: str | None = None) -> tuple[UnreadableElement, ...]:
        """The key results and objectives that cannot be read, of cycles that have not ended before a day.

        With `person` only those that this person owns, or may own.
        """
        kinds = (UnreadableKind.OBJECTIVE, UnreadableKind.KEY_RESULT)
        goals = (element for element in self.unreadable.within(person=person) if element.kind in kinds)
        return tuple(goal for goal in goals if (cycle := self.calendar.cycle(goal.cycle)) is None or cycle.end >= day)

    def in_cycle(self, cycle: str) -> tuple[ObjectiveNode, ...]:
        """The objectives of a cycle, by team and id."""
        return self._by_cycle.get(cycle, ())

    def of_team(self, cycle: str, team: str) -> tuple[ObjectiveNode, ...]:
        """The team's own objectives in a cycle, by id; the team may be named by a former id."""
        return self._by_team.get((cycle, self.directory.resolve_team(team)), ())

    @cached_property
    def _by_team(self) -> Mapping[tuple[str, str], tuple[ObjectiveNode, ...]]:
        resolve_team = self.directory.resolve_team
        return group_pairs(
            ((cycle, resolve_team(node.team)), node) for cycle, nodes in self._by_cycle.items() for node in nodes
        )

    @cached_property
    def _by_cycle(self) -> Mapping[str, tuple[ObjectiveNode, ...]]:
        nodes = sorted(self.objectives.values(), key=lambda node: (node.team, node.slug))
        return group_pairs((node.cycle.name, node) for node in nodes)

    def objective_ids(self, node: ObjectiveNode) -> tuple[str, ...]:
        """Every complete id that an objective has or had, also through its team; today's first."""
        former_ids = (f"{node.cycle.name}/{former}" for former in node.content.formerly)
        return tuple(self.directory.with_aliases(dict.fromkeys((node.id, *former_ids))))

    @cached_property
    def references(self) -> References:
        """The lookup of references in the goals of this plan."""
        return References(self.calendar, self.directory, self.objectives, self.unreadable_objectives, self.cycles_above)

    def resolve_objective(self, ref: str, cycle: Cycle) -> str | None:
        """The complete id of the objective of a reference, or None; see `References`."""
        return self.references.objective(ref, cycle)

    def meant_objectives(self, ref: str, cycle: Cycle) -> tuple[str, ...]:
        """The complete ids of all objectives that a reference may mean, of which the cycles are equally long."""
        return self.references.meant_objectives(ref, cycle)

    def resolve_key_result(self, ref: str, cycle: Cycle) -> str | None:
        """The complete id of the key result of a reference, or None; see `References`."""
        return self.references.key_result(ref, cycle)

    def resolve_goal(self, ref: str, cycle: Cycle) -> str | None:
        """The complete id of the objective or key result of a reference; None where there is no such goal."""
        return self.references.goal(ref, cycle)

    @cached_property
    def alignments(self) -> Alignments:
        """The goals that the objectives are aligned to."""
        return Alignments(self.objectives, self.resolve_goal)

    def contributors_to(self, node: ObjectiveNode) -> tuple[ObjectiveNode, ...]:
        """The objectives that count in the progress of this one."""
        children = self.alignments.children.get(node.id, ())
        return tuple(child for child in children if self.counting_parent(child) is node)

    def counting_parent(self, node: ObjectiveNode) -> ObjectiveNode | None:
        """The objective in whose progress another one counts; see `Alignments.counted_in`."""
        parent = self.alignments.counted_in(node)
        return parent.objective if parent is not None else None

    def contributes(self, node: ObjectiveNode) -> bool:
        """Whether an objective counts in the progress of one above."""
        return self.alignments.counted_in(node) is not None

    def goals_above(self, node: ObjectiveNode) -> Mapping[str, AlignmentEntry]:
        """The goals above an objective by complete id; by the reference as written where that leads nowhere."""
        goals: dict[str, AlignmentEntry] = {}
        for entry in node.alignments:
            goals.setdefault(self.resolve_goal(entry.ref, node.cycle) or entry.ref, entry)
        return goals

    def cadence(self, node: KeyResultNode) -> Cadence:
        """The cadence of check-ins: by the key result, its objective, monthly in a long cycle, else by policy."""
        explicit = node.content.check_ins or node.objective.content.check_ins
        return explicit or ("month" if node.cycle.is_long else self.config.check_ins.every)

    def terms(self, node: KeyResultNode) -> CanonicalTerms:
        """The terms of a key result as they stand."""
        return terms_of(node.content, node.commitment, node.due, self.directory.resolve_team)

    def quoted(self, entry: AgreementEntry, node: KeyResultNode) -> CanonicalTerms:
        """The terms of a key result as an agreement quotes them; they equal `terms` where it is current."""
        return quoted_terms(entry.terms, self.named_end(node.cycle), self.directory.resolve_team)

    def named_end(self, cycle: Cycle) -> date | None:
        """The last day of a cycle by the calendar of its name: the `due` of an agreement that quotes none.

        None for a name of one's own. So an agreement does not follow a cycle whose days are moved.
        """
        named = self.calendar.named_cycle(cycle.name)
        return named.end if named is not None else None

    def is_current(self, entry: AgreementEntry, node: KeyResultNode) -> bool:
        """Whether an agreement is to the terms of a key result as they stand, and to its title if it quotes one."""
        return self.title_difference(entry, node) is None and self.quoted(entry, node) == self.terms(node)

    def title_difference(self, entry: AgreementEntry, node: KeyResultNode) -> TermsDifference | None:
        """The difference in the title since an agreement that quotes one; None where there is none."""
        quoted, title = entry.title, node.content.title
        return None if quoted is None or same_title(quoted, title) else TermsDifference("title", quoted, title)

    @cached_property
    def check_ins_of(self) -> Mapping[str, tuple[RecordEntry[CheckInEntry], ...]]:
        """Check-in entries by the complete id of their key result, unordered; see `timeline`."""
        return entries_by_key_result(self.check_ins, self.references.key_result_in)

    @cached_property
    def objective_check_ins_of(self) -> Mapping[str, tuple[RecordEntry[ObjectiveEntry], ...]]:
        """Entries of check-ins about an objective as a whole, by its complete id, unordered; see `timeline`."""
        return entries_by_objective(self.check_ins, self.references.objective_in)

    @cached_property
    def agreements_of(self) -> Mapping[str, tuple[RecordEntry[AgreementEntry], ...]]:
        """Agreement entries by the complete id of their key result."""
        return entries_by_key_result(self.agreements, self.references.key_result_in)

    @cached_property
    def grades_of(self) -> Mapping[str, tuple[RecordEntry[GradeEntry], ...]]:
        """Grade entries by the complete id of their key result."""
        return entries_by_key_result(self.grades, self.references.key_result_in)
