"""Help for a value that does not fit: the value to write instead, as far as anything shows what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lint.helps import findings, helps
from tests.repositories import GOAL, PEOPLE, SMALL

METRIC = "{type: metric, baseline: 0, target: 3, unit: posts}"
CHECK_IN = "okrs/2026-Q4/check-ins/2026-10-12-bo.yaml"
GRADE = "okrs/2026-Q4/grades/2026-12-30-bo.yaml"
POSTS = "company/organic-pipeline/pillar-posts"


def with_measure(measure: str) -> dict[str, str]:
    return {GOAL: SMALL[GOAL].replace(METRIC, measure)}


def with_key(line: str) -> dict[str, str]:
    """The goal with a line more in its first key result."""
    return {GOAL: SMALL[GOAL].replace("    measure", f"    {line}\n    measure", 1)}


def in_goal(line: str) -> dict[str, str]:
    return {GOAL: SMALL[GOAL].replace("owner: mara", f"owner: mara\n{line}", 1)}


def in_config(line: str) -> dict[str, str]:
    return {"okrs/config.yaml": f"{line}\n"}


def reported(entry: str, kind: str = "key_results", path: str = CHECK_IN) -> dict[str, str]:
    return {path: f"by: bo\ndate: {path[-18:-8]}\n{kind}:\n  {entry}\n"}


@pytest.mark.parametrize(
    ("files", "help"),
    [
        (reported(f"{POSTS}: 3"), "write it as `{value: 3}`"),
        (reported(f"{POSTS}: 3 posts"), "write it as `{value: 3}`"),
        (reported(f"{POSTS}: true"), "write it as `{done: true}`"),
        (reported(f"{POSTS}: done"), "write it as `{done: true}`"),
        (reported(f"{POSTS}: [beta]"), "write it as `{done: [beta]}`"),
        (reported(f"{POSTS}: it goes well"), "write it as `{note: it goes well}`"),
        (reported(f"{POSTS}: at risk"), "write it as `{status: at-risk}`, or `{note: at risk}`"),
        (reported('company/organic-pipeline: "a, b"', "objectives"), 'write it as `{note: "a, b"}`'),
        (
            reported(f"{POSTS}: 70 %", path=GRADE),
            'write it as `{score: 0.7, because: "…", decision: …}`; `okrs grade` makes one',
        ),
        (
            {CHECK_IN: f"by: bo\ndate: 2026-10-12\nkey_results: [{POSTS}]\n"},
            "write each by its id, without a dash, and behind that what you say of it, such as"
            " `team/objective/key-result: {note: …}`",
        ),
        (
            with_measure("{type: milestones, steps: [The beta is out]}"),
            "write it as `{id: the-beta-is-out, title: The beta is out}`",
        ),
        (
            with_measure("{type: milestones, steps: Beta}"),
            "write a list: `steps: [{id: beta, title: Beta}]`",
        ),
        (with_measure("binary"), "write `measure: {type: binary}`"),
        (
            with_key("plan: [20, 50]"),
            "write each number behind its day, such as `plan: {2026-10-31: 20, 2026-11-30: 50}`",
        ),
        (in_goal("initiatives: [Rewrite it]"), "write it as `{title: Rewrite it}`"),
        (in_config("check_ins: 4 weeks"), "write it as `{every: month}`"),
        (in_config("agreement: 2027-Q1"), "write it as `{required_from: 2027-Q1}`"),
        (in_config("objectives: 4"), "write it as `{per_team: 4}`"),
        (in_config("days_off: weekends"), "write a list: `days_off: [saturday, sunday]`"),
        ({"okrs/people.yaml": f"{PEOPLE}  di: Di\n"}, "write it as `{name: Di}`, with what else is known of them"),
    ],
)
def test_a_value_in_place_of_a_mapping_or_a_list(files: dict[str, str], help: str, tmp_path: Path) -> None:
    assert helps(tmp_path, files)["FMT004"] == help


@pytest.mark.parametrize(
    ("written", "help"),
    [
        ("company/a, company/b", "write a list: `aligned_to: [company/a, company/b]`"),
        ("company/a and company/b", "write a list: `aligned_to: [company/a, company/b]`"),
        ("2026/company/a; company/b", "write a list: `aligned_to: [2026/company/a, company/b]`"),
        (
            "{objective: [company/a, company/b]}",
            "write one objective; several are a list, `aligned_to: [company/a, company/b]`",
        ),
        ('[company/a, "company/b company/c"]', "write each as an entry of its own: `company/b, company/c`"),
        ("growth", "did you mean `company/growth`?"),
        ("Company/Growth", "did you mean `company/growth`?"),
    ],
)
def test_several_goals_or_part_of_an_id(written: str, help: str, tmp_path: Path) -> None:
    growth = {"okrs/2026-Q4/company/growth.yaml": SMALL[GOAL].replace("Make", "Be")}
    assert helps(tmp_path, {**in_goal(f"aligned_to: {written}"), **growth})["FMT004"] == help


@pytest.mark.parametrize(
    "written",
    ["pillar-posts", "organic-pipeline/pillar-posts", "company/pillar-posts", POSTS.title().replace("-", " ")],
)
def test_a_key_result_without_its_team(written: str, tmp_path: Path) -> None:
    assert helps(tmp_path, reported(f"{written}: {{value: 1}}"))["FMT004"] == f"did you mean `{POSTS}`?"


def test_a_key_result_among_objectives(tmp_path: Path) -> None:
    entry = reported(f"{POSTS}: {{note: It goes on}}", "objectives")
    assert helps(tmp_path, entry)["FMT004"] == "write it below `key_results:`, where key results belong"


@pytest.mark.parametrize(
    ("files", "help"),
    [
        (with_key("due: Nov 20"), "write it as `2026-11-20`"),
        (with_key("due: 30 September"), "write it as `2026-09-30`"),
        (with_key("due: 18 December 2026"), "write it as `2026-12-18`"),
        (with_key("due: 11/06/2026"), "write it as `2026-11-06`"),
        (with_key("due: 11/10/2026"), "write it as `2026-10-11` or `2026-11-10`"),
        (with_key("due: January 8"), "write it as `2027-01-08`"),
        (with_key("due: end of November"), "write it as `2026-11-30`"),
        (with_key("due: EOQ"), "write it as `2026-12-31`"),
        (with_key("plan: {11/30/2026: 20}"), "write it as `2026-11-30`"),
        (with_key("plan: {Nov 30: 20}"), "write it as `2026-11-30`"),
        ({CHECK_IN: f"by: bo\ndate: 10/12/2026\nkey_results: {{{POSTS}: {{value: 1}}}}\n"}, "write it as `2026-10-12`"),
        ({CHECK_IN: f"by: bo\ndate: 12 Oct\nkey_results: {{{POSTS}: {{value: 1}}}}\n"}, "write it as `2026-10-12`"),
        (in_config("cycles: {2026-C6: {from: 2026-10-26, until: 12/04/2026}}"), "write it as `2026-12-04`"),
        (in_config("cycles: {2026-C6: {from: 10/12/2026, until: 2026-11-20}}"), "write it as `2026-10-12`"),
        (in_config("cycles: {2026-C6: {from: 2026-11-26, until: Jan 8}}"), "write it as `2027-01-08`"),
        (in_config("cycles: {2026-C6: {from: Oct 26, until: 2026-12-04}}"), "write it as `2026-10-26`"),
        (
            {"okrs/people.yaml": PEOPLE.replace("Bo,", "Bo, away: [{from: 2026-10-26, until: 12/04/2026}],")},
            "write it as `2026-12-04`",
        ),
    ],
)
def test_a_day_of_which_the_file_says_more(files: dict[str, str], help: str, tmp_path: Path) -> None:
    assert helps(tmp_path, files)["FMT004"] == help


@pytest.mark.parametrize(
    ("files", "help"),
    [
        (in_config("check_ins: {every: biweekly}"), "did you mean `two-weeks`?"),
        (in_config("check_ins: {every: quarterly}"), "write `month`, the longest there is"),
        (in_config("fiscal_year_start: 4"), "did you mean `april`?"),
        (with_key("check_ins: 4 weeks"), "did you mean `month`?"),
        (with_key("check_ins: 14"), "did you mean `two-weeks`?"),
        (with_key("check_ins: {every: month}"), "write `check_ins: month`"),
        (with_key("commitment: stretch"), "did you mean `aspirational`?"),
        (with_measure("{type: metric, direction: increase, target: 3, unit: posts}"), "did you mean `up`?"),
        (with_measure("{type: boolean}"), "did you mean `binary`?"),
        (reported(f"{POSTS}: {{status: amber}}"), "did you mean `at-risk`?"),
        (reported(f"{POSTS}: {{status: done}}"), "leave `status` out: what is done says its `value`, or `done: true`"),
        (reported(f'{POSTS}: {{confidence: "1:5"}}'), "write it as a share of 1: `confidence: 0.2`"),
    ],
)
def test_a_word_for_one_of_our_choices(files: dict[str, str], help: str, tmp_path: Path) -> None:
    assert helps(tmp_path, files)["FMT004"] == help


FAY = {"okrs/people.yaml": f"{PEOPLE}  fay-example: {{name: Fay Example}}\n"}
"""A person whose id is not their first name."""


@pytest.mark.parametrize("written", ["Fay", "FAY", "Fay Example", "@fay-example"])
def test_a_name_leads_to_the_person_who_has_it(written: str, tmp_path: Path) -> None:
    files = {
        **FAY,
        "okrs/backlog/company/later.yaml": f"title: Be known\nowner: {written!r}\n",
        **reported(f"{POSTS}: {{value: 1}}"),
    }
    files[CHECK_IN] = files[CHECK_IN].replace("by: bo", f"by: {written!r}")
    found = [finding.help for finding in findings(tmp_path, files) if finding.code == "FMT004"]
    assert found == 2 * [
        'did you mean "fay-example"? write the id of a person in okrs/people.yaml, or add this one there'
    ]


def test_no_id_is_made_of_a_name_that_nobody_has(tmp_path: Path) -> None:
    files = {"okrs/backlog/company/later.yaml": "title: Be known\nowner: Zoe\n"}
    assert helps(tmp_path, files)["FMT004"] == "write the id of a person in okrs/people.yaml, or add this one there"


def test_the_owner_of_a_goal_for_later_may_be_open(tmp_path: Path) -> None:
    files = {"okrs/backlog/company/later.yaml": "title: Be known\nowner: TBD\n"}
    assert helps(tmp_path, files)["FMT004"] == "leave `owner` out until it is known"


@pytest.mark.parametrize(
    ("by", "named", "help"),
    [
        ("fay-example", "fay", "move the file to {0}2026-10-12-fay-example.yaml"),
        (
            "fay",
            "fay-example",
            "if it is new, write `by: fay-example`, as nobody is called `fay`; otherwise move it to"
            " {0}2026-10-12-fay.yaml",
        ),
        (
            "bo",
            "fay-example",
            "move the file to {0}2026-10-12-bo.yaml; if it is new and the name is right, write `by: fay-example`",
        ),
    ],
)
def test_of_two_people_one_who_exists(by: str, named: str, help: str, tmp_path: Path) -> None:
    text = f"by: {by}\ndate: 2026-10-12\nkey_results:\n  {POSTS}: {{value: 1}}\n"
    folder = "okrs/2026-Q4/check-ins/"
    found = helps(tmp_path, {**FAY, f"{folder}2026-10-12-{named}.yaml": text})
    assert found["FMT006"] == help.format(folder)
