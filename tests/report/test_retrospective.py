"""The retrospective: what was reached, the rhythm, what moved after the start, and what it asks."""

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
GOLDEN = HERE / "retrospective"
START, TODAY = date(2026, 10, 1), date(2027, 1, 20)
PEOPLE = "".join(f"  {person}: {{name: {person.title()}}}\n" for person in ("ana", "bo", "chen", "dee"))


def key_result(id_: str, owner: str, more: str = "") -> str:
    return (
        f"  - id: {id_}\n    title: Raise {id_}\n    owner: {owner}\n"
        f"    measure: {{type: metric, baseline: 0, target: 10, unit: points}}\n{more}"
    )


def goal(title: str, *key_results: str, commitment: str = "committed") -> str:
    return f"title: {title}\ncommitment: {commitment}\nkey_results:\n{''.join(key_results)}"


def check_ins(person: str, key: str, every: int) -> dict[str, str]:
    days = [START + timedelta(days=offset) for offset in range(every, 92, every)]
    return {
        f"okrs/2026-Q4/check-ins/{day}-{person}.yaml": (
            f"by: {person}\ndate: {day}\nkey_results: {{{key}: {{value: 5, confidence: 0.5}}}}\n"
        )
        for day in days
    }


def grade(person: str, key: str, score: float) -> dict[str, str]:
    return {
        f"okrs/2026-Q4/grades/2027-01-05-{person}.yaml": (
            f"by: {person}\ndate: 2027-01-05\nkey_results:\n"
            f"  {key}: {{score: {score}, decision: keep, because: That is how it was.}}\n"
        )
    }


def quarter(bo: float = 1, chen: float = 0.5, every: int = 7) -> dict[str, str]:
    """A quarter of a team with three commitments and two aspirations, of which one is dropped."""
    return {
        "okrs/people.yaml": f"people:\n{PEOPLE}",
        "okrs/teams.yaml": (
            "teams:\n  web: {name: Web, lead: bo, members: [bo, chen, dee]}\n  shop: {name: Shop, lead: ana}\n"
        ),
        "okrs/2026-Q4/web/fast.yaml": goal(
            "Pages feel instant", key_result("speed", "bo"), key_result("reach", "chen"), key_result("calm", "dee")
        ),
        "okrs/2026-Q4/shop/loved.yaml": goal(
            "Shopping is a joy", key_result("joy", "ana"), key_result("songs", "ana"), commitment="aspirational"
        ),
        **check_ins("bo", "web/fast/speed", every),
        **check_ins("chen", "web/fast/reach", every),
        **check_ins("dee", "web/fast/calm", every),
        **check_ins("ana", "shop/loved/joy", every),
        **grade("bo", "web/fast/speed", bo),
        **grade("chen", "web/fast/reach", chen),
        **grade("dee", "web/fast/calm", 0.5),
        **grade("ana", "shop/loved/joy", 0.7),
        "okrs/2026-Q4/grades/2026-11-20-ana.yaml": (
            "by: ana\ndate: 2026-11-20\nkey_results:\n"
            "  shop/loved/songs: {dropped: true, because: Nobody wanted them.}\n"
        ),
    }


def pages(root: Path) -> dict[str, str]:
    """The page of the fourth quarter in both forms; of a page for a browser what it has between those of every page."""
    opened = api.open_repository(root)
    api.report(opened, TODAY, out=root / "status")
    api.site(opened, TODAY, root / "public")
    paths = {"md": root / "status/2026-Q4/retrospective.md", "html": root / "public/2026-Q4/retrospective.html"}
    texts = {form: path.read_text(encoding="utf-8") for form, path in paths.items()}
    return {**texts, "html": texts["html"][texts["html"].index("<h1") : texts["html"].index("</main>")]}


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>|\*\*|\\", " ", page).split())


STEADY, RARE = quarter(every=7), quarter(every=20)
CASES = {"goals": STEADY, "rhythm": RARE, "reached": quarter(bo=1, chen=1)}


@pytest.mark.parametrize("case", CASES)
def test_the_page_in_both_forms(tmp_path: Path, case: str) -> None:
    for form, made in pages(make(tmp_path, CASES[case])).items():
        golden = GOLDEN / f"{case}.{form}"
        if os.environ.get("UPDATE_GOLDEN"):
            golden.parent.mkdir(exist_ok=True)
            golden.write_text(made, encoding="utf-8", newline="\n")
        message = "if this is meant, run: UPDATE_GOLDEN=1 python run.py pytest tests/report"
        assert made == golden.read_text("utf-8"), message


def test_what_was_reached_is_never_one_number(tmp_path: Path) -> None:
    for page in pages(make(tmp_path, STEADY)).values():
        text = words(page)
        assert "1 of 3 commitments was met" in text
        assert "0.7 for the one aspirational key result" in text
        assert "Of 5 key results, 4 have their grade and 1 was dropped." in text
        assert "0.69" not in text, "the mean of both"


def test_one_commitment_is_one(tmp_path: Path) -> None:
    files = {path: text for path, text in quarter().items() if "web/" not in path} | {
        "okrs/2026-Q4/web/fast.yaml": goal("Pages feel instant", key_result("speed", "bo")),
        **grade("bo", "web/fast/speed", 0.4),
    }
    for page in pages(make(tmp_path, files)).values():
        assert "0 of 1 commitment was met" in words(page)


@pytest.mark.parametrize(
    ("files", "asked"),
    [
        (STEADY, "What to look at first: the goals?"),
        (RARE, "What to look at first: the rhythm?"),
        (quarter(bo=1, chen=1), None),
        ({**quarter(bo=1, chen=1), **grade("ana", "shop/loved/joy", 0.5)}, "the goals?"),
    ],
)
def test_it_asks_where_less_was_reached(tmp_path: Path, files: dict[str, str], asked: str | None) -> None:
    for page in pages(make(tmp_path, files)).values():
        if asked is None:
            assert "look at first" not in page
        else:
            assert asked in page


def test_a_rhythm_is_never_that_of_a_person(tmp_path: Path) -> None:
    for page in pages(make(tmp_path, STEADY)).values():
        web, shop = page.partition("Web")[2], page.partition("Shop")[2].partition("Web")[0]
        assert page.count("came in time.") == 2, "of the cycle, and of one team"
        assert "came in time" not in shop
        assert "Of 39 check-ins that fell due, 39 came in time." in web
    alone = {
        "okrs/people.yaml": "people:\n  ana: {name: Ana}\n",
        "okrs/2026-Q4/company/loved.yaml": goal("Shopping is a joy", key_result("joy", "ana")),
        **grade("ana", "company/loved/joy", 0.2),
    }
    for page in pages(make(tmp_path / "alone", alone)).values():
        assert "in time" not in page
        assert "What to look at first: the goals, or the rhythm of check-ins?" in page


def commit_on(root: Path, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(GIT, "GIT_COMMITTER_DATE", f"{day}T12:00:00Z")
    commit(root)


def test_what_moved_after_the_start_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terms = {path: text for path, text in STEADY.items() if "check-ins" not in path and "grades" not in path}
    web, shop = "okrs/2026-Q4/web/fast.yaml", "okrs/2026-Q4/shop/loved.yaml"
    at_start = {
        **terms,
        web: terms[web].replace("target: 10", "target: 20", 1).replace(key_result("calm", "dee"), ""),
        shop: terms[shop].replace("target: 10", "target: 8", 1),
    }
    commit_on(make(tmp_path, at_start), "2026-10-01", monkeypatch)
    commit_on(make(tmp_path, STEADY), "2026-10-02", monkeypatch)
    moved = "After the first day 1 key result was eased, 1 key result was added and 1 key result was dropped."
    for page in pages(tmp_path).values():
        assert moved in page


def test_where_nothing_moved_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {path: text for path, text in STEADY.items() if "2026-11-20" not in path}
    commit_on(make(tmp_path, files), "2026-09-30", monkeypatch)
    for page in pages(tmp_path).values():
        assert "After the first day nothing was eased, added or dropped." in page


def test_goals_that_could_not_be_read_at_first_were_not_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    web, shop = "okrs/2026-Q4/web/fast.yaml", "okrs/2026-Q4/shop/loved.yaml"
    broken = {**STEADY, web: "title: [\n", shop: STEADY[shop].replace("type: metric", "type: nothing", 1)}
    commit_on(make(tmp_path, broken), "2026-10-01", monkeypatch)
    commit_on(make(tmp_path, STEADY), "2026-10-02", monkeypatch)
    for page in pages(tmp_path).values():
        assert "After the first day 1 key result was dropped." in page


def test_a_history_that_begins_later_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = "what was eased or added is not known, as no history here reaches back to 1 Oct 2026."
    make(tmp_path, STEADY)
    assert all(expected in page for page in pages(tmp_path).values())
    commit_on(tmp_path, "2026-10-02", monkeypatch)
    assert all(expected in page for page in pages(tmp_path).values())
