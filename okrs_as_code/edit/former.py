"""Keeps a former id, so that what names it still finds what it meant."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from okrs_as_code.edit.edits import Edit, InsertItem, InsertKey, RemoveItem, RemoveKey, SetValue
from okrs_as_code.finding import KeyPath

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
