"""Differences of two revisions: none where nothing differs, and one change of the right kind for each field."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from okrs_as_code.model.direction import Direction
from okrs_as_code.review.changes.change import Change, ChangeKind
from okrs_as_code.review.comparison import compare
from okrs_as_code.review.revisions.revision import Revision
from okrs_as_code.workspace.layout import EntryKind
from okrs_as_code.workspace.loader import load
from okrs_as_code.workspace.trees.tree import WorkingTree
from okrs_as_code.yaml import parse
from tests.nightly import examples
from tests.repositories import make

PEOPLE = {
    "people": {
        "ana": {"name": "Ana", "account": "ana-d"},
        "mara": {"name": "Mara", "manager": "ana"},
        "bo": {"name": "Bo", "manager": "mara"},
        "chen": {"name": "Chen", "manager": "mara"},
    }
}
TEAMS = {
    "teams": {
        "company": {"name": "Example", "lead": "ana"},
        "content": {"name": "Content", "lead": "mara", "members": ["bo"], "part_of": "company"},
    }
}
METRIC = {"type": "metric", "baseline": 0, "target": 3, "unit": "posts"}
GOAL = "okrs/2026-Q4/content/pipeline.yaml"
ABOVE = "okrs/2026-Q4/company/growth.yaml"
CHECK_IN = "okrs/2026-Q4/check-ins/2026-10-12-bo.yaml"
FILES: dict[str, Any] = {
    "okrs/people.yaml": PEOPLE,
    "okrs/teams.yaml": TEAMS,
    ABOVE: {
        "title": "Grow",
        "owner": "ana",
        "key_results": [
            {"id": "margin", "title": "Raise the margin", "owner": "ana", "measure": {"type": "binary"}},
        ],
    },
    GOAL: {
        "title": "Be found",
        "owner": "mara",
        "aligned_to": "company/growth",
        "key_results": [
            {"id": "posts", "title": "Publish posts", "owner": "bo", "measure": METRIC},
            {"id": "speed", "title": "Be quick", "owner": "chen", "measure": {"type": "threshold", "at_most": 300}},
        ],
    },
    CHECK_IN: {"by": "bo", "date": "2026-10-12", "key_results": {"content/pipeline/posts": {"value": 1}}},
}


def yaml(value: Any) -> str:
    """Data as YAML in its flow form, which for this data is JSON."""
    return json.dumps(value) + "\n"


def revision(root: Path, files: Mapping[str, Any]) -> Revision:
    return Revision(load(WorkingTree(make(root, {p: f if isinstance(f, str) else yaml(f) for p, f in files.items()}))))


def changed(
    tmp_path: Path, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[tuple[ChangeKind, str, str | None]]:
    return [(change.kind, change.subject, change.field) for change in changes(tmp_path, before, after)]


def changes(tmp_path: Path, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    return compare(revision(tmp_path / "before", before), revision(tmp_path / "after", after))


def with_(path: str, *keys: str | int, value: Any) -> dict[str, Any]:
    """The files with another value at one place; None takes the key away."""
    files = copy.deepcopy(FILES)
    inner = files[path]
    for key in keys[:-1]:
        inner = inner[key]
    if value is None:
        del inner[keys[-1]]
    elif isinstance(inner, list) and keys[-1] == len(inner):
        inner.append(value)
    else:
        inner[keys[-1]] = value
    return files


POSTS = "2026-Q4/content/pipeline/posts"
FIELDS = [
    (("owner",), "chen", ChangeKind.TERMS, "owner"),
    (("owner",), {"team": "content", "lead": "bo"}, ChangeKind.TERMS, "owner"),
    (("measure", "target"), 2, ChangeKind.TERMS, "target"),
    (("measure", "baseline"), 1, ChangeKind.TERMS, "baseline"),
    (("measure", "stretch"), 5, ChangeKind.TERMS, "stretch"),
    (("measure", "unit"), "articles", ChangeKind.TERMS, "unit"),
    (("due",), "2026-12-18", ChangeKind.TERMS, "due"),
    (("success",), "Indexed.", ChangeKind.TERMS, "success"),
    (("manager",), "ana", ChangeKind.MANAGER, "manager"),
    (("start",), "2026-10-15", ChangeKind.PLANNING, "start"),
    (("check_ins",), "two-weeks", ChangeKind.PLANNING, "check_ins"),
    (("weight",), 2, ChangeKind.PLANNING, "weight"),
    (("title",), "Publish long posts", ChangeKind.TITLE, "title"),
    (("contributors",), ["chen"], ChangeKind.WORDING, "contributors"),
    (("links",), ["https://example.com"], ChangeKind.WORDING, "links"),
    (("formerly",), ["articles"], ChangeKind.WORDING, "formerly"),
    (("tags",), ["p1"], ChangeKind.WORDING, "tags"),
]


@pytest.mark.parametrize(("keys", "value", "kind", "field"), FIELDS, ids=lambda value: str(value))
def test_each_field_of_a_key_result(keys: tuple[str], value: Any, kind: ChangeKind, field: str, tmp_path: Path) -> None:
    after = with_(GOAL, "key_results", 0, *keys, value=value)
    assert changed(tmp_path, FILES, after) == [(kind, POSTS, field)]
    [back] = changes(tmp_path / "back", after, FILES)
    assert (back.kind, back.subject, back.field) == (kind, POSTS, field)


OBJECTIVE = [
    (("owner",), "bo", [(ChangeKind.OWNER, "owner")]),
    (("owner",), None, [(ChangeKind.OWNER, "owner")]),
    (("check_ins",), "month", [(ChangeKind.PLANNING, "check_ins")]),
    (("title",), "Be found by many", [(ChangeKind.WORDING, "title")]),
    (("why",), "Because.", [(ChangeKind.WORDING, "why")]),
    (("initiatives",), [{"title": "Write a guide"}], [(ChangeKind.WORDING, "initiatives")]),
    (("formerly",), ["content/found"], [(ChangeKind.WORDING, "formerly")]),
    (("aligned_to",), None, [(ChangeKind.ALIGNMENT, "aligned_to")]),
    (("aligned_to",), {"objective": "company/growth"}, []),
    (("aligned_to",), "2026-Q4/company/growth", []),
    (("aligned_to",), {"objective": "company/growth", "weight": 2}, []),
    (("aligned_to",), {"objective": "company/growth", "contributes": True}, [(ChangeKind.ALIGNMENT, "contributes")]),
    (
        ("aligned_to",),
        {"objective": "company/growth", "contributes": True, "weight": 2},
        [(ChangeKind.ALIGNMENT, "contributes")],
    ),
    (("tags",), ["p1"], [(ChangeKind.WORDING, "tags")]),
    (("aligned_to",), ["company/growth"], []),
    (("aligned_to",), "company/growth/margin", [(ChangeKind.ALIGNMENT, "aligned_to")]),
    (("aligned_to",), ["company/growth", "company/growth/margin"], [(ChangeKind.ALIGNMENT, "aligned_to")]),
    (
        ("aligned_to",),
        ["company/growth/margin", {"objective": "company/growth", "contributes": True}],
        [(ChangeKind.ALIGNMENT, "aligned_to"), (ChangeKind.ALIGNMENT, "contributes")],
    ),
]


@pytest.mark.parametrize(("keys", "value", "expected"), OBJECTIVE, ids=lambda value: str(value))
def test_each_field_of_an_objective(
    keys: tuple[str], value: Any, expected: list[tuple[ChangeKind, str]], tmp_path: Path
) -> None:
    result = changed(tmp_path, FILES, with_(GOAL, *keys, value=value))
    assert result == [(kind, "2026-Q4/content/pipeline", field) for kind, field in expected]


def test_a_commitment_moves_the_terms_of_each_key_result(tmp_path: Path) -> None:
    result = changes(tmp_path, FILES, with_(GOAL, "commitment", value="aspirational"))
    assert [(change.kind, change.field, change.direction) for change in result] == [
        (ChangeKind.TERMS, "commitment", Direction.EASIER),
        (ChangeKind.TERMS, "commitment", Direction.EASIER),
    ]


def test_a_commitment_without_key_results_is_not_lost(tmp_path: Path) -> None:
    before = with_(GOAL, "key_results", value=[])
    after = copy.deepcopy(before)
    after[GOAL]["commitment"] = "aspirational"
    assert changed(tmp_path, before, after) == [(ChangeKind.WORDING, "2026-Q4/content/pipeline", "commitment")]


def test_weight_in_the_objective_above(tmp_path: Path) -> None:
    sides = [
        with_(GOAL, "aligned_to", value={"objective": "company/growth", "contributes": True, "weight": weight})
        for weight in (1, 2)
    ]
    assert changed(tmp_path, *sides) == [(ChangeKind.ALIGNMENT, "2026-Q4/content/pipeline", "weight")]


def test_lists_of_goals_above_have_ids_on_both_sides(tmp_path: Path) -> None:
    one = with_(GOAL, "aligned_to", value={"objective": "company/growth", "contributes": True})
    two = with_(GOAL, "aligned_to", value=["company/growth/margin", "company/growth"])
    aligned, counted = changes(tmp_path, one, two)
    above = "2026-Q4/company/growth"
    assert (aligned.before, aligned.after) == ([above], [f"{above}/margin", above])
    assert (counted.before, counted.after) == (above, None)
    [order] = changes(
        tmp_path / "order", two, with_(GOAL, "aligned_to", value=["company/growth", "company/growth/margin"])
    )
    assert (order.field, order.after) == ("aligned_to", [above, f"{above}/margin"])


def test_a_goal_above_that_moves_is_the_same_goal(tmp_path: Path) -> None:
    before = with_(GOAL, "aligned_to", value=["company/growth/margin", "company/growth"])
    after = copy.deepcopy(before)
    after["okrs/2026-Q4/company/earnings.yaml"] = {**after.pop(ABOVE), "formerly": ["company/growth"]}
    after[GOAL]["aligned_to"] = ["company/earnings/margin", "company/growth"]
    assert [change.kind for change in changes(tmp_path, before, after)] == [ChangeKind.MOVED]


@pytest.mark.parametrize("former", [True, False])
def test_an_objective_in_another_file(former: bool, tmp_path: Path) -> None:
    after = copy.deepcopy(FILES)
    goal = after.pop(GOAL)
    after["okrs/2026-Q4/company/found.yaml"] = goal | ({"formerly": ["content/pipeline"]} if former else {})
    [change] = changes(tmp_path, FILES, after)
    assert (change.kind, change.before, change.after) == (ChangeKind.MOVED, "content/pipeline", "company/found")


@pytest.mark.parametrize("former", [True, False])
def test_a_key_result_with_another_id(former: bool, tmp_path: Path) -> None:
    after = with_(GOAL, "key_results", 0, "id", value="articles")
    if former:
        after[GOAL]["key_results"][0]["formerly"] = ["posts"]
    [change] = changes(tmp_path, FILES, after)
    assert (change.kind, change.before, change.after) == (ChangeKind.MOVED, "posts", "articles")


def test_a_key_result_in_another_objective(tmp_path: Path) -> None:
    after = copy.deepcopy(FILES)
    after[ABOVE]["key_results"].append(after[GOAL]["key_results"].pop(0))
    [change] = changes(tmp_path, FILES, after)
    assert (change.kind, change.before, change.after) == (
        ChangeKind.MOVED,
        "content/pipeline/posts",
        "company/growth/posts",
    )


def test_two_objectives_that_move_keep_their_key_results_apart(tmp_path: Path) -> None:
    before = copy.deepcopy(FILES)
    before[ABOVE]["key_results"][0]["id"] = "posts"
    after = {path.replace(".yaml", "-b.yaml") if path in (GOAL, ABOVE) else path: f for path, f in before.items()}
    after[GOAL.replace(".yaml", "-b.yaml")] = {**before[GOAL], "aligned_to": "company/growth-b"}
    assert {kind for kind, _, _ in changed(tmp_path, before, after)} == {ChangeKind.MOVED}


def test_another_objective_above_is_the_same_under_another_id(tmp_path: Path) -> None:
    after = copy.deepcopy(FILES)
    after["okrs/2026-Q4/company/more.yaml"] = after.pop(ABOVE)
    after[GOAL]["aligned_to"] = "company/more"
    assert changed(tmp_path, FILES, after) == [(ChangeKind.MOVED, "2026-Q4/company/more", "id")]


def test_what_is_new_and_what_is_gone(tmp_path: Path) -> None:
    after = copy.deepcopy(FILES)
    del after[ABOVE]
    new = {"id": "subscribers", "title": "Win readers", "owner": "bo", "measure": {"type": "binary"}}
    after[GOAL]["key_results"] = [after[GOAL]["key_results"][0], new]
    assert changed(tmp_path, FILES, after) == [
        (ChangeKind.ALIGNMENT, "2026-Q4/content/pipeline", "aligned_to"),
        (ChangeKind.ADDED, "2026-Q4/content/pipeline/subscribers", None),
        (ChangeKind.REMOVED, "2026-Q4/content/pipeline/speed", None),
        (ChangeKind.REMOVED, "2026-Q4/company/growth", None),
        (ChangeKind.REMOVED, "2026-Q4/company/growth/margin", None),
    ]


def test_what_cannot_be_read_is_not_gone(tmp_path: Path) -> None:
    after = with_(GOAL, "key_results", 0, "measure", value={"type": "metric"})
    assert changed(tmp_path, FILES, after) == [(ChangeKind.UNREADABLE, POSTS, None)]
    broken = {**FILES, GOAL: "title: ["}
    assert {kind for kind, _, _ in changed(tmp_path / "file", FILES, broken)} == {ChangeKind.UNREADABLE}


RECORDS = [
    ({CHECK_IN: None}, [(ChangeKind.RECORD_REMOVED, CHECK_IN)]),
    ({CHECK_IN: "by: ["}, [(ChangeKind.RECORD_REMOVED, CHECK_IN)]),
    ({CHECK_IN: {**FILES[CHECK_IN], "date": "2026-10-13"}}, [(ChangeKind.RECORD_EDITED, CHECK_IN)]),
    ({CHECK_IN: f"# a comment\n{yaml(FILES[CHECK_IN])}"}, []),
    (
        {CHECK_IN: None, CHECK_IN.replace("bo", "bo.2"): FILES[CHECK_IN]},
        [(ChangeKind.RECORD_MOVED, CHECK_IN.replace("bo", "bo.2"))],
    ),
    ({CHECK_IN.replace("bo", "bo.2"): FILES[CHECK_IN]}, [(ChangeKind.RECORD_ADDED, CHECK_IN.replace("bo", "bo.2"))]),
]


@pytest.mark.parametrize(("files", "expected"), RECORDS)
def test_records(files: dict[str, Any], expected: list[tuple[ChangeKind, str]], tmp_path: Path) -> None:
    after = {path: content for path, content in {**FILES, **files}.items() if content is not None}
    assert [(kind, subject) for kind, subject, _ in changed(tmp_path, FILES, after)] == expected


def test_a_record_under_a_name_that_makes_it_the_last_of_its_day(tmp_path: Path) -> None:
    second = CHECK_IN.replace("bo", "bo.2")
    before = {**FILES, second: with_(CHECK_IN, "key_results", "content/pipeline/posts", value={"value": 3})[CHECK_IN]}
    after = {path: content for path, content in before.items() if path != CHECK_IN}
    last = CHECK_IN.replace("bo", "bo.3")
    assert changed(tmp_path, before, {**after, last: FILES[CHECK_IN]}) == [(ChangeKind.RECORD_REORDERED, last, None)]


BRAND = GOAL.replace("pipeline", "Pipeline")
UNREAD = [
    ({CHECK_IN: "by: ["}, {CHECK_IN: None}, [(ChangeKind.RECORD_UNREADABLE, CHECK_IN)]),
    ({CHECK_IN: None}, {CHECK_IN: "by: ["}, [(ChangeKind.RECORD_UNREADABLE_ADDED, CHECK_IN)]),
    ({}, {BRAND: FILES[GOAL]}, [(ChangeKind.MISPLACED_ADDED, BRAND)]),
    ({BRAND: FILES[GOAL]}, {BRAND: None}, [(ChangeKind.MISPLACED_REMOVED, BRAND)]),
    ({}, {BRAND.replace("yaml", "txt"): "notes"}, []),
]


@pytest.mark.parametrize(("base", "head", "expected"), UNREAD)
def test_what_is_not_read_and_comes_or_goes(
    base: dict[str, Any], head: dict[str, Any], expected: list[tuple[ChangeKind, str]], tmp_path: Path
) -> None:
    sides = ({**FILES, **base}, {**FILES, **base, **head})
    before, after = ({path: content for path, content in side.items() if content is not None} for side in sides)
    assert [(kind, subject) for kind, subject, _ in changed(tmp_path, before, after)] == expected


def test_of_a_broken_record_what_could_not_be_read_may_be_fixed(tmp_path: Path) -> None:
    good = {"content/pipeline/posts": {"value": 1}}
    before = with_(CHECK_IN, "key_results", value={**good, "content/pipeline/speed": {"value": "one"}})
    fixed = with_(CHECK_IN, "key_results", value={**good, "content/pipeline/speed": {"value": 1}})
    assert changed(tmp_path, before, fixed) == [(ChangeKind.RECORD_ADDED, CHECK_IN, None)], "nobody was asked about it"
    more = with_(CHECK_IN, "key_results", value={"content/pipeline/posts": {"value": 2}})
    assert changed(tmp_path / "more", before, more) == [(ChangeKind.RECORD_EDITED, CHECK_IN, None)]


def test_people_teams_and_policy(tmp_path: Path) -> None:
    after = copy.deepcopy(FILES)
    people = after["okrs/people.yaml"]["people"]
    people["bo"]["manager"] = "ana"
    people["dee"] = {"name": "Dee"}
    del people["chen"]
    after[GOAL]["key_results"][1]["owner"] = "bo"
    teams = after["okrs/teams.yaml"]["teams"]
    teams["search"] = {**teams.pop("content"), "formerly": ["content"], "lead": "bo"}
    after["okrs/2026-Q4/search/pipeline.yaml"] = after.pop(GOAL)
    after["okrs/config.yaml"] = {"stewards": ["ana"], "agreement": {"required_from": "2027-Q1"}}
    assert changed(tmp_path, FILES, after) == [
        (ChangeKind.MOVED, "2026-Q4/search/pipeline", "id"),
        (ChangeKind.TERMS, "2026-Q4/search/pipeline/speed", "owner"),
        (ChangeKind.PERSON, "bo", "manager"),
        (ChangeKind.PERSON, "chen", None),
        (ChangeKind.PERSON, "dee", None),
        (ChangeKind.TEAM, "search", "id"),
        (ChangeKind.TEAM, "search", "lead"),
        (ChangeKind.POLICY, "config", "stewards"),
        (ChangeKind.POLICY, "config", "agreement.required_from"),
    ]


def test_suppressions_go_with_what_they_stand_at(tmp_path: Path) -> None:
    comment = "# okrs: ignore[KR005] until 2026-12-31: we learn first\n"
    before = {**FILES, ABOVE: comment + yaml(FILES[ABOVE])}
    moved = {path: content for path, content in before.items() if path != ABOVE}
    moved["okrs/2026-Q4/company/more.yaml"] = before[ABOVE]
    moved[GOAL] = {**FILES[GOAL], "aligned_to": "company/more"}
    assert ChangeKind.SUPPRESSION not in {kind for kind, _, _ in changed(tmp_path, before, moved)}
    assert changed(tmp_path / "new", FILES, before) == [(ChangeKind.SUPPRESSION, ABOVE, None)]


def test_a_suppression_at_something_else_is_another_one(tmp_path: Path) -> None:
    comment = "  # okrs: ignore[KR005] until 2026-12-31: we learn first"
    other = "okrs/2026-Q4/company/other.yaml"
    text = yaml(FILES[ABOVE])
    here = text.replace("\n", f"{comment}\n", 1)
    before = {**FILES, ABOVE: here, other: text}
    after = {**FILES, ABOVE: text, other: here}
    assert changed(tmp_path, before, after) == [
        (ChangeKind.SUPPRESSION, ABOVE, None),
        (ChangeKind.SUPPRESSION, other, None),
    ]


_ids = st.sampled_from(("posts", "speed", "reach"))
_key_results = st.lists(
    st.fixed_dictionaries(
        {
            "id": _ids,
            "title": st.sampled_from(("Publish posts", "Be quick", "Reach more")),
            "owner": st.sampled_from(("ana", "bo", "mara")),
            "measure": st.sampled_from((METRIC, {"type": "binary"}, {"type": "threshold", "at_most": 3})),
        },
        optional={"weight": st.integers(1, 3), "success": st.just("Seen."), "due": st.just("2026-12-01")},
    ),
    unique_by=lambda key_result: key_result["id"],
    max_size=3,
)
_objective = st.fixed_dictionaries(
    {"title": st.sampled_from(("Grow", "Be found")), "key_results": _key_results},
    optional={"owner": st.just("bo"), "aligned_to": st.sampled_from(("company/one", "content/two"))},
)
_worlds = st.dictionaries(
    st.sampled_from([f"okrs/2026-Q4/{t}/{s}.yaml" for t in ("company", "content") for s in ("one", "two")]), _objective
).map(lambda goals: {"okrs/people.yaml": PEOPLE, "okrs/teams.yaml": TEAMS, CHECK_IN: FILES[CHECK_IN], **goals})
_quick = settings(examples(1), suppress_health_check=[HealthCheck.too_slow])


class _Tree:
    """Files that are nowhere."""

    def __init__(self, files: Mapping[str, Any]) -> None:
        self._files = {path: yaml(content).encode() for path, content in files.items()}

    def entries(self) -> dict[str, Any]:
        return dict.fromkeys(sorted(self._files), EntryKind.FILE)

    def content_ids(self) -> dict[str, str]:
        return {}

    def reader(self) -> None:
        return None

    def read(self, paths: Any) -> Any:
        return ((path, self._files.get(path)) for path in paths)


def _revision(files: Mapping[str, Any]) -> Revision:
    return Revision(load(_Tree(files)))


@_quick
@given(_worlds)
def test_a_revision_is_itself(world: dict[str, Any]) -> None:
    assert compare(_revision(world), _revision(copy.deepcopy(world))) == ()


@_quick
@given(_worlds, _worlds)
def test_a_change_is_empty_only_where_nothing_differs(one: dict[str, Any], other: dict[str, Any]) -> None:
    result = compare(_revision(one), _revision(other))
    plans = [{id_: node.content for id_, node in _revision(world).plan.objectives.items()} for world in (one, other)]
    assert bool(result) == (plans[0] != plans[1]) or _reordered(*plans)


def _reordered(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether only the order of key results differs, which says nothing."""
    return {
        id_: (c.model_copy(update={"key_results": ()}), {k.id: k for k in c.key_results}) for id_, c in one.items()
    } == {id_: (c.model_copy(update={"key_results": ()}), {k.id: k for k in c.key_results}) for id_, c in other.items()}


@_quick
@given(_worlds, st.data())
def test_a_file_that_is_renamed_with_its_former_id_only_moves(world: dict[str, Any], data: st.DataObject) -> None:
    goals = [path for path in world if path.endswith(("one.yaml", "two.yaml"))]
    if not goals:
        return
    path = data.draw(st.sampled_from(goals))
    after = copy.deepcopy(world)
    team, slug = path.split("/")[2], Path(path).stem
    after[f"okrs/2026-Q4/{team}/three.yaml"] = {**after.pop(path), "formerly": [f"{team}/{slug}"]}
    result = compare(_revision(world), _revision(after))
    assert [(change.kind, change.before) for change in result] == [(ChangeKind.MOVED, f"{team}/{slug}")]


def test_flow_yaml_is_read_as_it_is_meant() -> None:
    assert parse("x", yaml(FILES[GOAL]).encode()).data == FILES[GOAL]
