"""FMT004: a value of another kind than its key asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.element import Element, ElementMismatch
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.mismatch import MismatchKind
from okrs_as_code.nearest import nearest

_PEOPLE = ("owner", "manager", "lead", "by", "reviewed_by")
_PEOPLE_LISTS = ("contributors", "members", "stewards")
_LONGEST = 60

_number_in = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?").search
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
        kind = mismatch.element if mismatch.element in (Element.PERSON, Element.TEAM) else "key"
        return f"{_shown(mismatch.given)} is no {kind}'s id; expected {expected}"
    if mismatch.given is None:
        return f"{mismatch.described_value} has nothing behind it"
    return f"{mismatch.described_value} is {_shown(mismatch.given)}; expected {expected}"


def _expected(mismatch: ElementMismatch) -> str:
    expected = mismatch.mismatch.expected
    field, above = _field(mismatch)
    if not mismatch.mismatch.on_key and isinstance(mismatch.given, (list, dict)) and expected == "text":
        if field in _PEOPLE:
            return "the id of one person"
        if above in _PEOPLE_LISTS:
            return "the id of a person"
    if field in _PEOPLE_LISTS and expected == "a list":
        return "a list of ids"
    return expected


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
    if given is None:
        return "nothing"
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
    if given is None:
        return f"write {expected} behind it, or remove the line" if expected else "write a value, or remove the line"
    if isinstance(given, str) and mismatch.mismatch.known:
        near = nearest(given.lower().replace(" ", "-").replace("_", "-"), mismatch.mismatch.known)
        return f"did you mean `{near}`?" if near else f"write {expected}"
    if isinstance(given, str):
        return _remedy_of_text(given, field, expected)
    if isinstance(given, (bool, int, float)) and expected.startswith(("text", "an id")):
        shown = str(given).lower() if isinstance(given, bool) else str(given)
        return f'put it in quotes to make it text: `"{shown}"`' if expected.startswith("text") else f"write {expected}"
    if isinstance(given, list) and given and isinstance(given[0], str) and field in _PEOPLE:
        return f"write one person, without a list: `{field}: {given[0]}`"
    return f"write {expected}"


def _remedy_of_text(given: str, field: str, expected: str) -> str:
    """What to type instead of a text."""
    number = _number_in(given)
    if "number" in expected and number is not None and field:
        figure = number.group().replace(",", ".")
        return f"write the number alone, without quotes, and its unit as `unit`: `{field}: {figure}`"
    if expected.startswith("a list") and field:
        return f"write a list: `{field}: [{given}]`"
    if expected.startswith("an id"):
        plain = _not_id("-", given.lower()).strip("-").lstrip("0123456789-")
        return f"write it as `{plain}`" if plain and plain != given else "write another id"
    if expected == "`true` or `false`":
        return "write `true` or `false`, without quotes"
    return f"write {expected}"
