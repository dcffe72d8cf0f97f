"""Remedies for ids of goals that are no complete ones: a key result without its team, a name in capital letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from okrs_as_code.lint.context import Context
from okrs_as_code.lint.element_mismatch import ElementMismatch
from okrs_as_code.lint.remedies.list_remedies import several_goals_remedy
from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.nearest import nearest
from okrs_as_code.phrases import join_or

_OBJECTIVE, _KEY_RESULT = "an objective's id such as", "a key result's id such as"
_MOST_LISTED = 4


def goal_id_remedy(mismatch: ElementMismatch, context: Context) -> str | None:
    """The remedy for a text that is no id of a goal: the complete ones that it may be part of; None without any."""
    expected, written = mismatch.mismatch.expected, mismatch.value
    if not isinstance(written, str) or not expected.startswith((_OBJECTIVE, _KEY_RESULT)):
        return None
    if not mismatch.mismatch.on_key:
        several = several_goals_remedy(_list_key(mismatch), written)
        if several is not None:
            return several
    if mismatch.mismatch.on_key and mismatch.mismatch.path[0] == "objectives" and written.count("/") >= 2:
        return "write it below `key_results:`, where key results belong"
    known = tuple(_known_ids(mismatch, context, key_results=expected.startswith(_KEY_RESULT)))
    wanted = "-".join(written.strip().lower().split()).replace("_", "-")
    meant = [id_ for id_ in known if id_ == wanted or id_.endswith(f"/{wanted}")] or _with_ends(wanted, known)
    if not meant:
        near = nearest(wanted, known)
        meant = [near] if near is not None else []
    if len(meant) == 1:
        return f"did you mean `{meant[0]}`?"
    return f"write which: {join_or([f'`{id_}`' for id_ in meant[:_MOST_LISTED]])}" if meant else None


def _list_key(mismatch: ElementMismatch) -> str:
    """The key that may hold a list of goals in place of the text; empty for an entry of one."""
    field, _ = mismatch.field_names
    return "aligned_to" if field == "objective" else field


def _with_ends(wanted: str, known: Iterable[str]) -> list[str]:
    """The ids that begin and end as the one that is written, such as `team/key-result`, or begin with it alone."""
    first, slash, last = wanted.partition("/")
    return [id_ for id_ in known if id_.startswith(f"{first}/") and (not slash or id_.endswith(f"/{last}"))]


def _known_ids(mismatch: ElementMismatch, context: Context, *, key_results: bool) -> Iterator[str]:
    """Yields the ids of objectives, or of key results, in the cycle of the file and in those that it lies in."""
    plan, location = context.plan, mismatch.file.location
    cycle = plan.calendar.cycle(location.cycle)
    for one in () if cycle is None else (cycle, *plan.cycles_above(cycle)):
        for objective in plan.in_cycle(one.name):
            if key_results:
                yield from (f"{objective.short_id}/{slug}" for slug in objective.ids)
            elif not _is_itself(objective, mismatch):
                yield objective.short_id


def _is_itself(objective: ObjectiveNode, mismatch: ElementMismatch) -> bool:
    return objective.id == mismatch.subject
