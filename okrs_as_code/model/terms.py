"""Terms of an agreement in one canonical form, so that two spellings of the same terms are equal."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from okrs_as_code.model.files.measure import Measure, Metric, Milestones, Step, Threshold
from okrs_as_code.model.files.objective import Commitment, KeyResult, Owner, TeamOwner
from okrs_as_code.model.files.record import Terms

VERSION = 1
"""The version of the canonical form; part of it, so that a later form cannot be mistaken for this one."""

_NUMBER = re.compile(r"\d+")
TeamResolver = Callable[[str], str]
"""A function from an id of a team, today's or a former one, to today's."""


@dataclass(frozen=True)
class CanonicalTerms:
    """Terms with defaults filled in and everything in its shortest form; equal if they mean the same."""

    data: Mapping[str, Any]

    def __hash__(self) -> int:
        return hash(self.text)

    @cached_property
    def text(self) -> str:
        """The canonical JSON that is fingerprinted and signed."""
        return json.dumps(self.data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all of the canonical JSON, as 64 hex digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def fingerprint(self) -> str:
        """The digest as shown to people: `sha256:` and 16 hex digits."""
        return f"sha256:{self.digest[:16]}"

    def differences(self, later: CanonicalTerms) -> tuple[TermsDifference, ...]:
        """The fields that differ between these terms and later ones, measures key by key."""
        before, after = _flatten(self.data), _flatten(later.data)
        fields = dict.fromkeys((*before, *after))
        return tuple(
            TermsDifference(field, before.get(field), after.get(field))
            for field in fields
            if before.get(field) != after.get(field)
        )


class TermsDifference(NamedTuple):
    """A field of the terms that differs; None where it is absent."""

    field: str
    before: Any
    after: Any


def same_title(before: str, after: str) -> bool:
    """Whether two titles differ in no more than case, spaces and punctuation, that of numbers aside."""
    return before == after or (
        _title_letters(before) == _title_letters(after) and _NUMBER.findall(before) == _NUMBER.findall(after)
    )


def _title_letters(title: str) -> str:
    """The letters, digits and symbols of a title; what parts or signs a number stays, as it changes it."""
    text = " ".join(unicodedata.normalize("NFC", title).casefold().split())
    kept = []
    for index, char in enumerate(text):
        is_before_digit = text[index + 1 : index + 2].isdigit()
        if char == " ":
            is_kept = is_before_digit and text[index - 1].isdigit()
        else:
            is_kept = is_before_digit or char in "%‰" or not unicodedata.category(char).startswith("P")
        if is_kept:
            kept.append(char)
    return "".join(kept)


def terms_of(key_result: KeyResult, commitment: Commitment, due: date, team: TeamResolver = str) -> CanonicalTerms:
    """The terms of a key result as they stand; `due` is its own or the last day of its cycle."""
    return _canonical(key_result.owner, commitment, key_result.measure, due, key_result.success, team)


def quoted_terms(terms: Terms, named_end: date | None, team: TeamResolver = str) -> CanonicalTerms:
    """The terms that an agreement quotes; one without `due` means the end of its cycle by the calendar of its name.

    Where that is None, as a cycle's name has no days of itself, they lack `due`, and equal no key result's.
    """
    return _canonical(terms.owner, terms.commitment, terms.measure, terms.due or named_end, terms.success, team)


def _canonical(
    owner: Owner, commitment: Commitment, measure: Measure, due: date | None, success: str | None, team: TeamResolver
) -> CanonicalTerms:
    data: dict[str, Any] = {
        "v": VERSION,
        "owner": {"team": team(owner.team), "lead": owner.lead} if isinstance(owner, TeamOwner) else owner,
        "commitment": commitment,
        "measure": _measure_data(measure),
    }
    if due is not None:
        data["due"] = due.isoformat()
    if success is not None:
        data["success"] = _text(success)
    return CanonicalTerms(data)


def _measure_data(measure: Measure) -> dict[str, Any]:
    if isinstance(measure, Metric):
        data: dict[str, Any] = {
            "type": "metric",
            "baseline": _number(measure.baseline),
            "direction": measure.direction,
            "target": _number(measure.target),
            "stretch": _number(measure.stretch),
            "unit": _text(measure.unit),
        }
    elif isinstance(measure, Threshold):
        data = {
            "type": "threshold",
            "at_least": _number(measure.at_least),
            "at_most": _number(measure.at_most),
            "unit": _text(measure.unit) if measure.unit is not None else None,
        }
    elif isinstance(measure, Milestones):
        return {
            "type": "milestones",
            "steps": [_step_data(step) for step in sorted(measure.steps, key=lambda step: step.id)],
        }
    else:
        return {"type": measure.type}
    return {key: value for key, value in data.items() if value is not None}


def _step_data(step: Step) -> dict[str, Any]:
    data = {
        "id": step.id,
        "title": _text(step.title),
        "weight": 1 if step.weight is None else _number(step.weight),
        "due": step.due.isoformat() if step.due is not None else None,
    }
    return {key: value for key, value in data.items() if value is not None}


def _number(value: float | None) -> int | float | None:
    """A number that JSON writes as its shortest decimal: 3 for 3.0, and 0 for -0.0."""
    return value if value is None or not value.is_integer() or abs(value) >= 1e16 else int(value)


def _text(value: str) -> str:
    """A text in NFC, with runs of white space as one space."""
    return " ".join(unicodedata.normalize("NFC", value).split())


def _flatten(data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of terms with those of the measure beside them, its type as `measure`, each step as a field."""
    flat = {key: value for key, value in data.items() if key not in ("v", "measure")}
    measure = data["measure"]
    flat["measure"] = measure["type"]
    for key, value in measure.items():
        if key == "steps":
            flat.update({f"step {step['id']}": step for step in value})
        elif key != "type":
            flat[key] = value
    return flat
