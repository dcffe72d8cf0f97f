"""FMT004: a value of another kind than its key asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.backlog_reference import is_backlog_reference
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.element_mismatch import PEOPLE_LISTS, PERSON_KEYS, Element, ElementMismatch
from okrs_as_code.lint.person_titles import TitleAnswer, title_answer
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.mismatch import SHARE_KEYS, MismatchKind

_MAX_LENGTH = 60

_ID_PHRASES = {
    **dict.fromkeys(PERSON_KEYS, "the id of one person"),
    **dict.fromkeys(PEOPLE_LISTS, "the id of a person"),
    "id": "an id such as `pillar-posts`",
    "team": "the id of one team",
    "part_of": "the id of one team",
}


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
            _remedy(mismatch, expected, context) if titled is None else titled.help,
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


def _remedy(mismatch: ElementMismatch, expected: str, context: Context) -> str:
    """The value to write instead, as far as the file and the other goals show what is meant."""
    # Imported here, as most runs find no such value.
    from okrs_as_code.lint.remedies.goal_id_remedies import goal_id_remedy
    from okrs_as_code.lint.remedies.person_id_remedies import person_id_remedy
    from okrs_as_code.lint.remedies.value_remedies import value_remedy
    from okrs_as_code.workspace.elements.expected_days import expected_days

    days = expected_days(mismatch.file.location, context.plan.calendar)
    known = goal_id_remedy(mismatch, context) or person_id_remedy(mismatch, context)
    return known or value_remedy(mismatch, expected, days)


def _title_answer(mismatch: ElementMismatch, context: Context) -> TitleAnswer | None:
    """The answer to a title, such as CRO, where the id of a person belongs."""
    if not isinstance(mismatch.value, str) or not mismatch.names_person:
        return None
    field, _ = mismatch.field_names
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
    field, above = mismatch.field_names
    if mismatch.element is Element.ENTRY and field == "done":
        return "`true`, `false`, or a list of steps"
    if field in SHARE_KEYS and expected.startswith("a number"):
        return "a number from 0.0 to 1.0"
    if expected == "text" and not mismatch.mismatch.on_key:
        return _ID_PHRASES.get(field) or _ID_PHRASES.get(above) or expected
    return "a list of ids" if field in PEOPLE_LISTS and expected == "a list" else expected


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
