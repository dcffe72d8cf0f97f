"""Suggestions of people for what is nearly an id, a name or an account; a namesake is never guessed."""

from __future__ import annotations

import pytest

from okrs_as_code.model.files.people import Person
from okrs_as_code.model.people.people_directory import Directory, person_hint, person_suggestion

DIRECTORY = Directory(
    {
        "ida": Person(name="Ida Fischer", account="ida-f"),
        "ada-data": Person(name="Ada Datason"),
        "ada-design": Person(name="Ada Designson", account="AdaD"),
        "bo": Person(name="Bo Lindqvist"),
        "sam-1": Person(name="Sam Lee"),
        "sam-2": Person(name="Sam Lee"),
    }
)


@pytest.mark.parametrize(
    ("written", "suggestion"),
    [
        ("Ida", 'did you mean "ida"? '),
        ("Bo", 'did you mean "bo"? '),
        ("bo lindqvist", 'did you mean "bo"? '),
        ("Bo L.", 'did you mean "bo"? '),
        ("adad", 'did you mean "ada-design"? '),
        ("@AdaD", 'did you mean "ada-design"? '),
        ("Ada", 'did you mean "ada-data" or "ada-design"? '),
        ("Sam Lee", 'did you mean "sam-1" or "sam-2"? '),
        ("ada_data", 'did you mean "ada-data"? '),
        ("Wilhelmina", ""),
        ("", ""),
        (" ", ""),
    ],
)
def test_people_are_suggested_by_any_of_their_names(written: str, suggestion: str) -> None:
    assert person_suggestion(written, DIRECTORY) == suggestion


def test_many_namesakes_are_cut() -> None:
    directory = Directory({f"ada-{number:02}": Person(name=f"Ada {number}") for number in range(12)})
    names = ", ".join(f'"ada-{number:02}"' for number in range(8))
    assert person_suggestion("Ada", directory) == f"did you mean {names} or 4 more? "


def test_where_nobody_is_near_all_are_listed() -> None:
    assert person_hint("Wilhelmina", DIRECTORY) == "known: ada-data, ada-design, bo, ida, sam-1, sam-2; "
    assert person_hint("Ada", DIRECTORY) == person_suggestion("Ada", DIRECTORY)
