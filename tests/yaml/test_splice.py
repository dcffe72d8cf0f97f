"""Edits touch what they should, and nothing else: over generated files, and over all fixtures."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.errors import OkrsError
from okrs_as_code.finding import KeyPath
from okrs_as_code.yaml import Document, parse
from okrs_as_code.yaml.edit_check import encode_like, equal_data
from okrs_as_code.yaml.edits import (
    Edit,
    InsertItem,
    InsertKey,
    RemoveItem,
    RemoveKey,
    RenameKey,
    SetValue,
    edit_data,
    value_at,
)
from okrs_as_code.yaml.splice import apply_edits
from tests.nightly import examples
from tests.yaml.texts import VALUES, documents, fixtures, paths


@st.composite
def edits(draw: st.DrawFn, data: Any) -> Edit:
    path, value = draw(st.sampled_from(list(paths(data))))
    choices: list[Edit] = []
    if path:
        choices.append(SetValue(path, draw(VALUES)))
        choices.append(RenameKey(path, "renamed") if isinstance(path[-1], str) else RemoveItem(path))
        choices.append(RemoveKey(path) if isinstance(path[-1], str) else RemoveItem(path))
    if isinstance(value, dict):
        choices.append(InsertKey(path, "new", draw(VALUES), draw(st.sampled_from((None, *value)))))
    if isinstance(value, list):
        choices.append(InsertItem(path, draw(st.integers(0, len(value))), draw(VALUES)))
    return draw(st.sampled_from(choices))


def lines_of(document: Document) -> list[str]:
    return document.text.text.split("\n")


def rows_of(document: Document, path: KeyPath) -> tuple[int, int]:
    key, value = document.key_span(path), document.value_span(path)
    return document.text.region(key).row, document.text.region(value).end_row


def touched(document: Document, edit: Edit) -> tuple[int, int]:
    """The first and last row of what an edit is about."""
    first, last = rows_of(document, edit.path)
    if isinstance(edit, RemoveKey | RemoveItem):
        holder = edit.path[:-1]
        held = value_at(document.data, holder)
        names = list(held) if isinstance(held, dict) else list(range(len(held)))
        if len(names) == 1:
            return rows_of(document, holder)  # what is left is written as `{}` or `[]`
        if names[0] == edit.path[-1]:
            last = max(last, rows_of(document, (*holder, names[1]))[0])  # may move up, behind a dash
        if isinstance(edit.path[-1], int):
            first_dash = document.text.region(document.value_span(holder)).row
            before = (*holder, edit.path[-1] - 1) if edit.path[-1] else ()
            first = rows_of(document, before)[1] + 1 if before else first_dash
            first = min(first, rows_of(document, edit.path)[0])
    return first, last


def check(document: Document, edit: Edit) -> bool:
    """Whether the edit was done; where it was not, it was refused for a comment's sake."""
    intended = edit_data(document.data, [edit])
    try:
        after = apply_edits(document, [edit], intended)
    except OkrsError as error:
        if "comment" in error.message or "cannot be removed here" in error.message:
            return False
        raise
    assert equal_data(after.data, intended)
    assert after.text.had_bom == document.text.had_bom
    assert parse("x", encode_like(after.text.text, after.text), pure=True).data == after.data
    _only_its_lines(document, after, edit)
    return True


def _only_its_lines(before: Document, after: Document, edit: Edit) -> None:
    """Every line outside of what the edit is about is byte for byte the same."""
    first, last = touched(before, edit)
    old, new = lines_of(before), lines_of(after)
    if isinstance(edit, InsertKey | InsertItem | RemoveKey | RemoveItem):
        # Comments that stand to the right of what ends above them belong to it.
        while last < len(old) and (not old[last].strip() or re.match(" +#", old[last])):
            last += 1
    above = first - 1
    if isinstance(edit, RemoveKey | RemoveItem) and last == len(old) and len(new) == above:
        old[above - 1] = old[above - 1].removesuffix("\r")  # this line is now the last, without its end
    assert new[:above] == old[:above], edit
    below = len(old) - last
    if below:
        assert new[-below:] == old[-below:], edit
    kept = Counter(comment for _, comment in after.comments())
    lost = Counter(comment for _, comment in before.comments()) - kept
    if not isinstance(edit, RemoveKey | RemoveItem):
        assert not lost, edit
    if last < len(old) or (above and old[above - 1].strip()):
        assert before.text.text.endswith("\n") == after.text.text.endswith("\n"), edit
    assert ("\r\n" in before.text.text) or ("\r" not in after.text.text)
    assert "\r\n" not in before.text.text or "\n" not in after.text.text.replace("\r\n", "")


@examples(3)
@given(st.data())
def test_generated_files(data: st.DataObject) -> None:
    document = data.draw(documents())
    check(document, data.draw(edits(document.data)))


def test_all_fixtures(pytestconfig: pytest.Config) -> None:
    """One edit of each kind at every place would take minutes: at night each place gets one, in turn, by day few."""
    done, step = 0, 1 if pytestconfig.getoption("nightly") else 36
    for document in fixtures():
        for number, (path, value) in enumerate(paths(document.data)):
            kinds: list[Edit] = []
            if (number + len(document.file)) % step:
                continue
            if path:
                kinds.append(SetValue(path, ["x", {"y": "a, b"}] if number % 2 else "changed: text"))
                kinds.append(RemoveKey(path) if isinstance(path[-1], str) else RemoveItem(path))
            if isinstance(value, dict) and value:
                kinds.append(InsertKey(path, "new", "x", (None, *value)[number % len(value)]))
            if isinstance(value, list):
                kinds.append(InsertItem(path, number % (len(value) + 1), "x"))
            if not document.problems and kinds:
                done += check(document, kinds[number % len(kinds)])
    assert done > 6000 // step


PLAIN = """\
people:
  bo:
    name: Bo  # as he says
    # left: 2026-11-30
  # Chen is new.
  chen: {name: Chen, emails: [chen@example.com]}
  dee:
    name: Dee
    emails:
      - dee@example.com
      - d@example.com
"""


@pytest.mark.parametrize(
    ("edit", "before", "after"),
    [
        (SetValue(("people", "bo", "name"), "Bo: L"), "Bo  #", '"Bo: L"  #'),
        (SetValue(("people", "chen", "name"), "Wei, Chen"), "name: Chen", 'name: "Wei, Chen"'),
        (
            SetValue(("people", "dee", "emails"), ["x@y.z"]),
            "emails:\n      - dee@example.com\n      - d@example.com",
            'emails: ["x@y.z"]',
        ),
        (InsertKey(("people", "bo"), "left", "2026-12-31", "name"), "says\n", "says\n    left: 2026-12-31\n"),
        (InsertKey(("people", "bo"), "account", "bo-l"), "    name: Bo ", "    account: bo-l\n    name: Bo "),
        (InsertKey(("people", "chen"), "left", "2026-12-31", "name"), "n, e", "n, left: 2026-12-31, e"),
        (InsertKey(("people",), "eve", {"name": "Eve"}, "bo"), "30\n", "30\n  eve: { name: Eve }\n"),
        (RemoveKey(("people", "chen", "name")), "name: Chen, ", ""),
        (
            RemoveKey(("people", "bo")),
            "  bo:\n    name: Bo  # as he says\n    # left: 2026-11-30\n",
            "",
        ),
        (RenameKey(("people", "bo"), "bob"), "  bo:", "  bob:"),
        (InsertItem(("people", "dee", "emails"), 0, "a b"), "      - dee", "      - a b\n      - dee"),
        (InsertItem(("people", "dee", "emails"), 2, "a b"), "- d@example.com", "- d@example.com\n      - a b"),
        (InsertItem(("people", "chen", "emails"), 1, "a b"), "n@example.com", "n@example.com, a b"),
        (RemoveItem(("people", "dee", "emails", 0)), "      - dee@example.com\n", ""),
        (RemoveItem(("people", "chen", "emails", 0)), "[chen@example.com]", "[]"),
    ],
)
def test_one_edit(edit: Edit, before: str, after: str) -> None:
    document = parse("a.yaml", PLAIN.encode())
    assert PLAIN.count(before) == 1
    done = apply_edits(document, [edit], edit_data(document.data, [edit]))
    assert done.text.text == PLAIN.replace(before, after)


@pytest.mark.parametrize(
    ("text", "edit", "message"),
    [
        ("a:\n  - b  # of b\n", SetValue(("a",), "c"), "a comment in `a` would be lost"),
        ("a: 1\n", SetValue(("b",), 1), "there is nothing at `b`"),
        ("a: 1\n", InsertKey((), "a", 1), "there is a key `a`"),
        ("a: 1\n", InsertKey(("a",), "b", 1), "`a` is no mapping"),
        ("a: []\n", InsertItem(("a",), 1, 1), "`a` has no place 1"),
        ("a: 1\n", SetValue(("a",), "\u202e"), "would make a problem"),
        ("a: [\n", SetValue(("a",), 1), "cannot be read"),
        ("? a\n: 1\n? b\n: 2\n", InsertKey((), "c", 1, "a"), "would make"),
    ],
)
def test_an_edit_that_cannot_be_done_says_why(text: str, edit: Edit, message: str) -> None:
    document = parse("a.yaml", text.encode())
    with pytest.raises(OkrsError, match=message):
        apply_edits(document, [edit], edit_data(document.data, [edit]) if document.readable else None)


def test_only_what_was_intended_is_accepted() -> None:
    document = parse("a.yaml", b"a: 1\n")
    with pytest.raises(OkrsError, match="something else than meant"):
        apply_edits(document, [SetValue(("a",), 2)], {"a": 3})
    with pytest.raises(OkrsError, match="something else than meant"):
        apply_edits(document, [SetValue(("a",), True)], {"a": 1})
