"""Entries of a check-in from cells: what fits the measure is taken, and everything else has its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from okrs_as_code.intake.cells import cleaning
from okrs_as_code.intake.meaning import Meaning
from okrs_as_code.intake.shapes.goal_outline import GoalLevel, OutlineGoal
from okrs_as_code.intake.styles import Styles
from okrs_as_code.intake.vocabulary.words import even, yes_words
from okrs_as_code.model.files.base import normalized_text
from okrs_as_code.model.files.measure import Measure, Milestones
from okrs_as_code.readings import read_share

SPOKEN = (Meaning.CURRENT, Meaning.PROGRESS, Meaning.STATUS, Meaning.CONFIDENCE, Meaning.NOTE, Meaning.REASON)
"""Cells that say how things stand, and are no part of terms."""
_STATUSES = frozenset(("on-track", "at-risk", "off-track"))
_MAX_NOTE = 2000


def speaks(goal: OutlineGoal) -> bool:
    """Whether a goal, or a step of it, says how things stand."""
    cells = (one.cell(meaning) for one in (goal, *_steps_of(goal)) for meaning in SPOKEN)
    return any(not cell.is_empty for cell in cells)


def note_of(goal: OutlineGoal) -> str:
    """The comment on a goal and the reason of its status; empty without any."""
    texts = dict.fromkeys(cleaning.lines(goal.text(meaning)) for meaning in (Meaning.NOTE, Meaning.REASON))
    return "\n".join(filter(None, texts))[:_MAX_NOTE]


def origin_of(goal: OutlineGoal) -> str:
    """The place of a goal in its file, as a note says it."""
    return cleaning.line(f"imported from {goal.table.label}, {goal.table.word} {goal.row}")


@dataclass
class EntryReading:
    """The entry of one key result, and what of its cells could not be taken."""

    entry: dict[str, Any] = field(default_factory=dict)
    left: list[tuple[OutlineGoal, str]] = field(default_factory=list)


def read_entry(goal: OutlineGoal, measure: Measure, styles: Styles, statuses: Mapping[str, str]) -> EntryReading:
    """The entry of a goal for the measure that its key result has; empty where nothing of it can be taken."""
    return _EntryReader(goal, measure, styles, statuses).read()


class _EntryReader:
    """Reads the cells of one goal, each to a key of the entry or to a reason."""

    def __init__(self, goal: OutlineGoal, measure: Measure, styles: Styles, statuses: Mapping[str, str]) -> None:
        self._goal, self._measure, self._styles, self._statuses = goal, measure, styles, statuses
        self._reading = EntryReading()

    def read(self) -> EntryReading:
        """The entry with all that fits."""
        entry, kind = self._reading.entry, self._measure.type
        if kind == "score":
            self._read_share()
        elif kind == "binary":
            self._read_done()
        elif isinstance(self._measure, Milestones):
            self._read_steps(self._measure)
        else:
            self._read_number()
        self._read_confidence()
        self._read_status()
        note, origin = note_of(self._goal), origin_of(self._goal)
        if entry or note:
            entry["note"] = f"{note}\n{origin}\n" if note else origin
        return self._reading

    def _leave(self, why: str, goal: OutlineGoal | None = None) -> None:
        self._reading.left.append((goal or self._goal, why))

    def _leave_cells(self, why: str, *meanings: Meaning) -> None:
        if any(not self._goal.cell(meaning).is_empty for meaning in meanings):
            self._leave(why)

    def _read_share(self) -> None:
        """Reads progress, else the current value, as the share that a score is judged by."""
        said = [meaning for meaning in (Meaning.PROGRESS, Meaning.CURRENT) if not self._goal.cell(meaning).is_empty]
        for meaning in said:
            share = self._styles.share(self._goal.cell(meaning))
            if share is None:
                self._leave(f'the {meaning} "{self._short(meaning)}" is no share from 0 to 1')
            elif "value" not in self._reading.entry:
                self._reading.entry["value"] = share
            else:
                self._leave("its progress is taken, and its current value beside it is not")

    def _read_number(self) -> None:
        cell, kind = self._goal.cell(Meaning.CURRENT), self._measure.type
        current = self._styles.quantity(cell)
        is_share = current is not None and current.is_percent and getattr(self._measure, "unit", None) != "%"
        if current is not None and not is_share:
            self._reading.entry["value"] = current.value
            self._leave_cells("its progress is not taken, as it follows from the current value", Meaning.PROGRESS)
            return
        if current is None and not cell.is_empty:
            self._leave(f'the current value "{self._short(Meaning.CURRENT)}" is no number')
        elif is_share:
            self._leave(f"per cent are no value of a {kind}")
        self._leave_cells(f"per cent are no value of a {kind}", Meaning.PROGRESS)

    def _read_done(self) -> None:
        meant = self._statuses.get(even(self._goal.text(Meaning.STATUS)))
        is_yes = even(self._goal.text(Meaning.CURRENT)) in yes_words()
        if is_yes or meant is not None:
            self._reading.entry["done"] = is_yes or meant == "done"
        self._leave_cells("what is done or not has no value", *(() if is_yes else (Meaning.CURRENT,)), Meaning.PROGRESS)

    def _read_steps(self, measure: Milestones) -> None:
        self._leave_cells("milestones have no value: say which are done", Meaning.CURRENT, Meaning.PROGRESS)
        by_title = {normalized_text(step.title): step.id for step in measure.steps}
        done: list[str] = []
        has_status = False
        for step in _steps_of(self._goal):
            unsaid = [m.value for m in SPOKEN if m is not Meaning.STATUS and not step.cell(m).is_empty]
            if unsaid:
                self._leave(f"a milestone has no {', '.join(unsaid)} of its own", step)
            written = step.text(Meaning.STATUS)
            if not written:
                continue
            meant, id_ = self._statuses.get(even(written)), by_title.get(normalized_text(cleaning.line(step.title)))
            if id_ is None:
                self._leave("it is no milestone of its key result", step)
            elif meant is None:
                self._leave(f'the status "{written[:40]}" is not known', step)
            else:
                has_status = True
                done += [id_] if meant == "done" else []
        if has_status:
            self._reading.entry["done"] = done

    def _read_confidence(self) -> None:
        confidence = self._goal.text(Meaning.CONFIDENCE)
        shares = read_share(confidence.replace(",", ".")) if confidence else ()
        if len(shares) == 1:
            self._reading.entry["confidence"] = shares[0]
        elif confidence:
            self._leave(f'the confidence "{confidence[:40]}" is no share from 0 to 1')

    def _read_status(self) -> None:
        written = self._goal.text(Meaning.STATUS)
        meant = self._statuses.get(even(written))
        if not written:
            return
        if meant is None:
            self._leave(f'the status "{written[:40]}" is not known')
        elif meant == "paused" and not note_of(self._goal):
            self._leave("a pause needs its reason")
        elif meant in _STATUSES or meant == "paused":
            self._reading.entry["status"] = meant
        elif meant == "done" and self._measure.type != "binary":
            self._leave(f'the status "{written[:40]}" says no value of a {_NOUNS.get(self._measure.type, "measure")}')
        elif meant == "none" and self._measure.type != "binary":
            self._leave(f'the status "{written[:40]}" says nothing that a check-in has')

    def _short(self, meaning: Meaning) -> str:
        return " ".join(self._goal.text(meaning).split())[:40]


_NOUNS = {"metric": "metric", "threshold": "threshold", "score": "score", "milestones": "key result with milestones"}


def _steps_of(goal: OutlineGoal) -> list[OutlineGoal]:
    return [child for child in goal.children if child.level is GoalLevel.STEP]
