"""Objectives and key results as nodes of a plan, under complete ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.files.objective import AlignedTo, Alignment, Commitment, KeyResult, Objective
from okrs_as_code.model.goals.unreadable import UnreadableElement
from okrs_as_code.model.people.people_directory import accountable

DUE_AFTER_END = timedelta(days=14)
"""The time after the last day of its cycle up to which a key result may be due."""


class AlignmentEntry(NamedTuple):
    """One of the goals to which an objective is aligned, as it is written.

    `weight` is that with which the objective is meant to count there; None where it is not meant to. `path` is the key
    path of the whole entry, `ref_path` that of the reference in it.
    """

    ref: str
    weight: float | None
    path: tuple[str | int, ...]
    ref_path: tuple[str | int, ...]


@dataclass(frozen=True, eq=False, slots=True)
class KeyResultNode:
    """A key result of a plan. `id` is complete: `cycle/team/objective/key-result`."""

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
        """The key path at which it is written in the file."""
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
    def end(self) -> date:
        """The day up to which it is followed: the later of `due`, as far as that may be, and its cycle's last day."""
        due, last = self.content.due, self.objective.cycle.end
        return last if due is None or due <= last else min(due, last + DUE_AFTER_END)

    @property
    def name(self) -> str:
        """Its id without its objective's."""
        return self.content.id

    @property
    def days(self) -> int:
        """The number of days from its first to its last."""
        return (self.due - self.start).days + 1

    @property
    def commitment(self) -> Commitment:
        """Whether all of it is expected: as it says itself, else as its objective does."""
        return self.content.commitment or self.objective.content.commitment

    @property
    def short_id(self) -> str:
        """The id without the cycle."""
        return f"{self.objective.short_id}/{self.content.id}"

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of its objective, then its own."""
        return tuple(dict.fromkeys((*self.objective.content.tags, *self.content.tags)))


@dataclass(frozen=True, eq=False, slots=True)
class ObjectiveNode:
    """An objective of a plan. `id` is complete: `cycle/team/objective`.

    `ids` has the ids of all its key results, also of those that cannot be read; `key_results` has the others. Those in
    `repeated` fit, but share an id, so that nobody can say which one is meant.
    """

    id: str
    file: str
    cycle: Cycle
    team: str
    slug: str
    content: Objective
    ids: tuple[str, ...]
    key_results: tuple[KeyResultNode, ...] = ()
    unreadable: tuple[UnreadableElement, ...] = ()
    """Its unreadable elements: itself where something beside its key results does not fit, and key results."""
    repeated: tuple[KeyResultNode, ...] = ()
    unread_formerly: Mapping[str, str] = field(default_factory=dict)
    """The ids of key results that cannot be read, by the former ids that they name."""
    written: int | None = None
    """The number of key results that are written, those that cannot be read included; None where that is not known."""

    def successor(self, slug: str) -> str | None:
        """The id of the key result that names another one as a former id; None where none does."""
        fitting = (key_result.content.id for key_result in self.key_results if slug in key_result.content.formerly)
        return next(fitting, self.unread_formerly.get(slug))

    @property
    def unreadable_parts(self) -> int:
        """The number of key results that cannot be read; 1 where nobody can say how many are written."""
        return 1 if self.written is None else self.written - len(self.key_results)

    @property
    def broken(self) -> bool:
        """Whether something beside its key results cannot be read, so that counts over it are not the whole truth."""
        return any(element.subject == self.id for element in self.unreadable)

    @property
    def short_id(self) -> str:
        """The id without the cycle."""
        return f"{self.team}/{self.slug}"

    @property
    def end(self) -> date:
        """The day up to which it is followed: the end of its key result that ends last, else its cycle's last day."""
        return max((key_result.end for key_result in self.key_results), default=self.cycle.end)

    @property
    def alignments(self) -> tuple[AlignmentEntry, ...]:
        """The goals to which it is aligned, in the order in which they are written."""
        return alignment_entries(self.content.aligned_to)

    @property
    def contributions(self) -> tuple[AlignmentEntry, ...]:
        """The entries through which it is meant to count above, which is right for one at most."""
        return tuple(entry for entry in self.alignments if entry.weight is not None)

    @property
    def contribution(self) -> AlignmentEntry | None:
        """The entry through which it is meant to count above; None without one, and where several say so.

        See `Plan.contributes` for whether it does.
        """
        entries = self.contributions
        return entries[0] if len(entries) == 1 else None

    @property
    def weight(self) -> float:
        """The weight with which it is meant to count above; 0 where it is not meant to."""
        entry = self.contribution
        return entry.weight or 0.0 if entry is not None else 0.0


def alignment_entries(aligned_to: AlignedTo | None) -> tuple[AlignmentEntry, ...]:
    """The goals that stand in `aligned_to`, in order; none without it."""
    if aligned_to is None:
        return ()
    if isinstance(aligned_to, tuple):
        return tuple(_alignment_entry(entry, ("aligned_to", position)) for position, entry in enumerate(aligned_to))
    return (_alignment_entry(aligned_to, ("aligned_to",)),)


def _alignment_entry(written: str | Alignment, path: tuple[str | int, ...]) -> AlignmentEntry:
    if isinstance(written, Alignment):
        weight = written.weight if written.contributes else None
        return AlignmentEntry(written.objective, weight, path, (*path, "objective"))
    return AlignmentEntry(written, None, path, path)


def names_key_result(ref: str) -> bool:
    """Whether a reference, with or without a cycle in front, has the form of a key result's and not an objective's."""
    return ref.count("/") - ref[:1].isdecimal() > 1


def objective_part(ref: str) -> str:
    """The reference to the objective in one to an objective or key result."""
    return ref.rpartition("/")[0] if names_key_result(ref) else ref


def with_repeated(node: ObjectiveNode) -> ObjectiveNode:
    """The objective in which key results that share an id count as others do."""
    whole = replace(node, key_results=(), repeated=())
    nodes = sorted((*node.key_results, *node.repeated), key=lambda key_result: key_result.position)
    object.__setattr__(whole, "key_results", tuple(replace(key_result, objective=whole) for key_result in nodes))
    return whole
