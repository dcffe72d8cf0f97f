"""Check-ins that another program hands over: a record as in the files, or only its entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from okrs_as_code import strict_json
from okrs_as_code.day import parse_day
from okrs_as_code.errors import OkrsError
from okrs_as_code.finding import Place
from okrs_as_code.model.files.habitual_keys import intended_key
from okrs_as_code.model.goals.goal import names_key_result
from okrs_as_code.nearest import did_you_mean
from okrs_as_code.records.check_in_lookup import names_objective
from okrs_as_code.yaml.reader import parse

_KEYS = ("by", "date", "corrects", "key_results", "objectives")


@dataclass(frozen=True)
class CheckInFile:
    """The content of a file, with the entries by the goal they are about; None for a key that it does not have."""

    entries: dict[str, Any]
    by: str | None = None
    day: date | None = None
    corrects: str | None = None


def read_check_in_file(name: str, raw: bytes) -> CheckInFile:
    """Reads YAML or JSON; `name` is the file's in messages. Raises OkrsError for anything else."""
    data = _parse_json(raw) if raw.lstrip()[:1] == b"{" else None
    if data is None:
        data = _parse_yaml(name, raw)
    if not isinstance(data, dict):
        raise _no_key_results(name)
    if "key_results" not in data and "objectives" not in data:
        return CheckInFile(_entries(name, data))
    for key in data:
        if key not in _KEYS:
            meant = did_you_mean(intended_key(key, _KEYS, data))
            raise OkrsError(f"{name}: `{key}` is no key of a check-in", f"{meant}remove it")
    by, day, corrects = data.get("by"), data.get("date"), data.get("corrects")
    for key, value in (("by", by), ("date", day), ("corrects", corrects)):
        if key in data and not isinstance(value, str):
            raise OkrsError(f"{name}: `{key}` is no text", "write it as in the files, or leave it out")
    parsed = parse_day(day) if day is not None else None
    if day is not None and parsed is None:
        raise OkrsError(f"{name}: `{day}` is no day", "write it as in 2026-12-31")
    entries: dict[str, Any] = {}
    for key, nouns, is_right in (
        ("key_results", "key results", names_key_result),
        ("objectives", "objectives", names_objective),
    ):
        section = _entries(name, data[key]) if key in data else {}
        wrong = next((ref for ref in section if "/" in ref and not is_right(ref)), None)
        if wrong is not None:
            raise OkrsError(f"{name}: `{wrong}` is below `{key}`, where {nouns} are", "write it below the other key")
        entries |= section
    return CheckInFile(entries, by, parsed, corrects)


def _entries(name: str, data: object) -> dict[str, Any]:
    if not isinstance(data, dict) or not data:
        raise _no_key_results(name)
    for ref, entry in data.items():
        if not isinstance(entry, dict):
            raise OkrsError(f"{name}: `{ref}` has no mapping after it", "write keys with values, such as `value: 2`")
    return data


def _no_key_results(name: str) -> OkrsError:
    return OkrsError(f"{name} has no key results in it", "write `team/objective/key-result:` and below it what to say")


def _parse_json(raw: bytes) -> Any:
    """The data; None for what is no JSON. Our YAML has braces, too, but not all escapes of JSON."""
    try:
        return strict_json.parse(raw)
    except (ValueError, RecursionError):
        return None


def _parse_yaml(name: str, raw: bytes) -> Any:
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
