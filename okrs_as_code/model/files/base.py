"""The types of which all models consist: strict, frozen, and the same for pydantic and for JSON Schema."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Self, TypeVar, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from okrs_as_code.day import DAY_PATTERN, parse_day

RECORD_FOLDERS = ("agreements", "check-ins", "grades")

_WINDOWS_DEVICES = ("con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10)))
RESERVED_IDS = ("null", "true", "false", *RECORD_FOLDERS, *_WINDOWS_DEVICES)
"""Words in the form of an id that YAML, our tree of folders, or Windows would take for something else."""

LONGEST_ID = 64
_ID = rf"[a-z][a-z0-9-]{{0,{LONGEST_ID - 1}}}"
_WORD_END = r"(?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?"
_WORD = rf"(?:[A-GI-PR-SU-Za-gi-pr-su-z]|[HQThqt][0-9-]*[A-Za-z]){_WORD_END}"
"""A word behind a year; one like `q4` or `H-3` is none, as it would be taken for a quarter, half-year or trimester."""
_CYCLE = rf"(?:19|20|21)[0-9]{{2}}(?:-(?:Q[1-4]|H[12]|T[1-3]|0[1-9]|1[0-2]|{_WORD}))?"

ID_PATTERN = rf"^{_ID}$"
CYCLE_PATTERN = rf"^{_CYCLE}$"
OBJECTIVE_PATTERN = rf"^(?:{_CYCLE}/)?{_ID}/{_ID}$"
KEY_RESULT_PATTERN = rf"^(?:{_CYCLE}/)?{_ID}/{_ID}/{_ID}$"
GOAL_PATTERN = rf"^(?:{_CYCLE}/)?{_ID}/{_ID}(?:/{_ID})?$"
PLAIN_OBJECTIVE_PATTERN = rf"^{_ID}/{_ID}$"
LINE_PATTERN = r"^.*\S\s*$"
LINK_PATTERN = r'^https?://[^\s<>"\\^`{|}]+$'
BRANCH_PATTERN = r"^[^\s:?*\[\\^~/.-][^\s:?*\[\\^~]{0,243}$"
LANGUAGE_PATTERN = r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$"
EMAIL_PATTERN = r"^[^@\s<>]+@[^@\s<>]+$"
RECORD_PATTERN = rf"^{DAY_PATTERN}-{_ID}(?:\.[A-Za-z0-9._-]{{1,64}})?$"

_match_id = re.compile(_ID).fullmatch


def is_id(text: str) -> bool:
    """Whether a text can be the id of a person, team, objective, key result or step."""
    return _match_id(text) is not None and text not in RESERVED_IDS


def normalized_text(text: str) -> str:
    """A text as it is compared: NFC, without regard to case and white space."""
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _refuse_reserved(value: str) -> str:
    if value in RESERVED_IDS:
        raise PydanticCustomError("reserved_id", "reserved", {"given": value})
    return value


def _validate_day(value: Any) -> date:
    if isinstance(value, str):
        day = parse_day(value)
        if day is not None:
            return day
    raise PydanticCustomError("no_such_day", "no such day")


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""The days of a week in the order in which `date.weekday` counts them."""


def _validate_day_off(value: Any) -> date | str:
    day = parse_day(value) if isinstance(value, str) else None
    if day is None and value not in WEEKDAYS:
        raise PydanticCustomError("no_day_off", "no day off")
    return day or value


class NotNull:
    """A mark of an optional key that may be left out, but not written with nothing behind it."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The schema of the type without its `None`."""
        schema = handler(source)
        inner: CoreSchema = schema["schema"] if schema["type"] == "nullable" else schema
        return inner


@dataclass(frozen=True)
class ValueDescriptions:
    """One sentence for each value of a choice, in their order; editors show them."""

    meanings: tuple[str, ...]

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The schema of the choice with the meaning of each value, under the keys that editors read."""
        json_schema = handler(schema)
        json_schema["enumDescriptions"] = list(self.meanings)
        json_schema["markdownEnumDescriptions"] = list(self.meanings)
        return json_schema


def described_values(*meanings: str) -> ValueDescriptions:
    """Annotates a choice with one sentence for each of its values, in their order."""
    return ValueDescriptions(meanings)


T = TypeVar("T")
Maybe = Annotated[T | None, NotNull()]
"""A key that may be absent; `None` stands for its absence and cannot be written."""

Seq = Annotated[tuple[T, ...], Field(strict=False)]
"""A list in the file, a tuple in the model: frozen all the way down."""

Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
Line = Annotated[str, Field(min_length=1, pattern=LINE_PATTERN)]
"""A text of one line; what a block scalar adds at its end does no harm."""
Number = Annotated[float, Field(allow_inf_nan=False)]
"""A finite number; a boolean or a text is none."""
Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
"""A number from 0.0 to 1.0."""
CycleName = Annotated[str, Field(pattern=CYCLE_PATTERN)]
"""`2026`, `2026-H2`, `2026-T3`, `2026-Q4`, the month `2026-10`, or a year and a word such as `2026-C5`."""
Day = Annotated[
    date,
    BeforeValidator(_validate_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": f"^{DAY_PATTERN}$", "examples": ["2026-12-31"]}),
]
DayOff = Annotated[
    date | str,
    BeforeValidator(_validate_day_off),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "enum": list(WEEKDAYS)},
                {"type": "string", "format": "date", "pattern": f"^{DAY_PATTERN}$"},
            ]
        }
    ),
]
"""A weekday such as `saturday`, or a day such as `2026-12-24`."""
NumbersByDay = Annotated[
    dict[Day, Number],
    WithJsonSchema(
        {
            "type": "object",
            "propertyNames": {"format": "date", "pattern": f"^{DAY_PATTERN}$"},
            "additionalProperties": {"type": "number"},
        }
    ),
]
"""Days with a number each; in JSON Schema a key's format has to be said by hand."""
Id = Annotated[
    str,
    Field(pattern=ID_PATTERN),
    AfterValidator(_refuse_reserved),
    WithJsonSchema({"type": "string", "pattern": rf"^(?!(?:{'|'.join(RESERVED_IDS)})$){_ID}$"}),
]
ObjectiveRef = Annotated[str, Field(pattern=OBJECTIVE_PATTERN)]
"""`team/objective`, with the cycle in front where the cycle is not clear."""
PlainObjectiveRef = Annotated[str, Field(pattern=PLAIN_OBJECTIVE_PATTERN)]
"""`team/objective` without a cycle."""
KeyResultRef = Annotated[str, Field(pattern=KEY_RESULT_PATTERN)]
"""`team/objective/key-result`, with the cycle in front where the cycle is not clear."""
GoalRef = Annotated[str, Field(pattern=GOAL_PATTERN)]
"""`team/objective` or `team/objective/key-result`, with the cycle in front where the cycle is not clear."""
BranchName = Annotated[str, Field(pattern=BRANCH_PATTERN)]
"""A branch as git names it."""
RecordName = Annotated[str, Field(pattern=RECORD_PATTERN)]
"""The file name of a record without `.yaml`."""
WebAddress = Annotated[str, Field(pattern=LINK_PATTERN, max_length=2000)]
"""An http or https address."""


class Model(BaseModel):
    """Base of everything written in a file: strict types, no unknown keys, never changed.

    The order of the fields is the one in which people read them; `okrs fmt` and `okrs new` write it. The text below a
    field is its description in the JSON Schema.
    """

    # Not with `use_attribute_docstrings`, for which every command would read and parse the source of every model.
    # `defer_build`, as most models are only parts of others, and need no validator of their own.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)

    exactly_one: ClassVar[tuple[str, ...]] = ()
    """Optional keys of which exactly one has to be written; a validator of the model refuses others."""

    @classmethod
    def of_defaults(cls) -> Self:
        """Makes the model of an empty file, for which no validator has to be built; every key has to have a default."""
        return cls.model_construct()  # type: ignore[return-value]  # the plugin takes it for the base

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The schema with the descriptions of the fields."""
        json_schema = handler(schema)
        properties = handler.resolve_ref_schema(json_schema)["properties"]
        for name, text in _field_descriptions(cls):
            properties[cls.model_fields[name].alias or name]["description"] = text
        if cls.exactly_one:
            handler.resolve_ref_schema(json_schema)["oneOf"] = [{"required": [key]} for key in cls.exactly_one]
        return json_schema


def _field_descriptions(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """Yields each field of a model, its own or inherited, with the text below it."""
    for base in reversed(model.__mro__):
        if issubclass(base, Model) and base is not Model:
            yield from _own_descriptions(base)


@cache  # most models are part of several kinds of files
def _own_descriptions(model: type[BaseModel]) -> Sequence[tuple[str, str]]:
    [definition] = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    descriptions = []
    for field, below in pairwise(cast("ast.ClassDef", definition).body):
        match field, below:
            case ast.AnnAssign(ast.Name(name)), ast.Expr(ast.Constant(str(text))):
                descriptions.append((name, inspect.cleandoc(text)))
    return descriptions
