"""FMT004: a value of another kind than its key asks for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from okrs_as_code.day import parse_day
from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.element import Element, ElementMismatch
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.validation import MismatchKind
from okrs_as_code.nearest import nearest

_PEOPLE = ("owner", "manager", "lead", "by", "reviewed_by")
_PEOPLE_LISTS = ("contributors", "members", "stewards")
_LONGEST = 60

_SHARES = ("confidence", "score")
_IDS = {
    **dict.fromkeys(_PEOPLE, "the id of one person"),
    **dict.fromkeys(_PEOPLE_LISTS, "the id of a person"),
    "id": "an id such as `pillar-posts`",
    "team": "the id of one team",
    "part_of": "the id of one team",
}
_numbers_in = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?").findall
_not_id = re.compile(r"[^a-z0-9]+").sub


class WrongType(Rule):
    """A value is of another kind than its key asks for.

    ## What it does

    Finds text where a number belongs, a list where one person belongs, days that no calendar has, words that are no
    choice, ids of another form, and keys with nothing behind them. Some of these have a rule of their own, such as
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
    all_cycles = True
    has_floor = True

    def claims(self, mismatch: ElementMismatch) -> bool:
        """Every value of a wrong kind that no other rule words."""
        return mismatch.kind is MismatchKind.WRONG_TYPE

    def check_mismatch(self, mismatch: ElementMismatch, context: Context) -> Iterator[Finding]:
        """One finding, at the value, or at the key where the key is what does not fit."""
        expected = _expected(mismatch)
        yield self.finding(
            _message(mismatch, expected),
            _remedy(mismatch, expected),
            subject=mismatch.subject,
            place=mismatch.place,
            label=f"expected {expected}" if len(expected) <= _LONGEST else "",
            detail=mismatch.detail,
        )


def _message(mismatch: ElementMismatch, expected: str) -> str:
    if mismatch.mismatch.on_key:
        return f"{_shown(mismatch.given)} is no {_KEYED.get(mismatch.element, 'key')}; expected {expected}"
    if mismatch.given is None:
        return f"{mismatch.value_description} has nothing behind it"
    if expected.startswith(("at least one", "either")):
        return f"{mismatch.value_description} needs {expected}"
    return f"{mismatch.value_description} is {_shown(mismatch.given)}; expected {expected}"


_KEYED = {
    Element.PERSON: "person's id",
    Element.TEAM: "team's id",
    Element.ENTRY: "key result's id",
}


def _expected(mismatch: ElementMismatch) -> str:
    """What fits there, in words; more exact than `text` where an id belongs."""
    expected = mismatch.mismatch.expected
    field, above = _field(mismatch)
    if field in _SHARES and expected.startswith("a number"):
        return "a number from 0.0 to 1.0"
    if expected == "text" and not mismatch.mismatch.on_key:
        return _IDS.get(field) or _IDS.get(above) or expected
    return "a list of ids" if field in _PEOPLE_LISTS and expected == "a list" else expected


def _field(mismatch: ElementMismatch) -> tuple[str, str]:
    """The key that holds the value, and for an entry of a list the key of the list."""
    inner = mismatch.inner
    if not inner:
        return "", ""
    if isinstance(inner[-1], int):
        return "", str(inner[-2]) if len(inner) > 1 else ""
    return str(inner[-1]), ""


def _shown(given: Any) -> str:
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
    return f'"{text}"' if len(text) <= _LONGEST else f'"{text[:_LONGEST]}…"'


def _remedy(mismatch: ElementMismatch, expected: str) -> str:
    given, (field, _) = mismatch.given, _field(mismatch)
    if given is None and mismatch.element is Element.RECORD and field == "key_results":
        return "take away the # in front of at least one key result below it, and of what you say about it"
    if given is None:
        return f"write {expected} behind it, or remove the line"
    if expected == "a mapping":
        whole = mismatch.subject == mismatch.file.path and mismatch.element in (Element.PERSON, Element.TEAM)
        if whole and len(mismatch.inner) < 2:
            return f"write `{mismatch.file.location.kind}:` and below it each {mismatch.element} by an id"
        return _KEYS_OF.get(mismatch.element, _A_MAPPING) if not mismatch.inner else _A_MAPPING
    if isinstance(given, str):
        return _remedy_of_text(given, field, expected, mismatch.mismatch.known)
    if isinstance(given, (bool, int, float)):
        return _remedy_of_number(given, field, expected)
    if isinstance(given, list) and given and isinstance(given[0], str) and field in _PEOPLE:
        return f"write one person, without a list: `{field}: {given[0]}`"
    if isinstance(given, (list, dict)) and expected == "text":
        return "write one text; text that starts with `[` or `{` goes in quotes"
    return f"write {expected}"


_A_MAPPING = "write keys with their values, such as `key: value`"
_KEYS_OF = {
    Element.KEY_RESULT: "write a key result: `id:`, `title:`, `owner:` and `measure:`",
    Element.OBJECTIVE: "write an objective: `title:`, `owner:` and `key_results:`; `okrs new` makes one",
    Element.PERSON: "write a person: `name:`, and what else is known of them",
    Element.TEAM: "write a team: `name:`, `lead:` and `members:`",
}


def _remedy_of_text(given: str, field: str, expected: str, known: tuple[str, ...]) -> str:
    """What to type instead of a text."""
    if known:
        near = nearest(given.lower().replace(" ", "-").replace("_", "-"), known)
        return f"did you mean `{near}`?" if near else f"write {expected}"
    if expected.startswith("a day") and (day := _day_meant(given)) is not None:
        return f"write it as `{day}`"
    if "number" in expected and field:
        found = _numbers_in(given)
        figure = found[0] if len(found) == 1 and "," not in given else ""
        if figure and field in _SHARES and given.strip().endswith("%"):
            return f"write it as a part of 1: `{field}: {float(figure) / 100:g}`"
        if figure and figure == given.strip():
            return f"write it without quotes: `{field}: {figure}`"
        if figure:
            return f"write the number alone: `{field}: {figure}`"
        return "write the number alone, in digits, with a point before decimals"
    if expected.startswith("a list") and field:
        return f"write a list: `{field}: [{given}]`"
    if expected.startswith("an id"):
        letters = unicodedata.normalize("NFKD", given).encode("ascii", "ignore").decode()
        plain = _not_id("-", letters.lower()).strip("-").lstrip("0123456789-")
        return f"write it as `{plain}`" if plain and plain != given else "write another id"
    if expected == "`true` or `false`":
        return "write `true` or `false`, without quotes"
    return f"write {expected}"


def _day_meant(given: str) -> str | None:
    """The day that `2026-12-5`, `15.12.2026` or `15/12/2026` means, where it can be told."""
    found = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", given.strip())
    parts = found.groups() if found is not None else None
    if parts is None:
        found = re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", given.strip())
        parts = found.groups()[::-1] if found is not None else None
    if parts is None:
        return None
    written = f"{parts[0]}-{int(parts[1]):02}-{int(parts[2]):02}"
    return written if parse_day(written) is not None and written != given else None


def _remedy_of_number(given: float, field: str, expected: str) -> str:
    """What to type instead of a number, `true` or `false`."""
    shown = str(given).lower() if isinstance(given, bool) else str(given)
    if expected == "text":
        return f'put it in quotes to make it text: `"{shown}"`'
    if field in _SHARES and not isinstance(given, bool) and 1 < given <= 100:
        return f"write it as a share of 1: `{field}: {given / 100:g}`"
    return f"write {expected}"
