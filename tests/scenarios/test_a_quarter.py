"""A whole quarter of four people in real git, from the proposal to the next quarter, with all that comes between."""

from __future__ import annotations

import os
import re
import shlex
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.scenarios.quarter import Quarter

PEOPLE = """\
people:
  ana: {name: Ana Souza}
  mara: {name: Mara Keller, manager: ana}
  bo: {name: Bo Lindqvist, manager: mara}
  chen: {name: Chen Wei, manager: mara}
  eli: {name: Eli Novak, manager: ana}
  dee: {name: Dee Okafor, manager: eli}
"""
TEAMS = """\
teams:
  company: {name: Example Inc, lead: ana}
  content: {name: Content, lead: mara, members: [bo, chen], part_of: company}
  web: {name: Web, lead: eli, members: [dee], part_of: company}
"""
CONFIG = "organization: Example Inc\nagreement: {required_from: 2026-Q4}\n"
GROWTH, PIPELINE, PAGES = "company/profitable-growth", "content/organic-pipeline", "web/fast-pages"
RENAMED = "editorial/organic-pipeline"
NEW = f"""\
{GROWTH} --owner ana --title "Grow with what we have" --key-result-owner mara --key-result-id margin \
    --key-result "Raise the margin from 20 % to 25 %" --baseline 20 --target 25 --unit % --contributor content
{PIPELINE} --owner mara --title "Be found by search" --aligned-to {GROWTH} --key-result-owner bo \
    --key-result "Publish in-depth posts" --key-result-id pillar-posts --baseline 0 --target 5 --unit posts
{PAGES} --owner eli --title "Pages feel instant" --aligned-to {GROWTH} --key-result-owner dee \
    --key-result "Cut time to first byte" --key-result-id first-byte --baseline 900 --target 300 --unit ms
"""
# As people write it: `okrs fmt` puts the keys in order, and `okrs lint --fix` makes one owner of two.
MORE = """\
  - id: podcast
    owner: chen
    title: Reach 500 listeners of a podcast
    measure: {type: metric, baseline: 0, target: 500, unit: listeners}
  - id: guide
    owner: [chen, bo]
    title: Everybody writes by one guide
    measure:
      type: milestones
      steps:
        - {id: draft, title: A draft}
        - {id: trial, title: A trial of two weeks}
        - {id: out, title: It is out}
"""

# Week by week.
MARGIN = (20, 20, 21, 21, 21, 22, 22, 22, 23, 23, 23, 24, 24)
POSTS = (0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3)
LISTENERS = (0, 5, 5, 5, 10, 10, 10, 10)
DONE: tuple[list[str], ...] = (*[[]] * 4, *[["draft"]] * 5, *[["draft", "trial"]] * 4)
FIRST_BYTE = (900, 890, 880, 800, 700, 700, 690, 650, 600, 560, 500, 450, 410)


@pytest.mark.nightly
def test_a_quarter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    quarter = Quarter(tmp_path, "2026-09-14")
    propose(quarter)
    agree(quarter)
    between: dict[int, Callable[[Quarter], None]] = {4: move_terms, 8: drop, 9: hand_over, 11: rename}
    for week in range(1, 14):
        play(quarter, week, between.get(week, lambda _: None))
        if week == 7:
            shown = publish(quarter)
    grade(quarter)
    close(quarter)
    roll_over(quarter)
    agree_again(quarter)
    assert_the_page_of_week_7(quarter, shown)
    assert_what_is_reported(quarter)
    assert_the_other_branches_merge(quarter)


def propose(quarter: Quarter) -> None:
    for path, text in {"people.yaml": PEOPLE, "teams.yaml": TEAMS, "config.yaml": CONFIG}.items():
        quarter.write(f"okrs/{path}", text)
    quarter.git("add", "-A")
    quarter.git("commit", "-qm", "Who we are")
    quarter.branch("propose")
    for words in map(shlex.split, NEW.splitlines()):
        quarter.okrs("new", *words, "--cycle", "2026-Q4", "--why", "We need it.", "--measure", "metric")
    goal = quarter.root / f"okrs/2026-Q4/{PIPELINE}.yaml"
    goal.write_text(goal.read_text(encoding="utf-8") + MORE, encoding="utf-8", newline="\n")
    quarter.okrs("lint", "--since", "main", status=1)
    quarter.okrs("lint", "--fix")
    quarter.okrs("fmt", "--check", status=1)
    quarter.okrs("fmt")
    quarter.okrs("fmt", "--check")
    quarter.merge([quarter.propose("ana")])
    assert states(quarter, "2026-Q4") == dict.fromkeys(all_of(PIPELINE), "proposed")
    quarter.cut_unrelated(f"okrs/2026-Q4/{PIPELINE}.yaml", "We need it.", "Paid acquisition doubled in price.")
    quarter.holds()


def agree(quarter: Quarter) -> None:
    quarter.day = "2026-09-21"
    margin, posts, podcast, guide, first_byte = (f"2026-Q4/{ref}" for ref in all_of(PIPELINE))
    agreements = {
        "bo": [posts], "chen": [podcast, guide], "dee": [first_byte], "eli": [first_byte], "ana": [margin],
        "mara": [margin, posts, podcast, guide],
    }  # fmt: skip
    quarter.merge([quarter.record(who, "agree", *ids) for who, ids in agreements.items()])
    assert states(quarter, "2026-Q4") == dict.fromkeys(all_of(PIPELINE), "agreed")
    quarter.okrs("lint")
    quarter.holds()


def play(quarter: Quarter, week: int, between: Callable[[Quarter], None]) -> None:
    """Four people check in on Monday, each on a branch; other things happen, and on Friday it is merged."""
    monday = date(2026, 10, 5) + timedelta(weeks=week - 1)
    quarter.day = str(monday)
    branches = [quarter.check_in(who, entries) for who, entries in check_ins_in(week).items()]
    quarter.day = str(monday + timedelta(days=2))
    between(quarter)
    quarter.day = str(monday + timedelta(days=4))
    quarter.merge(branches, leaving=0 if week in (7, 13) else 1)
    quarter.holds()


def check_ins_in(week: int) -> dict[str, dict[str, dict[str, Any]]]:
    """The check-ins of a week; from week 12 on the team has its new id, and before week 10 Dee is still there."""
    at, pipeline = week - 1, PIPELINE if week < 12 else RENAMED
    sure = {"confidence": 0.7}
    chens: dict[str, dict[str, Any]] = {f"{pipeline}/guide": {"done": DONE[at], "note": f"Week {week}.", **sure}}
    if week <= 8:
        chens[f"{pipeline}/podcast"] = {"value": LISTENERS[at], "confidence": 0.2, "help": "Somebody to record it."}
    return {
        "mara": {f"{GROWTH}/margin": {"value": MARGIN[at], **sure}},
        "bo": {f"{pipeline}/pillar-posts": {"value": POSTS[at], **sure}},
        "chen": chens,
        "dee" if week <= 9 else "eli": {f"{PAGES}/first-byte": {"value": FIRST_BYTE[at], **sure}},
    }


def move_terms(quarter: Quarter) -> None:
    posts = f"{PIPELINE}/pillar-posts"
    quarter.branch("three-posts")
    quarter.edit(f"okrs/2026-Q4/{PIPELINE}.yaml", "target: 5,", "target: 3,")
    quarter.merge([quarter.propose("mara")])
    assert states(quarter, "2026-Q4")[posts] == "agreement stale"
    assert "AGR003" in quarter.okrs("lint", status=1)
    quarter.holds()
    quarter.merge([quarter.record("bo", "agree", posts), quarter.record("mara", "agree", posts)])
    assert states(quarter, "2026-Q4")[posts] == "agreed"
    quarter.okrs("lint")
    quarter.holds()


def drop(quarter: Quarter) -> None:
    quarter.merge([quarter.record("chen", "drop", f"{PIPELINE}/podcast", "--because", "Nobody records it.")])
    assert states(quarter, "2026-Q4")[f"{PIPELINE}/podcast"] == "dropped"
    quarter.holds()


def hand_over(quarter: Quarter) -> None:
    """Dee leaves; what Dee said on Monday is merged only when somebody else owns it."""
    first_byte = f"{PAGES}/first-byte"
    handed_over = quarter.propose("eli", quarter.okrs("assign", first_byte, "--to", "eli"))
    quarter.branch("dee-leaves")
    quarter.edit(
        "okrs/people.yaml", "dee: { name: Dee Okafor, manager: eli", "dee: { name: Dee Okafor, left: 2026-12-04"
    )
    quarter.merge([handed_over, quarter.propose("ana")])
    assert states(quarter, "2026-Q4")[first_byte] == "agreement stale"
    quarter.holds()
    quarter.merge([quarter.record("eli", "agree", first_byte), quarter.record("ana", "agree", first_byte)])
    assert states(quarter, "2026-Q4")[first_byte] == "agreed"
    quarter.holds()


def rename(quarter: Quarter) -> None:
    """The team gets another id while its check-ins of Monday, by the old one, wait to be merged."""
    before = states(quarter, "2026-Q4")
    quarter.merge([quarter.propose("ana", quarter.okrs("mv", "content", "editorial"))])
    assert states(quarter, "2026-Q4") == {ref.replace(PIPELINE, RENAMED): state for ref, state in before.items()}
    quarter.holds()


def publish(quarter: Quarter) -> str:
    """Commits the page of the week; gives what the terminal shows on that day."""
    quarter.okrs("report")
    quarter.git("add", "-A")
    quarter.git("commit", "-qm", "The pages of week 7")
    quarter.git("tag", "week-7")
    quarter.holds()
    return quarter.okrs("status")


def grade(quarter: Quarter) -> None:
    """After the holidays. It is not closed before the last has said how it ended."""
    quarter.day = "2027-01-05"

    def graded(who: str, key_result: str, score: float, decision: str, *more: str) -> str:
        return quarter.record(
            who, "grade", f"2026-Q4/{key_result}", "--score", str(score), "--because", f"So {who} found.",
            "--decision", decision, *more,
        )  # fmt: skip

    missed = ("--root-cause", "Too much at once.")
    branches = [
        graded("mara", f"{GROWTH}/margin", 0.8, "keep", *missed, "--reviewed-by", "ana"),
        graded("bo", f"{RENAMED}/pillar-posts", 1, "stop", "--learned", "Book the reviewers first."),
        graded("chen", f"{RENAMED}/guide", 0.67, "modify", *missed),
    ]
    # Whose grade is left over is up to the order; the next time it is merged.
    quarter.merge([*branches, graded("eli", f"{PAGES}/first-byte", 0.82, "keep", *missed)], leaving=1)
    assert "1 of 5 key results waits for a grade" in quarter.okrs("close", "2026-Q4", status=1)
    quarter.git("clean", "-fdq", "status")
    quarter.merge([])
    quarter.holds()


def close(quarter: Quarter) -> None:
    quarter.day = "2027-01-08"
    quarter.branch("close")
    assert "2026-Q4 is closed" in quarter.okrs("close", "2026-Q4")
    quarter.okrs("report")
    quarter.merge([quarter.propose("ana")])
    expected = dict.fromkeys(all_of(RENAMED), "closed") | {f"{RENAMED}/podcast": "dropped"}
    assert states(quarter, "2026-Q4") == expected
    quarter.holds()


def roll_over(quarter: Quarter) -> None:
    """Mara writes what goes on, and where to in a record of each who graded; then there is nothing left to write."""
    quarter.day = "2027-01-11"
    command = ("rollover", "2026-Q4", "2027-Q1")
    quarter.merge([quarter.propose("mara", quarter.okrs(*command, "--by", "mara"))])
    quarter.holds()
    assert quarter.okrs(*command, "--by", "chen").endswith("nothing to write\n")
    assert not quarter.git("status", "--porcelain")
    assert states(quarter, "2027-Q1") == dict.fromkeys(going_on(), "proposed")
    assert quarter.okrs("lint", status=1).count("error[AGR001]") == 3
    quarter.holds()


def agree_again(quarter: Quarter) -> None:
    quarter.day = "2027-01-12"
    margin, guide, first_byte = (f"2027-Q1/{ref}" for ref in going_on())
    agreements = {"mara": [margin, guide], "chen": [guide], "eli": [first_byte], "ana": [margin, first_byte]}
    quarter.merge([quarter.record(who, "agree", *ids) for who, ids in agreements.items()])
    assert states(quarter, "2027-Q1") == dict.fromkeys(going_on(), "agreed")
    quarter.okrs("lint", "--all-cycles")
    quarter.branch("pages")
    quarter.okrs("report")
    quarter.merge([quarter.propose("ana")])
    quarter.holds()


def assert_the_page_of_week_7(quarter: Quarter, shown: str) -> None:
    """After all that has happened since, and with the pages of today in its place, that day is shown as it was."""
    day = quarter.git("log", "-1", "--format=%cs", "week-7").strip()
    assert quarter.okrs("status", "--cycle", "2026-Q4") != shown
    assert quarter.okrs("status", "--as-of", day) == shown
    changed = "diff", "--cached", "--name-only", "week-7", "--", "status"
    assert f"status/2026-Q4/objectives/{PAGES}.md" in quarter.git(*changed).splitlines()
    quarter.okrs("report", "--as-of", day)
    quarter.git("add", "-A", "status")
    assert quarter.git(*changed) == ""
    quarter.git("reset", "-q", "--hard")


def assert_what_is_reported(quarter: Quarter) -> None:
    assert Counter(quarter.records()) == {"check-ins": 52, "agreements": 6 + 2 + 2 + 4, "grades": 1 + 4 + 3}
    grades = {ref: quarter.json_output("show", f"2026-Q4/{ref}")["grade"] for ref in all_of(RENAMED)}
    assert {ref: grade.get("carried_to") for ref, grade in grades.items()} == {
        ref: f"2027-Q1/{ref}" if ref in going_on() else None for ref in all_of(RENAMED)
    }
    measures = [quarter.json_output("terms", f"2027-Q1/{ref}")["terms"]["measure"] for ref in going_on()]
    assert [measure.get("baseline") for measure in measures] == [MARGIN[-1], None, FIRST_BYTE[-1]]
    assert [step["id"] for step in measures[1]["steps"]] == ["out"]

    events = quarter.json_output("history", f"2026-Q4/{RENAMED}/pillar-posts")["events"]
    kinds = {"terms": 2, "agreement": 4, "check-in": 13, "renamed": 1, "grade": 1}
    assert Counter(event["kind"] for event in events) == kinds
    events = quarter.json_output("history", f"2026-Q4/{PAGES}/first-byte")["events"]
    assert [event["by"] for event in events if event["kind"] == "check-in"] == ["dee"] * 9 + ["eli"] * 4
    assert not any(event.get("rewritten") for event in events)

    page = (quarter.root / "status/2026-Q4/retrospective.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[.*objectives/([^)]*)\.md#([^)]*)\).*?\| ([^|]*?) \|", page, re.MULTILINE)
    assert {f"{objective}/{key_result}": score.partition("<br>")[0] for objective, key_result, score in rows} == {
        f"{GROWTH}/margin": "0.8, keep",
        f"{RENAMED}/pillar-posts": "1.0, stop",
        f"{RENAMED}/podcast": "dropped",
        f"{RENAMED}/guide": "0.67, modify",
        f"{PAGES}/first-byte": "0.82, keep",
    }
    assert "- **1** of 4 commitments was met: 1.0 is expected" in page
    assert (
        "Of 5 key results, 4 have their grade and 1 was dropped. Of 60 check-ins that fell due, 60 came in time."
        in page
    )
    assert page.count("it goes on as") == 3


def assert_the_other_branches_merge(quarter: Quarter) -> None:
    quarter.merge(["rebased", "left"])
    quarter.okrs("lint", "--all-cycles")
    quarter.holds()


def states(quarter: Quarter, cycle: str) -> dict[str, str]:
    """The state of each key result, by its id without the cycle."""
    status = quarter.json_output("status", "--cycle", cycle)
    nodes = [node for objective in status["objectives"] for node in objective["key_results"]]
    return {node["id"].removeprefix(f"{cycle}/"): node["state"] for node in nodes}


def all_of(pipeline: str) -> list[str]:
    ours = [f"{pipeline}/{slug}" for slug in ("pillar-posts", "podcast", "guide")]
    return [f"{GROWTH}/margin", *ours, f"{PAGES}/first-byte"]


def going_on() -> list[str]:
    return [f"{GROWTH}/margin", f"{RENAMED}/guide", f"{PAGES}/first-byte"]
