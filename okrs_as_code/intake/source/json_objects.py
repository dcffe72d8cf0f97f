"""Tables from JSON: a list of objects, each with the goals below it in a list, or with the id of its parent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.intake.meaning import Meaning
from okrs_as_code.intake.source.decoding import decode
from okrs_as_code.intake.source.delimited import refuse_size
from okrs_as_code.intake.source_table import EMPTY, Cell, SourceRow, SourceTable
from okrs_as_code.intake.vocabulary.words import even, meaning_of_heading
from okrs_as_code.strict_json import parse

_LISTS = ("data", "goals", "objectives", "okrs", "items", "results", "records", "rows", "nodes")
_NAME_KEYS = ("email", "id", "username", "login", "name", "title", "value")
_CHILDREN = (*_LISTS, "children", "tasks", "steps")
_DEEPEST = 8
_LARGEST = 10**18
_LEVEL = "Level"
_LEVELS = ("Objective", "Key result", "Step")


def read_json(data: bytes, file: str) -> SourceTable:
    """The objects of a JSON file as a table: a row for each, a column for each key.

    Objects in a list below others get a level. Raises OkrsError for anything else.
    """
    text, _ = decode(data, file)
    try:
        content = parse(text)
    except RecursionError:
        raise OkrsError(f"{file} is nested too deeply", "name a file with a list of goals") from None
    except ValueError as error:
        raise OkrsError(f"{file} is no JSON: {error}", "save it again, as one list of objects") from None
    objects = _listed(content)
    if objects is None:
        raise OkrsError(f"{file} has no list of objects", "name a file with a list of goals, or of objects in `data`")
    flat = list(_flat(objects, 0))
    is_nested = any(depth for depth, _ in flat)
    keys = list(dict.fromkeys(key for _, one in flat for key in one))
    header = [*keys, _LEVEL] if is_nested and not _has_level(keys) else keys
    rows = [SourceRow(0, tuple(map(Cell, header)))]
    for number, (depth, one) in enumerate(flat, 1):
        cells = [one.get(key, EMPTY) for key in keys]
        if len(header) > len(keys):
            cells.append(Cell(_LEVELS[min(depth, len(_LEVELS) - 1)]))
        rows.append(SourceRow(number, tuple(cells)))
    table = SourceTable(file, rows, word="object")
    refuse_size(table)
    return table


def _has_level(keys: list[str]) -> bool:
    return any(meaning_of_heading(even(key)) in (Meaning.TYPE, Meaning.LEVEL) for key in keys)


def _listed(content: Any) -> list[dict[str, Any]] | None:
    if isinstance(content, list):
        objects = [one for one in content if isinstance(one, dict)]
        return objects if objects and len(objects) == len(content) else None
    if isinstance(content, dict):
        for key, value in content.items():
            if even(key) in _LISTS and isinstance(value, list):
                return _listed(value)
        return [content] if any(_is_children(key, value) for key, value in content.items()) else None
    return None


def _flat(objects: list[dict[str, Any]], depth: int) -> Iterator[tuple[int, dict[str, Cell]]]:
    """Yields each object with its depth, followed by those in the lists below it."""
    for one in objects:
        cells: dict[str, Cell] = {}
        below: list[dict[str, Any]] = []
        for key, value in one.items():
            if _is_children(key, value) and depth < _DEEPEST:
                below += _listed(value if isinstance(value, list) else value.get("data")) or []
            else:
                cells[key] = _cell(value)
        yield depth, cells
        yield from _flat(below, depth + 1)


def _is_children(key: str, value: Any) -> bool:
    """Whether a key holds the goals below an object: objects with a title of their own."""
    if not (isinstance(value, list) and value and all(isinstance(one, dict) for one in value)):
        return False
    return even(key) in _CHILDREN or meaning_of_heading(even(key)) in (Meaning.KEY_RESULT, Meaning.STEPS)


def _cell(value: Any) -> Cell:
    if isinstance(value, int) and not isinstance(value, bool):
        return Cell(float(value)) if abs(value) < _LARGEST else Cell(str(value))
    if value is None or isinstance(value, str | bool | float):
        return Cell(value)
    if isinstance(value, list):
        return Cell("\n".join(text for one in value if (text := _name(one))))
    return Cell(_name(value))


def _name(value: Any) -> str:
    """The name of an object: its address, id or name; a plain value as it is."""
    if isinstance(value, dict):
        inner = next((value[key] for key in _NAME_KEYS if isinstance(value.get(key), str | int)), None)
        if inner is None and isinstance(value.get("data"), list):
            return "\n".join(text for one in value["data"] if (text := _name(one)))
        return "" if inner is None else str(inner)
    return "" if value is None else str(value)
