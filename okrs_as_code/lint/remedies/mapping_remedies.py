"""Remedies where a mapping belongs and something else stands: the mapping that it may be meant for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from okrs_as_code.lint.element_mismatch import Element, ElementMismatch
from okrs_as_code.lint.remedies.list_remedies import title_entry, written_list
from okrs_as_code.model.cycles.cycle_name import meant_cycle_name
from okrs_as_code.model.files.base import WEEKDAYS, is_id
from okrs_as_code.model.files.config import Cadence
from okrs_as_code.model.files.habitual_values import intended_choice
from okrs_as_code.model.files.record import TypedStatus
from okrs_as_code.model.files.shape import ScalarShape
from okrs_as_code.readings import plain_number, read_number, read_share
from okrs_as_code.workspace.layout import FileKind
from okrs_as_code.yaml.scalar_text import inline_text

_LONGEST_TEXT = 60
_CADENCES = ScalarShape(Cadence).choices
_STATUSES = ScalarShape(TypedStatus).choices
_DONE = frozenset(("done", "yes", "y", "true", "finished", "complete", "completed"))
_MAPPING_REMEDY = "write keys with their values, such as `key: value`"
_MEASURE_REMEDY = (
    "write a measure such as `{type: metric, baseline: 0, target: 3, unit: posts}`, or `{type: binary}` for done or not"
)
_MEASURE_FORMS = {
    "metric": "{type: metric, baseline: 0, target: 3, unit: posts}",
    "threshold": '{type: threshold, at_least: 99.5, unit: "%"}',
    "milestones": "{type: milestones, steps: [{id: beta, title: The beta is out}]}",
    "binary": "{type: binary}",
    "score": "{type: score}",
}
_FIRST_AND_LAST_DAY = "{from: 2026-10-26, until: 2026-12-04}"


class _Misplaced(NamedTuple):
    """A value in place of a mapping, and the key, or the list, that it stands at."""

    value: Any
    key: str
    kind: FileKind


def mapping_remedy(mismatch: ElementMismatch) -> str:
    """The remedy for a value in place of a mapping, with the mapping to write where it can be known."""
    if not mismatch.inner:
        return _element_remedy(mismatch)
    field, listed = mismatch.field_names
    key = field or listed
    is_days = mismatch.element is Element.CONFIG and field != "" and mismatch.inner[-2:-1] == ("cycles",)
    remedy = _days_of_cycle if is_days else _REMEDIES.get(key)
    written = remedy(_Misplaced(mismatch.value, key, mismatch.file.location.kind)) if remedy is not None else None
    return written or _MAPPING_REMEDY


def _element_remedy(mismatch: ElementMismatch) -> str:
    """The remedy for a whole element, such as a person, or the entry of a record."""
    value, kind = mismatch.value, mismatch.file.location.kind
    if mismatch.element is Element.ENTRY:
        if mismatch.mismatch.about[0] == "objectives":
            return f"write it as `{{note: {_text(value)}}}`"
        return _ENTRY_REMEDIES[kind](value) if kind in _ENTRY_REMEDIES else _MAPPING_REMEDY
    if mismatch.element is Element.PERSON and isinstance(value, str):
        return f"write it as `{{name: {_text(value)}}}`, with what else is known of them"
    if mismatch.element is Element.TEAM and isinstance(value, list) and all(map(_is_id, value)):
        return f"write it as `{{name: …, members: {written_list(value)}}}`"
    return _ELEMENT_REMEDIES.get(mismatch.element, _MAPPING_REMEDY)


def _check_in_entry(value: Any) -> str:
    if isinstance(value, list):
        steps = written_list(value) if value and all(map(_is_id, value)) else "[…]"
        return f"write it as `{{done: {steps}}}`"
    if isinstance(value, bool):
        return f"write it as `{{done: {str(value).lower()}}}`"
    if isinstance(value, int | float):
        return f"write it as `{{value: {plain_number(value)}}}`"
    word = value.strip().lower()
    if word in _DONE:
        return "write it as `{done: true}`"
    numbers = read_number(value)
    if len(numbers) == 1:
        return f"write it as `{{value: {plain_number(numbers[0])}}}`"
    status = intended_choice(value, _STATUSES) if len(word.split()) <= 2 else None
    if status is not None:
        return f"write it as `{{status: {status.value}}}`, or `{{note: {_text(value)}}}`"
    return f"write it as `{{note: {_text(value)}}}`"


def _grade_entry(value: Any) -> str:
    if isinstance(value, str) and value.strip().lower() == "dropped":
        return 'write it as `{dropped: true, because: "…"}`'
    shares = () if isinstance(value, list | bool) else read_share(value)
    score = plain_number(shares[0]) if len(shares) == 1 else "…"
    because = _text(value) if isinstance(value, str) and not shares else '"…"'
    return f"write it as `{{score: {score}, because: {because}, decision: …}}`; `okrs grade` makes one"


def _agreement_entry(value: Any) -> str:
    role = value.strip().lower() if isinstance(value, str) else ""
    return f"write `as: {role if role in ('owner', 'manager') else 'owner'}` and `terms:`; `okrs agree` makes both"


_ENTRY_REMEDIES: dict[FileKind, Callable[[Any], str]] = {
    FileKind.CHECK_IN: _check_in_entry,
    FileKind.GRADE: _grade_entry,
    FileKind.AGREEMENT: _agreement_entry,
}
_ELEMENT_REMEDIES = {
    Element.KEY_RESULT: "write a key result: `id:`, `title:`, `owner:` and `measure:`",
    Element.OBJECTIVE: "write an objective: `title:`, `owner:` and `key_results:`; `okrs new` makes one",
    Element.PERSON: "write a person: `name:`, and what else is known of them",
    Element.TEAM: "write a team: `name:`, `lead:` and `members:`",
}


def _measure(misplaced: _Misplaced) -> str:
    kind = intended_choice(misplaced.value, tuple(_MEASURE_FORMS)) if isinstance(misplaced.value, str) else None
    return f"write `measure: {_MEASURE_FORMS[kind.value]}`" if kind is not None else _MEASURE_REMEDY


def _titled(misplaced: _Misplaced) -> str | None:
    """The remedy for a step or an initiative that is nothing but its title."""
    if not isinstance(misplaced.value, str):
        return None
    return f"write it as `{title_entry(misplaced.key, misplaced.value)}`"


def _plan(misplaced: _Misplaced) -> str:
    """The remedy for the numbers of a plan without their days, or for days in a list."""
    value = misplaced.value
    if isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
        return "take away the dashes: each day is a key of `plan`, with its number behind it"
    numbers = [number for number in value if _is_number(number)] if isinstance(value, list) else [value]
    first, second = (*map(plain_number, numbers[:2]), "20", "50")[:2] if all(map(_is_number, numbers)) else ("20", "50")
    return f"write each number behind its day, such as `plan: {{2026-10-31: {first}, 2026-11-30: {second}}}`"


def _check_ins(misplaced: _Misplaced) -> str:
    choice = None if isinstance(misplaced.value, bool | list) else intended_choice(misplaced.value, _CADENCES)
    return f"write it as `{{every: {choice.value if choice is not None else 'week'}}}`"


def _digest(misplaced: _Misplaced) -> str:
    choice = intended_choice(misplaced.value, WEEKDAYS) if isinstance(misplaced.value, str) else None
    return f"write it as `{{day: {choice.value if choice is not None else 'monday'}}}`"


def _agreement(misplaced: _Misplaced) -> str:
    value = misplaced.value
    cycle = (meant_cycle_name(value) if isinstance(value, str) else None) or "2027-Q1"
    return f"write it as `{{required_from: {cycle}}}`"


def _lint(misplaced: _Misplaced) -> str:
    value = misplaced.value
    codes = value if isinstance(value, list) else [value]
    return f"write it as `{{ignore: {written_list(codes)}}}`" if all(isinstance(code, str) for code in codes) else ""


def _number_at(inner_key: str) -> Callable[[_Misplaced], str | None]:
    """The remedy for a number that is meant for a key of the mapping."""

    def remedy(misplaced: _Misplaced) -> str | None:
        is_number = _is_number(misplaced.value)
        return f"write it as `{{{inner_key}: {plain_number(misplaced.value)}}}`" if is_number else None

    return remedy


def _example(misplaced: _Misplaced) -> str:
    day = _text(misplaced.value) if isinstance(misplaced.value, str) else "2026-10-15"
    return f"write it as `{{today: {day}}}`"


def _days_of_cycle(misplaced: _Misplaced) -> str:
    return f"write its first and its last day, such as `{_FIRST_AND_LAST_DAY}`"


def _cycles(misplaced: _Misplaced) -> str:
    return f"write each cycle with its days, such as `cycles: {{2026-C6: {_FIRST_AND_LAST_DAY}}}`"


def _entries(misplaced: _Misplaced) -> str | None:
    """The remedy for what a record says of goals, where it is no mapping by their ids."""
    if misplaced.kind not in _ENTRY_REMEDIES:
        return None
    goal = "team/objective" if misplaced.key == "objectives" else "team/objective/key-result"
    return f"write each by its id, without a dash, and behind that what you say of it, such as `{goal}: {{note: …}}`"


_REMEDIES: dict[str, Callable[[_Misplaced], str | None]] = {
    "measure": _measure,
    "steps": _titled,
    "initiatives": _titled,
    "plan": _plan,
    "check_ins": _check_ins,
    "digest": _digest,
    "agreement": _agreement,
    "lint": _lint,
    "objectives": lambda misplaced: _entries(misplaced) or _number_at("per_team")(misplaced),
    "key_results": _entries,
    "ownership": _number_at("key_results_per_person"),
    "example": _example,
    "cycles": _cycles,
    "away": lambda _: f"write the first and the last day, such as `{_FIRST_AND_LAST_DAY}`",
    "severity": lambda _: "write each rule with its severity, such as `severity: {KR004: information}`",
}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and is_id(value)


def _text(value: Any) -> str:
    """A text as it stands in braces, where it is short, else an ellipsis."""
    return inline_text(value) if isinstance(value, str) and len(value) <= _LONGEST_TEXT else '"…"'
