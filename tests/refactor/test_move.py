"""Moves: what happened stays with what it happened to, whatever that is called."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code import api
from okrs_as_code.errors import OkrsError
from okrs_as_code.model.assessment import Assessment
from tests.cli.organisation import FILES, files, organisation
from tests.nightly import examples, more_at_night
from tests.repositories import make

ROOT = Path(__file__).parent.parent.parent
DAY = date(2026, 11, 16)
GOAL = "content/organic-pipeline"


def standings(root: Path, day: date = DAY) -> dict[str, Any]:
    """How every key result stands, by its id."""
    plan = api.open_repository(root).workspace.plan
    assessment = Assessment(plan, day)
    by_id = {}
    for id_, node in plan.key_results.items():
        standing = assessment.key_result(node)
        recorded = (standing.check_ins, plan.agreements_of.get(id_, ()), plan.grades_of.get(id_, ()))
        files_ = [sorted(entry.file for entry in entries) for entries in recorded]
        parent = plan.alignments.main_parent(node.objective)
        above = parent.objective.content.title if parent is not None else None
        by_id[id_] = (
            standing.progress,
            standing.status,
            standing.consent.state,
            standing.score,
            plan.terms(node).data["due"],
            above,
            files_,
        )
    return by_id


def errors(root: Path) -> list[str]:
    result = api.lint(api.open_repository(root), DAY, all_cycles=True)
    return [located.finding.message for located in result.findings if located.finding.severity == "error"]


def records(root: Path) -> dict[str, bytes]:
    kinds = re.compile("okrs/[^/]+/(check-ins|agreements|grades)/")
    return {path: raw for path, raw in files(root).items() if kinds.match(path)}


def do(root: Path, old: str, new: str) -> None:
    repository = api.open_repository(root)
    moved, _ = api.move(repository, old, new, DAY)
    api.write_changes(repository, moved.changes)


SAMPLE = ROOT / "tests" / "report" / "sample"


def every_move(root: Path) -> Iterator[tuple[str, str]]:
    """A move of everything that is there."""
    plan = api.open_repository(root).workspace.plan
    for id_ in plan.key_results:
        yield id_, f"{id_.rpartition('/')[0]}/another-name"
    for node in plan.objectives.values():
        yield node.id, f"{node.cycle.name}/{node.team}/another-name"
        yield node.id, f"{node.cycle.name}/company/{node.slug}-there"
    for team in plan.directory.teams:
        yield team, "another-name"


MOVES = list(every_move(SAMPLE))


@pytest.mark.parametrize(
    ("old", "new"),
    [*MOVES[::3], *more_at_night(*(move for at, move in enumerate(MOVES) if at % 3))],
    ids=lambda name: name,
)
def test_everything_can_move_there_and_back(tmp_path: Path, old: str, new: str) -> None:
    shutil.copytree(SAMPLE / "okrs", tmp_path / "okrs")
    before, written, wrong = standings(tmp_path), records(tmp_path), errors(tmp_path)
    do(tmp_path, old, new)
    assert sorted(map(repr, standings(tmp_path).values())) == sorted(map(repr, before.values()))
    assert records(tmp_path) == written
    assert errors(tmp_path) == wrong
    do(tmp_path, new, old)
    assert standings(tmp_path) == before


NAMES = ("pillar-posts", "speed", "alpha", "beta", "content", "organic-pipeline", "voice", "trusted", "bo")


@examples(0.3)
@given(st.lists(st.tuples(st.integers(0, 20), st.sampled_from(NAMES), st.booleans()), max_size=6))
def test_moves_follow_each_other(steps: list[tuple[int, str, bool]]) -> None:
    """Any move after any other is done whole, or refused with nothing written."""
    with tempfile.TemporaryDirectory() as folder:
        root = organisation(Path(folder))
        before, written = standings(root), records(root)
        for number, name, other_team in steps:
            plan = api.open_repository(root).workspace.plan
            ids = [*plan.key_results, *plan.objectives, *plan.directory.teams]
            old = ids[number % len(ids)]
            above, _, _ = old.rpartition("/")
            if other_team and old in plan.objectives:
                above = f"{old.split('/')[0]}/company"
            was = files(root)
            try:
                do(root, old, f"{above}/{name}" if above else name)
            except OkrsError:
                assert files(root) == was
            assert sorted(map(repr, standings(root).values())) == sorted(map(repr, before.values()))
            assert records(root) == written


@pytest.mark.parametrize(
    ("old", "new", "refusal"),
    [
        (f"{GOAL}/pillar-posts", f"{GOAL}/speed", "there is a key result `speed` in content/organic-pipeline already"),
        (f"{GOAL}/pillar-posts", "content/other/pillar-posts", "a key result stays in its objective"),
        (f"{GOAL}/pillar-posts", GOAL, "is a key result, and `content/organic-pipeline` is not the id of one"),
        (f"{GOAL}/pillar-posts", f"2026-Q3/{GOAL}/posts", "is in another cycle than 2026-Q4"),
        (f"{GOAL}/pillar-posts", f"{GOAL}/Pillar Posts", "`Pillar Posts` is no id"),
        (f"{GOAL}/pillar-posts", f"{GOAL}/null", "`null` is a reserved word, and no id"),
        (f"{GOAL}/pillar-posts", f"{GOAL}/{'x' * 300}", f"`{'x' * 39}…` has 300 characters, and an id at most 64"),
        (f"{GOAL}/pilar-posts", f"{GOAL}/posts", "there is no key result `content/organic-pipeline/pilar-posts`"),
        (GOAL, "web/organic-pipeline", "there is no team `web`"),
        (GOAL, "content/../x", "names nothing that can move|is not the id of one"),
        ("content/organic-pipelin", "content/x", "there is no objective `content/organic-pipelin`"),
        ("2026-Q3/content/voice", "2026-Q4/content/voice", "is in another cycle than 2026-Q3"),
        ("content", "company", "there is a team `company` already"),
        ("content", "bo", "`bo` is a person's id"),
        ("content", "grades", "`grades` is a reserved word, and no id"),
        ("contents", "words", "there is no team `contents`"),
        ("a/b/c/d/e", "x", "names nothing that can move"),
    ],
)
def test_a_move_is_refused(tmp_path: Path, old: str, new: str, refusal: str) -> None:
    root = organisation(tmp_path)
    was = files(root)
    with pytest.raises(OkrsError, match=refusal):
        do(root, old, new)
    assert files(root) == was


def test_a_name_that_somebody_had_before_is_not_given_to_another(tmp_path: Path) -> None:
    root = organisation(tmp_path)
    do(root, f"{GOAL}/pillar-posts", f"{GOAL}/long-reads")
    do(root, GOAL, "content/search")
    do(root, "content", "editorial")
    with pytest.raises(OkrsError, match="former id of another key result"):
        do(root, "editorial/search/speed", "editorial/search/pillar-posts")
    make(root, {"okrs/2026-Q4/company/other.yaml": "title: Other\nowner: ana\nkey_results: []\n"})
    with pytest.raises(OkrsError, match="there is no team `content`"):
        do(root, "company/other", "content/organic-pipeline")


def test_a_move_may_be_named_by_a_former_id(tmp_path: Path) -> None:
    root = organisation(tmp_path)
    do(root, f"{GOAL}/pillar-posts", f"{GOAL}/long-reads")
    do(root, f"{GOAL}/pillar-posts", f"{GOAL}/essays")
    text = (root / f"okrs/2026-Q4/{GOAL}.yaml").read_text()
    assert "  - id: essays\n" in text
    assert "    formerly: [pillar-posts, long-reads]\n" in text
    moved, _ = api.move(api.open_repository(root), f"{GOAL}/essays", f"{GOAL}/essays", DAY)
    assert moved.changes == ()


def test_what_would_break_something_is_refused(tmp_path: Path) -> None:
    """The lint finds whatever nobody thought of, before anything is written."""
    broken = FILES[f"okrs/2026-Q4/{GOAL}.yaml"] + "initiatives:\n  - {title: Write, key_result: alpha}\n"
    root = make(organisation(tmp_path), {f"okrs/2026-Q4/{GOAL}.yaml": broken})
    do(root, f"{GOAL}/pillar-posts", f"{GOAL}/alpha")
    make(root, {"okrs/2026-Q4/content/notes.txt": "x"})
    with pytest.raises(OkrsError, match=r"nothing was written, as the lint would refuse it: .*notes.txt"):
        do(root, "content", "editorial")
    assert (root / "okrs/2026-Q4/content/notes.txt").exists()


def test_a_team_takes_all_that_lies_in_its_folder_along(tmp_path: Path) -> None:
    root = make(
        organisation(tmp_path), {"okrs/2026-Q4/content/README.md": "Notes.\n", "okrs/2026-Q4/content/x.yaml": "a: ["}
    )
    do(root, "content", "editorial")
    assert sorted(path.name for path in (root / "okrs/2026-Q4/editorial").iterdir()) == [
        "README.md", "organic-pipeline.yaml", "x.yaml",
    ]  # fmt: skip
    assert not (root / "okrs/2026-Q4/content").exists()
    assert (root / "okrs/2026-Q3/content").exists()


def test_a_cycle_that_has_ended_stays_as_it_is(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "okrs", tmp_path / "okrs")
    before, was = standings(tmp_path), files(tmp_path)
    do(tmp_path, "company", "holding")
    do(tmp_path, "2026/holding/trusted-by-teams", "2026/holding/trusted")
    assert {path: raw for path, raw in files(tmp_path).items() if path.startswith("okrs/2026-Q3/")} == {
        path: raw for path, raw in was.items() if path.startswith("okrs/2026-Q3/")
    }
    assert sorted(map(repr, standings(tmp_path).values())) == sorted(map(repr, before.values()))
    do(tmp_path, "2026-Q3/company/be-found", "2026-Q3/holding/found")
    text = (tmp_path / "okrs/2026-Q3/content/steady-voice.yaml").read_text()
    assert "aligned_to: holding/found\n" in text
    assert sorted(map(repr, standings(tmp_path).values())) == sorted(map(repr, before.values()))


def test_without_teams_there_is_nothing_to_rename(tmp_path: Path) -> None:
    with pytest.raises(OkrsError, match=r"without okrs/teams.yaml there is one team"):
        do(make(tmp_path), "company", "us")


def test_what_is_aligned_to_a_goal_names_it_by_its_new_id(tmp_path: Path) -> None:
    root = organisation(tmp_path)
    aligned = (
        "title: Be found\nowner: mara\naligned_to:\n"
        f"  - {{objective: {GOAL}, contributes: true}}\n  - {GOAL}/leads  # most of it\n  - 2026-Q4/{GOAL}/speed\n"
        "key_results:\n  - {id: one, title: It is found, owner: bo, success: x, measure: {type: binary}}\n"
    )
    below = "okrs/2026-Q4/content/found.yaml"
    said = f"by: mara\ndate: 2026-11-12\nobjectives:\n  {GOAL}: {{note: It grows.}}\n"
    make(root, {below: aligned, "okrs/2026-Q4/check-ins/2026-11-12-mara.yaml": said})
    wrong = errors(root)
    do(root, f"{GOAL}/leads", f"{GOAL}/buyers")
    assert f"  - {GOAL}/buyers  # most of it\n" in (root / below).read_text(encoding="utf-8")
    do(root, GOAL, "content/search")
    assert (root / below).read_text(encoding="utf-8") == aligned.replace(GOAL, "content/search").replace(
        "leads", "buyers"
    )
    plan = api.open_repository(root).workspace.plan
    [entry] = plan.objective_check_ins_of["2026-Q4/content/search"]
    assert entry.entry.note == "It grows."
    assert errors(root) == wrong
