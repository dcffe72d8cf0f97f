"""Remedies for values of another kind than their key asks for."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.lint.element_mismatch import PERSON_KEYS, Element, ElementMismatch
from okrs_as_code.lint.remedies.list_remedies import list_remedy, written_list
from okrs_as_code.lint.remedies.mapping_remedies import mapping_remedy
from okrs_as_code.lint.remedies.missing_value_remedies import UNKNOWN_BASELINE_REMEDY, commented_remedy
from okrs_as_code.model.cycles.cycle_name import meant_cycle_name
from okrs_as_code.model.files.base import is_id
from okrs_as_code.model.files.habitual_values import intended_choice
from okrs_as_code.model.files.intended_day import ExpectedDays
from okrs_as_code.model.files.intended_value import IntendedValue, intended_values
from okrs_as_code.model.files.mismatch import SHARE_KEYS
from okrs_as_code.model.files.unknown_value import says_unknown
from okrs_as_code.readings import in_words

_REMEDIES_FOR_UNKNOWN = {
    "baseline": UNKNOWN_BASELINE_REMEDY,
    "due": "leave `due` out, and it is due on the last day of its cycle; or write a day such as `2026-12-31`",
    **dict.fromkeys(("value", "confidence", "stretch", "weight", "start"), "leave `{key}` out until it is known"),
}
"""Remedies where a word such as `unknown` stands in place of a value."""
_PLAIN_NUMBER = lazy_pattern(r"[-+]?[0-9]+(?:\.[0-9]+)?")
_SOME_TEXT = "text that is not empty"
_DONE_WORDS = frozenset(("done", "completed", "complete", "finished", "achieved", "reached", "closed"))
_not_id = re.compile(r"[^a-z0-9]+").sub
_COMMENT_BELOW = lazy_pattern(r"[|>][-+0-9]*[^\n]*\n(?: *\n)* *#(?! ?[a-z_]+:)")


def value_remedy(mismatch: ElementMismatch, expected: str, days: ExpectedDays) -> str:
    """The remedy for a value of another kind than its key asks for; `expected` says in words what fits.

    `days` are those of which the file speaks.
    """
    given, (field, _) = mismatch.value, mismatch.field_names
    intended = intended_values(mismatch.mismatch, mismatch.file.data, days)
    if intended:
        return _intended_remedy(given, field, intended)
    if given is None and mismatch.element is Element.RECORD and field == "key_results":
        return "take away the # in front of at least one key result below it, and of what you say about it"
    if given is None and mismatch.element is Element.ENTRY and not mismatch.inner:
        return "write below it what you say about it, with no # in front, or remove the line"
    if expected == _SOME_TEXT and isinstance(given, str):
        return _empty_text_remedy(mismatch)
    commented = commented_remedy(mismatch)
    if commented is not None:
        return commented
    if given is None:
        return f"write {expected} after it, or remove the line"
    if says_unknown(given) and field in _REMEDIES_FOR_UNKNOWN:
        return _REMEDIES_FOR_UNKNOWN[field].format(key=field)
    if expected == "a mapping":
        is_whole_file = mismatch.subject == mismatch.file.path and mismatch.element in (Element.PERSON, Element.TEAM)
        if is_whole_file and len(mismatch.inner) < 2:
            return f"write `{mismatch.file.location.kind}:` and below it each {mismatch.element} by an id"
        return mapping_remedy(mismatch)
    if isinstance(given, str):
        return _text_remedy(given, field, expected, mismatch.mismatch.known)
    if isinstance(given, (bool, int, float)):
        return _number_remedy(given, expected, mismatch.mismatch.known)
    if isinstance(given, list) and given and isinstance(given[0], str) and field in PERSON_KEYS:
        return f"write one person, without a list: `{field}: {given[0]}`"
    if isinstance(given, dict) and len(given) == 1:
        [inner] = given.values()
        if inner in mismatch.mismatch.known:
            return f"write `{field}: {inner}`"
    if isinstance(given, list) and given and field == "objective":
        goals = [goal for goal in given if isinstance(goal, str)]
        return f"write one objective; several are a list, `aligned_to: {written_list(goals)}`"
    if isinstance(given, (list, dict)) and expected == "text":
        return "write one text; text that starts with `[` or `{` goes in quotes"
    return f"write {expected}"


def _intended_remedy(given: Any, field: str, intended: tuple[IntendedValue, ...]) -> str:
    """The remedy where it is known what was meant, with each reading."""
    if isinstance(intended[0], date):
        return f"write it as {in_words(intended)}"
    values = in_words(intended, field or None)
    if field in SHARE_KEYS:
        return f"write it as a share of 1: {values}"
    if isinstance(given, str) and _PLAIN_NUMBER.fullmatch(given.strip()) is not None:
        return f"write it without quotes: {values}"
    return f"write {values}" if isinstance(intended[0], bool) else f"write the number alone, in digits: {values}"


def _text_remedy(given: str, field: str, expected: str, known: tuple[str, ...]) -> str:
    """The remedy for a text: what to write instead."""
    if known:
        return _choice_remedy(given, field, expected, known)
    if expected.startswith("a cycle") and (meant := meant_cycle_name(given)) not in (None, given):
        return f"write it as `{meant}`"
    if field == "done" and is_id(given):
        return f"write the steps that are done as a list, `done: [{given}]`; without steps, `true` or `false`"
    if "number" in expected and field:
        return "write the number alone, in digits, with a point before decimals"
    if expected.startswith("a list") and field:
        return list_remedy(field, given)
    if expected.startswith("an id"):
        ascii_text = unicodedata.normalize("NFKD", given).encode("ascii", "ignore").decode()
        id_ = _not_id("-", ascii_text.lower()).strip("-").lstrip("0123456789-")
        return f"write it as `{id_}`" if id_ and id_ != given else "write another id"
    return f"write {expected}"


def _choice_remedy(given: str | float, field: str, expected: str, known: tuple[str, ...]) -> str:
    """The remedy for what is no choice: the one that is meant, or the nearest that there is."""
    choice = intended_choice(given, known)
    if choice is not None:
        return f"write `{choice.value}`, {choice.note}" if choice.note else f"did you mean `{choice.value}`?"
    if field == "status" and isinstance(given, str) and given.strip().lower() in _DONE_WORDS:
        return "leave `status` out: what is done says its `value`, or `done: true`"
    return f"write {expected}"


def _number_remedy(given: float, expected: str, known: tuple[str, ...]) -> str:
    """The remedy for a number, `true` or `false`: what to write instead."""
    if known and not isinstance(given, bool):
        return _choice_remedy(given, "", expected, known)
    value = str(given).lower() if isinstance(given, bool) else str(given)
    if expected == "text":
        return f'put it in quotes to make it text: `"{value}"`'
    return f"write {expected}"


def _empty_text_remedy(mismatch: ElementMismatch) -> str:
    """The remedy for a text without a word, as it is written: in quotes, or in lines of its own."""
    path, document = mismatch.mismatch.path, mismatch.file.document
    text, start = document.text.text, document.value_span(path).start
    if not text.startswith(("|", ">"), start):
        return f'write it between the quotes, `{path[-1]}: "…"`' if isinstance(path[-1], str) else "write some text"
    if _COMMENT_BELOW.match(text, start) is not None:
        return f"take away the # in front of the text below `{path[-1]}:`, too"
    return f"write it in the line below, further in than `{path[-1]}:`"
