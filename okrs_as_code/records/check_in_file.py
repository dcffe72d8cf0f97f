"""Check-ins that another program hands over: a record as in the files, or only what is below its `key_results`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from okrs_as_code.day import parse_day
from okrs_as_code.errors import OkrsError
from okrs_as_code.finding import Place
from okrs_as_code.nearest import suggestion
from okrs_as_code.yaml.reader import parse

_HEAD = ("by", "date", "corrects", "key_results")


@dataclass(frozen=True)
class CheckInFile:
    """What was read. None for what the file does not say."""

    key_results: dict[str, Any]
    by: str | None = None
    day: date | None = None
    corrects: str | None = None


def read_check_in_file(name: str, raw: bytes) -> CheckInFile:
    """Reads YAML or JSON; `name` is the file's in messages. Raises OkrsError for anything else."""
    data = _json(raw) if raw.lstrip()[:1] == b"{" else None
    if data is None:
        data = _yaml(name, raw)
    if not isinstance(data, dict):
        raise OkrsError(
            f"{name} has no key results in it", "write `team/objective/key-result:` and below it what to say"
        )
    if "key_results" not in data:
        return CheckInFile(_entries(name, data))
    for key in data:
        if key not in _HEAD:
            raise OkrsError(f"{name}: `{key}` is no key of a check-in", f"{suggestion(key, _HEAD)}remove it")
    by, day, corrects = data.get("by"), data.get("date"), data.get("corrects")
    for key, value in (("by", by), ("date", day), ("corrects", corrects)):
        if key in data and not isinstance(value, str):
            raise OkrsError(f"{name}: `{key}` is no text", "write it as in the files, or leave it out")
    parsed = parse_day(day) if day is not None else None
    if day is not None and parsed is None:
        raise OkrsError(f"{name}: `{day}` is no day", "write it as in 2026-12-31")
    return CheckInFile(_entries(name, data["key_results"]), by, parsed, corrects)


def _entries(name: str, data: object) -> dict[str, Any]:
    if not isinstance(data, dict) or not data:
        raise OkrsError(
            f"{name} has no key results in it", "write `team/objective/key-result:` and below it what to say"
        )
    for ref, entry in data.items():
        if not isinstance(entry, dict):
            raise OkrsError(f"{name}: `{ref}` has no mapping behind it", "write keys with values, such as `value: 2`")
    return data


def _no_key_results(name: str) -> OkrsError:
    return OkrsError(f"{name} has no key results in it", "write `team/objective/key-result:` and below it what to say")


def _json(raw: bytes) -> Any:
    """The data, or None for what is no JSON: our YAML knows braces, too, but not all escapes of JSON."""
    try:
        return json.loads(raw, object_pairs_hook=_once, parse_constant=_never)
    except (ValueError, RecursionError):
        return None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is there twice")
    return found


def _never(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _yaml(name: str, raw: bytes) -> Any:
    document = parse(name, raw)
    if document.problems:
        problem = document.problems[0]
        region = document.region(Place(name, span=problem.span))
        reason = str(problem.facts.get("reason", problem.kind)).replace("-", " ")
        raise OkrsError(
            f"{name}:{region.row}:{region.column}: this cannot be read: {reason}",
            "write plain YAML or JSON; `okrs lint` refuses the same in files",
        )
    return document.data
