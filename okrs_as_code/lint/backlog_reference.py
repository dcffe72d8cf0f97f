"""References to goals of the backlog: there are none, as nobody follows what is there."""

from __future__ import annotations

from okrs_as_code.lint.context import Context
from okrs_as_code.lint.element_mismatch import ElementMismatch
from okrs_as_code.model.files.mismatch import MismatchKind
from okrs_as_code.model.goals.backlog import BACKLOG, names_backlog

_REFERENCE_KEYS = ("aligned_to", "objective", "carried_to")


def backlog_goal(ref: str, context: Context) -> str | None:
    """The id of the goal in the backlog that a reference to an objective or key result means; None where it is none.

    A reference means one if it begins with the folder, or if the objective that it names is there.
    """
    first, *rest = ref.split("/")
    if names_backlog(ref, context.plan.directory) and len(rest) > 1:
        return f"{BACKLOG}/{rest[0]}/{rest[1]}"
    parts = rest if context.plan.calendar.cycle(first) is not None else [first, *rest]
    goal = "/".join((BACKLOG, *parts[:2]))
    return goal if goal in context.workspace.backlog.nodes else None


def backlog_phrases(goal: str) -> tuple[str, str]:
    """The message and remedy for a reference to a goal of the backlog."""
    name = goal.partition("/")[2]
    return (
        f'"{goal}" is in the backlog, and nothing can refer to it',
        f"schedule it first: `okrs mv {goal} CYCLE/{name}`; then write `{name}`",
    )


def is_backlog_reference(mismatch: ElementMismatch) -> bool:
    """Whether a reference has the form of none as it names something in the folder of the backlog."""
    value, path = mismatch.value, mismatch.mismatch.path
    is_reference = mismatch.mismatch.on_key or next((key for key in reversed(path) if isinstance(key, str)), None) in (
        _REFERENCE_KEYS
    )
    return (
        mismatch.kind is MismatchKind.WRONG_TYPE
        and is_reference
        and isinstance(value, str)
        and value.startswith(f"{BACKLOG}/")
        and value.count("/") in (2, 3)
        and not mismatch.in_backlog
    )
