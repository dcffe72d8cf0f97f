"""The difference between two revisions in terms of goals: grouped for people, and as data for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from okrs_as_code.escape import sanitise_line
from okrs_as_code.model.goals import KeyResultNode, ObjectiveNode
from okrs_as_code.model.timeline import RecordNode
from okrs_as_code.report.views.progress_change import ProgressChange, progress_change_phrase, progress_changes
from okrs_as_code.report.wording.goal_phrases import GoalPhrases, is_measure_change
from okrs_as_code.report.wording.policy_phrases import policy_phrase
from okrs_as_code.report.wording.record_phrases import RecordPhrases, record_differences
from okrs_as_code.report.wording.unreadable_phrases import unreadable_note
from okrs_as_code.review.change import Change, ChangeKind
from okrs_as_code.review.comparison import compare
from okrs_as_code.review.matching import Matching
from okrs_as_code.review.revision import Revision

NO_CHANGES = "nothing changed in goals, records, people, teams or policy"
_EDITED_RECORDS = "Records that are not what they were: restore them, and correct them in a new record"
_CAPTURED_RECORDS = "Records that mean something else from now on: give what is new another id"
_RECORDS = "Records"
_UNREADABLE = "What cannot be read"
_TITLES: Mapping[ChangeKind, str] = {
    ChangeKind.RECORD_EDITED: _EDITED_RECORDS,
    ChangeKind.RECORD_REMOVED: _EDITED_RECORDS,
    ChangeKind.RECORD_REORDERED: _EDITED_RECORDS,
    ChangeKind.RECORD_CAPTURED: _CAPTURED_RECORDS,
    ChangeKind.PERSON: "People",
    ChangeKind.TEAM: "Teams",
    ChangeKind.POLICY: "Policy",
    ChangeKind.GATE: "Files that decide about changes",
    ChangeKind.SUPPRESSION: "Rules to ignore",
    ChangeKind.UNREADABLE: _UNREADABLE,
    ChangeKind.UNREADABLE_ADDED: _UNREADABLE,
    ChangeKind.RECORD_UNREADABLE: _UNREADABLE,
    ChangeKind.RECORD_UNREADABLE_ADDED: _UNREADABLE,
    ChangeKind.MISPLACED_ADDED: _UNREADABLE,
    ChangeKind.MISPLACED_REMOVED: _UNREADABLE,
}
_ORDER = (_EDITED_RECORDS, _CAPTURED_RECORDS, "", _RECORDS, *dict.fromkeys(list(_TITLES.values())[4:]))
"""Titles in the order of their groups; "" is for objectives, which have titles of their own."""
_NAMELESS = frozenset(kind for kind, title in _TITLES.items() if title == _UNREADABLE)
"""Changes of what may have no node, as it cannot be read."""
_SHORT_ID = 7
"""Digits of a commit's id that are shown."""


@dataclass
class DiffLine:
    """The changes of one thing: its name, which is empty where the phrases contain it, and a phrase for each."""

    name: str
    parts: list[str]
    standalone: bool = False
    """Whether it is one complete sentence, to which no other phrase is added."""

    def __str__(self) -> str:
        return f"{self.name}: {'; '.join(self.parts)}" if self.name else "; ".join(self.parts)


@dataclass
class DiffGroup:
    """The lines of an objective with its key results, or of the people, the teams and so on."""

    title: str
    id: str
    """The id of the objective; empty where the group is about something else."""
    lines: list[DiffLine]


@dataclass(frozen=True)
class _ChangePhrase:
    """The phrase for one change, with the objective it belongs to, if any, and the name of what changed."""

    change: Change
    objective: ObjectiveNode | None
    name: str
    text: str
    standalone: bool = False


class DiffView:
    """The difference from `base`, the commit where both sides diverged, to `head`, None for the working tree.

    The base's id is None where a heading of the caller names both sides.
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
        """The heading that names both sides; empty without the base's id."""
        if self.base is None:
            return ""
        head = self.head[:_SHORT_ID] if self.head is not None else "the working tree"
        return f"What changed from {self.base[:_SHORT_ID]} to {head}"

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """A note on what cannot be read at the head, if anything."""
        unreadable = tuple(self._after.plan.unreadable)
        return (unreadable_note(unreadable),) if unreadable else ()

    @cached_property
    def _phrases(self) -> tuple[_ChangePhrase, ...]:
        return tuple(phrase for change in self.changes for phrase in self._phrases_of(change))

    def _phrases_of(self, change: Change) -> Iterator[_ChangePhrase]:
        node = change.new or change.old
        if change.kind is ChangeKind.RECORD_UNREADABLE and change.subject not in self._after.workspace.files:
            yield _ChangePhrase(change, None, change.subject, "removed; it could not be read")
        elif change.kind in _NAMELESS and (node is None or "#" in change.subject or change.named):
            objective = node if isinstance(node, ObjectiveNode) else None
            yield _ChangePhrase(change, objective, change.subject, self._goals.phrase(change))
        elif change.kind is ChangeKind.UNREADABLE_ADDED and isinstance(node, ObjectiveNode):
            yield _ChangePhrase(change, node, change.subject.rpartition("/")[2], self._goals.phrase(change))
        elif isinstance(node, KeyResultNode):
            yield _ChangePhrase(change, self._objective_at_head(node), node.content.id, self._goals.phrase(change))
        elif node is not None:
            yield _ChangePhrase(change, node, "", self._goals.phrase(change))
        elif change.record is not None:
            yield from self._record_phrases(change, change.record)
        else:
            name = (change.field if change.kind is ChangeKind.POLICY else None) or change.subject
            yield _ChangePhrase(change, None, name, policy_phrase(change, self._today))

    def _objective_at_head(self, node: KeyResultNode) -> ObjectiveNode:
        """The objective of the head that a key result belongs to, or belonged to."""
        id_ = self._matching.head_ids.get(node.objective.id)
        is_new = self._after.plan.key_results.get(node.id) is node
        return node.objective if is_new or id_ is None else self._after.plan.objectives[id_]

    def _record_phrases(self, change: Change, record: RecordNode[Any]) -> Iterator[_ChangePhrase]:
        if change.kind is ChangeKind.RECORD_ADDED:
            for node, text in RecordPhrases(self._after.plan, self._today).phrases(record):
                yield _ChangePhrase(change, node.objective if node is not None else None, "", text, standalone=True)
        elif change.kind is ChangeKind.RECORD_MOVED:
            yield _ChangePhrase(change, None, change.subject, f"moved as it is, was {change.before}")
        elif change.kind is ChangeKind.RECORD_REORDERED:
            text = f"renamed, so that it says something else: it was {change.before}"
            yield _ChangePhrase(change, None, change.subject, text)
        elif change.kind is ChangeKind.RECORD_CAPTURED:
            now = f"is about {change.after} now" if change.after is not None else "may be about another now"
            text = f"what it says of {change.field} was about {change.before}, and {now}"
            yield _ChangePhrase(change, None, change.subject, text)
        elif change.kind is ChangeKind.RECORD_EDITED:
            differences = "; ".join(record_differences(change.before, change.after))
            yield _ChangePhrase(change, None, change.subject, f"edited: {differences}")
        else:
            verb = "cannot be read any more" if change.subject in self._after.workspace.files else "removed"
            entries = "; ".join(text for _, text in RecordPhrases(self._before.plan, self._today).phrases(record))
            yield _ChangePhrase(change, None, change.subject, f"{verb}; it said: {entries}")

    @cached_property
    def groups(self) -> tuple[DiffGroup, ...]:
        """The groups for people; records that were edited or removed come first, then goals."""
        groups: dict[str, DiffGroup] = {}
        for phrase in self._phrases_to_show():
            node, title = phrase.objective, _TITLES.get(phrase.change.kind, _RECORDS)
            group = groups.setdefault(node.id if node is not None else title, _empty_group(node, title))
            line = _line_for(phrase, group.lines)
            if phrase.text not in line.parts:
                line.parts.append(phrase.text)
        for id_, change in self._progress_changes.items():
            group = groups.setdefault(id_, _empty_group(self._after.plan.objectives[id_], ""))
            _add_progress(group.lines, progress_change_phrase(change))
        return tuple(sorted(groups.values(), key=lambda group: _ORDER.index("" if group.id else group.title)))

    def _phrases_to_show(self) -> Iterator[_ChangePhrase]:
        """All phrases but those for the parts of a measure whose type changed, as one phrase covers its whole."""
        covered = {
            change.subject for change in self.changes if change.kind is ChangeKind.TERMS and change.field == "measure"
        }
        for phrase in self._phrases:
            change = phrase.change
            if not (change.kind is ChangeKind.TERMS and change.subject in covered and is_measure_change(change)):
                yield phrase

    @cached_property
    def _progress_changes(self) -> Mapping[str, ProgressChange]:
        before, after = self._before.plan, self._after.plan
        touched = [phrase.objective.id for phrase in self._phrases if phrase.objective is not None]
        return progress_changes(before, after, self._matching.head_ids, touched, self._today)

    def as_json(self) -> dict[str, Any]:
        """The data for other programs; days and numbers are as they are in the files."""
        rows = [_row(change, phrases) for change, phrases in self._by_change()]
        for id_, (before, after) in self._progress_changes.items():
            message = f"{id_.rpartition('/')[2]}: {progress_change_phrase((before, after))}"
            row = {"kind": "progress", "subject": id_, "field": "progress", "before": before, "after": after}
            rows.append({**row, "direction": None, "message": message})
        return {"base": self.base, "head": self.head, "changes": rows}

    def _by_change(self) -> Iterator[tuple[Change, list[_ChangePhrase]]]:
        phrases: dict[int, list[_ChangePhrase]] = {}
        for phrase in self._phrases:
            phrases.setdefault(id(phrase.change), []).append(phrase)
        for change in self.changes:
            yield change, phrases.get(id(change), [])

    def as_text(self) -> str:
        """The groups for a terminal."""
        if not self.groups:
            lines: Iterable[str] = (NO_CHANGES, *self.notes)
        else:
            lines = (self.heading, *(line for group in self.groups for line in _group_lines(group)))
            lines = (*lines, *(("", *self.notes) if self.notes else ()))
        return "".join(f"{sanitise_line(line)}\n" for line in lines)


def _group_lines(group: DiffGroup) -> Iterator[str]:
    yield ""
    yield " ".join(group.title.split())
    if group.id:
        yield group.id
    for line in group.lines:
        yield f"  {line}"


def _empty_group(node: ObjectiveNode | None, title: str) -> DiffGroup:
    return DiffGroup(title, "", []) if node is None else DiffGroup(node.content.title, node.id, [])


def _line_for(phrase: _ChangePhrase, lines: list[DiffLine]) -> DiffLine:
    """The line of the same name that takes more phrases, else a new one at the end."""
    for line in lines:
        if line.name == phrase.name and not (line.standalone or phrase.standalone):
            return line
    lines.append(DiffLine(phrase.name, [], phrase.standalone))
    return lines[-1]


def _add_progress(lines: list[DiffLine], phrase: str) -> None:
    """Adds the phrase for progress to the only line; to several as a line of its own, as all of them move it."""
    if len(lines) == 1 and not lines[0].standalone:
        lines[0].parts.append(f"objective {phrase}" if lines[0].name else phrase)
    else:
        lines.append(DiffLine("", [phrase], standalone=True))


def _row(change: Change, phrases: list[_ChangePhrase]) -> dict[str, Any]:
    node = change.new or change.old
    name = node.slug if isinstance(node, ObjectiveNode) else phrases[0].name if phrases else ""
    words = "; ".join(phrase.text for phrase in phrases)
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
