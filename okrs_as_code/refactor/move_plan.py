"""What a move is, and what all moves ask and tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from okrs_as_code.errors import OkrsError
from okrs_as_code.finding import KeyPath
from okrs_as_code.model.files.base import LONGEST_ID, RESERVED_IDS, is_id
from okrs_as_code.workspace.file_change import FileChange
from okrs_as_code.yaml.edits import Edit, InsertItem, InsertKey, RemoveItem, RemoveKey, SetValue
from okrs_as_code.yaml.problem import excerpt


@dataclass(frozen=True)
class MovePlan:
    """A move that is not written yet; no change where it is called so already.

    `paths` are the files and folders that it concerns, from the root; `name` is the new id.
    """

    name: str
    changes: tuple[FileChange, ...]
    told: tuple[str, ...]
    paths: tuple[str, ...] = ()


def refuse_id(new: str) -> None:
    """Raises OkrsError for what cannot be an id."""
    if new in RESERVED_IDS:
        raise OkrsError(f"`{new}` is a reserved word, and no id", "choose another id")
    if len(new) > LONGEST_ID:
        raise OkrsError(f"`{excerpt(new)}` has {len(new)} characters, and an id at most {LONGEST_ID}", "shorten it")
    if not is_id(new):
        raise OkrsError(f"`{new}` is no id", "write lower case letters, digits and hyphens, such as pillar-posts")


def renamed_references(files: Iterable[str]) -> list[str]:
    """What is said of references that name the new id now; a file for each."""
    listed = list(files)
    if not listed:
        return []
    count = "1 reference names" if len(listed) == 1 else f"{len(listed)} references name"
    return [f"{count} the new id: {', '.join(dict.fromkeys(listed))}"]


KEY = "formerly"


def keep_former(holder: dict[str, Any], path: KeyPath, model: type[BaseModel], old: str, new: str) -> list[Edit]:
    """Edits by which the mapping at a path lists its old id, and no longer the new one if that was a former id."""
    listed = holder.get(KEY)
    if not isinstance(listed, list):
        return [InsertKey(path, KEY, [old], after=_before(holder, model))]
    edits: list[Edit] = []
    if new in listed:
        at = listed.index(new)
        if old in listed:
            return drop_item(holder, path, KEY, at)
        return [SetValue((*path, KEY, at), old)]
    if old not in listed:
        edits.append(InsertItem((*path, KEY), len(listed), old))
    return edits


def drop_item(holder: dict[str, Any], path: KeyPath, key: str, position: int) -> list[Edit]:
    """Edits that take an item out of a list, and the key with it where it was the last."""
    if len(holder[key]) == 1:
        return [RemoveKey((*path, key))]
    return [RemoveItem((*path, key, position))]


def _before(holder: dict[str, Any], model: type[BaseModel]) -> str | None:
    """The key behind which `formerly` stands, in the order in which people read them."""
    names = list(model.model_fields)
    earlier = [name for name in names[: names.index(KEY)] if name in holder]
    return earlier[-1] if earlier else None
