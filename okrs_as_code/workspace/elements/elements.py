"""The parts of a file that fit the model where others do not, an element at a time, so that none hides the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from okrs_as_code.finding import KeyPath
from okrs_as_code.model.files.backlog import BacklogKeyResult, BacklogObjective
from okrs_as_code.model.files.base import is_id
from okrs_as_code.model.files.mismatch import Mismatch, MismatchKind
from okrs_as_code.model.files.objective import KeyResult, Objective
from okrs_as_code.model.files.record import AgreementEntry, CheckInEntry, GradeEntry, ObjectiveEntry, Record
from okrs_as_code.model.files.validation import validate
from okrs_as_code.model.goals.unreadable import raw_title
from okrs_as_code.workspace.layout import FileKind

M = TypeVar("M", bound=BaseModel)
G = TypeVar("G", Objective, BacklogObjective)

_ENTRY_MODELS: Mapping[FileKind, Mapping[str, type[BaseModel]]] = {
    FileKind.CHECK_IN: {"key_results": CheckInEntry, "objectives": ObjectiveEntry},
    FileKind.AGREEMENT: {"key_results": AgreementEntry},
    FileKind.GRADE: {"key_results": GradeEntry},
}
"""The models of a record's entries, by the key below which they are."""


def fitting_entries(
    file_model: type[BaseModel], entry_model: type[M], key: str, data: object
) -> tuple[dict[str, M], list[Mismatch]]:
    """The entries of people.yaml or teams.yaml that fit, by id, and the mismatches of the file."""
    content, mismatches = validate(file_model, data)
    if content is not None:
        return getattr(content, key), []
    raw_entries = data.get(key) if isinstance(data, dict) else None
    entries: dict[str, M] = {}
    if isinstance(raw_entries, dict):
        for id_, raw_entry in raw_entries.items():
            entry = validate(entry_model, raw_entry)[0] if isinstance(id_, str) and is_id(id_) else None
            if entry is not None:
                entries[id_] = entry
    return entries, mismatches


def listed_names(data: object, key: str) -> dict[str, str]:
    """The name in each entry of people.yaml or teams.yaml, whether it fits or not, by its id; else the id itself."""
    entries = data.get(key) if isinstance(data, dict) else None
    return {
        id_: raw_title(entry.get("name") if isinstance(entry, dict) else None, id_)
        for id_, entry in (entries.items() if isinstance(entries, dict) else ())
        if isinstance(id_, str)
    }


def listed_texts(data: object, key: str, field: str) -> dict[str, str]:
    """The text of a field in each entry of people.yaml or teams.yaml that has one, fitting or not, by its id."""
    entries = data.get(key) if isinstance(data, dict) else None
    return {
        id_: text
        for id_, entry in (entries.items() if isinstance(entries, dict) else ())
        if isinstance(id_, str) and isinstance(entry, dict) and isinstance(text := entry.get(field), str)
    }


def element_id(element: Any) -> str | None:
    """The id in the data of a key result; None where there is none that could be one."""
    id_ = element.get("id") if isinstance(element, dict) else None
    return id_ if isinstance(id_, str) and is_id(id_) else None


def former_ids(element: Any) -> tuple[str, ...]:
    """The former ids in the data of a key result, as far as they are texts."""
    former = element.get("formerly") if isinstance(element, dict) else None
    return tuple(id_ for id_ in former if isinstance(id_, str)) if isinstance(former, list) else ()


def _fitting_header(model: type[G], data: dict[str, Any], mismatches: list[Mismatch], name: str) -> tuple[G, bool]:
    """The objective's own keys as far as they fit, and whether all of them do."""
    unfit_keys = {
        mismatch.path[0]
        for mismatch in mismatches
        if mismatch.path and not (mismatch.path[0] == "key_results" and len(mismatch.path) > 1)
    }
    fitting = {key: value for key, value in data.items() if key not in unfit_keys and key != "key_results"}
    content, further_mismatches = validate(model, {"title": name, **fitting, "key_results": []})
    lacks_key = any(not mismatch.path and mismatch.kind is MismatchKind.MISSING_KEY for mismatch in mismatches)
    is_sound = not unfit_keys and not further_mismatches and not lacks_key
    return content or model(title=name, key_results=()), is_sound


def _fitting_key_results(model: type[M], data: dict[str, Any], mismatches: list[Mismatch]) -> dict[int, M]:
    """The key results that fit, by their position."""
    unfit = {
        mismatch.path[1] for mismatch in mismatches if len(mismatch.path) > 1 and mismatch.path[0] == "key_results"
    }
    elements = data.get("key_results")
    key_results: dict[int, M] = {}
    for position, element in enumerate(elements if isinstance(elements, list) else ()):
        key_result = validate(model, element)[0] if position not in unfit else None
        if key_result is not None:
            key_results[position] = key_result
    return key_results


def fitting_objective(
    data: dict[str, Any], complete: Objective | None, mismatches: list[Mismatch], name: str
) -> tuple[Objective, dict[int, KeyResult], bool]:
    """An objective, its key results by their position, and whether all of its own keys fit.

    `complete` is the objective where all of it fits; else the result has the parts that fit, an element at a time, with
    `name` for a title that does not.
    """
    if complete is not None:
        return complete, dict(enumerate(complete.key_results)), True
    content, is_sound = _fitting_header(Objective, data, mismatches, name)
    return content, _fitting_key_results(KeyResult, data, mismatches), is_sound


def fitting_goal(
    data: dict[str, Any], complete: BacklogObjective | None, mismatches: list[Mismatch], name: str
) -> tuple[BacklogObjective, dict[int, BacklogKeyResult], bool]:
    """A goal of the backlog, as `fitting_objective` has an objective."""
    if complete is not None:
        return complete, dict(enumerate(complete.key_results)), True
    content, is_sound = _fitting_header(BacklogObjective, data, mismatches, name)
    return content, _fitting_key_results(BacklogKeyResult, data, mismatches), is_sound


def fitting_record(kind: FileKind, model: type[Record], data: dict[str, Any]) -> Record | None:
    """A record without the entries that do not fit; None where its header does not fit."""
    fitting = dict(data)
    for key, entry_model in _ENTRY_MODELS[kind].items():
        entries = fitting.pop(key, None)
        if not isinstance(entries, dict):
            continue
        fitting_section = {ref: entry for ref, entry in entries.items() if validate(entry_model, entry)[0] is not None}
        if fitting_section:
            fitting[key] = fitting_section
    return validate(model, fitting)[0]


def lacks_owner_alone(element: Any) -> bool:
    """Whether the data of a key result would fit if only it had an owner: none is there, or an empty one."""
    owner = element.get("owner") if isinstance(element, dict) else None
    is_absent = owner in (None, []) or (isinstance(owner, str) and not owner.strip())
    return (
        is_absent and isinstance(element, dict) and validate(KeyResult, {**element, "owner": "somebody"})[0] is not None
    )


def key_result_path(data: object, path: KeyPath) -> tuple[str, int] | None:
    """The id and position of the key result that contains a path in an objective's data; None where there is none."""
    if len(path) < 2 or path[0] != "key_results" or not isinstance(path[1], int) or not isinstance(data, dict):
        return None
    id_ = element_id(data["key_results"][path[1]])
    return (id_, path[1]) if id_ is not None else None
