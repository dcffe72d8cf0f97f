"""The JSON Schema and the models agree, in the eyes of an independent validator, on whatever is fed to both."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from okrs_as_code.model.files.json_schema import ALL_SCHEMAS, SCHEMAS, file_name, json_schema, schema_text
from okrs_as_code.model.files.validation import validate
from okrs_as_code.workspace.layout import EntryKind, FileKind, locate
from okrs_as_code.yaml import parse

ROOT = Path(__file__).parent.parent
KINDS = {
    FileKind.CONFIG: "config",
    FileKind.PEOPLE: "people",
    FileKind.TEAMS: "teams",
    FileKind.OBJECTIVE: "objective",
    FileKind.BACKLOG: "backlog",
    FileKind.CHECK_IN: "check-ins",
    FileKind.AGREEMENT: "agreements",
    FileKind.GRADE: "grades",
}
VALUES: list[Any] = [
    None, "", " ", "x", "bo", "Bo", "null", "2026-12-31", "2026-13-01", "2026-02-30", "week", "metric", "content/x",
    "content/x/y", "2026-Q4/content/x", "http://x.example", 0, 1, -1, 0.5, 1.5, True, False, [], ["bo"], ["Bo"], [1],
    {}, {"bo": {}}, {"a": 1}, {"team": "web", "lead": "bo"}, {"type": "binary"}, {"type": "threshold"},
    {"type": "metric", "baseline": 0, "target": 1, "unit": "x"}, {"type": "threshold", "at_most": 3},
    {"type": "milestones", "steps": []}, {"score": 1}, {"dropped": True}, "a\nb", ["content/x", "content/x/y"],
    ["content/x"] * 6, [{"objective": "content/x/y", "contributes": True}, "content/x"], ["growth", "p1"], ["p"] * 21,
    {"content/x": {"note": "x"}}, {"content/x": {"help": ""}}, {"content/x/y": {"note": "x"}}, {"content/x": {}},
    "up", "paused", {"type": "score"}, {"2026-10-31": 1}, {"2026-02-30": 1}, {"2026-10-31": "x"},
    {"type": "metric", "direction": "up", "target": 1, "unit": "x"},
    {"type": "metric", "direction": "up", "baseline": 0, "target": 1, "unit": "x"},
]  # fmt: skip
KEYS = [
    "titel", "x", "Owner", "2026", "success", "weight", "dropped", "a/b/c", "baseline", "direction", "plan",
    "commitment", "status", "2026-10-31", "score", "next", "tags", "aligned_to", "objectives", "a/b",
]  # fmt: skip
VALIDATORS = {
    kind: jsonschema.Draft7Validator(json_schema(kind), format_checker=jsonschema.FormatChecker()) for kind in SCHEMAS
}


@cache
def documents() -> list[tuple[str, str, Any]]:
    """Every readable file of every repository in this project: where, its kind, its data; the same text once."""
    patterns = ("okrs/**/*.yaml", "examples/*/okrs/**/*.yaml", "tests/**/okrs/**/*.yaml")
    by_text: dict[tuple[str, bytes], tuple[str, str, Any]] = {}
    for path in sorted(path for pattern in patterns for path in ROOT.glob(pattern)):
        relative, raw = path.relative_to(ROOT).as_posix(), path.read_bytes()
        kind = KINDS.get(locate("okrs/" + relative.rpartition("okrs/")[2], EntryKind.FILE).kind)
        if kind is not None and (kind, raw) not in by_text:
            document = parse(relative, raw)
            if document.readable and not document.problems:
                by_text[kind, raw] = relative, kind, document.data
    return list(by_text.values())


def disagreement(kind: str, data: Any) -> str | None:
    """Both verdicts, where one of the two accepts the data and the other refuses it."""
    _, mismatches = validate(SCHEMAS[kind], data)
    errors = [error.message for error in VALIDATORS[kind].iter_errors(data)]
    if bool(mismatches) == bool(errors):
        return None
    return f"{kind}: model says {mismatches}, schema says {errors}, of {json.dumps(data, default=str)}"


def test_there_is_something_to_feed() -> None:
    assert {kind for _, kind, _ in documents()} == set(SCHEMAS)


def test_every_file_of_this_project_is_judged_alike() -> None:
    assert [difference for _, kind, data in documents() if (difference := disagreement(kind, data))] == []


def mutated(data: Any, chance: random.Random) -> Any:
    """The data with one thing changed: a value, a key, something more or something less."""
    data = copy.deepcopy(data)
    places = list(_places(data))
    holder, key = chance.choice(places)
    action = chance.randrange(4)
    if action == 0:
        holder[key] = copy.deepcopy(chance.choice(VALUES))
    elif action == 1:
        del holder[key]
    elif action == 2 and isinstance(holder, dict):
        holder[chance.choice(KEYS)] = copy.deepcopy(chance.choice(VALUES))
    elif isinstance(holder, list):
        holder.append(copy.deepcopy(chance.choice(VALUES)))
    else:
        holder[chance.choice(["id", "owner", "value", "Bad Key"])] = holder.pop(key)
    return data


def _places(data: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield data, key
            yield from _places(value)
    elif isinstance(data, list):
        for position, value in enumerate(data):
            yield data, position
            yield from _places(value)


@pytest.mark.parametrize("seed", range(12))
def test_mutations_of_them_are_judged_alike(seed: int) -> None:
    chance = random.Random(seed)
    pool = [(kind, data) for _, kind, data in documents() if isinstance(data, dict) and data]
    by_kind = {kind: [data for other, data in pool if other == kind] for kind in SCHEMAS}
    differences = []
    for kind in SCHEMAS:
        for _ in range(25):
            differences.append(disagreement(kind, mutated(chance.choice(by_kind[kind]), chance)))
    assert [difference for difference in differences if difference] == []


METRIC = {"type": "metric", "target": 1, "unit": "x"}


@pytest.mark.parametrize("seed", range(4))
def test_mutations_of_measures_are_judged_alike(seed: int) -> None:
    """Measures, plans and commitments are few among all keys, so they are mutated by themselves."""
    chance = random.Random(seed)
    measures = [
        {**METRIC, "baseline": 0},
        {**METRIC, "direction": "down", "stretch": 2},
        {"type": "score"},
        {"type": "binary"},
        {"type": "threshold", "at_least": 1},
    ]
    differences = []
    for _ in range(150):
        more = chance.choice([{}, {"plan": {"2026-10-31": 1, "2026-11-30": 2.5}}, {"commitment": "aspirational"}])
        key_result = {"id": "a", "title": "a", "owner": "bo", "measure": chance.choice(measures), **more}
        data = {"title": "x", "key_results": [mutated(key_result, chance)]}
        differences.append(disagreement("objective", data))
        entry = {"value": 0.5, "status": "paused", "note": "x"}
        check_in = {"by": "bo", "date": "2026-10-12", "key_results": {"content/x/y": mutated(entry, chance)}}
        differences.append(disagreement("check-ins", check_in))
    assert [difference for difference in differences if difference] == []


@pytest.mark.parametrize("plan", [{}, {"2026-10-31": 1}, {"2026-02-30": 1}, {"31.10.": 1}, {"2026-10-31": None}, []])
def test_days_of_a_plan_are_judged_alike(plan: Any) -> None:
    key_result = {"id": "a", "title": "a", "owner": "bo", "measure": {**METRIC, "direction": "up"}, "plan": plan}
    assert disagreement("objective", {"title": "x", "key_results": [key_result]}) is None


@pytest.mark.parametrize("kind", ALL_SCHEMAS)
def test_the_schema_is_valid_draft_07_and_committed(kind: str) -> None:
    jsonschema.Draft7Validator.check_schema(json_schema(kind))
    committed = (ROOT / "schema" / file_name(kind)).read_text(encoding="utf-8")
    assert committed == schema_text(kind), "run: python run.py python docs/generate.py"


OBVIOUS = {"fiscal_year_start", "day", "reminder"}
"""Keys whose values are names of months or weekdays."""


def test_every_key_and_every_choice_is_described_for_editors() -> None:
    lacking = []
    for kind in ALL_SCHEMAS:
        for name, definition in {kind: json_schema(kind), **json_schema(kind).get("definitions", {})}.items():
            for key, value in definition.get("properties", {}).items():
                if "description" not in value and "allOf" not in value:
                    lacking.append(f"{name}.{key}")
                if key not in OBVIOUS and len(value.get("enum", ())) != len(value.get("enumDescriptions", ())):
                    lacking.append(f"{name}.{key} values")
    assert lacking == []


@pytest.mark.parametrize("kind", ALL_SCHEMAS)
def test_patterns_are_regular_expressions_of_other_languages_too(kind: str) -> None:
    for pattern in re.findall(r'"pattern": "((?:[^"\\\\]|\\\\.)*)"', schema_text(kind)):
        escapes = re.findall(r"\\(.)", json.loads(f'"{pattern}"'))
        assert set(escapes) <= set("sSdDwW.^$*+?()[]{}|/\\"), pattern
