"""Shapes: what may be written at each place of a file, as the types of the models say it.

pydantic says whether a value fits a type, and why not. *Where* it does not fit is found by going down data and shape
together: the paths of pydantic mix keys of a file with names of its own, and a file may have any key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

TYPE_KEY = "type"
"""The key that tells apart the models of which any may be written at a place."""


class MisfitReason(NamedTuple):
    """The reason for which a value does not fit, by pydantic's name for it, and the limits that it mentions."""

    reason: str
    limits: Mapping[str, Any]


@dataclass(frozen=True)
class Shape:
    """The values of a type, any of which may be written at a place."""

    type: Any

    def refusal(self, value: Any) -> MisfitReason | None:
        """The reason for which a value does not fit, or the first of several; None where it fits."""
        try:
            self._adapter.validate_python(value)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            return MisfitReason(first["type"], first.get("ctx", {}))
        return None

    def meant_by(self, value: Any) -> Shape:
        """The shape that a value was meant to have."""
        return self

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        is_model = isinstance(self.type, type) and issubclass(self.type, BaseModel)
        return TypeAdapter(self.type, config=None if is_model else ConfigDict(strict=True))


@dataclass(frozen=True)
class ScalarShape(Shape):
    """A text, a number, a flag or a day."""

    @cached_property
    def choices(self) -> tuple[str, ...]:
        """The words of which one has to be written; none where it need not be one of a few."""
        bare = _without_annotations(self.type)
        return get_args(bare) if get_origin(bare) is Literal else ()


@dataclass(frozen=True)
class ListShape(Shape):
    """A list of any length."""

    item: Shape


@dataclass(frozen=True)
class EntriesShape(Shape):
    """A mapping whose keys are not known before."""

    key: Shape
    value: Shape


@dataclass(frozen=True)
class ModelShape(Shape):
    """A mapping with certain keys."""

    @cached_property
    def keys(self) -> dict[str, Shape]:
        """The shape of the value of each key, in the order of the model."""
        types = get_type_hints(self.type, include_extras=True)
        return {field.alias or name: _shape(types[name]) for name, field in self.type.model_fields.items()}

    @cached_property
    def required(self) -> frozenset[str]:
        """The keys that have to be written."""
        fields = self.type.model_fields.items()
        return frozenset(field.alias or name for name, field in fields if field.is_required())

    @cached_property
    def alternatives(self) -> tuple[str, ...]:
        """The keys of which at least one has to be written, the usual one first; none where all are free."""
        return getattr(self.type, "alternative_keys", ())

    @property
    def exactly_one(self) -> tuple[str, ...]:
        """The optional keys of which exactly one has to be written; none where any may be."""
        return getattr(self.type, "exactly_one", ())


@dataclass(frozen=True)
class ChoiceShape(Shape):
    """One of several shapes: of different kinds, or models that are told apart by their `type`."""

    alternatives: tuple[Shape, ...]

    def meant_by(self, value: Any) -> Shape:
        """The alternative of the kind of a value, or a single value if none is; the choice itself where it is open."""
        kinds = (ModelShape, EntriesShape) if isinstance(value, dict) else ListShape if _is_list(value) else ScalarShape
        fitting = [shape for shape in self.alternatives if isinstance(shape, kinds)]
        fitting = fitting or [shape for shape in self.alternatives if isinstance(shape, ScalarShape)]
        if len(fitting) == 1:
            return fitting[0]
        written_type = value.get(TYPE_KEY) if isinstance(value, dict) else None
        return next((shape for shape in fitting if written_type in _type_names(shape)), self)

    @cached_property
    def type_names(self) -> tuple[str, ...]:
        """The values of `type` that tell the models among the alternatives apart."""
        return tuple(name for shape in self.alternatives for name in _type_names(shape))


@cache
def model_shape(model: type[BaseModel]) -> ModelShape:
    """The shape of the data of a model."""
    return ModelShape(model)


def child_shape(shape: Shape, key: str | int) -> Shape | None:
    """The shape of what is written below a key, or as an item of a list; None where nothing belongs there."""
    match shape:
        case ModelShape():
            return shape.keys.get(str(key))
        case EntriesShape():
            return shape.value
        case ListShape():
            return shape.item
    return None


def _shape(annotation: Any) -> Shape:
    alternatives = list(_alternatives(annotation))
    if len(alternatives) > 1:
        return ChoiceShape(annotation, tuple(_shape(alternative) for alternative in alternatives))
    [annotation] = alternatives
    bare = _without_annotations(annotation)
    if get_origin(bare) is tuple:
        return ListShape(annotation, _shape(get_args(bare)[0]))
    if get_origin(bare) is dict:
        key, value = get_args(bare)
        return EntriesShape(annotation, _shape(key), _shape(value))
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return model_shape(bare)
    return ScalarShape(annotation)


def _alternatives(annotation: Any) -> Iterator[Any]:
    """Yields the alternatives of a type but for None, which stands for a key that is not written."""
    bare = _without_annotations(annotation)
    if get_origin(bare) in (Union, UnionType):
        for alternative in get_args(bare):
            yield from _alternatives(alternative)
    elif bare is not NoneType:
        yield annotation


def _without_annotations(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def _type_names(shape: Shape) -> tuple[str, ...]:
    """The values of `type` that a model has."""
    type_shape = shape.keys.get(TYPE_KEY) if isinstance(shape, ModelShape) else None
    return type_shape.choices if isinstance(type_shape, ScalarShape) else ()


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)
