"""What changed between two revisions, in the words of goals: grouped for people, and as data for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from okrs_as_code.escape import sanitise_line
from okrs_as_code.model.plan import KeyResultNode, ObjectiveNode
from okrs_as_code.report.views.progress_change import ProgressChange, progress_changes, progress_phrases
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.goal_phrases import GoalPhrases, is_measure_change
from okrs_as_code.report.wording.policy_phrases import policy_phrase
from okrs_as_code.report.wording.record_phrases import RecordPhrases, record_differences
from okrs_as_code.review.change import Change, ChangeKind
from okrs_as_code.review.comparison import compare
from okrs_as_code.review.matching import Matching
from okrs_as_code.review.revision import Revision

NOTHING = "nothing changed in goals, records, people, teams or policy"
_TAMPERED = "Records that are not what they were: restore them, and correct them in a new record"
_RECORDS = "Records"
_TITLES: Mapping[ChangeKind, str] = {
    ChangeKind.RECORD_EDITED: _TAMPERED,
    ChangeKind.RECORD_REMOVED: _TAMPERED,
    ChangeKind.PERSON: "People",
    ChangeKind.TEAM: "Teams",
    ChangeKind.POLICY: "Policy",
    ChangeKind.GATE: "Files that decide about changes",
    ChangeKind.SUPPRESSION: "Rules to ignore",
}
_ORDER = (_TAMPERED, "", _RECORDS, *dict.fromkeys(list(_TITLES.values())[2:]))
_SHORT = 7


@dataclass
class DiffLine:
    """What is told of one thing: its name, empty where the words say it, and all that moved."""

    name: str
    parts: list[str]
    alone: bool = False
    """Whether it says one thing in a sentence, to which nothing is added."""

    def __str__(self) -> str:
        return f"{self.name}: {'; '.join(self.parts)}" if self.name else "; ".join(self.parts)


@dataclass
class DiffGroup:
    """What belongs together: an objective with its key results, or the people, or the teams ..."""

    title: str
    id: str
    lines: list[DiffLine]


@dataclass(frozen=True)
class _Told:
    """One change in words: under which objective it belongs, if any, and what it is about."""

    change: Change
    objective: ObjectiveNode | None
    name: str
    words: str
    alone: bool = False


class DiffView:
    """Everything that differs, from the commit where both sides diverged; `head` is None for the working tree.

    `base` is None where whoever shows it says themselves between what it is the difference.
    """

    def __init__(self, base: tuple[str | None, Revision], head: tuple[str | None, Revision], today: date) -> None:
        self.base, self._before = base
        self.head, self._after = head
        self._today = today
        self._matching = Matching(self._before.plan, self._after.plan)
        self.changes = compare(self._before, self._after)
        self._goals = GoalPhrases(self._before.plan, self._after.plan)

    @property
    def heading(self) -> str:
        """Between what this is the difference; empty where others say so."""
        if self.base is None:
            return ""
        head = self.head[:_SHORT] if self.head is not None else "the working tree"
        return f"What changed from {self.base[:_SHORT]} to {head}"

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What is not known."""
        unread = self._after.workspace.unreadable
        if not unread:
            return ()
        return (f"{numbers.counted(len(unread), 'file')} could not be read: `okrs lint` says why",)

    @cached_property
    def _told(self) -> tuple[_Told, ...]:
        return tuple(told for change in self.changes for told in self._of(change))

    def _of(self, change: Change) -> Iterator[_Told]:
        node = change.new or change.old
        if isinstance(node, KeyResultNode):
            yield _Told(change, self._objective(node), node.content.id, self._goals.of(change))
        elif node is not None:
            yield _Told(change, node, "", self._goals.of(change))
        elif change.record is not None:
            yield from self._of_record(change)
        else:
            name = (change.field if change.kind is ChangeKind.POLICY else None) or change.subject
            yield _Told(change, None, name, policy_phrase(change, self._today))

    def _objective(self, node: KeyResultNode) -> ObjectiveNode:
        """The objective of the head that a key result belongs to, or belonged to."""
        found = self._matching.after.get(node.objective.id)
        is_new = self._after.plan.key_results.get(node.id) is node
        return node.objective if is_new or found is None else self._after.plan.objectives[found]

    def _of_record(self, change: Change) -> Iterator[_Told]:
        record = change.record
        if record is None:
            return
        if change.kind is ChangeKind.RECORD_ADDED:
            for node, words in RecordPhrases(self._after.plan, self._today).told(record):
                yield _Told(change, node.objective if node is not None else None, "", words, alone=True)
        elif change.kind is ChangeKind.RECORD_MOVED:
            yield _Told(change, None, change.subject, f"moved as it is, was {change.before}")
        elif change.kind is ChangeKind.RECORD_EDITED:
            yield _Told(
                change, None, change.subject, f"edited: {'; '.join(record_differences(change.before, change.after))}"
            )
        else:
            there = change.subject in self._after.workspace.files
            said = [words for _, words in RecordPhrases(self._before.plan, self._today).told(record)]
            verb = "cannot be read any more" if there else "removed"
            yield _Told(change, None, change.subject, f"{verb}; it said: {'; '.join(said)}")

    @cached_property
    def groups(self) -> tuple[DiffGroup, ...]:
        """What is told to people; records that are not what they were come first, then goals."""
        found: dict[str, DiffGroup] = {}
        for told in self._worded():
            node, title = told.objective, _TITLES.get(told.change.kind, _RECORDS)
            group = found.setdefault(node.id if node is not None else title, _group(node, title))
            line = next((one for one in group.lines if one.name == told.name and not (one.alone or told.alone)), None)
            if line is None:
                line = DiffLine(told.name, [], told.alone)
                group.lines.append(line)
            if told.words not in line.parts:
                line.parts.append(told.words)
        for id_, moved in self._progress.items():
            group = found.setdefault(id_, _group(self._after.plan.objectives[id_], ""))
            _add_progress(group.lines, progress_phrases(moved))
        return tuple(sorted(found.values(), key=lambda group: _ORDER.index("" if group.id else group.title)))

    def _worded(self) -> Iterator[_Told]:
        """Without the parts of a measure that is told as a whole, as its type changed."""
        whole = {
            change.subject for change in self.changes if change.kind is ChangeKind.TERMS and change.field == "measure"
        }
        for told in self._told:
            change = told.change
            if not (change.kind is ChangeKind.TERMS and change.subject in whole and is_measure_change(change)):
                yield told

    @cached_property
    def _progress(self) -> Mapping[str, ProgressChange]:
        before, after = self._before.plan, self._after.plan
        touched = [told.objective.id for told in self._told if told.objective is not None]
        return progress_changes(before, after, self._matching.after, touched, self._today)

    def as_json(self) -> dict[str, Any]:
        """The data for other programs; days are as they are written, and numbers are no words."""
        rows = [_row(change, told) for change, told in self._by_change()]
        for id_, (before, after) in self._progress.items():
            message = f"{id_.rpartition('/')[2]}: {progress_phrases((before, after))}"
            row = {"kind": "progress", "subject": id_, "field": "progress", "before": before, "after": after}
            rows.append({**row, "direction": None, "message": message})
        return {"base": self.base, "head": self.head, "changes": rows}

    def _by_change(self) -> Iterator[tuple[Change, list[_Told]]]:
        found: dict[int, list[_Told]] = {}
        for told in self._told:
            found.setdefault(id(told.change), []).append(told)
        for change in self.changes:
            yield change, found.get(id(change), [])

    def as_text(self) -> str:
        """The groups for a terminal."""
        if not self.groups:
            lines: Iterable[str] = (NOTHING, *self.notes)
        else:
            lines = (self.heading, *(line for group in self.groups for line in _block(group)))
            lines = (*lines, *(("", *self.notes) if self.notes else ()))
        return "".join(f"{sanitise_line(line)}\n" for line in lines)


def _block(group: DiffGroup) -> Iterator[str]:
    yield ""
    yield " ".join(group.title.split())
    if group.id:
        yield group.id
    for line in group.lines:
        yield f"  {line}"


def _group(node: ObjectiveNode | None, title: str) -> DiffGroup:
    return DiffGroup(title, "", []) if node is None else DiffGroup(node.content.title, node.id, [])


def _add_progress(lines: list[DiffLine], words: str) -> None:
    """Behind what moved, where that is one thing; else on a line of its own, as it is of all together."""
    if len(lines) == 1 and not lines[0].alone:
        lines[0].parts.append(f"objective {words}" if lines[0].name else words)
    else:
        lines.append(DiffLine("", [words], alone=True))


def _row(change: Change, told: list[_Told]) -> dict[str, Any]:
    node = change.new or change.old
    name = node.slug if isinstance(node, ObjectiveNode) else told[0].name if told else ""
    words = "; ".join(one.words for one in told)
    direction = str(change.direction) if change.direction is not None else None
    return {
        "kind": str(change.kind),
        "subject": change.subject,
        "field": change.field,
        "before": change.before,
        "after": change.after,
        "direction": direction,
        "message": f"{name}: {words}" if name else words,
    }
