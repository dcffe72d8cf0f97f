"""Goals of our own export: ids and terms are taken as they are, so that fingerprints stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from okrs_as_code.day import parse_day
from okrs_as_code.errors import OkrsError
from okrs_as_code.intake.goals.key_results import KeyResultDraft
from okrs_as_code.intake.goals.measure_reading import MeasureReading
from okrs_as_code.intake.goals.objectives import ObjectiveDraft
from okrs_as_code.intake.own_tables import RECORDS, ExportedRow, OwnExport, own_name, rows_of_own_table
from okrs_as_code.intake.shapes.goal_outline import GoalLevel, OutlineGoal, Tally
from okrs_as_code.intake.source_table import SourceTable
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.files.base import is_id
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.refactor.new_objective import NewInitiative, NewKeyResult, NewObjective, NewStep
from okrs_as_code.strict_json import parse


def read_own_export(
    tables: Sequence[SourceTable], plan: Plan, cycle: str | None, tally: Tally
) -> tuple[list[ObjectiveDraft], list[str]]:
    """The objectives of an export, and notes on what stays behind.

    Raises OkrsError for a cell that an export does not have so.
    """
    export = OwnExport()
    for table in tables:
        name = own_name(table)
        if name is not None:
            export.tables[name], export.rows[name] = table, rows_of_own_table(table, name) or ()
    try:
        drafts = [*_objectives(export, plan, cycle, tally), *(_backlog(export, tally) if cycle is None else ())]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise OkrsError(
            f"a cell of the export is not as `okrs export` writes it ({type(error).__name__}: {str(error)[:80]})",
            "export again, and import that",
        ) from None
    left = [f"{len(export.rows[name])} of {name}" for name in RECORDS if export.rows.get(name)]
    notes = [f"records stay behind: {', '.join(left)}"] if left else []
    return drafts, notes


def _objectives(export: OwnExport, plan: Plan, wanted: str | None, tally: Tally) -> Iterable[ObjectiveDraft]:
    for row in export.rows.get("objectives", ()):
        goal = _goal(export.tables["objectives"], row, GoalLevel.OBJECTIVE, tally)
        cycle = plan.calendar.cycle(row["cycle"])
        key_results = export.of("key_results", "objective", row["id"])
        why_not = _why_not(row, plan, cycle, wanted)
        if why_not is not None:
            tally.leave(goal.table, goal.row, why_not)
            for one in key_results:
                tally.leave(export.tables["key_results"], int(one["row"]), why_not)
            continue
        readable = [one for one in key_results if one["readable"] == "true"]
        for one in key_results:
            if one["readable"] != "true":
                tally.leave(export.tables["key_results"], int(one["row"]), "it could not be read where it comes from")
        drafts = [_key_result(export, one, row, cycle, tally) for one in readable]
        content = NewObjective(
            title=row["title"],
            owner=row["owner"] or None,
            why=row["why"] or None,
            commitment=row["commitment"] if row["commitment"] != "committed" else None,
            aligned_to=tuple(_alignments(export, row["id"])),
            tags=tuple(one["tag"] for one in export.of("tags", "objective", row["id"]) if not one["key_result"]),
            check_ins=row.get("check_ins") or None,
            formerly=_json(row.get("formerly")) or (),
            key_results=[draft.content for draft in drafts],
            initiatives=tuple(
                NewInitiative(one["title"], one["key_result"].rpartition("/")[2] or None, one["link"] or None)
                for one in export.of("initiatives", "objective", row["id"])
            ),
        )
        goal.children = [draft.goal for draft in drafts]
        yield ObjectiveDraft(goal, cycle, row["team"], row["name"], content, drafts)


def _why_not(row: ExportedRow, plan: Plan, cycle: Cycle | None, wanted: str | None) -> str | None:
    if row["readable"] != "true" or not row["title"]:
        return "it could not be read where it comes from"
    if cycle is None:
        return f'"{row["cycle"][:40]}" is no cycle here; declare it below `cycles:` in okrs/config.yaml'
    if wanted is not None and cycle.name != wanted:
        return f"it is of {cycle.name}, and {wanted} is imported"
    if not plan.directory.knows_team(row["team"]):
        return f'"{row["team"][:40]}" is no team here; import people and teams first: `okrs import people …`'
    if not is_id(row["name"]):
        return f'"{row["name"][:40]}" is no id'
    return None


def _key_result(
    export: OwnExport, row: ExportedRow, objective: ExportedRow, cycle: Cycle | None, tally: Tally
) -> KeyResultDraft:
    terms = parse(row["terms"])
    measure = dict(terms["measure"])
    steps = [_step(one) for one in export.of("steps", "key_result", row["id"])]
    if measure["type"] == "milestones" and not steps:
        steps = [NewStep(one["id"], one["title"], one.get("weight"), _day(one.get("due"))) for one in measure["steps"]]
    if all(step.weight == 1 for step in steps):
        steps = [NewStep(step.id, step.title, None, step.due) for step in steps]
    start, due = _day(row["start"]), _day(terms.get("due"))
    content = NewKeyResult(
        id=row["name"],
        title=row["title"],
        owner=_owner(terms["owner"]),
        measure=_in_model_order(measure) if measure["type"] != "milestones" else None,
        steps=steps,
        manager=row["named_manager"] or None,
        contributors=tuple(one["person"] or one["team"] for one in export.of("contributors", "key_result", row["id"])),
        start=start if cycle is None or start != cycle.start else None,
        due=due if cycle is None or due != cycle.end else None,
        plan=_plan(row["plan"]),
        commitment=terms["commitment"] if terms["commitment"] != objective["commitment"] else None,
        success=row["success"] or terms.get("success"),
        weight=_number(row["weight"]) if _number(row["weight"]) != 1 else None,
        check_ins=row.get("named_check_ins") or None,
        tags=tuple(one["tag"] for one in export.of("tags", "key_result", row["id"])),
        links=_json(row["links"]) or (),
        formerly=_json(row.get("formerly")) or (),
    )
    goal = _goal(export.tables["key_results"], row, GoalLevel.KEY_RESULT, tally)
    return KeyResultDraft(goal, content, MeasureReading(None if steps else measure, steps))


def _owner(owner: Any) -> Any:
    """The owner of terms, whose keys are sorted, with its keys in the order of the model."""
    return {"team": owner["team"], "lead": owner["lead"]} if isinstance(owner, dict) else owner


def _backlog(export: OwnExport, tally: Tally) -> Iterable[ObjectiveDraft]:
    rows = export.rows.get("backlog", ())
    for row in rows:
        if row["kind"] != "objective":
            continue
        goal = _goal(export.tables["backlog"], row, GoalLevel.OBJECTIVE, tally)
        below = export.of("backlog", "goal", row["id"])
        children = [one for one in below if one["kind"] == "key result"]
        if row["readable"] != "true" or any(one["readable"] != "true" for one in children):
            for one in below:
                tally.leave(goal.table, int(one["row"]), "it could not be read where it comes from")
            continue
        drafts = [_backlog_key_result(export, one, tally) for one in children]
        initiatives = _json(row["initiatives"]) or ()
        content = NewObjective(
            title=row["title"],
            owner=row["owner"] or None,
            why=row["why"] or None,
            commitment=row["commitment"] if row["commitment"] not in ("", "committed") else None,
            aligned_to=tuple(
                _alignment(one["objective"], one.get("contributes"), one.get("weight"))
                for one in _json(row["aligned_to"]) or ()
            ),
            tags=_json(row["tags"]) or (),
            check_ins=row["check_ins"] or None,
            formerly=_json(row["formerly"]) or (),
            key_results=[draft.content for draft in drafts],
            initiatives=tuple(
                NewInitiative(one["title"], one.get("key_result"), one.get("link")) for one in initiatives
            ),
        )
        goal.children = [draft.goal for draft in drafts]
        yield ObjectiveDraft(goal, None, row["team"], row["name"], content, drafts)


def _backlog_key_result(export: OwnExport, row: ExportedRow, tally: Tally) -> KeyResultDraft:
    keys = ("baseline", "target", "stretch", "at_least", "at_most")
    numbers = {key: _number(row[key]) for key in keys}
    measure: dict[str, Any] | None = None
    if row["measure"]:
        said = {"direction": row["direction"] or None, "unit": row["unit"] or None}
        measure = _in_model_order({"type": row["measure"], **numbers, **said})
    steps = [
        NewStep(one["id"], one["title"], one.get("weight"), _day(one.get("due"))) for one in _json(row["steps"]) or ()
    ]
    owner: Any = {"team": row["owner_team"], "lead": row["owner"]} if row["owner_team"] else row["owner"] or None
    content = NewKeyResult(
        id=row["name"], title=row["title"], owner=owner,
        measure=None if steps else measure, steps=steps,
        manager=row["named_manager"] or None, contributors=_json(row["contributors"]) or (),
        start=_day(row["start"]), due=_day(row["due"]), plan=_plan(row["plan"]),
        commitment=row["commitment"] or None, success=row["success"] or None,
        weight=_number(row["weight"]) if _number(row["weight"]) != 1 else None,
        check_ins=row["check_ins"] or None,
        tags=_json(row["tags"]) or (), links=_json(row["links"]) or (), formerly=_json(row["formerly"]) or (),
    )  # fmt: skip
    goal = _goal(export.tables["backlog"], row, GoalLevel.KEY_RESULT, tally)
    return KeyResultDraft(goal, content, MeasureReading(measure, steps))


def _alignments(export: OwnExport, objective: str) -> Iterable[Any]:
    for row in export.of("alignments", "objective", objective):
        yield _alignment(row["written"], row["contributes"] == "true", _number(row["weight"]))


def _alignment(ref: str, contributes: bool | None, weight: float | None) -> Any:
    if not contributes:
        return ref
    entry: dict[str, Any] = {"objective": ref, "contributes": True}
    return {**entry, "weight": weight} if weight not in (None, 1) else entry


def _step(row: ExportedRow) -> NewStep:
    return NewStep(row["id"], row["title"], _number(row["weight"]), _day(row["due"]))


_MEASURE_KEYS = ("type", "baseline", "direction", "target", "stretch", "at_least", "at_most", "unit")


def _in_model_order(measure: Mapping[str, Any]) -> dict[str, Any]:
    return {key: measure[key] for key in _MEASURE_KEYS if measure.get(key) is not None}


def _plan(text: str) -> dict[date, float]:
    written = _json(text) or {}
    pairs = written.items() if isinstance(written, dict) else ((one["day"], one["value"]) for one in written)
    return {day: value for key, value in pairs if (day := parse_day(key)) is not None}


def _json(text: str | None) -> Any:
    return parse(text) if text else None


def _number(text: str) -> float | None:
    return float(text) if text else None


def _day(text: str | None) -> date | None:
    return parse_day(text) if text else None


def _goal(table: SourceTable, row: ExportedRow, level: GoalLevel, tally: Tally) -> OutlineGoal:
    tally.count(table, int(row["row"]))
    return OutlineGoal(level, row["title"], table, int(row["row"]))
