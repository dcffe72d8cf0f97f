"""Values of a file as a check-in: only for a person and a day that are named, and only what fits the measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.intake.goals.entries import SPOKEN, note_of, origin_of, read_entry, speaks
from okrs_as_code.intake.goals.key_results import KeyResultDraft
from okrs_as_code.intake.goals.objectives import ObjectiveDraft
from okrs_as_code.intake.shapes.goal_outline import OutlineGoal
from okrs_as_code.intake.styles import Styles
from okrs_as_code.model.files.base import normalized_text
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.people.people_directory import person_hint
from okrs_as_code.phrases import join_words
from okrs_as_code.records.check_in import ACCEPTED_AFTER_END, CheckInDraft
from okrs_as_code.records.record_text import NewRecord
from okrs_as_code.workspace.loader import load
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.trees.file_change import FileChange
from okrs_as_code.workspace.trees.overlay import OverlayTree
from okrs_as_code.workspace.trees.tree import WorkingTree

_UNREADABLE = "its objective cannot be read: `okrs lint` says why; fix it, and import the values again"
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
        goal for draft in drafts for goal in (draft.goal, *(one.goal for one in draft.key_results)) if speaks(goal)
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
            values.left += [(one, "its goal is in the backlog") for one in _goals(draft) if speaks(one)]
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


def _add_objective(record: CheckInDraft, plan: Plan, draft: ObjectiveDraft, values: ImportedValues) -> None:
    said = [meaning.value for meaning in SPOKEN[:4] if not draft.goal.cell(meaning).is_empty]
    if said:
        values.left.append((draft.goal, f"an objective has no {', '.join(said)} of its own"))
    note = note_of(draft.goal)
    if not note:
        return
    node = _objective(plan, draft)
    if node is None:
        values.left.append((draft.goal, _UNREADABLE))
        return
    _add(record, node.id, {"note": f"{note}\n{origin_of(draft.goal)}\n"}, draft.goal, values)


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
    if not speaks(goal):
        return
    objective = _objective(plan, draft)
    node = _key_result(objective, key_result) if objective is not None else None
    if node is None:
        values.left.append((goal, _why_not(objective, draft, key_result)))
        return
    reading = read_entry(goal, node.content.measure, styles, statuses)
    values.left += reading.left
    if reading.entry:
        _add(record, node.id, reading.entry, goal, values)


def _objective(plan: Plan, draft: ObjectiveDraft) -> ObjectiveNode | None:
    """The objective that a draft is or becomes: by its id, else the one of its team and cycle with its title."""
    if draft.cycle is None:
        return None
    node = plan.objectives.get(f"{draft.cycle.name}/{draft.short_id}")
    if node is not None:
        return node
    title = normalized_text(draft.content.title)
    same = [one for one in plan.in_cycle(draft.cycle.name) if one.team == draft.team]
    named = [one for one in same if normalized_text(one.content.title) == title]
    return named[0] if len(named) == 1 else None


def _key_result(objective: ObjectiveNode, key_result: KeyResultDraft) -> KeyResultNode | None:
    """The key result of an objective that a draft is: by its id, else the one with its title."""
    title = normalized_text(key_result.content.title)
    named = [node for node in objective.key_results if normalized_text(node.content.title) == title]
    by_id = (node for node in objective.key_results if node.content.id == key_result.content.id)
    return next(by_id, named[0] if len(named) == 1 else None)


def _why_not(objective: ObjectiveNode | None, draft: ObjectiveDraft, key_result: KeyResultDraft) -> str:
    """The reason why nobody can check in on a key result."""
    if objective is None:
        return _UNREADABLE
    if key_result.content.id not in {id_.rpartition("/")[2] for id_ in objective.ids}:
        return f"{objective.short_id} is there without it, and is left as it is; add it there first"
    owner = key_result.content.owner
    missing = [] if draft.is_there else [*(["an owner"] if owner is None else []), *key_result.measure.missing]
    if missing:
        return f"it lacks {join_words(missing)}: write it into its file, and import the values again"
    return "the key result there cannot be read: `okrs lint` says why; fix it, and import the values again"


def _add(record: CheckInDraft, id_: str, entry: dict[str, Any], goal: OutlineGoal, values: ImportedValues) -> None:
    try:
        record.add(id_, entry)
        values.taken += 1
    except OkrsError as error:
        values.left.append((goal, error.message))


def _finish(repository: Repository, record: NewRecord, values: ImportedValues) -> None:
    """Makes the file of the record, unless the very same is there."""
    values.record = record
    folder = repository.root / record.folder
    taken = [path.stem for path in folder.glob("*.yaml")] if folder.is_dir() else []
    content = record.text.encode()
    if any((folder / f"{name}.yaml").read_bytes() == content for name in taken if name.startswith(record.stem)):
        return
    values.change = FileChange(f"{record.folder}/{record.free_name(taken)}.yaml", None, content)
