"""Corrections by which nothing is corrected."""

from __future__ import annotations

from okrs_as_code.model.files.record import Record
from okrs_as_code.nearest import suggestion
from okrs_as_code.workspace.loader import Workspace


def correction_fault(path: str, record: Record, name: str, workspace: Workspace) -> str | None:
    """The reason why a record does not correct the one called `name`; None where it does, or that cannot be read."""
    folder = path.rpartition("/")[0]
    target = f"{folder}/{name}.yaml"
    earlier = workspace.records.get(target)
    if earlier is None:
        is_missing = target not in workspace.files
        return f'"{name}", which this corrects, is no record in {folder}/' if is_missing else None
    if target == path:
        return "this record corrects itself"
    if earlier.by != record.by:
        return f'"{name}", which this corrects, is a record of "{earlier.by}" and not of "{record.by}"'
    if earlier.date > record.date:
        return f'"{name}", which this corrects, is of a later day'
    if _is_circular(path, workspace):
        return f'"{name}", which this corrects, is part of a circle of corrections'
    return None


def correction_suggestion(path: str, record: Record, name: str, workspace: Workspace) -> str:
    """The beginning of a help line, `did you mean "x"? `, for a record that is not corrected; empty without any near.

    Suggests other records of the same person in the same folder.
    """
    folder = path.rpartition("/")[0]
    own_records = (
        other_path.rpartition("/")[2].removesuffix(".yaml")
        for other_path, content in workspace.records.items()
        if other_path.rpartition("/")[0] == folder and content.by == record.by and other_path != path
    )
    return suggestion(name, (own_name for own_name in own_records if own_name != name))


def _is_circular(path: str, workspace: Workspace) -> bool:
    folder, records, seen = path.rpartition("/")[0], workspace.records, {path}
    while path in records and records[path].corrects is not None:
        path = f"{folder}/{records[path].corrects}.yaml"
        if path in seen:
            return True
        seen.add(path)
    return False
