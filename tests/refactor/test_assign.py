"""Hand-overs: another owner, and who is asked about that."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.errors import OkrsError
from okrs_as_code.model.goals.lookup import find_key_result
from okrs_as_code.refactor.assign import OwnerChange
from tests.cli.organisation import FILES, files, organisation
from tests.repositories import make

DAY = date(2026, 11, 16)
GOAL = "content/organic-pipeline"
FILE = f"okrs/2026-Q4/{GOAL}.yaml"


def hand_over(root: Path, key_result: str, person: str, day: date = DAY) -> OwnerChange:
    repository = api.open_repository(root)
    node = find_key_result(repository.workspace.plan, f"{GOAL}/{key_result}", day).node
    handed, _ = api.assign(repository, node, person, day)
    api.write_changes(repository, handed.changes)
    return handed


def test_only_the_owner_changes(tmp_path: Path) -> None:
    root = organisation(tmp_path)
    notes = hand_over(root, "pillar-posts", "mara").notes
    rest = "\n    measure: {type: metric, baseline: 0, target: 3"
    assert (root / FILE).read_text() == FILES[FILE].replace(f"owner: bo{rest}", f"owner: mara{rest}")
    assert notes == (
        f"{GOAL}/pillar-posts: mara becomes the owner; before: bo",
        "has to agree now: mara, as owner",
        "has to agree now: ana, as manager",
        f"each agrees with `okrs agree 2026-Q4/{GOAL}/pillar-posts`",
    )


def test_a_team_that_owned_it_is_replaced_by_the_person(tmp_path: Path) -> None:
    root = organisation(tmp_path)
    notes = hand_over(root, "speed", "bo").notes
    assert "    title: Keep pages quick\n    owner: bo\n" in (root / FILE).read_text()
    assert notes[0] == f"{GOAL}/speed: bo becomes the owner; before: team content, with bo as lead"


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("owner: bo\n    contributors: [mara]\n", "owner: mara\n"),
        ("owner: bo\n    contributors: [ana, mara]  # both\n", "owner: mara\n    contributors: [ana]  # both\n"),
        ("owner: bo\n    contributors:\n    - mara\n    - ana\n", "owner: mara\n    contributors:\n    - ana\n"),
        ("owner: bo\n    contributors: [ana]\n", "owner: mara\n    contributors: [ana]\n"),
        ("owner:\n      team: content\n      lead: bo\n", "owner: mara\n"),
        ("owner: 'bo' # asked\n", "owner: mara # asked\n"),
    ],
)  # fmt: skip
def test_who_owns_it_does_not_contribute(tmp_path: Path, written: str, left: str) -> None:
    head, _, tail = FILES[FILE].partition("owner: bo\n")
    root = make(organisation(tmp_path), {FILE: head + written + tail})
    hand_over(root, "pillar-posts", "mara")
    assert (root / FILE).read_text() == head + left + tail


@pytest.mark.parametrize(
    "written",
    [
        "contributors: [mara]  # only until the relaunch\n",
        "contributors:\n    - mara  # only until the relaunch\n    - ana\n",
        "contributors:\n      # only until the relaunch\n      - mara\n",
        "contributors: [mara]  # okrs: ignore[OWN013] until 2026-12-01: she joins soon\n",
    ],
)
def test_no_comment_is_lost(tmp_path: Path, written: str) -> None:
    root = make(organisation(tmp_path), {FILE: FILES[FILE].replace("owner: bo\n", f"owner: bo\n    {written}", 1)})
    with pytest.raises(OkrsError, match=r"the comment `# (only|okrs).*` would be lost"):
        hand_over(root, "pillar-posts", "mara")


def test_who_agreed_is_named(tmp_path: Path) -> None:
    terms = "{owner: bo, measure: {type: metric, baseline: 0, target: 3, unit: posts}}"
    agreement = f"by: bo\ndate: 2026-10-01\nkey_results:\n  {GOAL}/pillar-posts: {{as: owner, terms: {terms}}}\n"
    root = make(organisation(tmp_path), {"okrs/2026-Q4/agreements/2026-10-01-bo.3f9c2a.yaml": agreement})
    assert hand_over(root, "pillar-posts", "mara").notes[-2] == (
        "the agreement of bo was to the former owner, and goes stale"
    )


@pytest.mark.parametrize(
    ("key_result", "person", "refusal"),
    [
        ("pillar-posts", "boo", "`boo` is not in okrs/people.yaml"),
        ("pillar-posts", "dee", "`dee` left on 2026-10-31"),
        ("pillar-posts", "content", "`content` is a team, and an owner is a person"),
        ("podcast", "mara", "is dropped since 2026-11-10"),
    ],
)
def test_a_hand_over_is_refused(tmp_path: Path, key_result: str, person: str, refusal: str) -> None:
    root = organisation(tmp_path)
    was = files(root)
    with pytest.raises(OkrsError, match=refusal):
        hand_over(root, key_result, person)
    assert files(root) == was


def test_nothing_changes_where_it_is_so_already(tmp_path: Path) -> None:
    root = organisation(tmp_path)
    handed = hand_over(root, "pillar-posts", "bo")
    assert (handed.changes, handed.notes) == ((), (f"bo owns {GOAL}/pillar-posts already",))


def test_who_leaves_before_it_is_due_is_refused_by_the_lint(tmp_path: Path) -> None:
    people = FILES["okrs/people.yaml"].replace("name: Mara Keller", "name: Mara Keller, left: 2026-12-01")
    root = make(organisation(tmp_path), {"okrs/people.yaml": people})
    with pytest.raises(OkrsError, match=r"nothing was written, as the lint would refuse it: .*OWN004"):
        hand_over(root, "pillar-posts", "mara")
