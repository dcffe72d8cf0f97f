"""The search for every place where plain data do not fit a model."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from okrs_as_code.finding import KeyPath
from okrs_as_code.model.files.base import (
    BRANCH_PATTERN,
    CYCLE_PATTERN,
    EMAIL_PATTERN,
    GOAL_PATTERN,
    ID_PATTERN,
    KEY_RESULT_PATTERN,
    LANGUAGE_PATTERN,
    LINE_PATTERN,
    LINK_PATTERN,
    OBJECTIVE_PATTERN,
    PLAIN_OBJECTIVE_PATTERN,
    RECORD_PATTERN,
    WEEKDAYS,
)
from okrs_as_code.model.files.habitual_keys import intended_key
from okrs_as_code.model.files.mismatch import Mismatch, MismatchKind
from okrs_as_code.model.files.shape import (
    TYPE_KEY,
    ChoiceShape,
    EntriesShape,
    ListShape,
    MisfitReason,
    ModelShape,
    ScalarShape,
    Shape,
    child_shape,
    model_shape,
)


def find_mismatches(model: type[BaseModel], data: object) -> Iterator[Mismatch]:
    """Yields every place where the data do not fit."""
    return _mismatches(model_shape(model), data, ())


def known_keys(model: type[BaseModel], data: Any, path: KeyPath) -> tuple[str, ...]:
    """The keys that may be written in the mapping at `path`, in the order of the model; none where any may be."""
    shape = model_shape(model).meant_by(data)
    for key in path:
        inner_shape = child_shape(shape, key)
        if inner_shape is None:
            return ()
        data = data[key]
        shape = inner_shape.meant_by(data)
    return tuple(shape.keys) if isinstance(shape, ModelShape) else ()


def _mismatches(shape: Shape, value: Any, path: KeyPath) -> Iterator[Mismatch]:
    """Yields the mismatches inside of a value that does not fit; where there are none, the value itself is one."""
    shape = shape.meant_by(value)
    refusal = shape.refusal(value)
    if refusal is None:
        return
    inner_mismatches = list(_inner_mismatches(shape, value, path))
    if inner_mismatches:
        yield from inner_mismatches
    else:
        choices = shape.choices if isinstance(shape, ScalarShape) else ()
        expected = _one_of(choices) if choices else _expectation(refusal)
        known = choices or (WEEKDAYS if refusal[0] == "no_day_off" else ())
        yield Mismatch(MismatchKind.WRONG_TYPE, path, expected, value=value, known=known)


def _inner_mismatches(shape: Shape, value: Any, path: KeyPath) -> Iterator[Mismatch]:
    match shape, value:
        case ModelShape(), dict():
            yield from _model_mismatches(shape, value, path)
        case EntriesShape(), dict():
            for key, entry in value.items():
                refusal = shape.key.refusal(key)
                if refusal is not None:
                    expected = _expectation(refusal)
                    yield Mismatch(MismatchKind.WRONG_TYPE, (*path, key), expected, value=key, on_key=True)
                yield from _mismatches(shape.value, entry, (*path, key))
        case ListShape(), list() | tuple():
            for position, item in enumerate(value):
                yield from _mismatches(shape.item, item, (*path, position))
        case ChoiceShape(), dict():
            yield _type_mismatch(shape, value, path)


def _model_mismatches(shape: ModelShape, value: dict[str, Any], path: KeyPath) -> Iterator[Mismatch]:
    """Yields those of the model's keys in its order, then the keys that it does not know.

    A key is not missing where one that is not known was meant to be it: that is one mistake.
    """
    intended = _intended_keys(shape.keys, value)
    for key, key_shape in shape.keys.items():
        if key in value:
            yield from _mismatches(key_shape, value[key], (*path, key))
        elif key in shape.required and key not in intended.values():
            yield Mismatch(MismatchKind.MISSING_KEY, path, field=key, value=value)
        elif key in shape.exactly_one[:1] and not any(
            other in value or other in intended.values() for other in shape.exactly_one
        ):
            yield Mismatch(MismatchKind.MISSING_KEY, path, field=key, value=value, known=shape.exactly_one)
    if shape.alternatives and {*value, *intended.values()}.isdisjoint(shape.alternatives):
        yield Mismatch(MismatchKind.MISSING_KEY, path, field=shape.alternatives[0], value=value)
    written = tuple(key for key in shape.exactly_one if value.get(key) is not None)
    for key in written[1:]:
        yield Mismatch(MismatchKind.EXCESS_KEY, (*path, key), field=key, value=value, known=written, on_key=True)
    known = tuple(shape.keys)
    for key in value:
        if key not in shape.keys:
            yield _unknown_key(value, path, key, known, intended.get(key, ""))


def _unknown_key(value: dict[str, Any], path: KeyPath, key: str, known: tuple[str, ...], intended: str) -> Mismatch:
    kind = MismatchKind.UNKNOWN_KEY
    return Mismatch(kind, (*path, key), field=key, value=value[key], known=known, on_key=True, intended=intended)


def _intended_keys(known: Collection[str], value: dict[str, Any]) -> dict[str, str]:
    """The key that each unknown one was meant to be, as far as that can be known; no key is meant twice."""
    intended: dict[str, str] = {}
    for key in value:
        if key not in known:
            meant = intended_key(key, known, {*value, *intended.values()})
            if meant is not None:
                intended[key] = meant
    return intended


def _type_mismatch(shape: ChoiceShape, value: dict[str, Any], path: KeyPath) -> Mismatch:
    """The mismatch of a mapping of which nobody can say which model it is meant to be."""
    expected = _one_of(shape.type_names)
    if TYPE_KEY not in value:
        named_otherwise = next((key for key in value if intended_key(key, (TYPE_KEY,), ()) is not None), None)
        if named_otherwise is not None:
            return _unknown_key(value, path, named_otherwise, (TYPE_KEY,), TYPE_KEY)
        return Mismatch(MismatchKind.MISSING_KEY, path, expected, field=TYPE_KEY, value=value)
    path = (*path, TYPE_KEY)
    return Mismatch(MismatchKind.WRONG_TYPE, path, expected, value=value[TYPE_KEY], known=shape.type_names)


def _one_of(values: Sequence[str]) -> str:
    return "one of " + ", ".join(f"`{value}`" for value in values)


def _expectation(refusal: MisfitReason) -> str:
    reason, limits = refusal
    if reason == "string_pattern_mismatch":
        return _PATTERNS.get(str(limits["pattern"]), "text of another form")
    if reason == "greater_than_equal":
        return f"a number of at least {limits['ge']:g}"
    if reason == "less_than_equal":
        return f"a number of at most {limits['le']:g}"
    if reason == "too_long":
        return f"at most {limits['max_length']} entries"
    return _EXPECTATIONS.get(reason, "something else")


_PATTERNS = {
    ID_PATTERN: "an id: a lower-case letter, then at most 63 letters, digits and hyphens",
    OBJECTIVE_PATTERN: "an objective's id such as `team/objective`",
    KEY_RESULT_PATTERN: "a key result's id such as `team/objective/key-result`",
    GOAL_PATTERN: "an objective's id such as `team/objective`",
    LINE_PATTERN: "text of one line",
    RECORD_PATTERN: "a record's name such as `2026-10-12-bo`",
    PLAIN_OBJECTIVE_PATTERN: "an objective's id without a cycle, such as `team/objective`",
    CYCLE_PATTERN: "a cycle such as `2026-Q4`, `2026` or `2026-spring`",
    BRANCH_PATTERN: "the name of a branch, such as `main`",
    LANGUAGE_PATTERN: "a language such as `en`, `de` or `pt-BR`",
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
    "too_long": "fewer entries",
    "no_day_off": "a day of the week such as `saturday`, or a day such as `2026-12-24`",
    "no_such_day": "a day such as `2026-12-31`",
    "reserved_id": "an id that is no reserved word",
    "no_bound": "`at_least`, `at_most` or both",
    "only_true": "`true`; to take it back, leave the key out",
    "says_nothing": "at least one of `value`, `done`, `confidence`, `status`, `note`, `help`, `next`",
    "says_nothing_of_objective": "at least one of `note`, `help`",
    "about_nothing": "`key_results`, `objectives` or both",
    "half_graded": "either `score` with `decision`, or `dropped: true`",
}
