"""Tasks on the pages of teams and people: once, with whoever is asked, and with what does it."""

from __future__ import annotations

import os
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from okrs_as_code import api
from tests.repositories import commit, make
from tests.scenarios.playing import GIT

HERE = Path(__file__).parent
GOLDEN = HERE / "agenda"
TODAY = date(2026, 11, 16)
PEOPLE = """\
people:
  ana: {name: Ana Souza}
  mara: {name: Mara Keller, manager: ana}
  bo: {name: Bo Lindqvist, manager: mara, away: [{from: 2026-11-24, until: 2026-11-26}]}
  chen: {name: Chen Wei, manager: mara}
  gone: {name: Gail North, manager: mara, left: 2026-10-31}
"""
TEAMS = """\
teams:
  company: {name: Example Inc, lead: ana}
  content: {name: Content, lead: mara, members: [bo, chen], part_of: company}
"""
GOAL = """\
title: Make organic search our best source
owner: mara
key_results:
  - id: posts
    title: Publish three posts
    owner: bo
    measure: {type: metric, baseline: 0, target: 3, unit: posts}
  - id: guide
    title: The guide is the default
    owner: mara
    success: New readers start with it.
    measure:
      type: milestones
      steps: [{id: draft, title: A draft is out, due: 2026-11-20}, {id: out, title: It is out}]
  - id: budget
    title: Every page keeps to the budget
    owner: gone
    measure: {type: binary}
    success: All of them.
  - id: readers
    title: Raise readers
    owner: chen
    due: 2026-11-22
    measure: {type: metric, baseline: 100, target: 200, unit: readers}
  - id: broken
    title: Nobody can read this
    owner: bo
    measure: {type: metric}
"""
YEAR = """\
title: Be read everywhere
owner: ana
key_results:
  - {id: reach, title: Raise reach, owner: bo, measure: {type: metric, baseline: 0, target: 10, unit: countries}}
"""


def check_in(by: str, day: str, key: str, entry: str, cycle: str = "2026-Q4") -> dict[str, str]:
    text = f"by: {by}\ndate: {day}\nkey_results:\n  {key}: {{{entry}}}\n"
    return {f"okrs/{cycle}/check-ins/{day}-{by}.yaml": text}


GOALS = {
    "okrs/people.yaml": PEOPLE,
    "okrs/teams.yaml": TEAMS,
    "okrs/config.yaml": "organization: Example Inc\nrepository: https://github.com/example/okrs\n",
    "okrs/2026-Q4/content/search.yaml": GOAL,
    "okrs/2026/content/read.yaml": YEAR,
}
SAID = {
    **check_in("bo", "2026-11-05", "content/search/posts", "value: 1, confidence: 0.8"),
    **check_in("bo", "2026-11-13", "content/search/posts", "value: 2, confidence: 0.5, help: 'Chen, the diagrams?'"),
    **check_in("mara", "2026-11-14", "content/search/guide", "done: [], confidence: 0.6"),
    **check_in("chen", "2026-11-09", "content/search/readers", "value: 150, confidence: 0.9"),
    **check_in("bo", "2026-11-01", "content/read/reach", "value: 3, confidence: 0.8", "2026"),
}
FILES = {**GOALS, **SAID}


def pages(root: Path, today: date = TODAY, *, with_people: bool = True) -> dict[str, str]:
    """All pages in both forms, by their path."""
    opened = api.open_repository(root)
    api.site(opened, today, root / "public", with_people=with_people)
    api.report(opened, today)
    made = (path for folder in ("public", "status") for path in (root / folder).rglob("*.*") if path.suffix != ".svg")
    return {"/".join(path.parts[len(root.parts) + 1 :]): path.read_text(encoding="utf-8") for path in made}


def without_addresses(text: str) -> str:
    """A page without the contents of files that links have, which other tests look at."""
    return re.sub(r"(&amp;value=|&value=)[^\")]*", r"\1…", text)


def section(page: str, heading: str) -> str:
    """The text below a heading of a Markdown page, up to the next of its kind."""
    return page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


@pytest.fixture(scope="module")
def all_pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return pages(make(tmp_path_factory.mktemp("agenda"), FILES))


@pytest.mark.parametrize("kind", ["teams/content", "people/bo", "people/mara"])
@pytest.mark.parametrize("suffix", ["md", "html"])
def test_the_pages(all_pages: dict[str, str], kind: str, suffix: str) -> None:
    made = without_addresses(all_pages[f"2026-Q4/{kind}.{suffix}"])
    made = re.sub(r'<details class="form".*?</form>\s*</details>', "<!-- a form -->", made, flags=re.DOTALL)
    golden = GOLDEN / f"{kind.rpartition('/')[2]}.{suffix}"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(made, encoding="utf-8", newline="\n")
    assert made == golden.read_text("utf-8"), "if this is meant, run: UPDATE_GOLDEN=1 python run.py pytest tests/report"


def test_the_agenda_is_in_the_order_of_the_meeting(all_pages: dict[str, str]) -> None:
    made = all_pages
    headings = re.findall(r"^## (.*)$", made["2026-Q4/teams/content.md"], re.MULTILINE)
    assert headings[:4] == [
        "Help is asked for",
        "What waits",
        "Reached and moved in the last seven days",
        "Due in the next seven days",
    ]
    html = made["2026-Q4/teams/content.html"]
    assert [html.index(heading) for heading in headings[:4]] == sorted(html.index(heading) for heading in headings[:4])


def test_what_falls_to_nobody_is_listed_as_that(all_pages: dict[str, str]) -> None:
    waits = section(all_pages["2026-Q4/teams/content.md"], "What waits")
    assert re.search(r"Every page keeps to the budget\]\([^)]*\): nobody yet\n", waits), "its owner has left"
    assert "### To find an owner for" in waits
    assert "### Cannot be read\n\n- Nobody can read this: [Bo Lindqvist]" in waits


def test_no_team_page_says_since_when_somebody_is_late(tmp_path: Path) -> None:
    made = pages(make(tmp_path, FILES), date(2026, 12, 10))["2026-Q4/teams/content.md"]
    check_ins = section(made, "What waits").partition("### Check-ins\n")[2].partition("###")[0]
    assert "Publish three posts" in check_ins
    assert "2026" not in re.sub(r"\([^)]*\)", "", check_ins.replace("[2026]", ""))


def test_whoever_is_named_has_a_page_and_reads_it_there(tmp_path: Path) -> None:
    own = "  - {id: mine, title: Mine, owner: bo, measure: {type: binary}}\n"
    goal = f"title: Goal\nowner: bo\nkey_results:\n{own}"
    help_ = check_in("bo", "2026-11-13", "content/goal/mine", "confidence: 0.5, help: 'Chen, the diagrams?'")
    files = {**GOALS, "okrs/2026-Q4/content/search.yaml": goal.replace("Goal", "Other"), **help_}
    files["okrs/2026-Q4/content/goal.yaml"] = goal
    waits = section(pages(make(tmp_path, files))["2026-Q4/people/chen.md"], "What waits for Chen Wei")
    assert "### Help is asked for" in waits
    assert "🙋 Chen, the diagrams?" in waits


def test_a_person_reads_what_waits_in_every_running_cycle_with_what_does_it(tmp_path: Path) -> None:
    made = pages(make(tmp_path, FILES), date(2026, 12, 10))
    in_quarter, in_year = made["2026-Q4/people/bo.md"], made["2026/people/bo.md"]
    for page in (in_quarter, in_year):
        waits = section(page, "What waits for Bo Lindqvist")
        assert "Publish three posts" in waits
        assert "Raise reach" in waits
    assert "okrs/new/main?filename=okrs/2026/check-ins/" in section(in_quarter, "What waits for Bo Lindqvist")
    assert "okrs/new/main?filename=okrs/2026-Q4/check-ins/" in section(in_year, "What waits for Bo Lindqvist")


def test_without_a_forge_there_is_the_command(tmp_path: Path) -> None:
    made = pages(make(tmp_path, {**FILES, "okrs/config.yaml": "organization: Example Inc\n"}), date(2026, 12, 10))
    waits = section(made["2026-Q4/people/bo.md"], "What waits for Bo Lindqvist")
    assert "`okrs check-in 2026-Q4/content/search/posts`" in waits
    assert "<code>okrs check-in 2026/content/read/reach</code>" in made["2026-Q4/people/bo.html"]
    assert "`okrs assign 2026-Q4/content/search/budget`" in made["2026-Q4/people/mara.md"]


def test_a_person_reads_the_day_of_the_next_check_in(all_pages: dict[str, str]) -> None:
    made = all_pages
    assert "The next check-in is due on 20 Nov 2026." in made["2026-Q4/people/bo.md"]
    assert "The next check-in is due on 20 Nov 2026." in made["2026/people/bo.html"]


def test_a_manager_reads_where_help_is_needed(all_pages: dict[str, str]) -> None:
    made = all_pages
    needs = section(made["2026-Q4/people/mara.md"], "Where those who report to Mara Keller need help")
    assert re.findall(r"^### (.*)$", needs, re.MULTILINE)[0] == "Help is asked for"
    assert "Publish three posts" in needs
    assert "Raise readers" not in needs
    assert "need help" not in made["2026-Q4/people/chen.md"]


def test_days_of_absence_are_on_no_page(all_pages: dict[str, str]) -> None:
    made = all_pages
    assert not [path for path, text in made.items() if "24 Nov 2026" in text or "26 Nov 2026" in text]


def test_the_numbers_ask_where_it_can_be_answered(all_pages: dict[str, str], tmp_path: Path) -> None:
    words = "It is committed, and its owner is not confident."
    made = all_pages
    for page in ("teams/content.md", "teams/content.html", "people/bo.md", "people/bo.html"):
        assert words in made[f"2026-Q4/{page}"]
    assert words not in made["2026-Q4/people/chen.md"]
    config = f"{FILES['okrs/config.yaml']}lint: {{ignore: [KR012]}}\n"
    assert not any(words in text for text in pages(make(tmp_path, {**FILES, "okrs/config.yaml": config})).values())


def test_without_people_an_agenda_names_nobody_and_quotes_nobody(tmp_path: Path) -> None:
    made = pages(make(tmp_path, FILES), with_people=False)["2026-Q4/teams/content.html"]
    assert "To find an owner for" in made
    assert "Help is asked for" not in made
    assert not [name for name in ("Lindqvist", "Chen", "Mara", "Gail", "diagrams", "Nobody can read") if name in made]


def test_a_page_of_a_cycle_that_is_over_has_only_what_still_waits_in_it(tmp_path: Path) -> None:
    made = pages(make(tmp_path, FILES), date(2027, 1, 20))
    team, person = made["2026-Q4/teams/content.md"], made["2026-Q4/people/bo.md"]
    assert "### Grades" in section(team, "What waits")
    assert "Reached and moved" not in team
    assert "Due in the next" not in team
    assert "The next check-in" not in person


def test_a_check_in_that_came_later_is_in_the_week_in_which_it_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "repository"
    late = check_in("mara", "2026-11-06", "content/search/guide", "done: [draft], confidence: 0.7")
    for day, files in ((date(2026, 10, 1), GOALS), (date(2026, 11, 12), late)):
        monkeypatch.setitem(GIT, "GIT_COMMITTER_DATE", f"{day}T12:00:00Z")
        make(root, files)
        commit(root)
    words = "a check-in of 6 Nov 2026 came in since"
    made = pages(root)
    for page in ("teams/content.md", "teams/content.html", "index.md", "index.html"):
        assert words in made[f"2026-Q4/{page}"]
    assert words not in pages(root, TODAY + timedelta(days=7))["2026-Q4/teams/content.md"]
    status = api.status(api.open_repository(root), TODAY).as_json()
    assert [change["kind"] for change in status["activity"]["changes"] if change.get("day") == "2026-11-06"] == ["late"]
