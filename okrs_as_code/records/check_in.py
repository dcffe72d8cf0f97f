"""The draft of a check-in: everything in it is checked before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.assessment import KeyResultStanding
from okrs_as_code.model.cycle import Cycle, shortest_first
from okrs_as_code.model.files.record import CheckInEntry
from okrs_as_code.model.goals import KeyResultNode
from okrs_as_code.model.lookup import cycles_to_search
from okrs_as_code.model.plan import Plan
from okrs_as_code.model.progress import COUNTED_AFTER_END, is_counted
from okrs_as_code.model.timeline import RecordNode
from okrs_as_code.nearest import nearest
from okrs_as_code.records.check_in_entry import check_in_entry, fitting_values
from okrs_as_code.records.record_draft import RecordDraft, correctable_records
from okrs_as_code.records.record_text import NewRecord
from okrs_as_code.yaml.scalar_text import Value

ACCEPTED_AFTER_END = timedelta(days=30)
"""Time after the last day of a cycle beyond which a check-in is refused."""

_CORRECTION_REMEDY = "check in again instead: the later one counts"


class CheckInDraft(RecordDraft):
    """The draft of one person's check-in. Every method raises OkrsError for what does not fit, with the remedy.

    `corrects` is the name of an earlier record of the same person.
    """

    def __init__(
        self, plan: Plan, by: str, day: date, today: date, corrects: str | None = None, *, for_others: bool = False
    ) -> None:
        super().__init__(plan, by, day, today, for_others=for_others)
        self._entries: dict[str, tuple[KeyResultNode, dict[str, Value]]] = {}
        self._corrected = (
            correctable_records(plan.check_ins, corrects, by, day, kind="check-in", remedy=_CORRECTION_REMEDY)
            if corrects is not None
            else ()
        )

    @property
    def is_empty(self) -> bool:
        """Whether it has no entry yet."""
        return not self._entries

    @property
    def nodes(self) -> tuple[KeyResultNode, ...]:
        """The key results that have an entry."""
        return tuple(node for node, _ in self._entries.values())

    def own_standings(self) -> tuple[KeyResultStanding, ...]:
        """The open key results that this person owns and that run, those of the shortest cycle first.

        Where there are none, those that ended so shortly before that a check-in still counts. What is done is left out,
        as nobody is asked about it any more.
        """
        cycles = sorted(self.plan.cycles, key=shortest_first)
        nodes = [
            node
            for cycle in cycles
            for objective in self.plan.in_cycle(cycle.name)
            for node in objective.key_results
            if node.owner == self.by and node.start <= self.day and cycle.start <= self.day
        ]
        running = self._open_standings(node for node in nodes if self.day <= node.end)
        return running or self._open_standings(
            node for node in nodes if node.end < self.day <= node.end + COUNTED_AFTER_END
        )

    def _open_standings(self, nodes: Iterable[KeyResultNode]) -> tuple[KeyResultStanding, ...]:
        return tuple(self._on_day.key_result(node) for node in nodes if self._is_open(node) and not self._is_done(node))

    def _is_done(self, node: KeyResultNode) -> bool:
        return self._on_day.key_result(node).is_done

    def other_owner(self, ref: str) -> str | None:
        """The owner, where that is somebody else."""
        owner = self._node(ref).owner
        return owner if owner != self.by else None

    def standing(self, ref: str) -> KeyResultStanding:
        """The standing of a key result before this check-in. Raises OkrsError for one that takes no check-in."""
        node = self._node(ref)
        self._refuse_other_owner(node, ref)
        self._refuse_ended(node, ref)
        self._refuse_day(node, ref)
        return self._on_day.key_result(node)

    def add(self, ref: str, values: Mapping[str, Any]) -> None:
        """Adds the entry of a key result; the keys of `values` are those of a check-in's entry."""
        node = self.standing(ref).node
        if node.id in self._entries:
            raise OkrsError(f"`{ref}` is named twice", "say all about a key result in one place")
        self._entries[node.id] = node, check_in_entry(ref, node.content.measure, values)

    def completed(self, ref: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a key result's entry, completed with those of the record that is corrected."""
        node = self.standing(ref).node
        for record in self._corrected:
            home = self.plan.calendar.cycle(record.cycle)
            for written_ref, entry in record.content.key_results.items():
                if home is not None and self.plan.resolve_key_result(written_ref, home) == node.id:
                    return {**fitting_values(entry, node.content.measure), **values}
        return dict(values)

    def record(self) -> NewRecord:
        """The record, in the folder of the shortest cycle that it is about.

        Raises OkrsError where it has no entry, for key results that do not fit into one record, and for a correction
        that the corrected record does not cover.
        """
        if not self._entries:
            raise OkrsError("nothing is said", "name a key result, and say how it stands")
        corrected = self._corrected_record()
        home = self.plan.calendar.cycle(corrected.cycle) if corrected is not None else None
        home = home or self._home_cycle()
        return NewRecord(
            kind="check-ins",
            cycle=home.name,
            by=self.by,
            date=self.day,
            key_results={self._shortest_ref(node, home): entry for node, entry in self._entries.values()},
            corrects=corrected.name if corrected is not None else None,
        )

    def _node(self, ref: str) -> KeyResultNode:
        plan = self.plan
        if ref.count("/") in (2, 3):
            for cycle in self._candidate_cycles(ref):
                id_ = plan.resolve_key_result(ref, cycle)
                node = plan.key_results.get(id_) if id_ is not None else None
                if node is not None:
                    return node
                if id_ is not None:
                    file = f"okrs/{id_.rpartition('/')[0]}.yaml"
                    raise OkrsError(f"`{ref}` cannot be read", f"`okrs lint {file}` says what is wrong with it")
        running = [cycle.name for cycle in plan.cycles if cycle.has(self.day)]
        has_cycle, is_last_part = ref.count("/") == 3, "/" not in ref
        ids = {
            node.id if has_cycle else node.content.id if is_last_part else node.short_id: (
                node.id if has_cycle else node.short_id
            )
            for node in plan.key_results.values()
            if node.cycle.name in running or has_cycle
        }
        near = nearest(ref, ids)
        hint = f"did you mean `{ids[near]}`? " if near is not None else ""
        raise OkrsError(
            f"there is no key result `{ref}`", f"{hint}write team/objective/key-result; `okrs list` shows them"
        )

    def _candidate_cycles(self, ref: str) -> Iterator[Cycle]:
        """The cycles in which a reference is looked up, the likeliest first; one where the reference names it."""
        own_cycle = self.plan.calendar.cycle(ref.split("/")[0]) if ref.count("/") == 3 else None
        if own_cycle is not None:
            yield own_cycle
            return
        corrected = {record.cycle for record in self._corrected}
        cycles = [cycle for cycle in self.plan.cycles if not corrected or cycle.name in corrected]
        known = {cycle.name for cycle in cycles}
        searched = [cycle for cycle in cycles_to_search(self.plan, self.day) if cycle.name in known]
        yield from sorted(searched, key=lambda cycle: cycle.start > self.day)

    def _refuse_other_owner(self, node: KeyResultNode, ref: str) -> None:
        if node.owner != self.by and not self._for_others:
            raise OkrsError(
                f"`{ref}` is {node.owner}'s key result, and this check-in is by {self.by}",
                f"add `--yes` if {self.by} speaks for {node.owner}, or say with `--by` who checks in",
            )

    def _refuse_ended(self, node: KeyResultNode, ref: str) -> None:
        grade = self._as_of_today.key_result(node).grade
        if grade is None or self._corrected:
            return
        ended = "was dropped" if grade.entry.dropped else f"was graded {grade.entry.score}"
        raise OkrsError(
            f"`{ref}` {ended} on {grade.day}: {grade.entry.because}",
            "a grade is the last word; to fix an earlier check-in, name it with `--corrects RECORD`",
        )

    def _refuse_day(self, node: KeyResultNode, ref: str) -> None:
        cycle, day = node.cycle, self.day
        if day < cycle.start:
            raise OkrsError(f"{day} is before {cycle.name}, which starts on {cycle.start}", "give a day within it")
        if self._corrected or is_counted(day, node.end):
            return
        is_due_later = node.end > cycle.end
        ended = f"`{ref}` was due on {node.end}" if is_due_later else f"{cycle.name} ended on {cycle.end}"
        if day - node.end > ACCEPTED_AFTER_END:
            raise OkrsError(
                f"{ended}, and {day} is too late to check in on `{ref}`",
                "give a day within it with `--date`, or name a key result of a running cycle",
            )
        end = f"the end of {cycle.name}" if node.end == cycle.end else f"the last day of `{ref}`"
        late = f"{day} is more than {COUNTED_AFTER_END.days} days after {end}: shown, and not counted"
        if late not in self.notes:
            self.notes.append(late)

    def _corrected_record(self) -> RecordNode[CheckInEntry] | None:
        """The record that is corrected: the one of those with that name that covers all key results; None for none."""
        if not self._corrected:
            return None
        covering = [record for record in self._corrected if not self._uncovered(record)]
        if len(covering) == 1:
            return covering[0]
        name = self._corrected[0].name
        if covering:
            names = ", ".join(f"`{record.cycle}/{record.name}`" for record in covering)
            raise OkrsError(f"`{name}` may mean {len(covering)} records", f"write which: {names}")
        home = self._home_cycle()
        record = next((record for record in self._corrected if record.cycle == home.name), None)
        if record is None:
            cycle = self._corrected[0].cycle
            raise OkrsError(f"`{name}` is a record of {cycle}, and not of {home.name}", "correct each cycle by itself")
        raise OkrsError(
            f"`{name}` says nothing about `{self._uncovered(record)[0].short_id}`",
            "correct the record that does, or check in without `--corrects`",
        )

    def _uncovered(self, record: RecordNode[CheckInEntry]) -> tuple[KeyResultNode, ...]:
        """The key results of this draft about which a record says nothing."""
        home = self.plan.calendar.cycle(record.cycle)
        refs = record.content.key_results if home is not None else ()
        covered = {self.plan.resolve_key_result(ref, home) for ref in refs if home is not None}
        return tuple(node for node in self.nodes if node.id not in covered)

    def _home_cycle(self) -> Cycle:
        home = min((node.cycle for node in self.nodes), key=shortest_first)
        for node in self.nodes:
            if node.cycle.name != home.name and not home.lies_in(node.cycle):
                raise OkrsError(
                    f"`{node.id}` and a key result of {home.name} do not fit into one check-in", "write two"
                )
        return home

    def _shortest_ref(self, node: KeyResultNode, home: Cycle) -> str:
        """The shortest reference that means this key result in a record of that cycle."""
        return node.short_id if self.plan.resolve_key_result(node.short_id, home) == node.id else node.id
