"""Laws of what cannot be read: no view leaves it out in silence, and nothing else changes because of it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from okrs_as_code.cli import main as cli
from okrs_as_code.cli.screen.status_table import render_table
from okrs_as_code.report.pages.site import pages
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.views.filters import Filters
from okrs_as_code.report.views.status import cycle_status
from okrs_as_code.workspace.layout import EntryKind
from okrs_as_code.workspace.loader import Workspace, load
from okrs_as_code.workspace.trees.overlay import PartialTree
from okrs_as_code.workspace.trees.tree import WorkingTree
from tests.nightly import examples
from tests.repositories import make

TODAY = date(2026, 11, 16)
SEARCH = "okrs/2026-Q4/content/search.yaml"
GROWTH = "okrs/2026-Q4/company/growth.yaml"
CHECK_IN = "okrs/2026-Q4/check-ins/2026-11-10-bo.yaml"
FILES: dict[str, Any] = {
    "okrs/people.yaml": {
        "people": {"ana": {"name": "Ana"}, "mara": {"name": "Mara", "manager": "ana"}, "bo": {"name": "Bo"}}
    },
    "okrs/teams.yaml": {
        "teams": {
            "company": {"name": "Example Inc", "lead": "ana"},
            "content": {"name": "Content", "lead": "mara", "members": ["bo"], "part_of": "company"},
        }
    },
    GROWTH: {
        "title": "Grow out of our own earnings",
        "owner": "ana",
        "key_results": [
            {"id": "margin", "title": "Margin of 25 percent", "owner": "ana", "measure": {"type": "binary"}},
        ],
    },
    SEARCH: {
        "title": "Search is our best source",
        "owner": "mara",
        "aligned_to": "company/growth",
        "key_results": [
            {
                "id": "posts",
                "title": "Publish three posts",
                "owner": "bo",
                "measure": {"type": "metric", "baseline": 0, "target": 3, "unit": "posts"},
            },
            {
                "id": "speed",
                "title": "Pages are quick",
                "owner": "mara",
                "measure": {"type": "threshold", "at_most": 300, "unit": "ms"},
            },
        ],
    },
    CHECK_IN: {
        "by": "bo",
        "date": "2026-11-10",
        "key_results": {"content/search/posts": {"value": 1, "confidence": 0.5, "help": "A designer"}},
    },
}

Breakage = Callable[[dict[str, Any]], dict[str, str | bytes]]
"""Breaks something in the data of the files, and returns the files that are not made of data."""


def key_result(files: dict[str, Any], position: int) -> dict[str, Any]:
    element: dict[str, Any] = files[SEARCH]["key_results"][position]
    return element


def edit(change: Callable[[dict[str, Any]], Any]) -> Breakage:
    def apply(files: dict[str, Any]) -> dict[str, str | bytes]:
        change(files)
        return {}

    return apply


def raw(path: str, content: str | bytes) -> Breakage:
    def apply(files: dict[str, Any]) -> dict[str, str | bytes]:
        files.pop(path, None)
        return {path: content}

    return apply


def without_key(name: str, position: int) -> Breakage:
    return edit(lambda files: key_result(files, position).pop(name))


def with_value(name: str, value: Any, position: int) -> Breakage:
    return edit(lambda files: key_result(files, position).update({name: value}))


def doubled(files: dict[str, Any]) -> dict[str, str | bytes]:
    files[SEARCH]["key_results"].append({**key_result(files, 0), "title": "Another of that id", "owner": "mara"})
    return {}


BREAKAGES: dict[str, tuple[Breakage, set[str]]] = {
    "no owner": (without_key("owner", 0), {"Publish three posts"}),
    "no title": (without_key("title", 0), {"key result 1"}),
    "no id": (without_key("id", 1), {"Pages are quick"}),
    "no measure": (without_key("measure", 1), {"Pages are quick"}),
    "a day that is none": (with_value("due", "soon", 0), {"Publish three posts"}),
    "an unknown key": (with_value("prio", 1, 0), {"Publish three posts"}),
    "a title that is a list": (with_value("title", ["x"], 0), {"key result 1"}),
    "a text for a key result": (edit(lambda files: files[SEARCH]["key_results"].append("x")), {"key result 3"}),
    "two with one id": (doubled, {"Publish three posts", "Another of that id"}),
    "no list of key results": (edit(lambda files: files[SEARCH].pop("key_results")), {"Search is our best source"}),
    "a mapping for the list": (edit(lambda files: files[SEARCH].update(key_results={"a": 1})), {"Search is our"}),
    "an owner of the objective that is a list": (
        edit(lambda files: files[SEARCH].update(owner=["mara", "bo"])),
        {"Search is our best source"},
    ),
    "broken YAML": (raw(SEARCH, "title: ["), {"content/search"}),
    "another encoding": (raw(SEARCH, "title: x".encode("utf-16")), {"content/search"}),
    "a list for a file": (raw(SEARCH, "- 1\n"), {"content/search"}),
    "an empty file": (raw(SEARCH, ""), {"content/search"}),
    "a second document": (raw(GROWTH, "title: Grow\nkey_results: []\n---\ntitle: More\n"), {"Grow"}),
    "a key twice": (raw(GROWTH, "title: Grow\nkey_results: []\nkey_results: [{id: a}]\n"), {"Grow"}),
    "a capital in its name": (raw("okrs/2026-Q4/content/Grow.yaml", "title: x\n"), {"okrs/2026-Q4/content/Grow.yaml"}),
    "another ending": (raw("okrs/2026-Q4/content/grow.yml", "title: x\n"), {"okrs/2026-Q4/content/grow.yml"}),
    "a folder that is no cycle": (
        raw("okrs/2026-Q5/content/grow.yaml", "title: x\n"),
        {"okrs/2026-Q5/content/grow.yaml"},
    ),
    "an entry of a check-in": (
        edit(lambda files: files[CHECK_IN]["key_results"]["content/search/posts"].update(confidence=7)),
        {"2026-11-10-bo"},
    ),
    "an entry of a check-in about nothing": (
        edit(lambda files: files[CHECK_IN]["key_results"].update({"content/search/postz": {"value": 2}})),
        {"2026-11-10-bo, about content/search/postz, which is not there"},
    ),
    "an entry on an objective": (
        edit(lambda files: files[CHECK_IN].update(objectives={"content/search": {"value": 1}})),
        {"2026-11-10-bo, about content/search"},
    ),
    "an entry on an objective that is not there": (
        edit(lambda files: files[CHECK_IN].update(objectives={"content/serch": {"note": "Well."}})),
        {"2026-11-10-bo, about content/serch, which is not there"},
    ),
    "a list of objectives": (
        edit(lambda files: files[CHECK_IN].update(objectives=["content/search"])),
        {"2026-11-10-bo"},
    ),
    "only an entry on an objective, with an empty note": (
        raw(CHECK_IN, "by: bo\ndate: 2026-11-10\nobjectives: {content/search: {note: ''}}\n"),
        {"2026-11-10-bo, about content/search"},
    ),
    "a list of goals above with a number": (
        edit(lambda files: files[SEARCH].update(aligned_to=["company/growth", 1])),
        {"Search is our best source"},
    ),
    "a check-in": (raw(CHECK_IN, "by: bo\n"), {"2026-11-10-bo"}),
    "a team": (edit(lambda files: files["okrs/teams.yaml"]["teams"]["content"].pop("name")), {"content"}),
    "a person": (edit(lambda files: files["okrs/people.yaml"]["people"]["bo"].update(nick="b")), {"Bo"}),
    "the policy": (raw("okrs/config.yaml", "check_ins: {every: never}\n"), {"okrs/config.yaml"}),
}


def broken(*names: str) -> dict[str, str | bytes]:
    files = copy.deepcopy(FILES)
    texts: dict[str, str | bytes] = {}
    for name in names:
        texts.update(BREAKAGES[name][0](files))
    return {**{path: json.dumps(data) for path, data in files.items()}, **texts}


def loaded(files: dict[str, str | bytes]) -> Workspace:
    contents = {path: text if isinstance(text, bytes) else text.encode() for path, text in files.items()}

    def read(paths: Any) -> Iterator[tuple[str, bytes | None]]:
        return ((path, contents.get(path)) for path in paths)

    return load(PartialTree(dict.fromkeys(contents, EntryKind.FILE), {}, read))


def test_nothing_is_unreadable_before_it_is_broken() -> None:
    assert not loaded(broken()).plan.unreadable


@pytest.mark.parametrize("name", BREAKAGES)
def test_every_view_names_it(name: str) -> None:
    workspace, titles = loaded(broken(name)), BREAKAGES[name][1]
    status = cycle_status(workspace, TODAY, "2026-Q4")
    table = " ".join(render_table(status).split())
    index = pages(SiteData(workspace, TODAY))["index.md"].replace("`", "")
    for title in titles:
        assert title in table
        assert title in index
    assert {element["file"] for element in status.as_json()["unreadable"]}


@pytest.mark.parametrize("name", BREAKAGES)
def test_every_page_that_could_show_it_says_that_it_is_missing(name: str) -> None:
    workspace = loaded(broken(name))
    for path, page in pages(SiteData(workspace, TODAY)).items():
        if path.endswith(".svg"):
            continue  # it holds a course and no goals; its page says what is missing
        if "/objectives/" in path and concerns_other_objective(workspace, path):
            continue
        if path.startswith("2026-Q4/teams/") and concerns_other_team(workspace, path):
            continue
        if path.startswith("2026-Q4/people/") and concerns_other_person(workspace, path):
            continue
        assert "cannot be read: " in page, path


def concerns_other_objective(workspace: Workspace, path: str) -> bool:
    objective = path.replace("/objectives", "").removesuffix(".md")
    return all(
        element.objective not in ("", objective) and element.kind != "objective"
        for element in workspace.plan.unreadable
        for element in workspace.plan.unreadable
    )


def concerns_other_team(workspace: Workspace, path: str) -> bool:
    team = Path(path).stem
    return all(element.team not in ("", team) and element.kind != "objective" for element in workspace.plan.unreadable)


def concerns_other_person(workspace: Workspace, path: str) -> bool:
    return all(element.owner not in (None, Path(path).stem) for element in workspace.plan.unreadable)


@settings(examples(1), suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.sampled_from(sorted(BREAKAGES)), min_size=1, max_size=3))
def test_nothing_is_counted_twice_and_nothing_that_can_be_read_is_lost(names: set[str]) -> None:
    try:
        files = broken(*sorted(names))
    except (KeyError, IndexError, TypeError, AttributeError):
        return  # one took away what another breaks
    workspace = loaded(files)
    for objective in cycle_status(workspace, TODAY, "2026-Q4").as_json()["objectives"]:
        ids = [key_result["id"] for key_result in objective["key_results"]]
        assert len(set(ids)) == len(ids)
        unreadable = [element for element in objective["unreadable"] if element["kind"] == "key result"]
        text = files[f"okrs/{objective['id']}.yaml"]
        elements = json.loads(text).get("key_results") if str(text).startswith("{") else None
        if isinstance(elements, list):
            assert len(ids) + len(unreadable) == len(elements)
        assert objective["coverage"]["of"] >= len(ids) + len(unreadable)
        assert objective["coverage"]["with_data"] <= len(ids)


def test_what_the_others_say_stays_the_same() -> None:
    whole, partial = loaded(broken()), loaded(broken("no owner"))
    [expected] = [row for row in rows(whole) if row["id"].endswith("/speed")]
    [found] = [row for row in rows(partial) if row["id"].endswith("/speed")]
    assert found == expected


def rows(workspace: Workspace) -> list[dict[str, Any]]:
    objectives = cycle_status(workspace, TODAY, "2026-Q4").as_json()["objectives"]
    return [key_result for objective in objectives for key_result in objective["key_results"]]


def test_filters_show_what_may_fit_them() -> None:
    workspace = loaded(broken("a day that is none"))
    titles = {
        person: [
            element.title for element in cycle_status(workspace, TODAY, "2026-Q4", Filters(owner=person)).unreadable
        ]
        for person in ("bo", "mara")
    }
    assert titles == {"bo": ["Publish three posts"], "mara": []}
    assert cycle_status(workspace, TODAY, "2026-Q4", Filters(team="company")).unreadable == ()


@pytest.mark.parametrize("name", ["broken YAML", "an owner of the objective that is a list"])
def test_an_objective_that_cannot_be_read_may_count_in_one_of_another_team(name: str) -> None:
    status = cycle_status(loaded(broken(name)), TODAY, "2026-Q4", Filters(team="company"))
    assert [element.file for element in status.unreadable] == [SEARCH]
    assert status.roll_up.of == 1


def test_a_manager_sees_what_cannot_be_read_of_those_who_report_to_them() -> None:
    files = copy.deepcopy(FILES)
    files["okrs/people.yaml"]["people"]["bo"]["manager"] = "mara"
    key_result(files, 0).update(due="soon")
    page = pages(SiteData(loaded({path: json.dumps(data) for path, data in files.items()}), TODAY))[
        "2026-Q4/people/mara.md"
    ]
    section = page.split("## Who reports to Mara")[1]
    assert "### [Bo](bo.md)" in section
    assert "| ⚠️ Publish three posts" in section
    assert "1 key result cannot be read: Publish three posts" in section


def test_a_title_is_cut_and_made_safe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = copy.deepcopy(FILES)
    key_result(files, 0).update(title="x\u202e" + "y" * 300, due="soon", owner="<b>")
    make(tmp_path, {path: json.dumps(data) for path, data in files.items()})
    assert cli.run(["report", "--root", str(tmp_path), "--today", str(TODAY)]) == 0
    assert cli.run(["status", "--root", str(tmp_path), "--today", str(TODAY)]) == 0
    out = capsys.readouterr().out
    page = (tmp_path / "status/2026-Q4/teams/content.md").read_text(encoding="utf-8")
    for text in (out, page):
        assert "\u202e" not in text
        assert "y" * 200 not in "".join(text.split())
        assert "<b>" not in text


def test_a_check_in_that_cannot_be_read_is_not_taken_for_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(tmp_path, broken("an entry of a check-in"))
    posts = ("content/search/posts", "--root", str(tmp_path), "--today", str(TODAY))
    assert cli.run(["show", *posts]) == 0
    out = capsys.readouterr().out
    assert "Check-ins: unreadable" in out
    assert "2026-11-10-bo, about content/search/posts" in " ".join(out.split())
    assert cli.run(["history", *posts]) == 0
    assert "1 check-in cannot be read: `okrs lint` says why" in capsys.readouterr().err
    assert cli.run(["show", *posts, "--output-format", "json"]) == 0
    [element] = json.loads(capsys.readouterr().out)["unreadable"]
    assert element == {"file": CHECK_IN, "subject": CHECK_IN, "kind": "check-in"}
    assert cli.run(["report", "--root", str(tmp_path), "--today", str(TODAY)]) == 0
    page = (tmp_path / "status/2026-Q4/objectives/content/search.md").read_text(encoding="utf-8")
    assert "none yet" not in page.split("### Publish three posts")[1].split("###")[0]


def test_a_cycle_with_something_unreadable_is_not_closed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grade = {"score": 1.0, "because": "Done.", "decision": "stop"}
    graded = {
        "by": "ana",
        "date": "2026-12-30",
        "key_results": {"company/growth/margin": grade, "content/search/speed": grade},
    }
    make(tmp_path, {**broken("no owner"), "okrs/2026-Q4/grades/2026-12-30-ana.yaml": json.dumps(graded)})
    assert cli.run(["close", "2026-Q4", "--root", str(tmp_path), "--today", "2027-01-04"]) == 1
    assert "key result Publish three posts: okrs/2026-Q4/content/search.yaml" in capsys.readouterr().out


@pytest.mark.parametrize("owner", [None, "", " ", [], "absent"])
def test_who_lacks_nothing_but_an_owner_is_said_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], owner: object
) -> None:
    files = copy.deepcopy(FILES)
    key_result(files, 0).update(owner=owner)
    if owner == "absent":
        del key_result(files, 0)["owner"]
    make(tmp_path, {path: json.dumps(data) for path, data in files.items()})
    options = ("--root", str(tmp_path), "--today", str(TODAY), "--no-cache")
    assert cli.run(["status", *options]) == 0
    out, err = capsys.readouterr()
    assert [line.split()[-2:] for line in out.splitlines() if line.startswith("  ? ")] == [["no", "owner"]]
    assert err == "note: 1 key result without an owner cannot be read: `okrs lint` says why\n"
    assert cli.run(["list", *options]) == 0
    assert "Publish three posts (no owner)\n" in capsys.readouterr().out
    page = pages(SiteData(load(WorkingTree(tmp_path, None)), TODAY))["2026-Q4/objectives/content/search.md"]
    assert "| ⚠️ Publish three posts |  | no data | no owner | – |" in page


def test_what_lacks_more_than_an_owner_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = copy.deepcopy(FILES)
    key_result(files, 0).update(owner=None, due="soon")
    key_result(files, 1).update(owner=None)
    make(tmp_path, {path: json.dumps(data) for path, data in files.items()})
    assert cli.run(["list", "--root", str(tmp_path), "--today", str(TODAY), "--no-cache"]) == 0
    out, err = capsys.readouterr()
    assert "Publish three posts (unreadable)\n" in out
    assert err == "note: 2 key results (1 without an owner) cannot be read: `okrs lint` says why\n"


@pytest.mark.parametrize(
    ("extra", "unreadable"),
    [("title: Again\n", 0), ("1: one\n", 0), ("key_results: []\n", 1), ("---\ntitle: Other\n", 1)],
)
def test_a_key_that_is_written_twice_is_no_part_of_its_own(extra: str, unreadable: int) -> None:
    """Only where more key results may be written is one more counted than can be read."""
    text = "title: Grow\nkey_results:\n  - {id: a, title: Grow, owner: ana, measure: {type: binary}}\n"
    node = loaded_text(f"{text}{extra}").plan.objectives["2026-Q4/company/growth"]
    assert node.unreadable_parts == unreadable
    assert node.broken


def loaded_text(text: str) -> Workspace:
    """The workspace of one objective."""
    return load(PartialTree({GROWTH: EntryKind.FILE}, {}, lambda paths: ((path, text.encode()) for path in paths)))
