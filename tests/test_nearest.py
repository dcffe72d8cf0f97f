"""The nearest known word: what people leave out of an id is nearer than what they spell in another way."""

from __future__ import annotations

import pytest

from okrs_as_code.nearest import listed, nearest, one_of

IDS = ("growth/first/ship-the-thing", "growth/first/win-10-paying-customers", "growth/second/paying-on-time")


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("growth/first/paying", "growth/first/win-10-paying-customers"),
        ("growth/first/ship-thing", "growth/first/ship-the-thing"),
        ("growth/first/ship-the-thin", "growth/first/ship-the-thing"),
        ("quite/another", None),
        ("", None),
        ("-", None),
    ],
)
def test_nearest(written: str, word: str | None) -> None:
    assert nearest(written, IDS) == word


def test_a_word_without_parts_is_near_to_nothing() -> None:
    assert nearest("/", ["content"]) is None
    assert nearest("", ["content"]) is None


def test_names_to_choose_from() -> None:
    assert listed(["a", "b"]) == '"a" or "b"'
    assert one_of("x", ["bo", "ana"]) == "known: ana, bo; "
