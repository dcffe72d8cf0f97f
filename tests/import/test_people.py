"""Lists of people: their columns, and teams that come later."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from okrs_as_code import api


@pytest.mark.parametrize(
    "heading", ["GitHub", "Github", "GITHUB", "GitHub login", "GitLab", "gitLab (login)", "git_hub"]
)
def test_accounts_are_known_however_the_name_of_the_forge_is_written(
    root: Path, imported: Callable[..., str], heading: str
) -> None:
    report = imported(f"Name,Email,{heading}\nAda Byron,ada@example.com,ada-b\n", "people")
    assert f'  "{heading}" is account' in report
    assert api.open_repository(root).workspace.plan.directory.people["ada"].account == "ada-b"


def test_columns_of_people_are_listed_with_those_that_are_not_read(imported: Callable[..., str]) -> None:
    report = imported("Staff as of May,,,\nName,E-Mail,Shoe size,Titel\nAda Byron,ada@example.com,38,Poet\n", "people")
    assert "goals.csv: headings in row 2\n" in report
    assert '  "E-Mail" is email\n  "Titel" is title\n  passed over: row 1, "Staff as of May"\n' in report
    assert 'not known, and not read: column C, "Shoe size"\n' in report


def test_two_columns_of_one_meaning_lose_nothing_in_silence(root: Path, imported: Callable[..., str]) -> None:
    text = "Name,Email,Work email,Role,Job title\nAda Byron,ada@example.com,ada@work.example,Poet,Engineer\n"
    report = imported(text, "people")
    assert 'row 2: "Engineer", a second title, is left out' in report
    ada = api.open_repository(root).workspace.plan.directory.people["ada"]
    assert ada.emails == ("ada@example.com", "ada@work.example")
    assert ada.title == "Poet"


@pytest.mark.parametrize("heading", ["KRs", "KeyResults", "KEYRESULT", "Keyresults"])
def test_capitals_in_a_heading_begin_no_word_of_their_own(imported: Callable[..., str], heading: str) -> None:
    report = imported(f"Objective,{heading},Owner\nWin,Sign customers,bo\n", "--cycle", "2026-Q4", "--team", "sales")
    assert f'  "{heading}" is key_result' in report
