"""However a file is written: what goes on says the same, from where it stands, and what does not is gone."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code import api
from okrs_as_code.yaml import Document
from tests.cli.organisation import files
from tests.nightly import examples
from tests.refactor.test_rollover import NEW, OLD, PEOPLE, TEAMS
from tests.repositories import make, without_digests
from tests.yaml.texts import documents

DAY = date(2026, 12, 30)
DAYS = st.sampled_from(("2026-10-15", "2026-12-01"))
WORDS = st.sampled_from(("raise # 3", "a: b", "more, and more", "é 🎯", "- x", "{z}", "*"))
IDS = ("posts", "talks", "guide")
STEPS = [{"id": "draft", "title": "A draft"}, {"id": "out", "title": "It is out", "due": "2026-12-01"}]
METRIC = st.fixed_dictionaries(
    {"type": st.just("metric"), "baseline": st.integers(0, 5), "target": st.integers(6, 9), "unit": WORDS},
    optional={"stretch": st.integers(10, 12)},
)
MEASURES = METRIC | st.sampled_from(
    ({"type": "milestones", "steps": STEPS}, {"type": "threshold", "at_least": 3}, {"type": "binary"})
)


def key_result(id_: str) -> st.SearchStrategy[dict[str, Any]]:
    needed = {"id": st.just(id_), "title": WORDS, "owner": st.sampled_from(("bo", "dee")), "measure": MEASURES}
    more = {"start": DAYS, "due": DAYS, "formerly": st.just([f"old-{id_}"]), "contributors": st.just(["mara"])}
    return st.fixed_dictionaries(needed, optional={**more, "success": WORDS})


OBJECTIVES = st.fixed_dictionaries(
    {"title": WORDS, "key_results": st.tuples(*map(key_result, IDS)).map(list)},
    optional={
        "why": WORDS,
        "owner": st.sampled_from(("mara", "dee")),
        "aligned_to": st.just("company/growth"),
        "formerly": st.just(["content/former"]),
        "initiatives": st.lists(
            st.fixed_dictionaries({"title": WORDS}, optional={"key_result": st.sampled_from((*IDS, "old-posts"))}),
            max_size=3,
        ),
    },
)
DECISIONS = st.lists(st.sampled_from(("done", "keep", "modify", "stop", None)), min_size=3, max_size=3)


def check_in_values(key_result: dict[str, Any], value: int) -> str:
    kind = key_result["measure"]["type"]
    return {"milestones": "{done: [draft]}", "binary": "{done: true}"}.get(kind, f"{{value: {value}}}")


@examples(0.4)
@given(documents(OBJECTIVES), DECISIONS, st.integers(0, 14))
def test_what_goes_on(document: Document, decisions: list[str | None], value: int) -> None:
    raw = (b"\xef\xbb\xbf" if document.text.had_bom else b"") + document.text.text.encode()
    was = document.data
    entries = [
        f"  content/goal/{id_}: {{score: 0.5, because: So., decision: {decision}}}\n"
        for id_, decision in zip(IDS, decisions, strict=True)
        if decision is not None
    ]
    check_ins = "".join(
        f"  content/goal/{key_result['id']}: {check_in_values(key_result, value)}\n"
        for key_result in was["key_results"]
    )
    texts: dict[str, str | bytes] = {"okrs/people.yaml": PEOPLE, "okrs/teams.yaml": TEAMS, OLD: raw}
    texts["okrs/2026-Q4/check-ins/2026-12-01-bo.yaml"] = f"by: bo\ndate: 2026-12-01\nkey_results:\n{check_ins}"
    if entries:
        grades = f"by: bo\ndate: 2026-12-28\nkey_results:\n{''.join(entries)}"
        texts["okrs/2026-Q4/grades/2026-12-28-bo.yaml"] = grades
    with tempfile.TemporaryDirectory() as folder:
        root = make(Path(folder), texts)
        before = files(root)
        repository = api.open_repository(root)
        if not repository.workspace.plan.objectives["2026-Q4/content/goal"].key_results:
            return
        rolled = api.rollover(repository, "2026-Q4", "2027-Q1", DAY)
        going = [id_ for id_, decision in zip(IDS, decisions, strict=True) if decision in ("keep", "modify")]
        if rolled.refused or not going:
            assert rolled.carried == []
            return
        api.write_changes(repository, rolled.changes)
        now = files(root)
        assert {path: now[path] for path in before} == before
        assert set(map(without_digests, now.keys() - before.keys())) == {NEW, "okrs/2026-Q4/grades/2026-12-30-bo.yaml"}
        _check(was, api.open_repository(root).workspace.files[NEW].data, going, value)


def _check(was: dict[str, Any], now: dict[str, Any], going: list[str], value: int) -> None:
    expected = {key: inner for key, inner in was.items() if key not in ("aligned_to", "formerly", "initiatives")}
    if expected.get("owner") == "dee":
        expected["owner"] = "mara"
    expected["key_results"] = [
        _carried(key_result, value) for key_result in was["key_results"] if key_result["id"] in going
    ]
    former = {
        f"old-{key_result['id']}": key_result["id"] for key_result in was["key_results"] if "formerly" in key_result
    }
    kept = [
        {**initiative, "key_result": former.get(initiative["key_result"], initiative["key_result"])}
        if "key_result" in initiative
        else initiative
        for initiative in was.get("initiatives", [])
    ]
    kept = [initiative for initiative in kept if initiative.get("key_result", going[0]) in going]
    if kept or was.get("initiatives") == []:
        expected["initiatives"] = kept
    assert now == expected


def _carried(key_result: dict[str, Any], value: int) -> dict[str, Any]:
    carried = {key: inner for key, inner in key_result.items() if key not in ("start", "due", "formerly")}
    carried["owner"] = {"dee": "mara"}.get(carried["owner"], carried["owner"])
    measure = dict(key_result["measure"])
    if measure["type"] == "metric":
        if value < measure["target"]:
            measure["baseline"] = value
    elif measure["type"] == "milestones":
        measure["steps"] = [{"id": "out", "title": "It is out"}]
    return {**carried, "measure": measure}
