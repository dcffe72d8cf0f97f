"""Rollovers: what was decided to go on goes on from where it stands, and everybody is asked again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.errors import OkrsError
from okrs_as_code.refactor.rollover import Rollover
from tests.cli.organisation import files
from tests.repositories import make, record_file, without_digests

DAY = date(2026, 12, 30)
OLD, NEW = "okrs/2026-Q4/content/goal.yaml", "okrs/2027-Q1/content/goal.yaml"
PEOPLE = """\
people:
  ana: {name: Ana}
  mara: {name: Mara, manager: ana}
  bo: {name: Bo, manager: mara}
  dee: {name: Dee, manager: mara, left: 2026-12-31}
"""
TEAMS = "teams:\n  company: {name: Example, lead: ana}\n  content: {name: Content, lead: mara, part_of: company}\n"
HEAD = "title: Be read\nwhy: It pays.\nowner: mara\naligned_to: company/growth\nkey_results:\n"
METRIC = """\
  - id: posts
    title: Publish posts
    owner: bo
    measure: {type: metric, baseline: 0, target: 9, unit: posts}
"""
STEPS = """\
  - id: guide
    title: A guide that everybody uses
    owner: bo
    measure:
      type: milestones
      steps:
        - {id: draft, title: A draft, due: 2026-11-01}
        - {id: out, title: It is out, due: 2026-12-01}  # at last
"""


def check_in(entry: str, key_result: str = "posts") -> dict[str, str]:
    text = f"by: bo\ndate: 2026-12-01\nkey_results:\n  content/goal/{key_result}: {entry}\n"
    return {f"okrs/2026-Q4/check-ins/2026-12-01-bo.{key_result}.yaml": text}


def grade(decision: str, key_result: str = "posts", by: str = "bo", more: str = "") -> dict[str, str]:
    entry = f"{{score: 0.5, because: Half of it., decision: {decision}{more}}}"
    text = f"by: {by}\ndate: 2026-12-28\nreviewed_by: mara\nkey_results:\n  content/goal/{key_result}: {entry}\n"
    return {f"okrs/2026-Q4/grades/2026-12-28-{by}.{key_result}.yaml": text}


def organisation(root: Path, goal: str, *more: dict[str, str]) -> Path:
    contents = {"okrs/people.yaml": PEOPLE, "okrs/teams.yaml": TEAMS, OLD: goal}
    for added in more:
        contents.update(added)
    return make(root, contents)


def rolled(root: Path, *, team: str | None = None) -> Rollover:
    repository = api.open_repository(root)
    result = api.rollover(repository, "2026-Q4", "2027-Q1", DAY, team=team)
    api.write_changes(repository, result.changes)
    return result


def errors(root: Path) -> list[str]:
    """Codes of the errors in the new file."""
    findings = api.lint(api.open_repository(root), DAY, paths=[root / NEW]).findings
    return [located.finding.code for located in findings if located.finding.severity == "error"]


def test_a_metric_goes_on_from_its_last_value(tmp_path: Path) -> None:
    days = (
        "    start: 2026-10-15\n    due: 2026-12-15  # before the holidays\n    formerly: [articles]\n    weight: 2\n"
    )
    goal = f"# our main goal\n{HEAD}{METRIC}{days}# the end\n"
    root = organisation(tmp_path, goal, check_in("{value: 4, confidence: 0.5}"), grade("keep"))
    result = rolled(root)
    assert (root / NEW).read_text() == (
        f"# our main goal\n{HEAD}{METRIC}    weight: 2\n# the end\n".replace("baseline: 0", "baseline: 4")
        .replace("aligned_to: company/growth\n", "")
    )  # fmt: skip
    assert result.notes == ["2027-Q1/content/goal is aligned to nothing: company/growth is not in 2027-Q1"]
    assert record_file(root / "okrs/2026-Q4/grades", "2026-12-30-bo").read_text() == (
        "by: bo\ndate: 2026-12-30\ncorrects: 2026-12-28-bo.posts\nreviewed_by: mara\nkey_results:\n"
        "  content/goal/posts:\n    score: 0.5\n    because: Half of it.\n    decision: keep\n"
        "    carried_to: 2027-Q1/content/goal/posts\n"
    )


def test_only_what_goes_on_is_carried(tmp_path: Path) -> None:
    other = METRIC.replace("posts", "talks", 1)
    third = METRIC.replace("posts", "films", 1)
    speak, write = "{title: Find speakers, key_result: talks}", "{title: Write, key_result: posts}"
    work = f"initiatives:\n  - {speak}\n  - {write}\n  - {{title: Plan}}\n"
    goal = HEAD + other + METRIC + third + work
    root = organisation(tmp_path, goal, grade("keep"), grade("stop", "talks"))
    result = rolled(root)
    assert (root / NEW).read_text() == (HEAD + METRIC + work).replace("aligned_to: company/growth\n", "").replace(
        "  - {title: Find speakers, key_result: talks}\n", ""
    )
    assert "2026-Q4/content/goal/films is not graded, so nobody decided whether it goes on" in result.notes
    assert result.carried[0].notes == ("posts: has no value, so its baseline stays 0",)
    assert result.ending == []


def test_steps_that_are_done_stay_behind(tmp_path: Path) -> None:
    root = organisation(tmp_path, HEAD + STEPS, check_in("{done: [draft]}", "guide"), grade("keep", "guide"))
    rolled(root)
    text = (root / NEW).read_text()
    assert text.endswith("      steps:\n        - {id: out, title: It is out}  # at last\n")


@pytest.mark.parametrize(
    ("value", "measure", "reached"),
    [
        ("9", "{type: metric, baseline: 0, target: 9, unit: posts}  # 9 is reached: write the next target", True),
        ("12.5", "{type: metric, baseline: 0, target: 9, unit: posts}  # 9 is reached: write the next target", True),
        ("-1", "{type: metric, baseline: -1, target: 9, unit: posts}", False),
    ],
)
def test_a_target_that_is_reached_stays_until_somebody_writes_the_next(
    tmp_path: Path, value: str, measure: str, reached: bool
) -> None:
    root = organisation(tmp_path, HEAD + METRIC, check_in(f"{{value: {value}}}"), grade("keep"))
    result = rolled(root)
    assert (root / NEW).read_text().endswith(f"    measure: {measure}\n")
    assert errors(root) == []
    assert [note for note in result.carried[0].notes if "needs a new target" in note] == (
        [f"posts: needs a new target: 9 is reached, it stands at {float(value):g}"] if reached else []
    )


def test_when_all_steps_are_done_they_stay_until_somebody_writes_the_next(tmp_path: Path) -> None:
    root = organisation(tmp_path, HEAD + STEPS, check_in("{done: [draft, out]}", "guide"), grade("modify", "guide"))
    assert rolled(root).carried[0].notes == (
        "guide: it was decided to modify it: change what it says",
        "guide: needs new steps: all are done",
    )
    assert "- {id: draft, title: A draft}\n" in (root / NEW).read_text()
    assert errors(root) == []


def test_for_an_owner_who_has_left_the_manager_is_proposed(tmp_path: Path) -> None:
    goal = (HEAD + METRIC).replace("owner: bo", "owner: dee    # since May").replace("owner: mara", "owner: dee")
    root = organisation(tmp_path, goal, grade("keep"))
    result = rolled(root)
    text = (root / NEW).read_text()
    assert "    owner: mara    # since May; proposed: dee left on 2026-12-31\n" in text
    assert "\nowner: mara  # proposed: dee left on 2026-12-31\n" in text
    assert "posts: dee left on 2026-12-31, so mara is proposed as the owner" in result.carried[0].notes
    assert errors(root) == []


def test_what_would_not_be_valid_is_not_carried(tmp_path: Path) -> None:
    people = PEOPLE.replace("dee: {name: Dee, manager: mara,", "dee: {name: Dee,")
    goal = (HEAD + METRIC).replace("owner: bo", "owner: dee")
    other = {
        path.replace("goal", "talk"): text.replace("content/goal", "content/talk")
        for path, text in {OLD: HEAD + METRIC, **grade("keep", by="mara")}.items()
    }
    root = organisation(tmp_path, goal, grade("keep"), {"okrs/people.yaml": people}, other)
    before = files(root)
    result = rolled(root)
    [refused] = result.refused
    assert refused.startswith("2026-Q4/content/goal is not carried: ")
    assert "dee" in refused
    assert set(map(without_digests, files(root).keys() - before.keys())) == {
        "okrs/2027-Q1/content/talk.yaml",
        "okrs/2026-Q4/grades/2026-12-30-mara.yaml",
    }
    assert api.lint(api.open_repository(root), DAY, paths=[root / "okrs/2027-Q1"]).errors == 0


def test_what_all_stops_is_listed_as_ending(tmp_path: Path) -> None:
    root = organisation(tmp_path, HEAD + METRIC, grade("stop"))
    result = rolled(root)
    assert result.ending == ["2026-Q4/content/goal"]
    assert result.changes == ()


def test_what_is_there_is_never_touched(tmp_path: Path) -> None:
    second = {"okrs/2026-Q4/company/growth.yaml": HEAD.replace("aligned_to: company/growth\n", "") + METRIC}
    graded = grade("keep", "posts", "mara")
    graded = {path: text.replace("content/goal", "company/growth") for path, text in graded.items()}
    root = organisation(tmp_path, HEAD + METRIC, grade("keep"), second, graded, {NEW: "title: Mine\nkey_results: []\n"})
    result = rolled(root)
    assert (root / NEW).read_text() == "title: Mine\nkey_results: []\n"
    assert result.refused == [
        "2026-Q4/content/goal is not carried: 2027-Q1/content/goal is there already, and stays as it is"
    ]
    assert (root / "okrs/2027-Q1/company/growth.yaml").exists()
    was = files(root)
    assert [correction.record.by for correction in result.corrections] == ["mara"]
    again = rolled(root)
    assert files(root) == was
    assert again.refused == result.refused


def test_a_record_that_got_lost_is_written_again(tmp_path: Path) -> None:
    root = organisation(tmp_path, HEAD + METRIC, grade("keep"))
    assert rolled(root).carried
    record = record_file(root / "okrs/2026-Q4/grades", "2026-12-30-bo")
    text = record.read_text()
    record.unlink()
    result = rolled(root)
    assert (result.carried, result.refused) == ([], [])
    assert result.notes == ["2027-Q1/content/goal is there already, and stays as it is"]
    assert record.read_text() == text


def test_a_parent_that_goes_on_too_stays_the_parent(tmp_path: Path) -> None:
    parent = {"okrs/2026-Q4/company/growth.yaml": HEAD.replace("aligned_to: company/growth\n", "") + METRIC}
    graded = {
        path: text.replace("content/goal", "company/growth") for path, text in grade("keep", "posts", "mara").items()
    }
    aligned = "aligned_to: {objective: 2026-Q4/company/growth, contributes: true, weight: 2}\n"
    goal = (HEAD + METRIC).replace("aligned_to: company/growth\n", aligned)
    root = organisation(tmp_path, goal, grade("keep"), parent, graded)
    rolled(root)
    assert "aligned_to: {objective: company/growth, contributes: true, weight: 2}\n" in (root / NEW).read_text()
    root = organisation(tmp_path / "alone", goal, grade("keep"), parent, graded)
    rolled(root, team="content")
    assert "aligned_to" not in (root / NEW).read_text()


def test_of_several_goals_above_each_goes_on_by_itself(tmp_path: Path) -> None:
    growth = HEAD.replace("aligned_to: company/growth\n", "") + METRIC + METRIC.replace("posts", "talks")
    parent = {"okrs/2026-Q4/company/growth.yaml": growth}
    grades = "by: ana\ndate: 2026-12-28\nkey_results:\n"
    grades += "  company/growth/posts: {score: 0.5, because: x, decision: keep}\n"
    grades += "  company/growth/talks: {score: 1, because: x, decision: done}\n"
    parent["okrs/2026-Q4/grades/2026-12-28-ana.yaml"] = grades
    aligned = (
        "tags: [growth]\naligned_to:\n  - company/nothing\n  - company/growth/talks\n"
        "  - {objective: 2026-Q4/company/growth, contributes: true}  # of all\n  - 2026-Q4/company/growth/posts\n"
    )
    root = organisation(
        tmp_path, (HEAD + METRIC).replace("aligned_to: company/growth\n", aligned), parent, grade("keep")
    )
    result = rolled(root)
    kept = (
        "tags: [growth]\naligned_to:\n  - {objective: company/growth, contributes: true}  # of all\n"
        "  - company/growth/posts\n"
    )
    assert kept in (root / NEW).read_text()
    notes = [note for note in result.notes if "aligned" in note]
    assert notes == [
        f"2027-Q1/content/goal is not aligned to {ref} any more: {ref} is not in 2027-Q1"
        for ref in ("company/nothing", "company/growth/talks")
    ]
    assert errors(root) == []


def test_everybody_who_graded_has_a_record_in_their_name(tmp_path: Path) -> None:
    second = METRIC.replace("posts", "talks", 1)
    root = organisation(tmp_path, HEAD + METRIC + second, grade("keep"), grade("keep", "talks", "mara"))
    paths = [without_digests(entry.path) for entry in rolled(root).corrections]
    assert paths == [f"okrs/2026-Q4/grades/2026-12-30-{person}.yaml" for person in ("bo", "mara")]
    for person in ("bo", "mara"):
        record = record_file(root / "okrs/2026-Q4/grades", f"2026-12-30-{person}")
        assert record.read_text().startswith(f"by: {person}\n")


def test_what_was_carried_is_not_carried_again(tmp_path: Path) -> None:
    carried = ", carried_to: 2026-Q4/content/goal/talks"
    goal = HEAD + METRIC + METRIC.replace("posts", "talks", 1)
    root = organisation(tmp_path, goal, grade("keep", more=carried), grade("stop", "talks"))
    result = rolled(root)
    assert result.carried == []
    assert result.notes == ["2026-Q4/content/goal/posts is carried to 2026-Q4/content/goal/talks already"]


def test_line_ends_and_mark_come_along(tmp_path: Path) -> None:
    goal = f"\ufeff{HEAD}{METRIC}".replace("\n", "\r\n").replace("aligned_to: company/growth\r\n", "")
    root = organisation(tmp_path, goal, check_in("{value: 4}"), grade("keep"))
    rolled(root)
    assert (root / NEW).read_bytes() == goal.replace("baseline: 0", "baseline: 4").encode()


@pytest.mark.parametrize(
    ("start", "into", "refusal"),
    [
        ("2026-Q4", "2026-Q4", "2026-Q4 does not come after 2026-Q4"),
        ("2026-Q4", "2026-Q3", "2026-Q3 does not come after"),
        ("2026-H2", "2026-Q4", "2026-Q4 does not come after"),
        ("2026", "2026-Q2", "2026-Q2 does not come after"),
        ("2026-Q5", "2027-Q1", "`2026-Q5` is no cycle"),
        ("2026-Q4", "next", "`next` is no cycle"),
        ("2026-Q3", "2027-Q1", "there is no objective in 2026-Q3"),
    ],
)
def test_a_rollover_is_refused(tmp_path: Path, start: str, into: str, refusal: str) -> None:
    root = organisation(tmp_path, HEAD + METRIC, grade("keep"))
    with pytest.raises(OkrsError, match=refusal):
        api.rollover(api.open_repository(root), start, into, DAY)
    with pytest.raises(OkrsError, match="there is no team `web`"):
        api.rollover(api.open_repository(root), "2026-Q4", "2027-Q1", DAY, team="web")


@pytest.mark.parametrize("into", ["2027", "2027-H1", "2027-T1", "2027-01", "2027-C1"])
def test_a_rollover_goes_into_any_later_cycle(tmp_path: Path, into: str) -> None:
    root = organisation(tmp_path, HEAD + METRIC, grade("keep"))
    config = root / "okrs/config.yaml"
    policy = config.read_text(encoding="utf-8") if config.is_file() else ""
    config.write_text(f"{policy}cycles:\n  2027-C1: {{from: 2026-12-21, until: 2027-01-29}}\n", encoding="utf-8")
    rollover = api.rollover(api.open_repository(root), "2026-Q4", into, DAY)
    assert [objective.path.split("/")[1] for objective in rollover.carried] == [into]
    assert rollover.refused == []


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Raise posts from 2 to 9", "2"),
        ("Raise posts from two to nine", "two"),
        ("Publish 9 posts, 2 of them long", "2"),
        ("Raise posts from 2 or 4 to 9", None),
        ("Publish 9 posts", None),
        ("Publish posts in 2026", None),
    ],
)
def test_a_title_that_names_where_it_stood_is_noted_and_left_alone(
    tmp_path: Path, title: str, said: str | None
) -> None:
    goal = HEAD + METRIC.replace("Publish posts", title).replace("baseline: 0", "baseline: 2")
    root = organisation(tmp_path, goal, check_in("{value: 4}"), grade("keep"))
    notes = [note for note in rolled(root).carried[0].notes if "its title says" in note]
    remedy = f"change `title:` of posts in {NEW}"
    assert notes == ([f"posts: its title says {said}, and it starts from 4 now: {remedy}"] if said else [])
    assert f"    title: {title}\n" in (root / NEW).read_text()


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("92% of January renewals are signed by 12/18/2026", "12/18/2026"),
        ("Renewals are signed by 2026-12-18.", "2026-12-18"),
        ("Renewals are signed by 18 December", "18 December"),
        ("Renewals are signed by Dec 18th, 2026", "Dec 18th, 2026"),
        ("Renewals are signed by the 18th of December 2026", "18th of December 2026"),
        ("Renewals are signed by 18.12.2026", "18.12.2026"),
        ("Renewals are signed by 2/18/2027", None),
        ("Renewals are signed by 18 February", None),
        ("Renewals are signed by 18 June", None),
        ("92% of January renewals are signed", None),
        ("Signed by 12/1 of our 24/7 partners", None),
        ("Move to version 10.12.20261", None),
    ],
)
def test_words_that_name_a_day_before_the_cycle_are_noted(tmp_path: Path, title: str, said: str | None) -> None:
    goal = HEAD + METRIC.replace("Publish posts", title)
    root = organisation(tmp_path, goal, check_in("{value: 4}"), grade("keep"))
    notes = [note for note in rolled(root).carried[0].notes if "which is before" in note]
    remedy = f"change `title:` of posts in {NEW}"
    assert notes == ([f"posts: its title says {said}, which is before 2027-Q1: {remedy}"] if said else [])


def test_a_day_in_other_words_than_a_title_is_noted_too(tmp_path: Path) -> None:
    milestones = """\
  - id: posts
    title: Renewals
    owner: bo
    success: All are signed by 18 December 2026.
    measure:
      type: milestones
      steps: [{id: one, title: Half by 30 October}, {id: two, title: All by 12/18/2026}]
"""
    head = HEAD.replace("title: ", "title: By 12/18/2026, ", 1)
    root = organisation(tmp_path, head + milestones, check_in("{done: [one]}"), grade("keep"))
    notes = [note.partition(", which")[0] for note in rolled(root).carried[0].notes if "which is before" in note]
    assert notes == [
        "its title says 12/18/2026",
        "posts: its success says 18 December 2026",
        "posts: its steps say 12/18/2026",
    ]


@pytest.mark.parametrize(("day", "start"), [("2027-01-11", None), ("2027-01-12", "2027-01-12"), ("2027-04-02", None)])
def test_who_carries_over_late_is_not_stale_on_that_day(tmp_path: Path, day: str, start: str | None) -> None:
    root = organisation(tmp_path, HEAD + METRIC, check_in("{value: 4}"), grade("keep"))
    repository, today = api.open_repository(root), date.fromisoformat(day)
    result = api.rollover(repository, "2026-Q4", "2027-Q1", today)
    api.write_changes(repository, result.changes)
    lines = (root / NEW).read_text().splitlines()
    assert [line for line in lines if "start" in line] == ([f"    start: {start}"] if start else [])
    note = f"posts: starts on {start}: 2027-Q1 began on 2027-01-01"
    assert (note in result.carried[0].notes) is (start is not None)
    if start:
        status = api.status(api.open_repository(root), today)
        assert [str(standing.status) for standing in status.key_results] == ["no status"]


LATER = "okrs/backlog/content/goal.yaml"


def test_what_is_for_later_goes_to_the_backlog(tmp_path: Path) -> None:
    line = "# yaml-language-server: $schema=../../../schema/{}.schema.json\n"
    days = "    due: 2026-12-15\n    formerly: [articles]\n"
    goal = f"{line.format('objective')}{HEAD}{METRIC}{days}{STEPS}".replace("  # at last", "")
    root = organisation(tmp_path, goal, check_in("{value: 4}"), grade("later"), grade("keep", "guide"))
    result = rolled(root)
    assert (root / LATER).read_text() == (line.format("backlog") + HEAD + METRIC).replace("baseline: 0", "baseline: 4")
    assert [objective.path for objective in result.carried] == [NEW]
    assert [objective.path for objective in result.shelved] == [LATER]
    assert result.ending == []
    [correction] = result.corrections
    assert "content/goal/guide" in correction.record.text
    assert "posts" not in correction.record.text
    findings = api.lint(api.open_repository(root), DAY, paths=[root / LATER]).findings
    assert [one.finding.code for one in findings if one.finding.severity == "error"] == []


def test_what_is_for_later_is_written_once(tmp_path: Path) -> None:
    root = organisation(tmp_path, HEAD + METRIC, grade("later"))
    rolled(root)
    (root / LATER).write_text("title: Be read, some day\n")
    again = rolled(root)
    assert again.shelved == []
    assert again.notes == ["backlog/content/goal is there already, and stays as it is"]
    assert (root / LATER).read_text() == "title: Be read, some day\n"


def test_what_was_scheduled_since_does_not_come_again(tmp_path: Path) -> None:
    root = organisation(tmp_path, HEAD.replace("aligned_to: company/growth\n", "") + METRIC, grade("later"))
    rolled(root)
    repository = api.open_repository(root)
    plan, _ = api.move(repository, "backlog/content/goal", "2027-Q2", DAY)
    api.write_changes(repository, plan.changes)
    again = rolled(root)
    assert again.shelved == []
    assert again.notes == ["2026-Q4/content/goal was for later, and is in 2027-Q2"]


def test_where_a_team_is_called_backlog_nothing_goes_there(tmp_path: Path) -> None:
    teams = TEAMS + "  backlog: {name: Crew, part_of: company}\n"
    root = organisation(tmp_path, HEAD + METRIC, grade("later"), {"okrs/teams.yaml": teams})
    result = rolled(root)
    assert result.shelved == []
    [refusal] = result.refused
    assert refusal.startswith("2026-Q4/content/goal does not go to the backlog: okrs/backlog/ is no backlog here")
    assert not (root / LATER).exists()
