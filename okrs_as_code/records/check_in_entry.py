"""Entries of check-ins: parses what somebody typed, and accepts only keys and values that fit the measure."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.files.base import is_id
from okrs_as_code.model.files.intended_value import intended_values
from okrs_as_code.model.files.measure import Binary, Measure, Milestones, Score, unit_of
from okrs_as_code.model.files.mismatch import Mismatch, MismatchKind
from okrs_as_code.model.files.record import CheckInEntry, ObjectiveEntry
from okrs_as_code.model.files.validation import validate
from okrs_as_code.model.progress.progress import is_judgement
from okrs_as_code.nearest import did_you_mean, suggestion
from okrs_as_code.readings import in_words, plain_number, read_number, read_share
from okrs_as_code.records.record_text import clean_text
from okrs_as_code.yaml.problem import excerpt
from okrs_as_code.yaml.scalar_text import Value

_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
_MAX_NUMBER_LENGTH = 100
_BOOLEANS = {"true": True, "yes": True, "y": True, "done": True, "false": False, "no": False, "n": False}
_MEASURE_NOUNS = {"milestones": "milestones", "binary": "done or not done for a measure"}
_MEASURE_VERBS = {
    "metric": "is measured by a number",
    "threshold": "is measured by a number",
    "milestones": "is measured by milestones",
    "binary": "is done or not done",
    "score": "is judged by its owner",
}


def parse_number(text: str, unit: str | None = None) -> float:
    """Parses a number that somebody typed: digits, with a point before decimals.

    Raises OkrsError for anything else, with the number that was meant where that is clear; `unit` is what is counted.
    """
    written = text.strip()
    if _NUMBER.fullmatch(written) is None:
        raise _no_number_error(written, read_number(written, unit))
    value = float(written)
    if math.isinf(value) or len(written) > _MAX_NUMBER_LENGTH:
        raise OkrsError(f"the number {excerpt(written)} cannot be counted with", "write it in a larger unit")
    return value


def _no_number_error(written: str, readings: tuple[float, ...]) -> OkrsError:
    hint = "write digits, with a point before decimals and no unit"
    return OkrsError(f"`{excerpt(written)}` is no number", f"{hint}: {_choice(readings)}" if readings else hint)


def _choice(readings: tuple[float, ...]) -> str:
    return " or ".join(map(plain_number, readings))


def parse_value(text: str, measure: Measure) -> float:
    """Parses the value of a key result that somebody typed; of a score one like a confidence. Raises OkrsError."""
    if isinstance(measure, Score):
        return _parse_written_share(text, "value")
    return parse_number(text, unit_of(measure))


def parse_confidence(text: str) -> float:
    """Parses a confidence from 0.0 to 1.0, also written as `74 %` or with a comma. Raises OkrsError."""
    return _parse_written_share(text, "confidence")


def _parse_written_share(text: str, noun: str) -> float:
    readings = read_share(text) if re.fullmatch(r"[0-9., ]+%|0?,[0-9]+", text.strip()) else ()
    return readings[0] if len(readings) == 1 else parse_share(text, noun)


def parse_share(text: str, noun: str) -> float:
    """Parses a share from 0.0 to 1.0 that somebody typed; `noun` names it in messages.

    Raises OkrsError for anything else, with the share that was meant where that is clear.
    """
    written = text.strip()
    readings = read_share(written)
    if _NUMBER.fullmatch(written) is None:
        raise _no_number_error(written, readings)
    share = parse_number(written)
    if not 0 <= share <= 1:
        hint = f"as a share of 1: {_choice(readings)}" if readings else "a number from 0.0 to 1.0"
        raise OkrsError(f"the {noun} `{written}` is not from 0.0 to 1.0", f"write {hint}")
    return share


def parse_done(texts: tuple[str, ...], measure: Measure) -> list[str] | bool:
    """Parses what somebody typed as done: steps, separated by commas or spaces; true or false where there are none.

    A step may also be named by its title.
    """
    if isinstance(measure, Milestones):
        return [step for text in texts for step in parse_steps(text, measure)]
    words = [word for text in texts for word in _words(text)]
    if len(words) == 1 and words[0].lower() in _BOOLEANS:
        return _BOOLEANS[words[0].lower()]
    return words


def parse_steps(text: str, measure: Milestones) -> list[str]:
    """The steps that a text names: by ids or numbers, or one by its title; a text that names none stays whole."""
    by_title = {" ".join(step.title.casefold().split()): step.id for step in measure.steps}
    step_id = by_title.get(" ".join(text.casefold().split()))
    if step_id is not None:
        return [step_id]
    words, known = _words(text), {step.id for step in measure.steps}
    is_list = all(word.isdecimal() or is_id(word) for word in words)
    return words if is_list and any(word.isdecimal() or word in known for word in words) else [text.strip()]


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[,\s]+", text) if word]


def check_in_entry(ref: str, measure: Measure, values: Mapping[str, Any]) -> dict[str, Value]:
    """The entry as it is written, with the keys in canonical order; `ref` names the key result in messages.

    Raises OkrsError for keys and values that do not fit, and for a value or a `done` that the measure does not have.
    """
    if isinstance(measure, Milestones) and isinstance(values.get("done"), list):
        _refuse_unknown_steps(ref, [step.id for step in measure.steps], values["done"])
    entry, mismatches = validate(CheckInEntry, dict(values))
    if entry is None:
        raise _mismatch_error(ref, mismatches[0])
    _refuse_wrong_measure(ref, measure, entry)
    if entry.is_pause and entry.note is None:
        raise OkrsError(f"`{ref}` is paused, and nothing says why", "say it with `note`: the reason, and until when")
    return dict(_items(entry, measure))


def fitting_values(entry: CheckInEntry, measure: Measure) -> dict[str, Any]:
    """The values of an entry that is written already, without a value or steps that the measure does not have."""
    values = {key: value for key in type(entry).model_fields if (value := getattr(entry, key)) is not None}
    done = values.pop("done", None)
    if isinstance(measure, Milestones | Binary) or (isinstance(measure, Score) and not _is_judgement(entry)):
        values.pop("value", None)
    if isinstance(measure, Milestones) and isinstance(done, tuple):
        values["done"] = [step.id for step in measure.steps if step.id in done]
    elif isinstance(measure, Binary) and isinstance(done, bool):
        values["done"] = done
    return values


def _is_judgement(entry: CheckInEntry) -> bool:
    return entry.value is None or is_judgement(entry.value)


def _refuse_unknown_steps(ref: str, steps: list[str], done: list[Any]) -> None:
    """Raises OkrsError for an unknown step. Called before all other checks: what is no step need not look like one."""
    unknown = next((step for step in done if isinstance(step, str) and step not in steps), None)
    if unknown is not None:
        hint = suggestion(unknown, steps)
        raise OkrsError(f"`{ref}` has no step `{unknown}`", f"{hint}its steps are {', '.join(steps)}")


def _refuse_wrong_measure(ref: str, measure: Measure, entry: CheckInEntry) -> None:
    """Raises OkrsError for a value or a `done` that the measure does not have."""
    steps = [step.id for step in measure.steps] if isinstance(measure, Milestones) else []
    if entry.value is not None and isinstance(measure, Milestones | Binary):
        hint = f"name the steps that are done: {', '.join(steps)}" if steps else "say whether it is done"
        raise OkrsError(f"`{ref}` has {_MEASURE_NOUNS[measure.type]} and takes no value", f"{hint}, with `done`")
    if isinstance(measure, Score) and entry.value is not None and not is_judgement(entry.value):
        raise OkrsError(
            f"the value {entry.value:g} of `{ref}` is not from 0.0 to 1.0, as its owner judges it",
            f"write {_choice(read_share(entry.value)) or 'a number from 0.0 to 1.0'}",
        )
    if isinstance(entry.done, tuple):
        if not steps:
            hint = "say `true` or `false`" if isinstance(measure, Binary) else "give a value instead"
            raise OkrsError(f"`{ref}` has no steps: it {_MEASURE_VERBS[measure.type]}", hint)
    elif entry.done is not None and not isinstance(measure, Binary):
        hint = f"name the steps that are done: {', '.join(steps)}" if steps else "give a value instead"
        raise OkrsError(f"`{ref}` {_MEASURE_VERBS[measure.type]}, and is not just done or not", hint)


def _items(entry: CheckInEntry, measure: Measure) -> Iterator[tuple[str, Value]]:
    """The keys and values of an entry, in canonical order."""
    if entry.value is not None:
        yield "value", entry.value
    if isinstance(entry.done, tuple) and isinstance(measure, Milestones):
        yield "done", [step.id for step in measure.steps if step.id in entry.done]
    elif isinstance(entry.done, bool):
        yield "done", entry.done
    if entry.confidence is not None:
        yield "confidence", entry.confidence
    if entry.status is not None:
        yield "status", entry.status
    if entry.note is not None:
        yield "note", clean_text(entry.note)
    if entry.help is not None:
        yield "help", clean_text(entry.help)
    if entry.next is not None:
        yield "next", clean_text(entry.next)


def objective_entry(ref: str, values: Mapping[str, Any]) -> dict[str, Value]:
    """The entry about an objective as a whole as it is written; `ref` names the objective in messages.

    Raises OkrsError for keys and values that do not fit.
    """
    others = [key for key in values if key in CheckInEntry.model_fields and key not in ObjectiveEntry.model_fields]
    if others:
        raise OkrsError(
            f"`{ref}` is an objective, and takes no `{others[0]}`",
            "say how it stands as a whole with a note, or ask for help; the rest belongs to its key results",
        )
    entry, mismatches = validate(ObjectiveEntry, dict(values))
    if entry is None:
        raise _mismatch_error(ref, mismatches[0])
    return {key: clean_text(text) for key, text in said_of_objective(entry).items()}


def said_of_objective(entry: ObjectiveEntry) -> dict[str, str]:
    """The keys and texts of an entry about an objective, in canonical order."""
    texts = {"note": entry.note, "help": entry.help}
    return {key: text for key, text in texts.items() if text is not None}


def _mismatch_error(ref: str, mismatch: Mismatch) -> OkrsError:
    if mismatch.kind is MismatchKind.UNKNOWN_KEY:
        return OkrsError(
            f"`{mismatch.field}` of `{ref}` is no key of a check-in",
            f"{did_you_mean(mismatch.intended or None)}write one of {', '.join(mismatch.known)}",
        )
    if not mismatch.path:
        if mismatch.expected == "a mapping":
            return OkrsError(f"`{ref}` has nothing in it that can be read", "write keys with values, as in `value: 2`")
        return OkrsError(f"nothing is said about `{ref}`", f"give {mismatch.expected}")
    key, value = str(mismatch.path[0]), mismatch.value
    expected = "a number from 0.0 to 1.0" if key == "confidence" else mismatch.expected
    if value is None:
        return OkrsError(f"`{key}` of `{ref}` has nothing after it", f"write {expected}, or leave the key out")
    shown = str(value).lower() if isinstance(value, bool) else value
    intended = intended_values(mismatch, {})
    if key == "confidence" and intended and isinstance(value, int | float):
        return OkrsError(
            f"the confidence {value:g} of `{ref}` is more than 1", f"write it as a share: {in_words(intended)}"
        )
    if intended:
        return OkrsError(f"`{key}` of `{ref}` is `{shown}`", f"write {in_words(intended, key)}; expected {expected}")
    hint = suggestion(str(value), mismatch.known)
    return OkrsError(f"`{key}` of `{ref}` is `{shown}`", f"{hint}write {expected}")
