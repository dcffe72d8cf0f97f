"""Edits of a file, in terms of its keys and values; `splice.py` carries them out in the text."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.finding import KeyPath


@dataclass(frozen=True)
class SetValue:
    """Replaces the value at a key path that exists."""

    path: KeyPath
    value: Any


@dataclass(frozen=True)
class InsertKey:
    """Inserts a key into the mapping at a path: after the key `after`, or as the first."""

    path: KeyPath
    key: str
    value: Any
    after: str | None = None


@dataclass(frozen=True)
class RemoveKey:
    """Removes a key, with its value and the comments after and in it; comments above it stay."""

    path: KeyPath


@dataclass(frozen=True)
class RenameKey:
    """Renames a key; its value stays."""

    path: KeyPath
    name: str


@dataclass(frozen=True)
class InsertItem:
    """Inserts an item into the list at a path: in front of the one at `position`, or at its end."""

    path: KeyPath
    position: int
    value: Any


@dataclass(frozen=True)
class RemoveItem:
    """Removes the item of a list at a key path that ends in its position."""

    path: KeyPath


Edit = SetValue | InsertKey | RemoveKey | RenameKey | InsertItem | RemoveItem


def edit_data(data: Any, edits: Sequence[Edit]) -> Any:
    """A copy of the data after the edits, which are done one after the other.

    Raises OkrsError for an edit of something that does not exist, and for a new key that exists already.
    """
    root = {"": deepcopy(data)}
    for edit in edits:
        _edit(root, edit)
    return root[""]


def value_at(data: Any, path: KeyPath) -> Any:
    """The value at a path. Raises OkrsError where there is none."""
    for key in path:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            raise OkrsError(f"there is nothing at `{format_path(path)}`") from None
    return data


def format_path(path: KeyPath) -> str:
    """A key path as people write it: `key_results[0].owner`."""
    text = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path if key != "")
    return text.removeprefix(".") or "the whole file"


def _edit(root: dict[str, Any], edit: Edit) -> None:
    path: KeyPath = ("", *edit.path)
    match edit:
        case SetValue(_, value):
            value_at(root, path)
            value_at(root, path[:-1])[path[-1]] = deepcopy(value)
        case InsertKey(_, key, value, after):
            _insert_key(value_at(root, path), edit, key, value, after)
        case RemoveKey():
            value_at(root, path)
            del _require_mapping(value_at(root, path[:-1]), edit)[path[-1]]
        case RenameKey(_, name):
            value_at(root, path)
            mapping = _require_mapping(value_at(root, path[:-1]), edit)
            _refuse_duplicate(mapping, name, edit)
            _replace_entries(mapping, {name if key == path[-1] else key: value for key, value in mapping.items()})
        case InsertItem(_, position, value):
            items = _require_list(value_at(root, path), edit)
            if not 0 <= position <= len(items):
                raise OkrsError(f"`{format_path(edit.path)}` has no place {position}")
            items.insert(position, deepcopy(value))
        case RemoveItem():
            value_at(root, path)
            _require_list(value_at(root, path[:-1]), edit).pop(int(path[-1]))


def _insert_key(mapping: Any, edit: Edit, key: str, value: Any, after: str | None) -> None:
    mapping = _require_mapping(mapping, edit)
    _refuse_duplicate(mapping, key, edit)
    if after is None:
        _replace_entries(mapping, {key: deepcopy(value), **mapping})
        return
    value_at(mapping, (after,))
    entries: dict[str, Any] = {}
    for name, entry in mapping.items():
        entries[name] = entry
        if name == after:
            entries[key] = deepcopy(value)
    _replace_entries(mapping, entries)


def _replace_entries(mapping: dict[Any, Any], entries: dict[Any, Any]) -> None:
    mapping.clear()
    mapping.update(entries)


def _refuse_duplicate(mapping: dict[Any, Any], key: str, edit: Edit) -> None:
    if key in mapping:
        raise OkrsError(f"there is a key `{key}` in `{format_path(edit.path)}` already")


def _require_mapping(value: Any, edit: Edit) -> dict[Any, Any]:
    if not isinstance(value, dict):
        raise OkrsError(f"`{format_path(edit.path)}` is no mapping")
    return value


def _require_list(value: Any, edit: Edit) -> list[Any]:
    if not isinstance(value, list):
        raise OkrsError(f"`{format_path(edit.path)}` is no list")
    return value
