"""Builds small plans in memory, for tests of the arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.cycles.calendar import Calendar
from okrs_as_code.model.files.config import Config
from okrs_as_code.model.files.objective import Objective
from okrs_as_code.model.files.people import Person, Team
from okrs_as_code.model.files.record import Agreement, CheckIn, Grade
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.people.people_directory import Directory
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.model.timeline import RecordNode

DAY = date(2026, 10, 1)
"""First day of 2026-Q4."""

PEOPLE = {
    "ana": Person(name="Ana"),
    "mara": Person(name="Mara", manager="ana"),
    "bo": Person(name="Bo", manager="mara"),
    "chen": Person(name="Chen", manager="mara"),
}
TEAMS = {
    "company": Team(name="Example Inc", lead="ana"),
    "content": Team(name="Content", lead="mara", members=("bo", "chen"), part_of="company", formerly=("editorial",)),
}


def objective(
    id: str,
    key_results: Sequence[dict[str, Any]] = (),
    *,
    cycle: str = "2026-Q4",
    config: dict[str, Any] | None = None,
    **head: Any,
) -> ObjectiveNode:
    team, _, slug = id.partition("/")
    content = Objective.model_validate({"title": slug, "key_results": list(key_results), **head})
    period = Calendar.of(Config.model_validate(config or {})).cycle(cycle)
    assert period is not None
    node = ObjectiveNode(
        f"{cycle}/{id}",
        f"okrs/{cycle}/{id}.yaml",
        period,
        team,
        slug,
        content,
        tuple(k.id for k in content.key_results),
        written=len(content.key_results),
    )
    nodes = tuple(KeyResultNode(f"{node.id}/{k.id}", k, at, node) for at, k in enumerate(content.key_results))
    object.__setattr__(node, "key_results", nodes)
    return node


def key_result(id: str = "kr", **more: Any) -> dict[str, Any]:
    return {"id": id, "title": id, "owner": "bo", "measure": {"type": "binary"}, **more}


def record(
    kind: type[Any], name: str, by: str, day: date, entries: dict[str, Any], *, cycle: str = "2026-Q4", **more: Any
) -> RecordNode[Any]:
    content = kind.model_validate({"by": by, "date": day.isoformat(), "key_results": entries, **more})
    return RecordNode(name, f"okrs/{cycle}/{kind.__name__}/{name}.yaml", cycle, content)


def plan(
    objectives: Sequence[ObjectiveNode], records: Sequence[RecordNode[Any]] = (), config: dict[str, Any] | None = None
) -> Plan:
    return Plan(
        Config.model_validate(config or {}),
        Directory(PEOPLE, TEAMS),
        {node.id: node for node in objectives},
        check_ins=tuple(r for r in records if isinstance(r.content, CheckIn)),
        agreements=tuple(r for r in records if isinstance(r.content, Agreement)),
        grades=tuple(r for r in records if isinstance(r.content, Grade)),
    )


def standing(
    measure: dict[str, Any],
    entries: Sequence[dict[str, Any]],
    *,
    today: date = date(2026, 11, 16),
    start: date | None = None,
    due: date | None = None,
    by: str = "bo",
    config: dict[str, Any] | None = None,
    grade: dict[str, Any] | None = None,
    **more: Any,
) -> KeyResultStanding:
    """How one key result stands; `more` are further keys of it.

    Entries follow each other daily unless they have a `date`, and are by one person unless they have a `by`; `corrects`
    is the position of an earlier one. The `grade` is of the last day of the cycle.
    """
    days = {key: value.isoformat() for key, value in (("start", start), ("due", due)) if value is not None}
    node = objective("content/goal", [key_result(measure=measure, **days, **more)])
    names: list[str] = []
    records = []
    if grade is not None:
        end = node.cycle.end
        records.append(record(Grade, f"{end}-bo", "bo", end, {"content/goal/kr": {"because": "x", **grade}}))
    for position, entry in enumerate(entries):
        data = dict(entry)
        day = data.pop("date", None) or DAY + timedelta(days=position)
        corrects, author = data.pop("corrects", None), data.pop("by", by)
        head = {} if corrects is None else {"corrects": names[corrects]}
        names.append(f"{day}-{author}")
        records.append(record(CheckIn, names[-1], author, day, {"content/goal/kr": data}, **head))
    return Assessment(plan([node], records, config), today).key_result(node.key_results[0])
