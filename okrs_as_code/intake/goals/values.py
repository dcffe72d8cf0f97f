"""Values of a file as a check-in: only for a person and a day that are named, and only what fits the measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.intake.cells import cleaning
from okrs_as_code.intake.cells.numbers import CellQuantity
from okrs_as_code.intake.goals.key_results import KeyResultDraft
from okrs_as_code.intake.goals.objectives import ObjectiveDraft
from okrs_as_code.intake.meaning import Meaning
from okrs_as_code.intake.shapes.goal_outline import GoalLevel, OutlineGoal
from okrs_as_code.intake.styles import Styles
from okrs_as_code.intake.vocabulary.words import even
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.people.people_directory import person_hint
from okrs_as_code.readings import read_share
from okrs_as_code.records.check_in import ACCEPTED_AFTER_END, CheckInDraft
from okrs_as_code.records.record_text import NewRecord
from okrs_as_code.workspace.loader import load
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.trees.file_change import FileChange
from okrs_as_code.workspace.trees.overlay import OverlayTree
from okrs_as_code.workspace.trees.tree import WorkingTree

SPOKEN = (Meaning.CURRENT, Meaning.PROGRESS, Meaning.STATUS, Meaning.CONFIDENCE, Meaning.NOTE)
"""Cells that say how things stand, and are no part of terms."""
_STATUSES = frozenset(("on-track", "at-risk", "off-track", "paused"))
_MAX_NOTE = 2000
_DAY_REMEDY = "give a day within it with `--as-of`"


@dataclass
class ImportedValues:
    """The one check-in of an import, and what of the file's values it does not have."""

    record: NewRecord | None = None
    change: FileChange | None = None
    taken: int = 0
    """Key results and objectives of which the check-in speaks."""
    left: list[tuple[OutlineGoal, str]] = field(default_factory=list)
    """The goals that are not taken, each with the reason."""
    waiting: int = 0
    """Rows that say how things stand, where no options say who speaks, and of which day."""


def read_values(
    repository: Repository,
    drafts: Sequence[ObjectiveDraft],
    styles: Styles,
    statuses: Mapping[str, str],
    changes: Sequence[FileChange],
    by: str | None,
    as_of: date | None,
    today: date,
) -> ImportedValues:
    """The check-in by `by` on the day `as_of`; without both nothing, and the number of rows that wait for them.

    Raises OkrsError for a person or a day that cannot be.
    """
    values = ImportedValues()
    spoken = [
        goal for draft in drafts for goal in (draft.goal, *(one.goal for one in draft.key_results)) if _speaks(goal)
    ]
    if by is None and as_of is None:
        values.waiting = len({(goal.table.label, goal.row) for goal in spoken})
        return values
    if by is None or as_of is None:
        raise OkrsError("values need a person and a day", "give both `--by ID` and `--as-of DAY`, or neither")
    directory = repository.workspace.plan.directory
    if not directory.knows_person(by):
        raise OkrsError(
            f"`{by}` is not in okrs/people.yaml", f"{person_hint(by, directory)}name with `--by` somebody who is"
        )
    plan = load(OverlayTree(WorkingTree(repository.root, repository.git), changes)).plan
    _refuse_day(drafts, plan, as_of)
    record = CheckInDraft(plan, by, as_of, today, for_others=True)
    for draft in drafts:
        if draft.cycle is None:
            values.left += [(one, "its goal is in the backlog") for one in _goals(draft) if _speaks(one)]
            continue
        _add_objective(record, plan, draft, values)
        for key_result in draft.key_results:
            _add_key_result(record, plan, draft, key_result, styles, statuses, values)
    if not record.is_empty:
        _finish(repository, record.record(), values)
    return values


def _refuse_day(drafts: Sequence[ObjectiveDraft], plan: Plan, day: date) -> None:
    for cycle in {draft.cycle for draft in drafts if draft.cycle is not None}:
        if day < cycle.start:
            raise OkrsError(f"{day} is before {cycle.name}, which starts on {cycle.start}", _DAY_REMEDY)
        if day - cycle.end > ACCEPTED_AFTER_END:
            raise OkrsError(f"{cycle.name} ended on {cycle.end}, and {day} is too late", _DAY_REMEDY)


def _goals(draft: ObjectiveDraft) -> list[OutlineGoal]:
    return [draft.goal, *(one.goal for one in draft.key_results)]


def _speaks(goal: OutlineGoal) -> bool:
    if any(not goal.cell(meaning).is_empty for meaning in SPOKEN):
        return True
    return any(child.level is GoalLevel.STEP and child.text(Meaning.STATUS) for child in goal.children)


def _add_objective(record: CheckInDraft, plan: Plan, draft: ObjectiveDraft, values: ImportedValues) -> None:
    said = [meaning.value for meaning in SPOKEN[:-1] if not draft.goal.cell(meaning).is_empty]
    if said:
        values.left.append((draft.goal, f"an objective has no {', '.join(said)} of its own"))
    note = cleaning.lines(draft.goal.text(Meaning.NOTE))[:_MAX_NOTE]
    if not note:
        return
    id_ = _objective_id(plan, draft)
    if id_ is None:
        values.left.append((draft.goal, "its objective is not there as one"))
        return
    _add(record, id_, {"note": f"{note}\n{_origin(draft.goal)}\n"}, draft.goal, values)


def _add_key_result(
    record: CheckInDraft,
    plan: Plan,
    draft: ObjectiveDraft,
    key_result: KeyResultDraft,
    styles: Styles,
    statuses: Mapping[str, str],
    values: ImportedValues,
) -> None:
    goal = key_result.goal
    if not _speaks(goal):
        return
    objective = _objective_id(plan, draft)
    id_ = f"{objective}/{key_result.content.id}"
    if objective is None or id_ not in plan.key_results:
        values.left.append((goal, "the key result cannot be read, so that nobody can check in on it"))
        return
    entry = _entry(key_result, styles, statuses, values)
    if entry:
        note = cleaning.lines(goal.text(Meaning.NOTE) or goal.text(Meaning.REASON))[:_MAX_NOTE]
        entry["note"] = f"{note}\n{_origin(goal)}\n" if note else _origin(goal)
        _add(record, id_, entry, goal, values)


def _objective_id(plan: Plan, draft: ObjectiveDraft) -> str | None:
    if draft.cycle is None:
        return None
    id_ = f"{draft.cycle.name}/{draft.short_id}"
    return id_ if id_ in plan.objectives else None


def _add(record: CheckInDraft, id_: str, entry: dict[str, Any], goal: OutlineGoal, values: ImportedValues) -> None:
    try:
        record.add(id_, entry)
        values.taken += 1
    except OkrsError as error:
        values.left.append((goal, error.message))


def _entry(
    key_result: KeyResultDraft, styles: Styles, statuses: Mapping[str, str], values: ImportedValues
) -> dict[str, Any]:
    """The entry of a key result, without its note: its value, confidence and status, as far as they fit."""
    goal, kind = key_result.goal, key_result.measure.kind
    entry: dict[str, Any] = {}
    meant = statuses.get(even(goal.text(Meaning.STATUS)))
    current, progress = (styles.quantity(goal.cell(meaning)) for meaning in (Meaning.CURRENT, Meaning.PROGRESS))
    if kind == "score":
        share = styles.share(goal.cell(Meaning.PROGRESS if progress is not None else Meaning.CURRENT))
        if share is not None:
            entry["value"] = share
    elif kind in ("metric", "threshold"):
        _add_number(entry, key_result, current, progress, values)
    elif kind == "binary" and meant is not None:
        entry["done"] = meant == "done"
    elif kind == "milestones":
        steps = [child for child in goal.children if child.level is GoalLevel.STEP]
        done = [
            step.id
            for step, child in zip(key_result.measure.steps, steps, strict=False)
            if statuses.get(even(child.text(Meaning.STATUS))) == "done"
        ]
        if done or any(child.text(Meaning.STATUS) for child in steps):
            entry["done"] = done
    confidence = goal.text(Meaning.CONFIDENCE)
    shares = read_share(confidence.replace(",", ".")) if confidence else ()
    if len(shares) == 1:
        entry["confidence"] = shares[0]
    elif confidence:
        values.left.append((goal, f'the confidence "{confidence[:40]}" is no share from 0 to 1'))
    _add_status(entry, goal, meant, values)
    return entry


def _add_number(
    entry: dict[str, Any],
    key_result: KeyResultDraft,
    current: CellQuantity | None,
    progress: CellQuantity | None,
    values: ImportedValues,
) -> None:
    measure = key_result.measure.measure or {}
    if current is not None and not (current.is_percent and measure.get("unit") != "%"):
        entry["value"] = current.value
    elif current is not None or progress is not None:
        values.left.append((key_result.goal, "per cent are no value of a metric"))


def _add_status(entry: dict[str, Any], goal: OutlineGoal, meant: str | None, values: ImportedValues) -> None:
    written = goal.text(Meaning.STATUS)
    if not written or meant in ("none", "done"):
        return
    if meant is None:
        values.left.append((goal, f'the status "{written[:40]}" is not known'))
    elif meant == "paused" and not (goal.text(Meaning.REASON) or goal.text(Meaning.NOTE)):
        values.left.append((goal, "a pause needs its reason"))
    elif meant in _STATUSES:
        entry["status"] = meant


def _origin(goal: OutlineGoal) -> str:
    return cleaning.line(f"imported from {goal.table.label}, {goal.table.word} {goal.row}")


def _finish(repository: Repository, record: NewRecord, values: ImportedValues) -> None:
    """Makes the file of the record, unless the very same is there."""
    values.record = record
    folder = repository.root / record.folder
    taken = [path.stem for path in folder.glob("*.yaml")] if folder.is_dir() else []
    content = record.text.encode()
    if any((folder / f"{name}.yaml").read_bytes() == content for name in taken if name.startswith(record.stem)):
        return
    values.change = FileChange(f"{record.folder}/{record.free_name(taken)}.yaml", None, content)
