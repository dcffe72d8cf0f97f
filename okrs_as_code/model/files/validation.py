"""Where plain data does not fit a model: pydantic's errors in our own terms, at key paths of the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from okrs_as_code.model.files.base import (
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
Path = tuple[str | int, ...]

_MEASURES = ("metric", "threshold", "milestones", "binary")


class MismatchKind(StrEnum):
    """What is wrong with a value."""

    UNKNOWN_KEY = "unknown-key"
    MISSING_KEY = "missing-key"
    WRONG_TYPE = "wrong-type"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One place where the data does not fit.

    `path` is where it is said in the document: the unknown key, the wrong value, or what a key is missing
    from; `field` is the missing or unknown key's name. `expected` says in words what fits there.
    """

    kind: MismatchKind
    path: Path
    expected: str = ""
    field: str = ""
    given: Any = None
    known: tuple[str, ...] = ()
    on_key: bool = False

    def within(self, prefix: Path) -> Mismatch:
        """The same mismatch, seen from further up."""
        return Mismatch(self.kind, prefix + self.path, self.expected, self.field, self.given, self.known, self.on_key)

    @property
    def about(self) -> Path:
        """The path of the value in question, whether it is there or missing."""
        return (*self.path, self.field) if self.kind is MismatchKind.MISSING_KEY else self.path


def validate(model: type[M], data: object) -> tuple[M | None, list[Mismatch]]:
    """Validates `data`: the model, or None and every place where it does not fit."""
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
        return None, [_mismatch(model, data, detail) for detail in details if not _follows_from_others(detail)]


def _follows_from_others(detail: ErrorDetails) -> bool:
    """Whether pydantic counts a list as too short only since its entries did not fit."""
    return detail["type"] == "too_short" and bool(detail["input"])


def _mismatch(model: type[BaseModel], data: object, detail: ErrorDetails) -> Mismatch:
    kind, context = detail["type"], detail.get("ctx", {})
    path, on_key = _path(detail["loc"])
    given = _value_at(data, path)
    if kind == "missing":
        return Mismatch(MismatchKind.MISSING_KEY, path[:-1], field=str(path[-1]), given=_value_at(data, path[:-1]))
    if kind == "union_tag_not_found":
        return Mismatch(MismatchKind.MISSING_KEY, path, field="type", expected=_one_of(_MEASURES), given=given)
    if kind == "extra_forbidden":
        known = known_keys(model, data, path[:-1])
        return Mismatch(MismatchKind.UNKNOWN_KEY, path, field=str(path[-1]), given=given, known=known, on_key=True)
    if kind == "union_tag_invalid":
        path = (*path, "type")
        return Mismatch(MismatchKind.WRONG_TYPE, path, _one_of(_MEASURES), given=_value_at(data, path), known=_MEASURES)
    known = _literals(context) if kind == "literal_error" else ()
    expected = _one_of(known) if known else _expected(kind, context)
    return Mismatch(
        MismatchKind.WRONG_TYPE, path, expected, given=path[-1] if on_key else given, known=known, on_key=on_key
    )


def _path(location: Sequence[str | int]) -> tuple[Path, bool]:
    """The key path without the tags that pydantic adds for the alternatives of a union."""
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


def _value_at(data: Any, path: Path) -> Any:
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _one_of(values: Sequence[str]) -> str:
    return "one of " + ", ".join(f"`{value}`" for value in values)


def _literals(context: Mapping[str, Any]) -> tuple[str, ...]:
    text = str(context.get("expected", ""))
    return tuple(part.strip(" '") for part in text.replace(" or ", ", ").split(", "))


def _expected(kind: str, context: Mapping[str, Any]) -> str:
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(str(context["pattern"]), "text of another form")
    if kind in ("greater_than_equal", "less_than_equal"):
        limit = context.get("ge", context.get("le"))
        return f"a number of at least {limit:g}" if "ge" in context else f"a number of at most {limit:g}"
    return _EXPECTED.get(kind, "something else")


_PATTERNS = {
    ID_PATTERN: "an id: a lower-case letter, then at most 63 letters, digits and hyphens",
    OBJECTIVE_PATTERN: "an objective's id such as `team/objective`",
    KEY_RESULT_PATTERN: "a key result's id such as `team/objective/key-result`",
    RECORD_PATTERN: "a record's name such as `2026-10-12-bo`",
    PLAIN_OBJECTIVE_PATTERN: "an objective's id without a cycle, such as `team/objective`",
    CYCLE_PATTERN: "a cycle such as `2026-Q4`, or `2026` for a year",
    LINK_PATTERN: "an address such as `https://example.com`",
    EMAIL_PATTERN: "an address such as `bo@example.com`",
    r"\S": "text that is not empty",
}
_EXPECTED = {
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


def known_keys(model: type[BaseModel], data: Any, path: Path) -> tuple[str, ...]:
    """The keys that may be written in the mapping at `path`, in the order of the model; none where any may be."""
    holder = _holder(model, data, path)
    if holder is None:
        return ()
    return tuple(field.alias or name for name, field in holder.model_fields.items())


def _holder(model: type[BaseModel], data: Any, path: Path) -> type[BaseModel] | None:
    """The model that judges the mapping at `path`."""
    current: type[BaseModel] | None = model
    annotation: Any = model
    for part in path:
        data = _value_at(data, (part,))
        annotation = _inside(annotation, part)
        current = _chosen(list(_models(annotation)), data)
        if current is not None:
            annotation = current
    return current


def _inside(annotation: Any, part: str | int) -> Any:
    """The type of a field, of a mapping's values, or of a list's entries."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = annotation.model_fields.items()
        return next((field.annotation for name, field in fields if part in (name, field.alias)), None)
    if get_origin(annotation) is dict:
        return get_args(annotation)[1]
    if get_origin(annotation) is tuple:
        return get_args(annotation)[0]
    inner = next((option for option in get_args(annotation) if get_origin(option) in (dict, tuple, Annotated)), None)
    return _inside(inner, part) if inner is not None else None


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models among the alternatives of a type."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (Annotated, Union, UnionType):
        for option in get_args(annotation):
            yield from _models(option)


def _chosen(models: list[type[BaseModel]], data: Any) -> type[BaseModel] | None:
    """The alternative whose `type` is the one written, else the only one."""
    written = data.get("type") if isinstance(data, Mapping) else None
    for option in models:
        field = option.model_fields.get("type")
        if field is not None and written in get_args(field.annotation):
            return option
    return models[0] if len(models) == 1 else None
