"""Habitual keys: the words that people who know other formats write for our keys, before any slip of the pen."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from okrs_as_code.nearest import nearest

_HABITS: dict[str, tuple[str, ...]] = {
    "objective": ("title",),
    "objectives": ("key_results",),
    "goal": ("target", "title"),
    "name": ("title",),
    "title": ("name",),
    "headline": ("title",),
    "summary": ("title", "note"),
    "label": ("title", "name"),
    "description": ("why", "success", "note", "title"),
    "reason": ("because", "why", "note"),
    "rationale": ("because", "why"),
    "because": ("why", "note"),
    "motivation": ("why",),
    "context": ("why",),
    "assignee": ("owner",),
    "dri": ("owner",),
    "responsible": ("owner",),
    "accountable": ("owner",),
    "owners": ("owner",),
    "owned_by": ("owner",),
    "person": ("owner", "by"),
    "author": ("by",),
    "who": ("by", "owner"),
    "reviewer": ("reviewed_by", "manager"),
    "approver": ("manager",),
    "boss": ("manager",),
    "reports_to": ("manager",),
    "supervisor": ("manager",),
    "helpers": ("contributors",),
    "supporters": ("contributors",),
    "assignees": ("contributors",),
    "team": ("contributors",),
    "deadline": ("due",),
    "by_when": ("due",),
    "due_date": ("due",),
    "end": ("due", "until"),
    "until": ("due",),
    "to": ("target", "until", "due"),
    "from": ("baseline", "start"),
    "start": ("baseline", "from"),
    "begin": ("baseline", "start", "from"),
    "initial": ("baseline",),
    "start_value": ("baseline",),
    "starting_value": ("baseline",),
    "current": ("value", "baseline"),
    "actual": ("value",),
    "progress": ("value", "done"),
    "end_value": ("target",),
    "target_value": ("target",),
    **dict.fromkeys(
        ("min", "minimum", "above", "over", "more_than", "no_less_than", "not_below", "floor", "lower", "lower_bound"),
        ("at_least",),
    ),
    **dict.fromkeys(
        (
            "max",
            "maximum",
            "below",
            "under",
            "less_than",
            "no_more_than",
            "not_above",
            "ceiling",
            "upper",
            "upper_bound",
            "limit",
            "cap",
            "up_to",
        ),
        ("at_most",),
    ),
    "stretch_target": ("stretch",),
    "stretch_goal": ("stretch",),
    "trend": ("direction",),
    "ambition": ("commitment",),
    "health": ("status",),
    "state": ("status",),
    "rag": ("status",),
    "kind": ("type",),
    "metric": ("unit", "measure"),
    "measurement": ("measure",),
    "measured_by": ("measure",),
    "units": ("unit",),
    "krs": ("key_results",),
    "results": ("key_results",),
    "keyresults": ("key_results",),
    "milestones": ("steps",),
    "parent": ("aligned_to", "part_of"),
    "supports": ("aligned_to",),
    "aligns_to": ("aligned_to",),
    "definition_of_done": ("success",),
    "done_when": ("success",),
    "acceptance": ("success",),
    "tasks": ("initiatives",),
    "projects": ("initiatives",),
    "comment": ("note", "because"),
    "comments": ("note",),
    "update": ("note",),
    "notes": ("note",),
    "blockers": ("help",),
    "needs": ("help",),
    "support": ("help",),
    "grade": ("score",),
    "day": ("date",),
    "email": ("emails",),
    "mail": ("emails",),
    "login": ("account",),
    "username": ("account",),
    "github": ("account",),
    "handle": ("account",),
    "role": ("title",),
    "position": ("title",),
    "job": ("title",),
    "holidays": ("away",),
    "vacation": ("away",),
    "last_day": ("left",),
    "people": ("members",),
    "manager": ("lead",),
    "leader": ("lead",),
    "cadence": ("check_ins", "every"),
    "frequency": ("every", "check_ins"),
    "org": ("organization",),
    "company": ("organization",),
    "repo": ("repository",),
}
"""Words for our keys, each with the keys that it may mean, the likeliest first."""


def intended_key(written: str, known: Iterable[str], present: Collection[str]) -> str | None:
    """The key that was meant by one that does not exist here; None where nobody can know.

    `known` are the keys that may be written here; what is already `present` is never meant. A word from another format
    goes before the distance of spellings, and is no slip of the pen where the key that it means is there.
    """
    keys = tuple(known)
    possible = [key for key in keys if key not in present]
    word = written.strip().lower().replace("-", "_").replace(" ", "_")
    if word in possible:
        return word
    habitual = [key for key in _HABITS.get(word, ()) if key in keys]
    if habitual:
        return next((key for key in habitual if key in possible), None)
    return nearest(word, possible)
