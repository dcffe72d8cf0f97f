"""What can be changed in a file, said in keys and values; `splice.py` carries it out in the text."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.finding import KeyPath


@dataclass(frozen=True)
class SetValue:
    """The value at a key path that exists becomes another."""

    path: KeyPath
    value: Any


@dataclass(frozen=True)
class InsertKey:
    """A mapping, named by its path, gets a new key: behind the key `after`, or as the first."""

    path: KeyPath
    key: str
    value: Any
    after: str | None = None


@dataclass(frozen=True)
class RemoveKey:
    """A key goes, with its value and the comments behind and in it; what stands above it stays."""

    path: KeyPath


@dataclass(frozen=True)
class RenameKey:
    """A key gets another name; its value stays."""

    path: KeyPath
    name: str


@dataclass(frozen=True)
class InsertItem:
    """A list, named by its path, gets a new item in front of the one at `position`, or at its end."""

    path: KeyPath
    position: int
    value: Any


@dataclass(frozen=True)
class RemoveItem:
    """The item of a list at a key path that ends in its position goes."""

    path: KeyPath


Edit = SetValue | InsertKey | RemoveKey | RenameKey | InsertItem | RemoveItem


def edit_data(data: Any, edits: Sequence[Edit]) -> Any:
    """A copy of the data in which the edits are done, one after the other.

    Raises OkrsError for an edit of something that is not there, and for a key that is there already.
    """
    root = {"": deepcopy(data)}
    for edit in edits:
        _carry_out(root, edit)
    return root[""]


def value_at(data: Any, path: KeyPath) -> Any:
    """What stands at a path; raises OkrsError where nothing does."""
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            raise OkrsError(f"there is nothing at `{format_path(path)}`") from None
    return data


def format_path(path: KeyPath) -> str:
    """A key path as people write it: `key_results[0].owner`."""
    words = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path if part != "")
    return words.removeprefix(".") or "the whole file"


def _carry_out(root: dict[str, Any], edit: Edit) -> None:
    path: KeyPath = ("", *edit.path)
    match edit:
        case SetValue(_, value):
            value_at(root, path)
            value_at(root, path[:-1])[path[-1]] = deepcopy(value)
        case InsertKey(_, key, value, after):
            _insert_key(value_at(root, path), edit, key, value, after)
        case RemoveKey():
            value_at(root, path)
            del _mapping(value_at(root, path[:-1]), edit)[path[-1]]
        case RenameKey(_, name):
            value_at(root, path)
            mapping = _mapping(value_at(root, path[:-1]), edit)
            _refuse_taken(mapping, name, edit)
            _refill(mapping, {name if key == path[-1] else key: value for key, value in mapping.items()})
        case InsertItem(_, position, value):
            items = _list(value_at(root, path), edit)
            if not 0 <= position <= len(items):
                raise OkrsError(f"`{format_path(edit.path)}` has no place {position}")
            items.insert(position, deepcopy(value))
        case RemoveItem():
            value_at(root, path)
            _list(value_at(root, path[:-1]), edit).pop(int(path[-1]))


def _insert_key(mapping: Any, edit: Edit, key: str, value: Any, after: str | None) -> None:
    mapping = _mapping(mapping, edit)
    _refuse_taken(mapping, key, edit)
    if after is None:
        _refill(mapping, {key: deepcopy(value), **mapping})
        return
    value_at(mapping, (after,))
    filled: dict[str, Any] = {}
    for known, held in mapping.items():
        filled[known] = held
        if known == after:
            filled[key] = deepcopy(value)
    _refill(mapping, filled)


def _refill(mapping: dict[Any, Any], entries: dict[Any, Any]) -> None:
    mapping.clear()
    mapping.update(entries)


def _refuse_taken(mapping: dict[Any, Any], key: str, edit: Edit) -> None:
    if key in mapping:
        raise OkrsError(f"there is a key `{key}` in `{format_path(edit.path)}` already")


def _mapping(value: Any, edit: Edit) -> dict[Any, Any]:
    if not isinstance(value, dict):
        raise OkrsError(f"`{format_path(edit.path)}` is no mapping")
    return value


def _list(value: Any, edit: Edit) -> list[Any]:
    if not isinstance(value, list):
        raise OkrsError(f"`{format_path(edit.path)}` is no list")
    return value
