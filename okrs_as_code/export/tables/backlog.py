"""The table of the backlog: goals without a cycle, and their key results, as far as they are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from okrs_as_code.export.export_data import ExportData
from okrs_as_code.export.table import BOOLEAN, DAY, INTEGER, JSON, NUMBER, TEXT, Column, Table
from okrs_as_code.export.tables.key_results import MEASURES
from okrs_as_code.export.tables.objectives import CADENCES
from okrs_as_code.model.files.backlog import BacklogKeyResult, BacklogObjective
from okrs_as_code.model.files.measure import Milestones
from okrs_as_code.model.files.objective import COMMITMENTS, TeamOwner
from okrs_as_code.model.goals.goal import alignment_entries
from okrs_as_code.model.goals.unreadable import UnreadableElement, UnreadableKind
from okrs_as_code.model.people.people_directory import accountable


@dataclass(frozen=True)
class BacklogRow:
    """A goal of the backlog, or a key result of one; of the two contents at most one is there."""

    id: str
    goal: str
    team: str
    file: str
    title: str | None
    position: int | None = None
    objective: BacklogObjective | None = None
    key_result: BacklogKeyResult | None = None
    is_readable: bool = True


def _backlog(data: ExportData) -> Iterator[BacklogRow]:
    backlog, resolve = data.workspace.backlog, data.plan.directory.resolve_team
    for node in backlog.nodes.values():
        team, content = resolve(node.team), node.content
        yield BacklogRow(node.id, node.id, team, node.file, content.title, None, content, None, not node.broken)
        for child in node.key_results:
            place = child.position + 1
            yield BacklogRow(child.id, node.id, team, node.file, child.content.title, place, None, child.content)
        known = {child.id for child in node.key_results}
        yield from _unread([one for one in node.unreadable if one.subject not in {node.id, *known}], node.id, team)
    for element in backlog.unreadable_goals:
        yield from _unread([element], element.subject, resolve(element.team))


def _unread(elements: Sequence[UnreadableElement], goal: str, team: str) -> Iterator[BacklogRow]:
    kinds = (UnreadableKind.OBJECTIVE, UnreadableKind.KEY_RESULT)
    for element in {element.subject: element for element in elements if element.kind in kinds}.values():
        title = element.title if element.kind is UnreadableKind.KEY_RESULT else None
        yield BacklogRow(element.subject, goal, team, element.file, title, is_readable=False)


def _content(key: str) -> Callable[[BacklogRow], Any]:
    """A value under a key, of a goal or of a key result that has it."""
    return lambda row: getattr(row.key_result or row.objective, key, None)


def _measure(key: str) -> Callable[[BacklogRow], Any]:
    return lambda row: getattr(row.key_result.measure, key, None) if row.key_result is not None else None


def _owner(row: BacklogRow) -> str | None:
    content = row.key_result or row.objective
    return accountable(content.owner) if content is not None and content.owner is not None else None


def _owner_team(row: BacklogRow) -> str | None:
    owner = row.key_result.owner if row.key_result is not None else None
    return owner.team if isinstance(owner, TeamOwner) else None


def _steps(row: BacklogRow) -> Any:
    measure = row.key_result.measure if row.key_result is not None else None
    return (
        [step.model_dump(mode="json", exclude_none=True) for step in measure.steps]
        if isinstance(measure, Milestones)
        else None
    )


def _aligned_to(row: BacklogRow) -> Any:
    if row.objective is None or row.objective.aligned_to is None:
        return None
    return [
        {"objective": entry.ref, "contributes": entry.weight is not None, "weight": entry.weight}
        for entry in alignment_entries(row.objective.aligned_to)
    ]


def _initiatives(row: BacklogRow) -> Any:
    if row.objective is None:
        return None
    return [one.model_dump(mode="json", exclude_none=True) for one in row.objective.initiatives]


BACKLOG_GOALS: Table[BacklogRow] = Table(
    "backlog",
    "Goals without a cycle, each followed by its key results; they are in no other table.",
    ("id",),
    (
        Column(
            "id",
            TEXT,
            "The complete id: backlog/team/objective, with /key-result behind it, or its place such as #2.",
            lambda row: row.id,
            required=True,
        ),
        Column(
            "goal",
            TEXT,
            "The goal's id, also at its key results.",
            lambda row: row.goal,
            required=True,
            references="backlog",
        ),
        Column(
            "kind",
            TEXT,
            "The kind of the row.",
            lambda row: "objective" if row.id == row.goal else "key result",
            required=True,
            choices=("objective", "key result"),
        ),
        Column("team", TEXT, "The team, by its id of today.", lambda row: row.team, required=True, references="teams"),
        Column(
            "name",
            TEXT,
            "The last part of the id; empty for a key result without an id.",
            lambda row: row.id.rpartition("/")[2] if "#" not in row.id else None,
        ),
        Column("position", INTEGER, "The place of a key result in its goal, from 1 on.", lambda row: row.position),
        Column("file", TEXT, "The file, from the root of the OKRs.", lambda row: row.file, required=True),
        Column(
            "readable",
            BOOLEAN,
            "Whether all of it can be read; if not, the row has what can.",
            lambda row: row.is_readable,
            required=True,
        ),
        Column("title", TEXT, "The title.", lambda row: row.title),
        Column("why", TEXT, "Why.", _content("why")),
        Column("owner", TEXT, "Who might own it; of a team the lead.", _owner, references="people"),
        Column("owner_team", TEXT, "The team that might own it.", _owner_team, references="teams"),
        Column("named_manager", TEXT, "The manager whom it names.", _content("manager"), references="people"),
        Column(
            "contributors", JSON, "The ids of people and teams who would help, as a list.", _content("contributors")
        ),
        Column(
            "commitment",
            TEXT,
            "Whether all of it will be expected; empty for a key result that leaves it to its goal.",
            _content("commitment"),
            choices=COMMITMENTS,
        ),
        Column("start", DAY, "Its first day.", _content("start")),
        Column("due", DAY, "Its last day.", _content("due")),
        Column("success", TEXT, "How we would know, in words.", _content("success")),
        Column("measure", TEXT, "The type of its measure.", _measure("type"), choices=MEASURES),
        Column("unit", TEXT, "The unit in which it is counted.", _measure("unit")),
        Column("baseline", NUMBER, "Where a metric starts.", _measure("baseline")),
        Column(
            "direction", TEXT, "Whether it is meant to rise or to fall.", _measure("direction"), choices=("up", "down")
        ),
        Column("target", NUMBER, "Where it is meant to be at the end.", _measure("target")),
        Column("stretch", NUMBER, "The value that would be outstanding.", _measure("stretch")),
        Column("at_least", NUMBER, "The bound that a threshold may not fall below.", _measure("at_least")),
        Column("at_most", NUMBER, "The bound that a threshold may not rise above.", _measure("at_most")),
        Column("steps", JSON, "Steps with id, title, weight and due day, as a list.", _steps),
        Column("plan", JSON, "Values planned for days, by day.", _content("plan")),
        Column("weight", NUMBER, "Its weight in the goal's progress.", _content("weight")),
        Column("check_ins", TEXT, "How often it would need a check-in.", _content("check_ins"), choices=CADENCES),
        Column("tags", JSON, "Its own tags, as a list.", _content("tags")),
        Column("aligned_to", JSON, "The goals above as they are written, as a list.", _aligned_to),
        Column("initiatives", JSON, "Work with title, key result and link, as a list.", _initiatives),
        Column("links", JSON, "Where to read on, as a list.", _content("links")),
        Column("formerly", JSON, "The ids that it had before, as a list.", _content("formerly")),
    ),
    _backlog,
)
