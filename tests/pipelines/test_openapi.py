"""The check of the stand-in for GitHub, on a description of two operations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.pipelines.openapi import Description

NUMBER = {"type": "integer"}
BODY = {
    "type": "object",
    "properties": {
        "state": {"type": "string", "enum": ["success", "error"]},
        "text": {"type": "string", "nullable": True},
    },
    "required": ["state"],
}
ITEM = {
    "type": "object",
    "properties": {"id": NUMBER, "user": {"anyOf": [{"type": "object", "properties": {"login": {}}}]}},
}
PATHS = {
    "/items/{number}": {
        "get": {
            "parameters": [
                {"in": "path", "name": "number", "required": True, "schema": NUMBER},
                {"in": "query", "name": "page", "schema": NUMBER},
            ],
            "responses": {"200": {"content": {"application/json": {"schema": {"type": "array", "items": ITEM}}}}},
        },
    },
    "/items/all": {
        "post": {
            "requestBody": {"required": True, "content": {"application/json": {"schema": BODY}}},
            "responses": {"201": {}},
        }
    },
}


@pytest.fixture
def description(tmp_path: Path) -> Description:
    file = tmp_path / "description.json"
    file.write_text(json.dumps({"paths": PATHS}), "utf-8")
    return Description(file)


@pytest.mark.parametrize(
    ("method", "path", "query", "body", "problems"),
    [
        ("GET", "/items/7", {"page": "2"}, None, 0),
        ("GET", "/items/x", {}, None, 1),
        ("GET", "/items/7", {"size": "2"}, None, 1),
        ("GET", "/items/7", {"page": "two"}, None, 1),
        ("GET", "/items/7", {}, {}, 1),
        ("GET", "/items/7/more", {}, None, 1),
        ("DELETE", "/items/7", {}, None, 1),
        ("POST", "/items/all", {}, {"state": "success", "text": None}, 0),
        ("POST", "/items/all", {}, {"state": "pending"}, 1),
        ("POST", "/items/all", {}, {}, 1),
        ("POST", "/items/all", {}, None, 1),
    ],
)
def test_requests(
    description: Description, method: str, path: str, query: dict[str, str], body: Any, problems: int
) -> None:
    assert len(list(description.problems(method, path, query, body))) == problems


def test_answers(description: Description) -> None:
    answer = [{"id": 7, "user": {"login": "bo"}}, {"id": 8, "user": {"name": "Bo"}, "size": 1}]
    found = list(description.unknown_fields("GET", "/items/7", answer))
    assert found == ["GET /items/7 answers no user.name", "GET /items/7 answers no size"]
