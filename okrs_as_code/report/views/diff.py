"""The difference between two revisions in terms of goals: grouped for people, and as data for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from okrs_as_code.escape import sanitise_line
from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.report.views.change_phrases import UNREADABLE_KINDS, ChangePhrase, ChangePhrases
from okrs_as_code.report.views.progress_change import ProgressChange, progress_change_phrase, progress_changes
from okrs_as_code.report.wording.terms_change_phrases import is_measure_change
from okrs_as_code.report.wording.unreadable_phrases import unreadable_note
from okrs_as_code.review.changes.change import Change, ChangeKind
from okrs_as_code.review.changes.matching import Matching
from okrs_as_code.review.comparison import compare
from okrs_as_code.review.revisions.revision import Revision

NO_CHANGES = "nothing changed in goals, records, people, teams or policy"
_EDITED_RECORDS = "Records that are not what they were: restore them, and correct them in a new record"
_CAPTURED_RECORDS = "Records that mean something else from now on: give what is new another id"
_RECORDS = "Records"
_TITLES: Mapping[ChangeKind, str] = {
    ChangeKind.RECORD_EDITED: _EDITED_RECORDS,
    ChangeKind.RECORD_REMOVED: _EDITED_RECORDS,
    ChangeKind.RECORD_REORDERED: _EDITED_RECORDS,
    ChangeKind.RECORD_CAPTURED: _CAPTURED_RECORDS,
    ChangeKind.BACKLOG: "Backlog",
    ChangeKind.PERSON: "People",
    ChangeKind.TEAM: "Teams",
    ChangeKind.POLICY: "Policy",
    ChangeKind.GATE: "Files that decide about changes",
    ChangeKind.SUPPRESSION: "Rules to ignore",
    **dict.fromkeys(UNREADABLE_KINDS, "What cannot be read"),
}
_ORDER = (_EDITED_RECORDS, _CAPTURED_RECORDS, "", _RECORDS, *dict.fromkeys(list(_TITLES.values())[4:]))
"""Titles in the order of their groups; "" is for objectives, which have titles of their own."""
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
    def _phrases(self) -> tuple[ChangePhrase, ...]:
        phrases = ChangePhrases(self._before, self._after, self._matching, self._today)
        return tuple(phrase for change in self.changes for phrase in phrases.of(change))

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

    def _phrases_to_show(self) -> Iterator[ChangePhrase]:
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

    def _by_change(self) -> Iterator[tuple[Change, list[ChangePhrase]]]:
        phrases: dict[int, list[ChangePhrase]] = {}
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


def _line_for(phrase: ChangePhrase, lines: list[DiffLine]) -> DiffLine:
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


def _row(change: Change, phrases: list[ChangePhrase]) -> dict[str, Any]:
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
