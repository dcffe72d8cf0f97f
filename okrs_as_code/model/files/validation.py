"""Validation of plain data by the models, with pydantic's errors in our own terms, at key paths of the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from okrs_as_code.finding import KeyPath
from okrs_as_code.model.files.base import (
    BRANCH_PATTERN,
    CYCLE_PATTERN,
    EMAIL_PATTERN,
    ID_PATTERN,
    KEY_RESULT_PATTERN,
    LINK_PATTERN,
    OBJECTIVE_PATTERN,
    PLAIN_OBJECTIVE_PATTERN,
    RECORD_PATTERN,
)

M = TypeVar("M", bound=BaseModel)

_MEASURES = ("metric", "threshold", "milestones", "binary")


class MismatchKind(StrEnum):
    """The kind of a mismatch."""

    UNKNOWN_KEY = "unknown-key"
    MISSING_KEY = "missing-key"
    WRONG_TYPE = "wrong-type"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A place where data do not fit the model.

    `path` is that of the unknown key, of the wrong value, or of the mapping from which a key is missing; `field` is
    the name of the missing or unknown key. `expected` says in words what fits there.
    """

    kind: MismatchKind
    path: KeyPath
    expected: str = ""
    field: str = ""
    value: Any = None
    known: tuple[str, ...] = ()
    on_key: bool = False

    @property
    def about(self) -> KeyPath:
        """The path of the value in question, whether it is written or missing."""
        return (*self.path, self.field) if self.kind is MismatchKind.MISSING_KEY else self.path


def validate(model: type[M], data: object) -> tuple[M | None, list[Mismatch]]:
    """Validates data: the model, or None and every place where the data do not fit."""
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
        return None, [_mismatch(model, data, detail) for detail in details if not _is_consequence(detail)]


def _is_consequence(detail: ErrorDetails) -> bool:
    """Whether pydantic counts a list as too short only since its entries did not fit."""
    return detail["type"] == "too_short" and bool(detail["input"])


def _mismatch(model: type[BaseModel], data: object, detail: ErrorDetails) -> Mismatch:
    kind, context = detail["type"], detail.get("ctx", {})
    path, on_key = _key_path(detail["loc"])
    value = _value_at(data, path)
    if kind == "missing":
        return Mismatch(MismatchKind.MISSING_KEY, path[:-1], field=str(path[-1]), value=_value_at(data, path[:-1]))
    if kind == "union_tag_not_found":
        return Mismatch(MismatchKind.MISSING_KEY, path, field="type", expected=_one_of(_MEASURES), value=value)
    if kind == "extra_forbidden":
        known = known_keys(model, data, path[:-1])
        return Mismatch(MismatchKind.UNKNOWN_KEY, path, field=str(path[-1]), value=value, known=known, on_key=True)
    if kind == "union_tag_invalid":
        path = (*path, "type")
        return Mismatch(MismatchKind.WRONG_TYPE, path, _one_of(_MEASURES), value=_value_at(data, path), known=_MEASURES)
    known = _literals(context) if kind == "literal_error" else ()
    expected = _one_of(known) if known else _expectation(kind, context)
    return Mismatch(
        MismatchKind.WRONG_TYPE, path, expected, value=path[-1] if on_key else value, known=known, on_key=on_key
    )


def _key_path(location: Sequence[str | int]) -> tuple[KeyPath, bool]:
    """The key path without pydantic's tags for the alternatives of a union, and whether its last part is wrong."""
    path: list[str | int] = []
    on_key = False
    for part in location:
        if part == "[key]":
            on_key = True
        elif (isinstance(part, str) and part.startswith("<")) or (part in _MEASURES and path and path[-1] == "measure"):
            continue
        else:
            path.append(part)
    return tuple(path), on_key


def _value_at(data: Any, path: KeyPath) -> Any:
    """The value at a path; None where there is none."""
    for key in path:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _one_of(values: Sequence[str]) -> str:
    return "one of " + ", ".join(f"`{value}`" for value in values)


def _literals(context: Mapping[str, Any]) -> tuple[str, ...]:
    """The values of a choice, which pydantic lists in a sentence."""
    text = str(context.get("expected", ""))
    return tuple(part.strip(" '") for part in text.replace(" or ", ", ").split(", "))


def _expectation(kind: str, context: Mapping[str, Any]) -> str:
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(str(context["pattern"]), "text of another form")
    if kind in ("greater_than_equal", "less_than_equal"):
        limit = context.get("ge", context.get("le"))
        return f"a number of at least {limit:g}" if "ge" in context else f"a number of at most {limit:g}"
    return _EXPECTATIONS.get(kind, "something else")


_PATTERNS = {
    ID_PATTERN: "an id: a lower-case letter, then at most 63 letters, digits and hyphens",
    OBJECTIVE_PATTERN: "an objective's id such as `team/objective`",
    KEY_RESULT_PATTERN: "a key result's id such as `team/objective/key-result`",
    RECORD_PATTERN: "a record's name such as `2026-10-12-bo`",
    PLAIN_OBJECTIVE_PATTERN: "an objective's id without a cycle, such as `team/objective`",
    CYCLE_PATTERN: "a cycle such as `2026-Q4`, or `2026` for a year",
    BRANCH_PATTERN: "the name of a branch, such as `main`",
    LINK_PATTERN: "an address such as `https://example.com`",
    EMAIL_PATTERN: "an address such as `bo@example.com`",
    r"\S": "text that is not empty",
}
_EXPECTATIONS = {
    "string_type": "text",
    "string_too_short": "text that is not empty",
    "string_too_long": "a shorter text",
    "float_type": "a number",
    "int_type": "a whole number",
    "finite_number": "a finite number",
    "bool_type": "`true` or `false`",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "too_short": "at least one entry",
    "no_such_day": "a day such as `2026-12-31`",
    "reserved_id": "an id that is no reserved word",
    "no_bound": "`at_least`, `at_most` or both",
    "only_true": "`true`; to take it back, leave the key out",
    "says_nothing": "at least one of `value`, `done`, `confidence`, `status`, `note`, `help`",
    "half_graded": "either `score` with `decision`, or `dropped: true`",
}


def known_keys(model: type[BaseModel], data: Any, path: KeyPath) -> tuple[str, ...]:
    """The keys that may be written in the mapping at `path`, in the order of the model; none where any may be."""
    mapping_model = _model_at(model, data, path)
    if mapping_model is None:
        return ()
    return tuple(field.alias or name for name, field in mapping_model.model_fields.items())


def _model_at(model: type[BaseModel], data: Any, path: KeyPath) -> type[BaseModel] | None:
    """The model of the mapping at a path; None where any keys may be written there."""
    current: type[BaseModel] | None = model
    annotation: Any = model
    for key in path:
        data = _value_at(data, (key,))
        annotation = _entry_type(annotation, key)
        current = _select_model(list(_models(annotation)), data)
        if current is not None:
            annotation = current
    return current


def _entry_type(annotation: Any, key: str | int) -> Any:
    """The type of a field, of a mapping's values, or of a list's entries."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = annotation.model_fields.items()
        return next((field.annotation for name, field in fields if key in (name, field.alias)), None)
    if get_origin(annotation) is dict:
        return get_args(annotation)[1]
    if get_origin(annotation) is tuple:
        return get_args(annotation)[0]
    alternatives = (option for option in get_args(annotation) if get_origin(option) in (dict, tuple, Annotated))
    collection = next(alternatives, None)
    return _entry_type(collection, key) if collection is not None else None


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yields the models among the alternatives of a type."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (Annotated, Union, UnionType):
        for option in get_args(annotation):
            yield from _models(option)


def _select_model(models: list[type[BaseModel]], data: Any) -> type[BaseModel] | None:
    """The alternative whose `type` is the one written, else the only one."""
    written_type = data.get("type") if isinstance(data, Mapping) else None
    for option in models:
        field = option.model_fields.get("type")
        if field is not None and written_type in get_args(field.annotation):
            return option
    return models[0] if len(models) == 1 else None
