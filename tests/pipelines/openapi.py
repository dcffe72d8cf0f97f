"""GitHub's OpenAPI description, by which requests to a stand-in are checked, and the fields of its answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator

Schema = Mapping[str, Any]


class Description:
    """The description in `api.github.com.deref.json`, in which every reference is resolved."""

    def __init__(self, file: Path) -> None:
        self._paths: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))["paths"]

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str]]:
        """Patterns of all paths, those with the fewest parameters first."""
        return [
            (re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path))), path)
            for path in sorted(self._paths, key=lambda path: path.count("{"))
        ]

    def operation(self, method: str, path: str) -> tuple[Schema, Mapping[str, str]] | None:
        """The operation behind a method and a path, with the values in the path; None where there is none."""
        for pattern, template in self._patterns:
            match = pattern.fullmatch(path)
            if match is not None and method.lower() in self._paths[template]:
                return self._paths[template][method.lower()], match.groupdict()
        return None

    def problems(self, method: str, path: str, query: Mapping[str, str], body: Any) -> Iterator[str]:
        """Yields what is wrong with a request."""
        found = self.operation(method, path)
        if found is None:
            yield f"{method} {path} is no operation"
            return
        operation, in_path = found
        parameters = {(entry["in"], entry["name"]): entry for entry in operation.get("parameters", ())}
        given = {("path", name): value for name, value in in_path.items()}
        given |= {("query", name): value for name, value in query.items()}
        for key, value in given.items():
            if key not in parameters:
                yield f"{method} {path}: there is no {key[0]} parameter {key[1]}"
            else:
                schema = parameters[key]["schema"]
                number = int(value) if schema.get("type") == "integer" and value.isdigit() else value
                yield from (f"{method} {path}: {key[1]}: {message}" for message in _errors(schema, number))
        for key, entry in parameters.items():
            if entry.get("required") and key not in given:
                yield f"{method} {path}: {key[1]} is missing"
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if body is not None and content is None:
            yield f"{method} {path} takes no body"
        elif content is not None and (body is not None or operation["requestBody"].get("required")):
            yield from (f"{method} {path}: {message}" for message in _errors(content["schema"], body))

    def unknown_fields(self, method: str, path: str, answer: Any) -> Iterator[str]:
        """Yields the fields of a stand-in's answer that GitHub's would not have."""
        found = self.operation(method, path)
        responses = found[0]["responses"] if found is not None else {}
        schemas = [
            response["content"]["application/json"]["schema"]
            for status, response in responses.items()
            if status.startswith("2") and "application/json" in response.get("content", {})
        ]
        yield from (f"{method} {path} answers no {field}" for field in _unknown(schemas, answer, ""))


def _errors(schema: Schema, value: Any) -> Iterator[str]:
    return (error.message for error in Draft7Validator(_draft7(schema)).iter_errors(value))


def _draft7(schema: Any) -> Any:
    """A schema of OpenAPI 3.0 as JSON Schema: `nullable` is a type there."""
    if isinstance(schema, list):
        return [_draft7(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: _draft7(value) for key, value in schema.items() if key not in ("nullable", "example", "examples")}
    return {"anyOf": [plain, {"type": "null"}]} if schema.get("nullable") else plain


def _unknown(schemas: list[Schema], value: Any, where: str) -> Iterator[str]:
    """Yields the paths of fields that none of some schemas has."""
    schemas = [inner for schema in schemas for inner in _alternatives(schema)]
    if isinstance(value, list):
        items = [schema["items"] for schema in schemas if "items" in schema]
        for item in value:
            yield from _unknown(items, item, where)
    elif isinstance(value, dict):
        for name, inner in value.items():
            fields = [schema["properties"][name] for schema in schemas if name in schema.get("properties", {})]
            if fields:
                yield from _unknown(fields, inner, f"{where}.{name}".strip("."))
            else:
                yield f"{where}.{name}".strip(".")


def _alternatives(schema: Schema) -> Iterator[Schema]:
    yield schema
    for key in ("allOf", "anyOf", "oneOf"):
        for inner in schema.get(key, ()):
            yield from _alternatives(inner)
