"""A site without people: no value of a person is in any byte, or in the name of any file."""

from __future__ import annotations

import random
import string
from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.cli import main as cli
from okrs_as_code.model.files.objective import Initiative, KeyResult, Objective
from okrs_as_code.model.files.people import Person
from okrs_as_code.model.files.record import CheckInEntry, GradeEntry, ObjectiveEntry
from okrs_as_code.report.pages import site
from okrs_as_code.report.site_data import SiteData
from tests.repositories import commit, make
from tests.scenarios.playing import GIT

RUNS, ENDED = date(2026, 11, 16), date(2027, 1, 20)
BUSY = date(2026, 11, 5)
"""A day in whose week much was said."""


class Values:
    """Values of people that nobody guesses, so that they are part of no word, by where they stand."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.of: dict[str, str] = {}

    def __call__(self, place: str) -> str:
        letters = "".join(self._random.choices(string.ascii_lowercase, k=12))
        return self.of.setdefault(place, f"zq{letters}")


SHOWN = (
    "ana name", "ana title", "bo name", "bo title", "cy name", "note", "help", "because", "learned", "root cause",
    "initiative", "initiative link", "link", "objective initiative", "unreadable title",
    "unknown contributor", "pause", "initiative for later", "next", "objective note", "objective help",
)  # fmt: skip
"""Places of which a site with people shows the value, so that the values are where views find them."""


def repository(root: Path, value: Values) -> Path:
    ana, bo, cy = value("ana"), value("bo"), value("cy")

    def person(place: str, id_: str, manager: str) -> str:
        return (
            f"  {id_}:\n    name: {value(f'{place} name')}\n    title: {value(f'{place} title')}\n"
            f"    emails: [{value(f'{place} mail')}@example.com]\n    account: {value(f'{place} account')}\n{manager}"
        )

    people = person("ana", ana, "") + person("bo", bo, f"    manager: {ana}\n")
    people += person("cy", cy, f"    manager: {ana}\n    away: [{{from: 2026-11-01, until: 2026-11-05}}]\n")
    goal = f"""\
title: Pages feel instant
why: People leave where they wait.
owner: {ana}
key_results:
  - id: first-byte
    title: Cut time to first byte
    owner: {bo}
    manager: {cy}
    contributors: [{cy}, {value("unknown contributor")}, web]
    measure: {{type: metric, baseline: 900, target: 300, unit: ms}}
    success: As measured at the edge.
    links: ["https://example.com/{value("link")}"]
  - id: crash-free
    title: Keep crash-free sessions
    owner: {{team: web, lead: {cy}}}
    measure: {{type: threshold, at_least: 99.5, unit: "%"}}
  - id: given-up
    title: Render on the server
    owner: {bo}
    measure: {{type: binary}}
  - id: paused
    title: Serve images from near by
    owner: {bo}
    measure: {{type: binary}}
  - id: broken
    title: {value("unreadable title")}
    owner: {bo}
    measure: {{type: metric, baseline: none}}
  - title: {value("title without an id")}
    owner: {value("raw owner")}
initiatives:
  - {{title: {value("initiative")}, key_result: first-byte, link: "https://example.com/{value("initiative link")}"}}
  - {{title: {value("objective initiative")}}}
"""
    key = "web/fast/first-byte"
    terms = (
        f"{{owner: {bo}, commitment: committed, measure: {{type: metric, baseline: 900, target: 400, unit: ms}}, "
        "due: 2026-12-31, success: As measured at the edge.}"
    )
    folder = "okrs/2026-Q4"
    return make(
        root,
        {
            "okrs/people.yaml": f"people:\n{people}  {value('broken person')}: {{name: [{value('broken name')}]}}\n",
            "okrs/teams.yaml": (
                f"teams:\n  company: {{name: Example Inc, lead: {ana}}}\n"
                f"  web: {{name: Web, lead: {bo}, members: [{cy}], part_of: company}}\n"
            ),
            "okrs/config.yaml": (
                f"organization: Example Inc\nrepository: https://github.com/{value('owner of the repository')}/okrs\n"
                f"stewards: [{ana}]\nagreement: {{required_from: 2026-Q4}}\n"
            ),
            f"{folder}/web/fast.yaml": goal,
            f"{folder}/company/grow.yaml": goal.replace("Pages feel instant", "Grow").replace(
                "web/fast", "company/grow"
            ),
            f"{folder}/web/broken.yaml": f"title: [{value('broken title')}\n",
            f"{folder}/{value('misplaced')}.yaml": "title: x\n",
            "okrs/backlog/web/later.yaml": (
                f"title: Pages talk\nowner: {ana}\nkey_results:\n  - {{id: speech, title: They speak, owner: {bo}}}\n"
                f"initiatives:\n  - {{title: {value('initiative for later')}}}\n"
            ),
            "okrs/backlog/web/broken.yaml": f"title: [{value('broken title for later')}\n",
            f"{folder}/check-ins/2026-11-02-{bo}.yaml": (
                f"by: {bo}\ndate: 2026-11-02\nkey_results:\n  {key}: {{value: 800, confidence: 0.3, "
                f"note: {value('note')}, help: {value('help')}}}\n"
                f"  web/fast/crash-free: {{value: 99, help: {value('help that is open')}}}\n"
            ),
            f"{folder}/check-ins/2026-11-03-{cy}.yaml": (
                f"by: {cy}\ndate: 2026-11-03\nkey_results:\n  {key}: {{value: 700, confidence: 0.3, "
                f"note: {value('note of another')}, next: {value('next')}}}\n"
                f"  web/fast/paused: {{status: paused, note: {value('pause')}}}\n"
            ),
            f"{folder}/check-ins/2026-11-05-{ana}.yaml": (
                f"by: {ana}\ndate: 2026-11-05\nobjectives:\n  web/fast: {{note: {value('objective note')}, "
                f"help: {value('objective help')}}}\n"
            ),
            f"{folder}/check-ins/2026-11-04-{ana}.yaml": f"by: {ana}\nnote: {value('broken note')}\n",
            f"{folder}/agreements/2026-10-02-{bo}.aaaaaa.yaml": (
                f"by: {bo}\ndate: 2026-10-02\nkey_results:\n  {key}: {{as: owner, terms: {terms}, "
                f'via: "https://example.com/{value("via")}"}}\n'
            ),
            f"{folder}/grades/2026-11-10-{bo}.yaml": (
                f"by: {bo}\ndate: 2026-11-10\nreviewed_by: {ana}\nkey_results:\n  web/fast/given-up: {{dropped: true, "
                f"because: {value('because')}, learned: {value('learned')}, root_cause: {value('root cause')}}}\n"
            ),
        },
    )


def assert_without(value: Values, files: dict[str, bytes]) -> None:
    assert files
    for name, content in files.items():
        found = {place for place, text in value.of.items() if text.encode() in content.lower() or text in name}
        assert not found, name


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.mark.parametrize("today", [RUNS, ENDED])
@pytest.mark.parametrize("seed", range(2))
def test_no_value_of_a_person_is_in_any_byte_or_file_name(tmp_path: Path, today: date, seed: int) -> None:
    value = Values(seed)
    opened = api.open_repository(repository(tmp_path, value))
    api.site(opened, today, tmp_path / "shown")
    shown = b"".join(files_below(tmp_path / "shown").values())
    assert [place for place in SHOWN if value.of[place].encode() not in shown] == []
    api.site(opened, today, tmp_path / "public", with_people=False)
    made = files_below(tmp_path / "public")
    assert "2026-Q4/objectives/web/fast.html" in made
    assert b"Cut time to first byte" in made["2026-Q4/objectives/web/fast.html"]
    assert_without(value, made)
    api.one_page(opened, today, tmp_path / "board.html")
    assert_without(value, {"board.html": (tmp_path / "board.html").read_bytes()})
    markdown = site.pages(SiteData(opened.workspace, today, with_people=False))
    assert_without(value, {path: text.encode() for path, text in markdown.items()})


def test_nor_in_what_changed_in_a_week(tmp_path: Path) -> None:
    value = Values(0)
    opened = api.open_repository(repository(tmp_path, value))
    for with_people in (True, False):
        api.site(opened, BUSY, tmp_path / "public", with_people=with_people)
        index = (tmp_path / "public/2026-Q4/index.html").read_text(encoding="utf-8")
        assert 'id="changes"' in index
        assert "now 700 ms" in index
        assert ("for help" in index) == with_people
    assert_without(value, files_below(tmp_path / "public"))


def test_nor_in_the_site_of_an_earlier_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    value = Values(0)
    repository(tmp_path, value)
    late = next((tmp_path / "okrs/2026-Q4/check-ins").glob("2026-11-03-*"))
    content = late.read_text()
    late.unlink()
    monkeypatch.setitem(GIT, "GIT_COMMITTER_DATE", "2026-11-05T12:00:00Z")
    commit(tmp_path)
    late.write_text(content)
    monkeypatch.setitem(GIT, "GIT_COMMITTER_DATE", "2026-11-20T12:00:00Z")
    commit(tmp_path)
    arguments = ["site", "--root", str(tmp_path), "--as-of", "2026-11-10", "--out"]
    assert cli.run([*arguments, str(tmp_path / "shown")]) == 0
    assert late.name.encode() in (tmp_path / "shown/index.html").read_bytes()
    assert cli.run([*arguments, str(tmp_path / "public"), "--without-people"]) == 0
    made = files_below(tmp_path / "public")
    assert b"3 Nov 2026" in made["index.html"]
    assert_without(value, made)


def test_what_a_person_can_say_is_known_here() -> None:
    """A field that is added to one of these has to be left out of pages without people, or to be safe there."""
    said = {
        Person: set(Person.model_fields),
        CheckInEntry: {"note", "help", "next"},
        ObjectiveEntry: {"note", "help"},
        GradeEntry: {"because", "learned", "root_cause"},
        Initiative: {"title", "link"},
        KeyResult: {"owner", "manager", "contributors", "links"},
        Objective: {"owner", "initiatives"},
    }
    safe = {
        Person: set(),
        CheckInEntry: {"value", "done", "confidence", "status"},
        ObjectiveEntry: set(),
        GradeEntry: {"score", "decision", "dropped", "carried_to"},
        Initiative: {"key_result"},
        KeyResult: {
            "id", "title", "measure", "start", "due", "success", "weight", "check_ins", "formerly", "commitment",
            "tags", "plan",
        },
        Objective: {
            "title", "why", "commitment", "aligned_to", "check_ins", "formerly", "key_results", "contributes", "weight",
            "tags",
        },
    }  # fmt: skip
    for model, fields in said.items():
        assert set(model.model_fields) - fields - safe[model] == set(), model  # type: ignore[attr-defined]


def test_pages_of_people_go_when_people_are_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    value = Values(0)
    repository(tmp_path, value)
    arguments = ["site", "--root", str(tmp_path), "--today", str(RUNS), "--out", str(tmp_path / "public")]
    assert cli.run(arguments) == 0
    assert (tmp_path / "public/2026-Q4/people").is_dir()
    assert "people are left out" not in capsys.readouterr().err
    assert cli.run([*arguments, "--without-people"]) == 0
    assert not (tmp_path / "public/2026-Q4/people").exists()
    assert "note: people are left out" in capsys.readouterr().err
    assert_without(value, files_below(tmp_path / "public"))
    assert cli.run([*arguments, "--with-people"]) == 0
    assert (tmp_path / "public/2026-Q4/people").is_dir()
