"""Whose address it is: looked up in people.yaml, and never guessed."""

from __future__ import annotations

import pytest

from okrs_as_code.model.files.people import Person
from okrs_as_code.model.people.people_directory import people_at

PEOPLE = {
    "bo": Person(name="Bo", emails=("bo@example.com", "B.L@Example.com"), account="bo-l"),
    "mara": Person(name="Mara", account="Mara-K"),
    "dee": Person(name="Dee", emails=("shared@example.com",), account="eleven"),
    "chen": Person(name="Chen", emails=("shared@example.com",)),
}


@pytest.mark.parametrize(
    ("email", "people"),
    [
        ("bo@example.com", ("bo",)),
        ("b.l@EXAMPLE.com", ("bo",)),
        ("12345+bo-l@users.noreply.github.com", ("bo",)),
        ("bo-l@users.noreply.github.com", ("bo",)),
        ("12345+mara-k@users.noreply.ghe.example.com", ("mara",)),
        ("99-mara-k@users.noreply.gitlab.example.com", ("mara",)),
        ("shared@example.com", ("dee", "chen")),
        ("7-eleven@users.noreply.github.com", ()),
        ("bo-l@example.com", ()),
        ("12345+bo@users.noreply.github.com", ()),
        ("xbo@example.com", ()),
        ("bo-l@users.noreply.github.com@evil.example", ()),
        ("", ()),
    ],
)
def test_people_at(email: str, people: tuple[str, ...]) -> None:
    assert people_at(email, PEOPLE) == people
