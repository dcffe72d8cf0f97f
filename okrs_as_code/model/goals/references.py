"""The goals that references lead to: by today's ids or former ones, in a cycle and in those that it lies in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from okrs_as_code.model.cycles.calendar import Calendar
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.goals.goal import ObjectiveNode, names_key_result
from okrs_as_code.model.people.people_directory import Directory


@dataclass(frozen=True)
class References:
    """The lookup of references, among the objectives of a plan by complete id and those that cannot be read.

    Follows `formerly` of objectives, key results and teams. `cycles_above` gives the cycles with objectives in which
    one lies, from the shortest to the longest.
    """

    calendar: Calendar
    directory: Directory
    objectives: Mapping[str, ObjectiveNode]
    unreadable_objectives: Set[str]
    cycles_above: Callable[[Cycle], tuple[Cycle, ...]]

    def objective(self, ref: str, cycle: Cycle) -> str | None:
        """The complete id of the objective of a reference: in its own cycle, then in those that this lies in.

        None where there is no such objective, and where there are several: see `meant_objectives`.
        """
        ids = self.meant_objectives(ref, cycle)
        return ids[0] if len(ids) == 1 else None

    def meant_objectives(self, ref: str, cycle: Cycle) -> tuple[str, ...]:
        """The complete ids of all objectives that a reference may mean, of which the cycles are equally long."""
        parts = ref.split("/")
        if len(parts) == 3:
            id_ = self._objective_at(parts[0], parts[1], parts[2])
            return (id_,) if id_ is not None else ()
        id_ = self._objective_at(cycle.name, parts[0], parts[1])
        if id_ is not None:
            return (id_,)
        for _, equally_long in groupby(self.cycles_above(cycle), key=lambda above: above.days):
            found = (self._objective_at(above.name, parts[0], parts[1]) for above in equally_long)
            ids = tuple(id_ for id_ in found if id_ is not None)
            if ids:
                return ids
        return ()

    def key_result(self, ref: str, cycle: Cycle) -> str | None:
        """The complete id of a key result, also of one whose content did not fit; None where there is none."""
        key = ref, cycle.name
        if key not in self._key_results:
            self._key_results[key] = self._find_key_result(ref, cycle)
        return self._key_results[key]

    @cached_property
    def _key_results(self) -> dict[tuple[str, str], str | None]:
        """The ids that were asked for, by reference and cycle: records name the same key results week after week."""
        return {}

    def _find_key_result(self, ref: str, cycle: Cycle) -> str | None:
        objective_ref, _, slug = ref.rpartition("/")
        objective = self.objective(objective_ref, cycle)
        node = self.objectives.get(objective) if objective is not None else None
        if objective is None or (node is None and objective not in self.unreadable_objectives):
            return None
        if node is None or slug in node.ids:
            return f"{objective}/{slug}"
        successor = node.successor(slug)
        return f"{objective}/{successor}" if successor is not None else None

    def goal(self, ref: str, cycle: Cycle) -> str | None:
        """The complete id of the objective or key result of a reference; None where there is no such goal."""
        return (self.key_result if names_key_result(ref) else self.objective)(ref, cycle)

    def objective_in(self, ref: str, cycle_name: str) -> str | None:
        """The complete id of the objective of a reference in a cycle by name; None also where that is no cycle."""
        cycle = self.calendar.cycle(cycle_name)
        return self.objective(ref, cycle) if cycle is not None else None

    def key_result_in(self, ref: str, cycle_name: str) -> str | None:
        """The complete id of the key result of a reference in a cycle by name; None also where that is no cycle."""
        cycle = self.calendar.cycle(cycle_name)
        return self.key_result(ref, cycle) if cycle is not None else None

    def _objective_at(self, cycle: str, team: str, slug: str) -> str | None:
        for id_ in (f"{cycle}/{team}/{slug}", f"{cycle}/{self.directory.resolve_team(team)}/{slug}"):
            if id_ in self.objectives or id_ in self.unreadable_objectives:
                return id_
            if id_ in self._former_objectives:
                return self._former_objectives[id_]
        return None

    @cached_property
    def _former_objectives(self) -> Mapping[str, str]:
        nodes = self.objectives.values()
        return {f"{node.cycle.name}/{former}": node.id for node in nodes for former in node.content.formerly}
