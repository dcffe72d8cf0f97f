"""The JSON Schema (draft-07) of every file that we read, generated from the models; editors show its descriptions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from okrs_as_code.model.files.backlog import BacklogObjective
from okrs_as_code.model.files.config import Config
from okrs_as_code.model.files.import_mapping import ImportMapping
from okrs_as_code.model.files.objective import Objective
from okrs_as_code.model.files.people import People, Teams
from okrs_as_code.model.files.record import Agreement, CheckIn, Grade
from okrs_as_code.model.files.reviews import PullRequestReviews

SCHEMAS: Mapping[str, type[BaseModel]] = {
    "config": Config,
    "people": People,
    "teams": Teams,
    "objective": Objective,
    "backlog": BacklogObjective,
    "check-ins": CheckIn,
    "agreements": Agreement,
    "grades": Grade,
}
"""The models of a repository's files, by the stem of their schema's file name."""
ALL_SCHEMAS: Mapping[str, type[BaseModel]] = {**SCHEMAS, "reviews": PullRequestReviews, "import-mapping": ImportMapping}
"""Those, and what commands read from elsewhere, of which a repository has no file."""
_LINE_LENGTH = 80
"""Characters of a line, with the comma at its end."""


def file_name(kind: str) -> str:
    """The name of the schema's file."""
    return f"{kind}.schema.json"


def schema_text(kind: str) -> str:
    """The schema as it is written to its file, with a final line end."""
    return schema_layout(json_schema(kind))


def schema_layout(schema: Mapping[str, Any]) -> str:
    """A schema as the text of its file, with a final line end."""
    return _layout(schema, "", 0) + "\n"


def _layout(value: Any, indent: str, taken: int) -> str:
    """JSON in the form of Prettier: a list of plain values on one line if it fits behind the `taken` characters."""
    inner = f"{indent}  "
    if isinstance(value, dict) and value:
        keys = ((f"{inner}{json.dumps(key, ensure_ascii=False)}: ", item) for key, item in value.items())
        items = [f"{start}{_layout(item, inner, len(start))}" for start, item in keys]
        return "{\n" + ",\n".join(items) + f"\n{indent}}}"
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, list) or not value:
        return line
    if taken + len(line) < _LINE_LENGTH and not any(isinstance(item, dict) for item in value):
        return line
    return "[\n" + ",\n".join(f"{inner}{_layout(item, inner, len(inner))}" for item in value) + f"\n{indent}]"


def json_schema(kind: str) -> dict[str, Any]:
    """The schema of one kind of file, as far as draft-07 can say it."""
    generated = ALL_SCHEMAS[kind].model_json_schema(ref_template="#/definitions/{model}")
    definitions = generated.pop("$defs", {})
    body = _draft07(generated)
    definitions = {name: _draft07(definition) for name, definition in definitions.items()}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"urn:okrs-as-code:{file_name(kind)}",
        "title": generated.get("title", kind),
        **{key: value for key, value in body.items() if key != "title"},
        **({"definitions": definitions} if definitions else {}),
    }


def _draft07(node: Any) -> Any:
    """The schema of a node without what draft-07 does not know and what only clutters hovers.

    In draft-07 everything beside a `$ref` is ignored, so the reference moves into an `allOf`. Keys of a mapping whose
    pattern does not fit are refused, as by the models.
    """
    if isinstance(node, list):
        return [_draft07(item) for item in node]
    if not isinstance(node, dict):
        return node
    schema = {key: _draft07(value) for key, value in node.items() if not _is_clutter(key, value)}
    if "properties" in schema:
        schema["properties"] = {name: _draft07(value) for name, value in node["properties"].items()}
    if "patternProperties" in schema:
        [(pattern, value)] = schema.pop("patternProperties").items()
        schema |= {"propertyNames": {"pattern": pattern}, "additionalProperties": value}
    if "$ref" in schema and len(schema) > 1:
        return {"allOf": [{"$ref": schema.pop("$ref")}], **schema}
    return schema


def _is_clutter(key: str, value: Any) -> bool:
    return (key == "title" and isinstance(value, str)) or key == "discriminator" or (key == "default" and value is None)
