"""`okrs history` for programs, and where git is missing, cut off, merged or hostile."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from okrs_as_code import api
from okrs_as_code.cli import main as cli
from okrs_as_code.errors import OkrsError
from tests.repositories import GOAL, OBJECTIVE, PEOPLE, SMALL, commit, git, make
from tests.scenarios.playing import GIT

POSTS = "company/organic-pipeline/pillar-posts"
RECORD = "okrs/2026-Q4/check-ins/2026-10-12-bo.yaml"
CHECK_IN = f"by: bo\ndate: 2026-10-12\nkey_results:\n  {POSTS}: {{value: 1, confidence: 0.5}}\n"


def history(capsys: pytest.CaptureFixture[str], root: Path, *more: str) -> tuple[list[dict[str, Any]], str]:
    arguments = ["history", POSTS, "--root", str(root), "--today", "2026-10-15", "--output-format", "json", *more]
    assert cli.run(arguments) == 0
    out, err = capsys.readouterr()
    return json.loads(out)["events"], err


def test_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = commit(make(tmp_path))
    second = commit(make(tmp_path, {RECORD: CHECK_IN, GOAL: SMALL[GOAL].replace("target: 3", "target: 2")}))
    make(tmp_path, {GOAL: SMALL[GOAL].replace("owner: bo", "owner: mara").replace("target: 3", "target: 2")})
    events, err = history(capsys, tmp_path)
    assert err == ""
    common = {"by": None, "author": "Bo", "merged": None, "committed": "2026-10-15", "rewritten": []}
    moved = [{"field": "target", "before": 3, "after": 2, "direction": "easier"}]
    check_in, proposed, easier, pending = events
    assert check_in == {
        **common,
        "kind": "check-in",
        "date": "2026-10-12",
        "by": "bo",
        "commit": second,
        "record": RECORD,
        "corrects": None,
        "value": 1.0,
        "confidence": 0.5,
    }
    fingerprint = proposed.pop("fingerprint")
    assert proposed == {
        **common,
        "kind": "terms",
        "date": "2026-10-15",
        "commit": first,
        "change": "proposed",
        "direction": None,
        "moved": [],
    }
    assert easier.pop("fingerprint") != fingerprint
    assert easier == {
        **proposed,
        "commit": second,
        "change": "moved",
        "direction": "easier",
        "moved": moved,
    }
    assert (pending["commit"], pending["change"], pending["direction"]) == (None, "moved", "neither")


def test_a_plain_folder_has_records_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    events, err = history(capsys, make(tmp_path, {**SMALL, RECORD: CHECK_IN}))
    assert [event["kind"] for event in events] == ["check-in"]
    assert err == "note: there are no commits here, so changes of terms are not known\n"
    git(tmp_path, "init", "-q")
    assert history(capsys, tmp_path) == (events, err)


def test_below_a_folder_of_the_repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(tmp_path / "goals", {**SMALL, RECORD: CHECK_IN})
    made = commit(tmp_path)
    events, _ = history(capsys, tmp_path / "goals")
    assert [(event["kind"], event["commit"]) for event in events] == [("check-in", made), ("terms", made)]


def test_two_changes_merged_are_reported_once_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = SMALL[GOAL].replace("unit: posts}\n", "unit: posts}\n    due: 2026-12-18\n    contributors: [mara]\n")
    commit(make(tmp_path, {**SMALL, GOAL: base}))
    git(tmp_path, "checkout", "-q", "-b", "one")
    written = commit(
        make(tmp_path, {GOAL: base.replace("owner: mara\n", "owner: mara\ncommitment: aspirational\n", 1)})
    )
    git(tmp_path, "checkout", "-q", "main")
    commit(make(tmp_path, {GOAL: base.replace("2026-12-18", "2026-12-20")}))
    git(tmp_path, "merge", "-q", "--no-edit", "one")
    merge = git(tmp_path, "rev-parse", "HEAD").strip()
    events, _ = history(capsys, tmp_path)
    assert [[difference["field"] for difference in event["moved"]] for event in events] == [[], ["due"], ["commitment"]]
    assert written != merge
    assert (events[2]["commit"], events[2]["merged"]) == (merge, None), "the merge made this content"


def test_who_takes_a_change_back_is_not_who_wrote_it_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [commit(make(tmp_path))]
    made.append(commit(make(tmp_path, {GOAL: SMALL[GOAL].replace("target: 3", "target: 2")})))
    monkeypatch.setitem(GIT, "GIT_AUTHOR_NAME", "Mara")
    git(tmp_path, "checkout", "-q", "-b", "back")
    made.append(commit(make(tmp_path)))
    git(tmp_path, "checkout", "-q", "main")
    monkeypatch.setitem(GIT, "GIT_AUTHOR_NAME", "Ana")
    git(tmp_path, "merge", "-q", "--no-ff", "--no-edit", "back")
    merge = git(tmp_path, "rev-parse", "HEAD").strip()
    events, _ = history(capsys, tmp_path)
    assert [(event["author"], event["direction"]) for event in events] == [
        ("Bo", None),
        ("Bo", "easier"),
        ("Mara", "harder"),
    ]
    assert [event["commit"] for event in events] == made
    assert [event["merged"] for event in events] == [None, None, merge]


def test_taken_out_and_put_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(make(tmp_path))
    commit(make(tmp_path, {GOAL: SMALL[GOAL].replace("id: pillar-posts", "id: other")}))
    commit(make(tmp_path, {GOAL: SMALL[GOAL].replace("id: pillar-posts", "id: [pillar-posts]")}))
    commit(make(tmp_path))
    events, _ = history(capsys, tmp_path)
    assert [event["change"] for event in events] == ["proposed", "removed", "restored"]


@pytest.mark.parametrize(
    "broken", ["title: [\n", "- a\n", "", "key_results: 7\n", SMALL[GOAL].replace("bo\n", "[bo]\n")]
)
def test_what_cannot_be_read_is_said_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], broken: str
) -> None:
    commit(make(tmp_path))
    commit(make(tmp_path, {GOAL: broken}))
    commit(make(tmp_path, {GOAL: SMALL[GOAL].replace("target: 3", "target: 4")}))
    events, err = history(capsys, tmp_path)
    assert [event["change"] for event in events] == ["proposed", "moved"]
    assert "1 earlier version of the terms could not be read" in err


@pytest.mark.parametrize(
    "broken",
    [
        SMALL[GOAL].replace("    owner: bo\n", ""),
        SMALL[GOAL].replace("id: subscribers", "id: pillar-posts"),
        "title: [",
    ],
    ids=["no owner", "its id twice", "broken YAML"],
)
def test_what_happened_until_it_could_last_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], broken: str
) -> None:
    commit(make(tmp_path))
    commit(make(tmp_path, {GOAL: SMALL[GOAL].replace("target: 3", "target: 2")}))
    commit(make(tmp_path, {GOAL: broken, RECORD: CHECK_IN}))
    events, err = history(capsys, tmp_path)
    assert sorted(event["kind"] for event in events) == ["check-in", "terms", "terms"]
    assert "2026-Q4/company/organic-pipeline/pillar-posts cannot be read now" in err


def test_what_could_never_be_read_has_no_history(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(make(tmp_path, {**SMALL, GOAL: SMALL[GOAL].replace("    owner: bo\n", "")}))
    assert cli.run(["history", POSTS, "--root", str(tmp_path), "--today", "2026-10-15"]) == 2
    assert "could not be read" in capsys.readouterr().err


def test_a_clone_that_is_cut_off_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(make(tmp_path / "whole"))
    commit(make(tmp_path / "whole", {GOAL: SMALL[GOAL].replace("target: 3", "target: 4")}))
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{tmp_path}/whole", "cut")
    events, err = history(capsys, tmp_path / "cut")
    assert len(events) == 1
    assert "note: the history is cut off here" in err
    with pytest.raises(OkrsError, match="there is no commit up to 2026-10-14") as caught:
        api.snapshot(api.open_repository(tmp_path / "cut"), date(2026, 10, 14))
    assert caught.value.remedy == "fetch the full history (`git fetch --unshallow`)"


def test_names_in_commits_are_made_safe(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(GIT, "GIT_AUTHOR_NAME", "x ::error:: \x1b[31m \u202e y")
    commit(make(tmp_path, {**SMALL, RECORD: CHECK_IN}))
    assert cli.run(["history", POSTS, "--root", str(tmp_path), "--today", "2026-10-15"]) == 0
    out = capsys.readouterr().out
    assert "\\u{1b}" in out
    assert not any(bad in out for bad in ("::", "\x1b", "\u202e"))


def test_a_record_that_moved_is_not_back_dated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(make(tmp_path, {**SMALL, RECORD: CHECK_IN}))
    monkeypatch.setitem(GIT, "GIT_COMMITTER_DATE", "2026-10-20T12:00:00Z")
    git(tmp_path, "mv", RECORD, RECORD.replace("bo.yaml", "bo.2.yaml"))
    late = "okrs/2026-Q4/check-ins/2026-10-13-bo.yaml"
    make(tmp_path, {late: CHECK_IN.replace("10-12", "10-13"), late.replace("13", "19"): CHECK_IN.replace("12", "19")})
    commit(tmp_path)
    past = api.snapshot(api.open_repository(tmp_path), date(2026, 10, 15))
    assert [record.file for record in past.back_dated] == [late]
    assert api.snapshot(api.open_repository(tmp_path), date(2026, 10, 20)).back_dated == ()


def test_without_commits_nothing_is_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(tmp_path)
    assert cli.run(["status", "--root", str(tmp_path), "--as-of", "2026-10-15"]) == 2
    assert "is not in a git repository" in capsys.readouterr().err
    git(tmp_path, "init", "-q")
    assert cli.run(["report", "--root", str(tmp_path), "--as-of", "2026-10-15"]) == 2
    assert "has no commits yet" in capsys.readouterr().err


def test_before_there_were_any(tmp_path: Path) -> None:
    commit(make(tmp_path, {"README.md": "x\n"}))
    make(tmp_path)
    with pytest.raises(OkrsError, match="there was nothing in okrs/ on 2026-10-15"):
        api.snapshot(api.open_repository(tmp_path), date(2026, 10, 15))


GOAL_WITH_MANAGER = OBJECTIVE.replace("    owner: bo\n", "    owner: bo\n    manager: ana\n")
POSTS = "2026-Q4/company/organic-pipeline/pillar-posts"


def managers(root: Path, today: str) -> list[tuple[str, str, str]]:
    repository = api.open_repository(root)
    view, _ = api.history(repository, repository.workspace.plan.key_results[POSTS], date.fromisoformat(today))
    return [(str(event.day), event.lines[0], event.lines[-1]) for event in view.events if event.kind == "manager"]


def test_a_change_of_manager_is_told(tmp_path: Path) -> None:
    commit(make(tmp_path, {"okrs/people.yaml": PEOPLE, GOAL: OBJECTIVE}))
    repository = api.open_repository(tmp_path)
    view, _ = api.history(repository, repository.workspace.plan.key_results[POSTS], date(2026, 11, 16))
    assert view.events[0].lines[-1] == "manager the owner's own"
    make(tmp_path, {GOAL: GOAL_WITH_MANAGER})
    line = "named who agrees: manager the owner's own → ana"
    assert managers(tmp_path, "2026-11-16") == [("2026-11-16", line, line)]
    commit(tmp_path)
    assert managers(tmp_path, "2026-11-16") == [("2026-10-15", line, line)]


def test_nothing_is_told_that_came_later(tmp_path: Path) -> None:
    check_in = "by: bo\ndate: 2026-11-20\nkey_results: {company/organic-pipeline/pillar-posts: {value: 2}}\n"
    record = "okrs/2026-Q4/check-ins/2026-11-20-bo.yaml"
    commit(make(tmp_path, {"okrs/people.yaml": PEOPLE, GOAL: OBJECTIVE, record: check_in}))
    repository = api.open_repository(tmp_path)
    node = repository.workspace.plan.key_results[POSTS]
    for today, kinds in (("2026-11-16", ["terms"]), ("2026-11-20", ["terms", "check-in"]), ("2026-10-01", ["terms"])):
        view, _ = api.history(repository, node, date.fromisoformat(today))
        assert [event.kind for event in view.events] == kinds
        assert all(str(event.day) <= today for event in view.events)
    assert view.events[0].lines[-1] == "committed only after this day"


PLANNED = SMALL[GOAL].replace("unit: posts}\n", "unit: posts}\n    start: 2026-10-12\n    plan: {2026-10-31: 1}\n")


def test_the_plan_and_the_first_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(make(tmp_path, {**SMALL, GOAL: PLANNED}))
    commit(make(tmp_path, {GOAL: PLANNED.replace("31: 1}", "31: 2}")}))
    make(tmp_path, {GOAL: SMALL[GOAL]})
    events, _ = history(capsys, tmp_path)
    assert [(event["kind"], event["moved"]) for event in events] == [
        ("terms", []),
        ("planning", {"plan": {"before": {"2026-10-31": 1.0}, "after": {"2026-10-31": 2.0}}}),
        (
            "planning",
            {
                "start": {"before": "2026-10-12", "after": None},
                "plan": {"before": {"2026-10-31": 2.0}, "after": {}},
            },
        ),
    ]
    assert cli.run(["history", POSTS, "--root", str(tmp_path), "--today", "2026-10-15"]) == 0
    words = " ".join(capsys.readouterr().out.split())
    assert "starts 12 Oct 2026 plan 1 posts by 31 Oct 2026" in words
    assert "planned it anew: plan by 31 Oct 2026: 1 →" in words
    assert "start 12 Oct 2026 → 1 Oct 2026; plan 2 posts by 31 Oct 2026 → none not committed yet" in words


WHOLE = "company/organic-pipeline"


def of_objective(capsys: pytest.CaptureFixture[str], root: Path, ref: str = WHOLE) -> tuple[list[dict[str, Any]], str]:
    arguments = ["history", ref, "--root", str(root), "--today", "2026-10-15", "--output-format", "json"]
    assert cli.run(arguments) == 0
    out, err = capsys.readouterr()
    return json.loads(out)["events"], err


def test_of_an_objective(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = f"by: mara\ndate: 2026-10-12\nobjectives:\n  {WHOLE}: {{note: It grows., help: Two days.}}\n"
    first = commit(make(tmp_path))
    text = SMALL[GOAL].replace("owner: mara\n", "owner: bo\ntags: [growth]\n", 1)
    second = commit(make(tmp_path, {GOAL: text, RECORD.replace("-bo", "-mara"): said}))
    other = "  - {id: other, title: Another, owner: bo, measure: {type: binary}, success: Seen.}\n"
    make(tmp_path, {GOAL: text.replace("id: pillar-posts", "id: posts\n    formerly: [pillar-posts]") + other})
    events, err = of_objective(capsys, tmp_path)
    assert err == ""
    assert [(event["kind"], event["date"], event["commit"]) for event in events] == [
        ("check-in", "2026-10-12", second),
        ("objective", "2026-10-15", first),
        ("objective", "2026-10-15", second),
        ("objective", "2026-10-15", None),
    ]
    assert (events[0]["note"], events[0]["help"]) == ("It grows.", "Two days.")
    assert [[change["field"] for change in event["moved"]] for event in events[1:]] == [
        [],
        ["owner", "tags"],
        ["key_results"],
    ]
    assert cli.run(["history", WHOLE, "--root", str(tmp_path), "--today", "2026-10-15"]) == 0
    words = " ".join(capsys.readouterr().out.split())
    assert "owner mara → bo tags: growth added" in words
    assert "key result pillar-posts is called posts new key result other: Another not committed yet" in words


def test_of_an_objective_that_moved_went_away_or_could_not_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(make(tmp_path))
    commit(make(tmp_path, {GOAL: "title: [\n"}))
    (tmp_path / GOAL).unlink()
    commit(tmp_path)
    moved = GOAL.replace("organic-pipeline", "pipeline")
    commit(make(tmp_path, {moved: SMALL[GOAL].replace("owner: mara\n", f"owner: mara\nformerly: [{WHOLE}]\n", 1)}))
    commit(make(tmp_path, {moved: SMALL[GOAL].replace("title: ", f"formerly: [{WHOLE}]\ntitle: New ", 1)}))
    events, err = of_objective(capsys, tmp_path, "company/pipeline")
    assert [(event["kind"], event.get("change")) for event in events] == [
        ("objective", "proposed"),
        ("objective", "removed"),
        ("objective", "restored"),
        ("objective", "moved"),
    ]
    assert "1 earlier version could not be read and is missing" in err


def test_of_an_objective_without_commits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = f"by: mara\ndate: 2026-10-12\nobjectives:\n  {WHOLE}: {{note: It grows.}}\n"
    events, err = of_objective(capsys, make(tmp_path, {**SMALL, RECORD.replace("-bo", "-mara"): said}))
    assert [event["kind"] for event in events] == ["check-in"]
    assert "there are no commits here" in err
