"""What fits of a file of which something does not: its elements one by one, so that none hides the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from okrs_as_code.finding import KeyPath
from okrs_as_code.model.files.base import is_id
from okrs_as_code.model.files.objective import KeyResult, Objective
from okrs_as_code.model.files.record import AgreementEntry, CheckInEntry, GradeEntry, Record
from okrs_as_code.model.files.validation import Mismatch, MismatchKind, validate
from okrs_as_code.workspace.layout import FileKind

M = TypeVar("M", bound=BaseModel)

_ENTRIES: Mapping[FileKind, type[BaseModel]] = {
    FileKind.CHECK_IN: CheckInEntry,
    FileKind.AGREEMENT: AgreementEntry,
    FileKind.GRADE: GradeEntry,
}


def fitting_entries(
    whole: type[BaseModel], single: type[M], key: str, data: object
) -> tuple[dict[str, M], list[Mismatch]]:
    """The entries of people.yaml or teams.yaml that fit, and what does not."""
    fitted, mismatches = validate(whole, data)
    if fitted is not None:
        return getattr(fitted, key), []
    listed = data.get(key) if isinstance(data, dict) else None
    found: dict[str, M] = {}
    if isinstance(listed, dict):
        for name, entry in listed.items():
            model = validate(single, entry)[0] if isinstance(name, str) and is_id(name) else None
            if model is not None:
                found[name] = model
    return found, mismatches


def listed_ids(data: object, key: str) -> frozenset[str]:
    """The ids of all entries of people.yaml or teams.yaml, whether they fit or not."""
    listed = data.get(key) if isinstance(data, dict) else None
    return frozenset(name for name in listed if isinstance(name, str)) if isinstance(listed, dict) else frozenset()


def id_of(element: Any) -> str | None:
    """The id of a key result's data, if it has one that could be."""
    found = element.get("id") if isinstance(element, dict) else None
    return found if isinstance(found, str) and is_id(found) else None


def _fitting_header(data: dict[str, Any], mismatches: list[Mismatch], name: str) -> tuple[Objective, bool]:
    """The objective's own keys as far as they fit, and whether all of them do."""
    wrong = {
        mismatch.path[0]
        for mismatch in mismatches
        if mismatch.path and not (mismatch.path[0] == "key_results" and len(mismatch.path) > 1)
    }
    kept = {key: value for key, value in data.items() if key not in wrong and key != "key_results"}
    content, missing = validate(Objective, {"title": name, **kept, "key_results": []})
    lacks = any(not m.path and m.kind is MismatchKind.MISSING_KEY for m in mismatches)
    sound = not wrong and not missing and not lacks
    return content or Objective(title=name, key_results=()), sound


def _fitting_key_results(elements: list[Any], mismatches: list[Mismatch]) -> dict[int, KeyResult]:
    """The key results that fit, by their position."""
    wrong = {m.path[1] for m in mismatches if len(m.path) > 1 and m.path[0] == "key_results"}
    found: dict[int, KeyResult] = {}
    for position, element in enumerate(elements):
        model = validate(KeyResult, element)[0] if position not in wrong else None
        if model is not None:
            found[position] = model
    return found


def fitting_objective(
    data: dict[str, Any], whole: Objective | None, mismatches: list[Mismatch], name: str
) -> tuple[Objective, dict[int, KeyResult], bool]:
    """An objective, its key results by their position, and whether all of its own keys fit.

    `whole` is the objective where all of it fits; else it is what fits, an element at a time.
    """
    if whole is not None:
        return whole, dict(enumerate(whole.key_results)), True
    listed = data.get("key_results")
    content, sound = _fitting_header(data, mismatches, name)
    return content, _fitting_key_results(listed if isinstance(listed, list) else [], mismatches), sound


def fitting_record(role: FileKind, model: type[Record], data: dict[str, Any]) -> Record | None:
    """A record without the entries that do not fit; None where its head does not."""
    listed = data.get("key_results")
    if not isinstance(listed, dict):
        return None
    kept = {key: entry for key, entry in listed.items() if validate(_ENTRIES[role], entry)[0] is not None}
    return validate(model, {**data, "key_results": kept})[0]


def key_result_path(data: object, path: KeyPath) -> tuple[str, int] | None:
    """The id and position of the key result of an objective's data that a path lies in."""
    if len(path) < 2 or path[0] != "key_results" or not isinstance(path[1], int) or not isinstance(data, dict):
        return None
    found = id_of(data["key_results"][path[1]])
    return (found, path[1]) if found is not None else None
