"""FMT004: a value of another kind than its key asks for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.backlog_reference import is_backlog_reference
from okrs_as_code.lint.commented_value import commented_remedy, empty_text_remedy
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.element_mismatch import Element, ElementMismatch
from okrs_as_code.lint.person_titles import TitleAnswer, title_answer
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.cycles.cycle_name import meant_cycle_name
from okrs_as_code.model.files.base import is_id
from okrs_as_code.model.files.intended_value import SHARE_KEYS, IntendedValue, intended_values
from okrs_as_code.model.files.validation import MismatchKind
from okrs_as_code.nearest import nearest
from okrs_as_code.readings import in_words

_PEOPLE = ("owner", "manager", "lead", "by", "reviewed_by")
_PEOPLE_LISTS = ("contributors", "members", "stewards")
_MAX_LENGTH = 60

_ID_PHRASES = {
    **dict.fromkeys(_PEOPLE, "the id of one person"),
    **dict.fromkeys(_PEOPLE_LISTS, "the id of a person"),
    "id": "an id such as `pillar-posts`",
    "team": "the id of one team",
    "part_of": "the id of one team",
}
_PLAIN_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")
_SOME_TEXT = "text that is not empty"
_not_id = re.compile(r"[^a-z0-9]+").sub


class WrongType(Rule):
    """A value is of another kind than its key asks for.

    ## What it does

    Finds text where a number belongs, a list where one person belongs, days that no calendar has, words that are no
    choice, ids of another form, and keys with nothing after them. Some of these have a rule of their own, such as
    OWN002 for a list of owners and KR001 for a target that is null.

    ## Why is this bad?

    It says something to a reader that no program can follow: a target of "3 posts" cannot be compared with 2.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3 posts, unit: posts}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Where this comes from

    The files of this project: each key and what belongs there is in the JSON Schema.
    """

    code = "FMT004"
    name = "wrong-type"
    severity = Severity.ERROR
    in_backlog = True
    all_cycles = True
    has_floor = True

    def claims(self, mismatch: ElementMismatch) -> bool:
        """Whether a value is of a wrong kind; other rules may claim it before."""
        is_wrong = mismatch.kind in (MismatchKind.WRONG_TYPE, MismatchKind.EXCESS_KEY)
        return is_wrong and not is_backlog_reference(mismatch)

    def check_mismatch(self, mismatch: ElementMismatch, context: Context) -> Iterator[Finding]:
        """One finding, at the value, or at the key where the key is what does not fit."""
        if mismatch.kind is MismatchKind.EXCESS_KEY:
            yield self._excess_finding(mismatch)
            return
        expected = _expected_phrase(mismatch)
        titled = _title_answer(mismatch, context)
        yield self.finding(
            _message(mismatch, expected)
            if titled is None
            else f"{titled.message}, and {mismatch.value_description} is an id",
            _remedy(mismatch, expected) if titled is None else titled.help,
            subject=mismatch.subject,
            place=mismatch.place,
            label="a title, and no id"
            if titled is not None
            else f"expected {expected}"
            if len(expected) <= _MAX_LENGTH
            else "",
            detail=mismatch.detail,
        )

    def _excess_finding(self, mismatch: ElementMismatch) -> Finding:
        """A finding for a key beside another one that excludes it."""
        other = next(key for key in mismatch.mismatch.known if key != mismatch.mismatch.field)
        return self.finding(
            f"{mismatch.value_description} stands beside `{other}`",
            "keep one of the two",
            subject=mismatch.subject,
            place=mismatch.place,
            label=f"not beside `{other}`",
            detail=mismatch.detail,
        )


def _title_answer(mismatch: ElementMismatch, context: Context) -> TitleAnswer | None:
    """The answer to a title, such as CRO, where the id of a person belongs."""
    field, above = _field_names(mismatch)
    if not isinstance(mismatch.value, str) or not (field in _PEOPLE or above in _PEOPLE_LISTS):
        return None
    return title_answer(mismatch.value, field, context)


def _message(mismatch: ElementMismatch, expected: str) -> str:
    if mismatch.mismatch.on_key:
        return f"{_format_value(mismatch.value)} is no {_key_noun(mismatch)}; expected {expected}"
    if mismatch.value is None:
        return f"{mismatch.value_description} has nothing after it"
    if expected.startswith(("at least one", "either")):
        return f"{mismatch.value_description} needs {expected}"
    return f"{mismatch.value_description} is {_format_value(mismatch.value)}; expected {expected}"


def _key_noun(mismatch: ElementMismatch) -> str:
    """The noun for a key that is an id."""
    if mismatch.element is Element.ENTRY and mismatch.mismatch.path[0] == "objectives":
        return "objective's id"
    return _KEY_NOUNS.get(mismatch.element, "key")


_KEY_NOUNS = {
    Element.CONFIG: "cycle's name",
    Element.PERSON: "person's id",
    Element.TEAM: "team's id",
    Element.ENTRY: "key result's id",
}


def _expected_phrase(mismatch: ElementMismatch) -> str:
    """The value that fits, in words; more exact than `text` where an id belongs."""
    expected = mismatch.mismatch.expected
    field, above = _field_names(mismatch)
    if mismatch.element is Element.ENTRY and field == "done":
        return "`true`, `false`, or a list of steps"
    if field in SHARE_KEYS and expected.startswith("a number"):
        return "a number from 0.0 to 1.0"
    if expected == "text" and not mismatch.mismatch.on_key:
        return _ID_PHRASES.get(field) or _ID_PHRASES.get(above) or expected
    return "a list of ids" if field in _PEOPLE_LISTS and expected == "a list" else expected


def _field_names(mismatch: ElementMismatch) -> tuple[str, str]:
    """The key that holds the value, and for an entry of a list the key of the list."""
    inner = mismatch.inner
    if not inner:
        return "", ""
    if isinstance(inner[-1], int):
        return "", str(inner[-2]) if len(inner) > 1 else ""
    return str(inner[-1]), ""


def _format_value(given: Any) -> str:
    """A value in words, as it is written in the file."""
    if isinstance(given, bool):
        return f"`{str(given).lower()}`"
    if isinstance(given, (int, float)):
        return f"the number {given}"
    if isinstance(given, list):
        return "a list" if given else "an empty list"
    if isinstance(given, dict):
        return "a mapping"
    text = str(given)
    return f'"{text}"' if len(text) <= _MAX_LENGTH else f'"{text[:_MAX_LENGTH]}…"'


def _remedy(mismatch: ElementMismatch, expected: str) -> str:
    given, (field, _) = mismatch.value, _field_names(mismatch)
    intended = intended_values(mismatch.mismatch, mismatch.file.data)
    if intended:
        return _intended_remedy(given, field, intended)
    if given is None and mismatch.element is Element.RECORD and field == "key_results":
        return "take away the # in front of at least one key result below it, and of what you say about it"
    if given is None and mismatch.element is Element.ENTRY and not mismatch.inner:
        return "write below it what you say about it, with no # in front, or remove the line"
    if expected == _SOME_TEXT and isinstance(given, str):
        return empty_text_remedy(mismatch)
    commented = commented_remedy(mismatch)
    if commented is not None:
        return commented
    if given is None:
        return f"write {expected} after it, or remove the line"
    if expected == "a mapping":
        is_whole_file = mismatch.subject == mismatch.file.path and mismatch.element in (Element.PERSON, Element.TEAM)
        if is_whole_file and len(mismatch.inner) < 2:
            return f"write `{mismatch.file.location.kind}:` and below it each {mismatch.element} by an id"
        return _MAPPING_REMEDIES.get(mismatch.element, _MAPPING_REMEDY) if not mismatch.inner else _MAPPING_REMEDY
    if isinstance(given, str):
        return _text_remedy(given, field, expected, mismatch.mismatch.known)
    if isinstance(given, (bool, int, float)):
        return _number_remedy(given, expected)
    if isinstance(given, list) and given and isinstance(given[0], str) and field in _PEOPLE:
        return f"write one person, without a list: `{field}: {given[0]}`"
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


_MAPPING_REMEDY = "write keys with their values, such as `key: value`"
_MAPPING_REMEDIES = {
    Element.KEY_RESULT: "write a key result: `id:`, `title:`, `owner:` and `measure:`",
    Element.OBJECTIVE: "write an objective: `title:`, `owner:` and `key_results:`; `okrs new` makes one",
    Element.PERSON: "write a person: `name:`, and what else is known of them",
    Element.TEAM: "write a team: `name:`, `lead:` and `members:`",
}


def _text_remedy(given: str, field: str, expected: str, known: tuple[str, ...]) -> str:
    """The remedy for a text: what to write instead."""
    if known:
        suggested = nearest(given.lower().replace(" ", "-").replace("_", "-"), known)
        return f"did you mean `{suggested}`?" if suggested else f"write {expected}"
    if expected.startswith("a cycle") and (meant := meant_cycle_name(given)) not in (None, given):
        return f"write it as `{meant}`"
    if field == "done" and is_id(given):
        return f"write the steps that are done as a list, `done: [{given}]`; without steps, `true` or `false`"
    if "number" in expected and field:
        return "write the number alone, in digits, with a point before decimals"
    if expected.startswith("a list") and field:
        return f"write a list: `{field}: [{given}]`"
    if expected.startswith("an id"):
        ascii_text = unicodedata.normalize("NFKD", given).encode("ascii", "ignore").decode()
        id_ = _not_id("-", ascii_text.lower()).strip("-").lstrip("0123456789-")
        return f"write it as `{id_}`" if id_ and id_ != given else "write another id"
    return f"write {expected}"


def _number_remedy(given: float, expected: str) -> str:
    """The remedy for a number, `true` or `false`: what to write instead."""
    value = str(given).lower() if isinstance(given, bool) else str(given)
    if expected == "text":
        return f'put it in quotes to make it text: `"{value}"`'
    return f"write {expected}"
