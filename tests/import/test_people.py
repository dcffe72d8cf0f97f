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


def test_teams_that_are_added_later_get_their_members_from_the_same_list(
    root: Path, imported: Callable[..., str]
) -> None:
    text = "Name,Email,Team\nAda Byron,ada@example.com,Marketing\nBen Okri,ben@example.com,Marketing\n"
    report = imported(text, "people")
    assert 'rows 2 and 3: "Marketing" is no team of okrs/teams.yaml' in report
    assert 'not in okrs/teams.yaml: "Marketing"\n  add these teams there, and import the list again' in report
    teams = root / "okrs/teams.yaml"
    teams.write_text(teams.read_text("utf-8") + "  marketing: { name: Marketing, lead: ada }\n", encoding="utf-8")
    report = imported(text, "people")
    assert "row 3: ben is already there, and becomes a member of marketing" in report
    assert "row 2: already there, and left unchanged" in report
    assert api.open_repository(root).workspace.plan.directory.teams["marketing"].members == ("ben",)
    assert "nothing to write" in imported(text, "people")


def test_who_is_in_a_team_is_not_moved_and_what_differs_is_listed(root: Path, imported: Callable[..., str]) -> None:
    before = (root / "okrs/teams.yaml").read_text("utf-8")
    report = imported("Name,Manager,Team\nBo Lindqvist,Dee Okafor,Web\nChen Wei,Nobody Here,Content\n", "people")
    assert "differs: bo: `manager` is mara here, and dee in the list\n" in report
    assert "differs: bo: the team is content here, and web in the list\n" in report
    assert "differs: chen: `manager` is mara here, and Nobody Here in the list\n" in report
    assert "chen: the team" not in report
    assert (root / "okrs/teams.yaml").read_text("utf-8") == before


def test_the_team_of_somebody_who_is_there_is_named_where_it_is_not(imported: Callable[..., str]) -> None:
    report = imported("Name,Team\nAna Souza,Nowhere\n", "people")
    assert 'not in okrs/teams.yaml: "Nowhere"' in report
