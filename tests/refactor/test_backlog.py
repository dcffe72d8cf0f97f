"""A goal of the backlog is scheduled as a whole and a valid one, or not at all; and back while nothing names it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.errors import OkrsError
from tests.cli.organisation import files
from tests.repositories import commit, git, make

PEOPLE = """\
people:
  ana: {name: Ana}
  mara: {name: Mara, manager: ana}
  bo: {name: Bo, manager: mara}
  dee: {name: Dee, manager: mara, left: 2026-10-31}
"""
TEAMS = "teams:\n  company: {name: Example}\n  content: {name: Content, part_of: company, members: [bo]}\n"
EDITOR = "# yaml-language-server: $schema=../../../schema/{}.schema.json\n"
GOAL = """\
title: Be heard where customers listen
why: It pays.
owner: mara
key_results:
  - id: shows # the ones that we know
    title: Speak in six shows
    measure: {type: metric, baseline: 0, target: 6, unit: shows}
  - id: press
    title: Win 40 quotes
    owner: mara
    measure: {type: metric, baseline: 0, target: 40, unit: quotes}
"""
BACKLOG, PLANNED = "okrs/backlog/content/podcast.yaml", "okrs/2027-Q1/content/podcast.yaml"
DAY, RUNNING = date(2026, 12, 1), date(2027, 1, 18)
PLACES = ("backlog/content/podcast", "2027-Q1/content/podcast")


def organisation(root: Path, more: dict[str, str]) -> Path:
    return make(root, {"okrs/people.yaml": PEOPLE, "okrs/teams.yaml": TEAMS, **more})


def move(root: Path, old: str, new: str, day: date = DAY, **owners: str) -> tuple[str, ...]:
    repository = api.open_repository(root)
    plan, _ = api.move(repository, old, new, day, owners)
    api.write_changes(repository, plan.changes)
    return plan.notes


def refusal(root: Path, old: str, new: str, **owners: str) -> str:
    before = files(root)
    with pytest.raises(OkrsError) as caught:
        move(root, old, new, **owners)
    assert files(root) == before
    return f"{caught.value.message} | {caught.value.remedy}"


def test_a_goal_is_scheduled_with_its_comments(tmp_path: Path) -> None:
    root = organisation(tmp_path, {BACKLOG: EDITOR.format("backlog") + GOAL})
    notes = move(root, *PLACES, shows="bo")
    assert not (root / BACKLOG).exists()
    assert (root / PLANNED).read_text() == EDITOR.format("objective") + GOAL.replace(
        "six shows\n", "six shows\n    owner: bo\n"
    )
    assert notes == (
        "backlog/content/podcast is scheduled in 2027-Q1, as content/podcast",
        "ask bo and mara to agree as owner, and those who manage them",
    )
    errors = [one for one in api.lint(api.open_repository(root), DAY).findings if one.finding.severity == "error"]
    assert errors == []


def test_the_cycle_alone_is_enough(tmp_path: Path) -> None:
    root = organisation(tmp_path, {BACKLOG: GOAL})
    move(root, PLACES[0], "2027-Q1", shows="bo")
    assert (root / PLANNED).exists()


def test_it_may_get_another_name_and_team(tmp_path: Path) -> None:
    root = organisation(tmp_path, {BACKLOG: GOAL})
    move(root, PLACES[0], "2027-Q1/company/be-heard", shows="bo", press="ana")
    assert "owner: ana" in (root / "okrs/2027-Q1/company/be-heard.yaml").read_text()


def test_in_a_running_cycle_its_key_results_start_today(tmp_path: Path) -> None:
    root = organisation(tmp_path, {BACKLOG: GOAL})
    notes = move(root, *PLACES, RUNNING, shows="bo")
    assert "its key results start on 2027-01-18: 2027-Q1 began on 2027-01-01" in notes
    assert (root / PLANNED).read_text().count("    start: 2027-01-18\n") == 2


def test_all_that_is_missing_is_named(tmp_path: Path) -> None:
    text = "title: Be heard\nkey_results:\n  - {title: We are known}\n  - {id: shows, title: Speak}\n"
    root = organisation(tmp_path, {BACKLOG: text})
    message = refusal(root, *PLACES)
    assert message.startswith("backlog/content/podcast is not ready for 2027-Q1: ")
    for missing in (
        "key result 1 has no `id`",
        "a key result without an id has no owner",
        'key result "shows" has no owner',
        'key result "shows" has no `measure`',
        "`--owner KEY_RESULT=PERSON`",
    ):
        assert missing in message


def test_a_title_alone_lacks_key_results(tmp_path: Path) -> None:
    root = organisation(tmp_path, {BACKLOG: "title: Be heard\n"})
    assert "has no `key_results`" in refusal(root, *PLACES)


def test_what_it_is_aligned_to_has_to_be_there_by_then(tmp_path: Path) -> None:
    root = organisation(tmp_path, {BACKLOG: GOAL.replace("owner: mara\n", "aligned_to: company/growth\n", 1)})
    assert '"company/growth", and there is no such objective in 2027-Q1 or 2027' in refusal(root, *PLACES, shows="bo")


@pytest.mark.parametrize(
    ("owners", "message"),
    [
        ({"shows": "dee"}, "`dee` left on 2026-10-31"),
        ({"shows": "nobody"}, "`nobody` is not in okrs/people.yaml"),
        ({"shows": "content"}, "`content` is a team"),
        ({"show": "bo"}, 'has no key result `show` | did you mean "shows"?'),
    ],
)
def test_owners_who_cannot_be(tmp_path: Path, owners: dict[str, str], message: str) -> None:
    assert message in refusal(organisation(tmp_path, {BACKLOG: GOAL}), *PLACES, **owners)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("backlog/content/podcats", "2027-Q1/content/podcast", "there is no `backlog/content/podcats` | did you mean"),
        ("backlog/content/broken", "2027-Q1", "not all of `backlog/content/broken` can be read | `okrs lint okrs/back"),
        (PLACES[0], "content/podcast", "says no cycle | write it in front, such as `2026-Q4/content/podcast`"),
        (PLACES[0], "2027Q1/content/podcast", "`2027Q1` is no cycle"),
        (PLACES[0], "2027-Q1/nobody/podcast", "there is no team `nobody`"),
        (PLACES[0], "2027-Q1/content", "`content` is no objective's id | write 2027-Q1/TEAM/OBJECTIVE"),
        (PLACES[0], "2027-Q1/content/Podcast", "`Podcast` is no id"),
        (PLACES[0], "2026-Q4/content/taken", "there is an objective `2026-Q4/content/taken` already"),
        (PLACES[0], "2026-Q4/content/earlier", "`earlier` is a former id"),
        (PLACES[0], "backlog/content/broken", "there is a `backlog/content/broken` already"),
        ("2026-Q4/content/taken", PLACES[0], "there is a `backlog/content/podcast` already"),
        ("2026-Q4/content/taken", "backlog/nobody/podcast", "there is no team `nobody`"),
    ],
)
def test_moves_that_lead_nowhere(tmp_path: Path, old: str, new: str, message: str) -> None:
    taken = GOAL.replace("why: It pays.", "formerly: [content/earlier]").replace(
        "six shows\n", "six shows\n    owner: bo\n"
    )
    more = {BACKLOG: GOAL, "okrs/backlog/content/broken.yaml": "title: [\n", "okrs/2026-Q4/content/taken.yaml": taken}
    expected = message.replace("`earlier`", "`content/earlier`")
    assert expected in refusal(organisation(tmp_path, more), old, new)


def test_owners_belong_to_a_goal_that_is_scheduled(tmp_path: Path) -> None:
    root = organisation(tmp_path, {BACKLOG: GOAL})
    assert "leave `--owner` out" in refusal(root, PLACES[0], "backlog/content/show", shows="bo")
    assert "leave `--owner` out" in refusal(root, "content", "editorial", shows="bo")


def planned(root: Path, more: dict[str, str] | None = None) -> Path:
    goal = GOAL.replace("six shows\n", "six shows\n    owner: bo\n    due: 2027-03-01\n    formerly: [talks]\n")
    return organisation(root, {PLANNED: EDITOR.format("objective") + goal, **(more or {})})


@pytest.mark.parametrize("new", ["backlog", "backlog/content/podcast"])
def test_it_goes_back_without_the_days_of_the_cycle(tmp_path: Path, new: str) -> None:
    root = planned(tmp_path)
    [note] = move(root, PLACES[1], new)
    assert note.startswith("2027-Q1/content/podcast goes to the backlog, as backlog/content/podcast; nothing of it is")
    assert (root / BACKLOG).read_text() == EDITOR.format("backlog") + GOAL.replace(
        "six shows\n", "six shows\n    owner: bo\n"
    )
    assert not (root / PLANNED).exists()


RECORDS = {
    "okrs/2027-Q1/check-ins/2027-01-11-bo.yaml": "content/podcast/talks: {value: 1}",
    "okrs/2027-Q1/agreements/2027-01-11-mara.aaaaaa.yaml": "content/podcast/press: {as: owner, terms: {owner: mara, "
    "measure: {type: metric, baseline: 0, target: 3, unit: x}}}",
    "okrs/2027-Q1/grades/2027-01-11-bo.yaml": "content/podcast/shows: {dropped: true, because: No time}",
    "okrs/2026-Q4/grades/2027-01-11-bo.yaml": "content/other/a: {score: 1, because: Done, decision: keep, carried_to: "
    "2027-Q1/content/podcast/shows}",
    "okrs/2027-Q1/check-ins/2027-01-12-bo.yaml": "content/podcast/shows: {values: 1}",
}


@pytest.mark.parametrize("path", RECORDS)
def test_what_a_record_names_stays(tmp_path: Path, path: str) -> None:
    by, day = path.rpartition("-")[2].split(".")[0], path.rpartition("/")[2][:10]
    root = planned(tmp_path, {path: f"by: {by}\ndate: {day}\nkey_results:\n  {RECORDS[path]}\n"})
    message = refusal(root, PLACES[1], "backlog")
    assert f"cannot go back to the backlog, as {path} names it | drop its key results with `okrs drop`" in message


def test_what_a_sentence_about_it_names_stays(tmp_path: Path) -> None:
    path = "okrs/2027-Q1/check-ins/2027-01-11-mara.yaml"
    said = "by: mara\ndate: 2027-01-11\nobjectives:\n  content/podcast: {note: It begins.}\n"
    root = planned(tmp_path, {path: said})
    assert f"cannot go back to the backlog, as {path} names it" in refusal(root, PLACES[1], "backlog")


def test_tags_go_along(tmp_path: Path) -> None:
    root = organisation(tmp_path, {BACKLOG: GOAL.replace("owner: mara\nkey", "owner: mara\ntags: [growth]\nkey")})
    move(root, *PLACES, shows="bo")
    assert "tags: [growth]" in (root / PLANNED).read_text()
    move(root, PLACES[1], "backlog")
    assert "tags: [growth]" in (root / BACKLOG).read_text()


def test_what_others_are_aligned_to_stays(tmp_path: Path) -> None:
    child = GOAL.replace("why: It pays.", "aligned_to: content/podcast").replace(
        "six shows\n", "six shows\n    owner: bo\n"
    )
    root = planned(tmp_path, {"okrs/2027-Q1/content/child.yaml": child})
    assert '"backlog/content/podcast" is in the backlog, and nothing can refer to it' in refusal(
        root, PLACES[1], "backlog"
    )


def test_what_cannot_all_be_read_stays(tmp_path: Path) -> None:
    root = organisation(tmp_path, {PLANNED: f"{GOAL}  - [no key result]\n"})
    assert "not all of `2027-Q1/content/podcast` can be read" in refusal(root, PLACES[1], "backlog")


def test_there_and_back_is_the_same(tmp_path: Path) -> None:
    text = EDITOR.format("backlog") + GOAL
    root = organisation(tmp_path, {BACKLOG: text})
    move(root, *PLACES, RUNNING, shows="bo")
    move(root, PLACES[1], PLACES[0], RUNNING)
    assert (root / BACKLOG).read_text() == text.replace("six shows\n", "six shows\n    owner: bo\n")


def test_it_gets_another_name_in_the_backlog(tmp_path: Path) -> None:
    root = organisation(tmp_path, {BACKLOG: GOAL})
    assert move(root, PLACES[0], "backlog/company/show") == ("backlog/content/podcast is called backlog/company/show",)
    assert (root / "okrs/backlog/company/show.yaml").read_text() == GOAL
    assert move(root, "backlog/company/show", "backlog/company/show") == ("it is called backlog/company/show already",)


def test_a_team_takes_its_backlog_along(tmp_path: Path) -> None:
    root = organisation(tmp_path, {BACKLOG: GOAL})
    notes = move(root, "content", "editorial")
    assert "okrs/backlog/content moves to okrs/backlog/editorial" in notes
    assert (root / "okrs/backlog/editorial/podcast.yaml").read_text() == GOAL


def test_no_team_is_called_backlog_while_there_is_one(tmp_path: Path) -> None:
    root = organisation(tmp_path, {BACKLOG: GOAL})
    assert "okrs/backlog/ is no backlog here, as there is a team `backlog`" in refusal(root, "content", "backlog")


def test_a_team_called_backlog_has_its_ids(tmp_path: Path) -> None:
    goal = GOAL.replace("six shows\n", "six shows\n    owner: bo\n")
    teams = TEAMS + "  backlog: {name: Crew, part_of: company}\n"
    root = organisation(tmp_path, {"okrs/teams.yaml": teams, "okrs/2027-Q1/backlog/tidy.yaml": goal})
    move(root, "2027-Q1/backlog/tidy/shows", "2027-Q1/backlog/tidy/talks")
    assert "id: talks" in (root / "okrs/2027-Q1/backlog/tidy.yaml").read_text()


def test_git_sees_a_move(tmp_path: Path) -> None:
    root = organisation(tmp_path, {BACKLOG: GOAL})
    commit(root)
    move(root, *PLACES, shows="bo")
    git(root, "add", "-A")
    assert git(root, "status", "--short") == f"R  {BACKLOG} -> {PLANNED}\n"


def test_formatting_knows_its_keys(tmp_path: Path) -> None:
    root = organisation(
        tmp_path, {BACKLOG: "key_results:\n- {measure: {type: binary}, title: We speak}\ntitle: Be heard\n"}
    )
    repository = api.open_repository(root)
    api.write_changes(repository, api.format_files(repository, []).changes)
    formatted = "title: Be heard\nkey_results:\n  - { title: We speak, measure: { type: binary } }\n"
    assert (root / BACKLOG).read_text() == formatted


def test_a_new_goal_of_the_backlog_needs_no_command(tmp_path: Path) -> None:
    with pytest.raises(OkrsError, match="a goal of the backlog needs nothing but a title") as caught:
        api.ObjectiveProposal(api.open_repository(organisation(tmp_path, {})), "backlog/content/podcast", None, DAY)
    assert caught.value.remedy == "write okrs/backlog/content/podcast.yaml with `title:` in it"
