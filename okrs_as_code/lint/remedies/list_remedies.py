"""Remedies where a list belongs and a single value stands: the list that it may be meant for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.model.files.base import GOAL_PATTERN, is_id
from okrs_as_code.refactor.new_objective import id_from
from okrs_as_code.yaml.scalar_text import inline_text

_SEPARATORS = lazy_pattern(r"\s*(?:[,;&+]|\band\b)\s*|\s+")
_COMMAS = lazy_pattern(r"\s*[,;]\s*")
_ADDRESS = lazy_pattern(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+")
_match_goal = re.compile(GOAL_PATTERN).match
_STEPS, _INITIATIVES, _AWAY, _DAYS_OFF = "steps", "initiatives", "away", "days_off"
_WEEKENDS = frozenset(("weekend", "weekends"))
_MAX_LENGTH = 500
"""Characters of a text that is taken apart."""


def list_remedy(key: str, given: str) -> str:
    """The remedy for a text in place of a list: its parts as the entries of one."""
    if key in (_STEPS, _INITIATIVES):
        titles = [title for title in _COMMAS.split(given[:_MAX_LENGTH]) if title]
        return f"write a list: `{key}: [{', '.join(title_entry(key, title) for title in titles)}]`"
    if key == _AWAY:
        return f"write a list: `{key}: [{{from: {inline_text(given)}, until: …}}]`, with the last day, too"
    if key == _DAYS_OFF and given.strip().lower() in _WEEKENDS:
        return f"write a list: `{key}: [saturday, sunday]`"
    return f"write a list: `{key}: {written_list(list_parts(given))}`"


def list_parts(given: str) -> list[str]:
    """The entries that a text may be meant for: its ids, else what its commas part."""
    text = given[:_MAX_LENGTH].strip()
    ids = [part for part in _SEPARATORS.split(text) if part]
    if len(ids) > 1 and all(is_id(part) or _match_goal(part) is not None for part in ids):
        return ids
    return [part for part in _COMMAS.split(text) if part] or [given]


def several_goals_remedy(key: str, given: str) -> str | None:
    """The remedy for several ids of goals in one text; None where it is not that."""
    goals = list_parts(given)
    if len(goals) < 2 or not all(_match_goal(goal) is not None for goal in goals):
        return None
    if key == "":
        return f"write each as an entry of its own: `{', '.join(goals)}`"
    return f"write a list: `{key}: {written_list(goals)}`"


def written_list(entries: Iterable[str]) -> str:
    """A list on one line."""
    return f"[{', '.join(entry if _ADDRESS.fullmatch(entry) else inline_text(entry) for entry in entries)}]"


def title_entry(key: str, title: str) -> str:
    """A step or an initiative on one line, of which nothing but the title is known."""
    written = f"title: {inline_text(title)}"
    return f"{{id: {id_from(title) or 'a-step'}, {written}}}" if key == _STEPS else f"{{{written}}}"
