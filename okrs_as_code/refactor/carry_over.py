"""The file of an objective that is carried into another cycle or the backlog: edits of the old, with its comments."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from okrs_as_code.finding import KeyPath
from okrs_as_code.model.cycles.cadence import days_overdue
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.cycles.presence import DaysOff, Presence
from okrs_as_code.model.files.measure import Metric, Milestones
from okrs_as_code.model.goals.alignment import Parent
from okrs_as_code.model.goals.goal import AlignmentEntry, ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.people.people_directory import accountable
from okrs_as_code.model.progress.progress import is_reached
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.refactor.comments import with_comment, with_schema
from okrs_as_code.yaml import Document
from okrs_as_code.yaml.edit_check import encode_like
from okrs_as_code.yaml.edits import Edit, InsertKey, RemoveItem, RemoveKey, RenameKey, SetValue, edit_data
from okrs_as_code.yaml.splice import apply_edits


@dataclass(frozen=True)
class CarriedObjective:
    """The new file of an objective that is carried, and the standings of its key results at the end of the old cycle.

    `notes` has a line for everything that is left for people to decide.
    """

    path: str
    content: bytes
    key_results: tuple[KeyResultStanding, ...]
    notes: tuple[str, ...]
    baselines: Mapping[str, float]
    """The baselines that moved to where a metric stands now, by the id of the key result."""


class CarryOverWriter:
    """Writes the text of one objective for another cycle, or for the backlog.

    `carried` are the key results that are carried, by their positions in the document, and `cycle` is the new one, None
    for the backlog, where nobody is asked for anything and nothing is looked up. One
    whose first check-in would be overdue `today`, as the new cycle began long ago, starts today.
    """

    def __init__(
        self,
        document: Document,
        node: ObjectiveNode,
        carried: Mapping[int, KeyResultStanding],
        cycle: Cycle | None,
        plan: Plan,
        today: date,
    ) -> None:
        self._document = document
        self._node = node
        self._carried = carried
        self._cycle = cycle
        self._plan = plan
        self._directory = plan.directory
        self._today = today
        self._baselines: dict[str, float] = {}
        self._comments: list[tuple[int, str, str]] = []
        """Comments to add: position of the key result in the old file, key, and text."""
        self._notes: list[str] = []

    def write(self, path: str, parents: Mapping[AlignmentEntry, str]) -> CarriedObjective:
        """The new file; `parents` has the reference there of each goal above that is there, too.

        Raises OkrsError where a comment in a part that is not carried would be lost.
        """
        edits = [*self._key_result_edits(), *self._objective_edits(parents)]
        document = apply_edits(self._document, edits, edit_data(self._document.data, edits))
        if self._cycle is None:
            document = with_schema(document, "objective", "backlog")
        positions = {old: new for new, old in enumerate(sorted(self._carried))}
        for old, key, comment in self._comments:
            document = with_comment(document, ("key_results", positions[old], key), comment)
        owner = self._node.content.owner
        departure, successor = self._departure(owner), self._successor(owner)
        if departure is not None and successor is not None:
            document = with_comment(document, ("owner",), f"proposed: {owner} {departure}")
            self._notes.append(f"{owner} {departure}, so {successor} is proposed to keep it coherent")
        content = encode_like(document.text.text, document.text)
        standings = tuple(self._carried[position] for position in sorted(self._carried))
        return CarriedObjective(path, content, standings, tuple(self._notes), self._baselines)

    def _objective_edits(self, parents: Mapping[AlignmentEntry, str]) -> Iterator[Edit]:
        """Edits of everything but the key results that are carried."""
        data = self._document.data
        for position in reversed(range(len(data["key_results"]))):
            if position not in self._carried:
                yield RemoveItem(("key_results", position))
        yield from self._initiative_edits()
        successor = self._successor(self._node.content.owner)
        if self._departure(self._node.content.owner) is not None and successor is not None:
            yield SetValue(("owner",), successor)
        if "formerly" in data:
            yield RemoveKey(("formerly",))
        yield from self._alignment_edits(parents)

    def _alignment_edits(self, parents: Mapping[AlignmentEntry, str]) -> Iterator[Edit]:
        """Edits of what it is aligned to; entries are removed from the last to the first, so that positions hold."""
        entries = self._node.alignments
        if entries and not parents:
            yield RemoveKey(("aligned_to",))
            return
        yield from (SetValue(entry.ref_path, ref) for entry, ref in parents.items() if ref != entry.ref)
        yield from (RemoveItem(entry.path) for entry in reversed(entries) if entry not in parents)

    def _initiative_edits(self) -> Iterator[Edit]:
        """Removes initiatives of key results that are not carried; the others name today's ids, as `formerly` goes."""
        initiatives = self._node.content.initiatives
        carried = [standing.node.content for standing in self._carried.values()]
        current_ids = {former: content.id for content in carried for former in content.formerly}
        ids = {*current_ids, *(content.id for content in carried)}
        removed = [at for at, initiative in enumerate(initiatives) if initiative.key_result not in (None, *ids)]
        if removed and len(removed) == len(initiatives):
            yield RemoveKey(("initiatives",))
            return
        yield from (RemoveItem(("initiatives", at)) for at in reversed(removed))
        remaining = [initiative for at, initiative in enumerate(initiatives) if at not in removed]
        for at, initiative in enumerate(remaining):
            if initiative.key_result in current_ids:
                yield SetValue(("initiatives", at, "key_result"), current_ids[initiative.key_result])

    def _key_result_edits(self) -> Iterator[Edit]:
        for position, standing in self._carried.items():
            data: dict[str, Any] = self._document.data["key_results"][position]
            path: KeyPath = ("key_results", position)
            yield from (RemoveKey((*path, key)) for key in ("start", "due", "plan", "formerly") if key in data)
            if self._cycle is not None and self._begins_overdue(standing, self._cycle):
                yield InsertKey(path, "start", self._today.isoformat(), after="measure")
                self._note(standing, f"starts on {self._today}: {self._cycle.name} began on {self._cycle.start}")
            if standing.grade is not None and standing.grade.entry.decision == "modify":
                self._note(standing, "it was decided to modify it: change what it says")
            measure = standing.node.content.measure
            if isinstance(measure, Metric):
                yield from self._metric_edits(position, measure, standing)
            elif isinstance(measure, Milestones):
                yield from self._milestone_edits(position, measure, standing)
            elif standing.progress.value is True:
                self._note(standing, "it is done already: say what is next, or take it out")
            owner = accountable(standing.node.content.owner)
            departure = self._departure(owner)
            successor = self._successor(owner) if departure is not None else None
            if successor is not None:
                yield SetValue((*path, "owner"), successor)
                self._comments.append((position, "owner", f"proposed: {owner} {departure}"))
                self._note(standing, f"{owner} {departure}, so {successor} is proposed as the owner")

    def _metric_edits(self, position: int, measure: Metric, standing: KeyResultStanding) -> Iterator[Edit]:
        """Sets the baseline to the present value; leaves all as it is where the target is reached.

        Nobody guesses the next target, and a metric without one is not valid. A value takes the place of a direction.
        """
        path: KeyPath = ("key_results", position, "measure")
        value = standing.progress.value
        if value is None:
            stays = "is still not known" if measure.baseline is None else f"stays {measure.baseline:g}"
            self._note(standing, f"has no value, so its baseline {stays}")
            return
        if isinstance(value, tuple):
            return
        if not is_reached(measure, value):
            if measure.baseline is None:
                yield RenameKey((*path, "direction"), "baseline")
            if value != measure.baseline:
                self._baselines[standing.node.content.id] = float(value)
                yield SetValue((*path, "baseline"), float(value))
            return
        self._comments.append((position, "measure", f"{measure.target:g} is reached: write the next target"))
        self._note(standing, f"needs a new target: {measure.target:g} is reached, it stands at {value:g}")

    def _milestone_edits(self, position: int, measure: Milestones, standing: KeyResultStanding) -> Iterator[Edit]:
        """Removes the steps that are done, unless all are, and the days of the others, which were of the old cycle."""
        path: KeyPath = ("key_results", position, "measure", "steps")
        value = standing.progress.value
        done = value if isinstance(value, tuple) else ()
        steps = self._document.data["key_results"][position]["measure"]["steps"]
        is_done = all(step.id in done for step in measure.steps)
        for at in reversed(range(len(steps))):
            if steps[at]["id"] in done and not is_done:
                yield RemoveItem((*path, at))
            elif "due" in steps[at]:
                yield RemoveKey((*path, at, "due"))
        if is_done:
            self._comments.append((position, "measure", "all steps are done: write the next"))
            self._note(standing, "needs new steps: all are done")

    def _begins_overdue(self, standing: KeyResultStanding, cycle: Cycle) -> bool:
        """Whether a key result would be stale on the day on which it is carried, had it started with the new cycle."""
        cadence, grace_days = self._plan.cadence(standing.node), self._plan.config.check_ins.grace_days
        presence = Presence(days_off=DaysOff.of(self._plan.config.days_off))
        is_within = cycle.has(self._today)
        return is_within and days_overdue(cycle.start, cadence, grace_days, self._today, presence) > 0

    def _successor(self, person: str | None) -> str | None:
        """The first manager above somebody who stays; None where nobody does."""
        seen: set[str] = set()
        while person is not None and person not in seen:
            seen.add(person)
            person = self._directory.manager_of_person(person)
            if person is not None and self._departure(person) is None:
                return person
        return None

    def _departure(self, person: str | None) -> str | None:
        """The day on which somebody leaves or left, in words; None unless it is before the end of a new cycle."""
        entry = self._directory.people.get(person) if person is not None else None
        if self._cycle is None or entry is None or entry.left is None or entry.left >= self._cycle.end:
            return None
        return f"left on {entry.left}" if entry.left < self._cycle.start else f"leaves on {entry.left}"

    def _note(self, standing: KeyResultStanding, text: str) -> None:
        self._notes.append(f"{standing.node.content.id}: {text}")


def carried_reference(parent: Parent, cycle: Cycle, plan: Plan, planned: Container[str]) -> str | None:
    """The reference to the goal above from the cycle that an objective is carried into; None where it is not there.

    `planned` are the ids in that cycle of all goals that are carried.
    """
    objective, entry = parent.objective, parent.entry
    if cycle.name == objective.cycle.name or cycle.lies_in(objective.cycle):
        means_parent = plan.resolve_goal(entry.ref, cycle) == parent.id
        return entry.ref if means_parent else parent.id
    ref = f"{plan.directory.resolve_team(objective.team)}/{objective.slug}{_own_part(parent)}"
    for above in (cycle, *plan.calendar.containing(cycle)):
        id_ = f"{above.name}/{ref}"
        exists = id_ in planned or plan.resolve_goal(id_, cycle) is not None
        if exists and (above.name == cycle.name or entry.weight is None):
            is_clear = id_ in planned or plan.resolve_goal(ref, cycle) == id_
            return ref if is_clear else id_
    return None


def _own_part(parent: Parent) -> str:
    """The part of a key result's id behind its objective's, by today's id; empty for an objective."""
    return "" if parent.is_objective else f"/{parent.id.rpartition('/')[2]}"
