"""What a check-in says about one key result: keys that exist, of a kind that the measure has."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.files.base import is_id
from okrs_as_code.model.files.measure import Binary, Measure, Milestones
from okrs_as_code.model.files.record import CheckInEntry
from okrs_as_code.model.files.validation import Mismatch, MismatchKind, validate
from okrs_as_code.nearest import suggestion
from okrs_as_code.records.new_record import clean_text
from okrs_as_code.yaml.problem import excerpt
from okrs_as_code.yaml.scalar_text import Value

_PERCENT = re.compile(r"(?:100|[0-9]{1,2}(?:\.[0-9]{1,4})?) ?%")
_COMMA = re.compile(r"[0-9]{0,2},[0-9]{1,4}( ?%)?")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")


_LONGEST = 100


def number(text: str) -> float:
    """A number that somebody typed: digits, with a point before decimals. Raises OkrsError."""
    written = text.strip()
    if _NUMBER.fullmatch(written) is None:
        raise OkrsError(f"`{excerpt(written)}` is no number", "write digits, with a point before decimals and no unit")
    found = float(written)
    if math.isinf(found) or len(written) > _LONGEST:
        raise OkrsError(f"the number {excerpt(written)} cannot be counted with", "write it in a larger unit")
    return found


def confidence(text: str) -> float:
    """A number from 0.0 to 1.0 that somebody typed, also as `74 %` or with a comma. Raises OkrsError."""
    written = text.strip().replace(",", ".") if _COMMA.fullmatch(text.strip()) else text.strip()
    if _PERCENT.fullmatch(written):
        written = f"{float(written.rstrip('% ')) / 100:.6g}"
    return share(written, "confidence")


def share(text: str, what: str) -> float:
    """A share of 1 that somebody typed, such as a confidence or a score. Raises OkrsError."""
    found = number(text)
    if not 0 <= found <= 1:
        hint = f"as a share of 1: {found / 100:g}" if 1 < found <= 100 else "a number from 0.0 to 1.0"
        raise OkrsError(f"the {what} `{text.strip()}` is not from 0.0 to 1.0", f"write {hint}")
    return found


def done(words: tuple[str, ...], measure: Measure) -> list[str] | bool:
    """What somebody typed as done: steps, separated by commas or blanks; `true` or `false` where there are none.

    A step may also be named by its title.
    """
    if isinstance(measure, Milestones):
        return [step for part in words for step in steps(part, measure)]
    found = [word for part in words for word in _words(part)]
    if len(found) == 1 and found[0].lower() in _TRUTH:
        return _TRUTH[found[0].lower()]
    return found


def steps(text: str, measure: Milestones) -> list[str]:
    """The steps that a text names: by ids or numbers, or one by its title; a text that names none stays whole."""
    by_title = {" ".join(step.title.casefold().split()): step.id for step in measure.steps}
    titled = by_title.get(" ".join(text.casefold().split()))
    if titled is not None:
        return [titled]
    words, known = _words(text), {step.id for step in measure.steps}
    listed = all(word.isdecimal() or is_id(word) for word in words)
    return words if listed and any(word.isdecimal() or word in known for word in words) else [text.strip()]


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[,\s]+", text) if word]


_TRUTH = {"true": True, "yes": True, "y": True, "done": True, "false": False, "no": False, "n": False}


def check_in_entry(ref: str, measure: Measure, said: Mapping[str, Any]) -> dict[str, Value]:
    """The entry as it is written, keys in the order of the design; `ref` names the key result in messages.

    Raises OkrsError for keys and values that do not fit, and for a value or a `done` that the measure does not have.
    """
    if isinstance(measure, Milestones) and isinstance(said.get("done"), list):
        _refuse_unknown_steps(ref, [step.id for step in measure.steps], said["done"])
    entry, mismatches = validate(CheckInEntry, dict(said))
    if entry is None:
        raise _misfit(ref, mismatches[0])
    _refuse_wrong_measure(ref, measure, entry)
    return dict(_canonical(entry, measure))


def fitting_part(entry: CheckInEntry, measure: Measure) -> dict[str, Any]:
    """What an entry that is written already says, without a value or steps that the measure does not have."""
    said = {key: value for key in type(entry).model_fields if (value := getattr(entry, key)) is not None}
    done = said.pop("done", None)
    if isinstance(measure, Milestones | Binary):
        said.pop("value", None)
    if isinstance(measure, Milestones) and isinstance(done, tuple):
        said["done"] = [step.id for step in measure.steps if step.id in done]
    elif isinstance(measure, Binary) and isinstance(done, bool):
        said["done"] = done
    return said


def _refuse_unknown_steps(ref: str, steps: list[str], done: list[Any]) -> None:
    """Before anything else is judged: what is no step need not look like one."""
    unknown = next((step for step in done if isinstance(step, str) and step not in steps), None)
    if unknown is not None:
        hint = suggestion(unknown, steps)
        raise OkrsError(f"`{ref}` has no step `{unknown}`", f"{hint}its steps are {', '.join(steps)}")


def _refuse_wrong_measure(ref: str, measure: Measure, entry: CheckInEntry) -> None:
    """Raises OkrsError for a value or a `done` that the measure does not have."""
    steps = [step.id for step in measure.steps] if isinstance(measure, Milestones) else []
    if entry.value is not None and isinstance(measure, Milestones | Binary):
        wanted = f"name the steps that are done: {', '.join(steps)}" if steps else "say whether it is done"
        raise OkrsError(f"`{ref}` has {_MEASURES[measure.type]} and takes no value", f"{wanted}, with `done`")
    if isinstance(entry.done, tuple):
        if not steps:
            what = "say `true` or `false`" if isinstance(measure, Binary) else "give a value instead"
            raise OkrsError(f"`{ref}` has no steps: it {_TOLD[measure.type]}", what)
    elif entry.done is not None and not isinstance(measure, Binary):
        wanted = f"name the steps that are done: {', '.join(steps)}" if steps else "give a value instead"
        raise OkrsError(f"`{ref}` {_TOLD[measure.type]}, and is not just done or not", wanted)


_MEASURES = {"milestones": "milestones", "binary": "done or not done for a measure"}
_TOLD = {
    "metric": "is measured by a number",
    "threshold": "is measured by a number",
    "milestones": "is measured by milestones",
    "binary": "is done or not done",
}


def _canonical(entry: CheckInEntry, measure: Measure) -> Iterator[tuple[str, Value]]:
    """What is written, key by key, in the order of the design."""
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


def _misfit(ref: str, mismatch: Mismatch) -> OkrsError:
    """What does not fit about an entry, in words."""
    if mismatch.kind is MismatchKind.UNKNOWN_KEY:
        return OkrsError(
            f"`{mismatch.field}` of `{ref}` is no key of a check-in",
            f"{suggestion(mismatch.field, mismatch.known)}write one of {', '.join(mismatch.known)}",
        )
    if not mismatch.path:
        if mismatch.expected == "a mapping":
            return OkrsError(f"`{ref}` has nothing in it that can be read", "write keys with values, as in `value: 2`")
        return OkrsError(f"nothing is said about `{ref}`", f"give {mismatch.expected}")
    key, given = str(mismatch.path[0]), mismatch.given
    expected = "a number from 0.0 to 1.0" if key == "confidence" else mismatch.expected
    if key == "confidence" and isinstance(given, int | float) and 1 < given <= 100:
        return OkrsError(f"the confidence {given:g} of `{ref}` is more than 1", f"write it as a share: {given / 100:g}")
    if given is None:
        return OkrsError(f"`{key}` of `{ref}` has nothing behind it", f"write {expected}, or leave the key out")
    shown = str(given).lower() if isinstance(given, bool) else given
    near = suggestion(str(given), mismatch.known)
    return OkrsError(f"`{key}` of `{ref}` is `{shown}`", f"{near}write {expected}")
