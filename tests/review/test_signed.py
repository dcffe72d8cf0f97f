"""A signature in a pull request counts by what the base says: nothing in the head can make a key somebody's."""

from __future__ import annotations

import json
import textwrap
from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.model.consent import EvidenceTier
from okrs_as_code.review.evidence import signatures_at
from okrs_as_code.workspace.loader import Workspace, load
from okrs_as_code.workspace.trees.tree import WorkingTree
from tests.repositories import commit, git, make
from tests.ssh_keys import POSTS, REPOSITORY, TERMS, Key

PEOPLE = (
    "people:\n  ana: {name: Ana, account: ana}\n  bo: {name: Bo, manager: ana, account: bo, emails: [bo@example.com]}\n"
)
GOAL = """\
title: Make organic search our best source of qualified pipeline
owner: ana
key_results:
  - id: pillar-posts
    title: Publish three in-depth posts
    owner: bo
    measure: {type: metric, baseline: 0, target: 3, unit: posts}
"""
RECORD = "okrs/2026-Q4/agreements/2026-10-01-bo.1.yaml"
TODAY = date(2026, 10, 15)


@pytest.fixture
def keys(tmp_path: Path) -> dict[str, Key]:
    return {name: Key.make(tmp_path / "keys", name) for name in ("bo", "ana", "thief")}


def record(key: Key, day: str = "2026-10-01", role: str = "owner", by: str = "bo", repository: str = REPOSITORY) -> str:
    signature = key.signature(POSTS, role, repository=repository)  # type: ignore[arg-type]
    head = f"by: {by}\ndate: {day}\nkey_results:\n  {POSTS}:\n    as: {role}\n    terms: {json.dumps(TERMS)}\n"
    return f"{head}    signature: |\n{textwrap.indent(signature, '      ')}"


def base(keys: dict[str, Key], options: str = "") -> dict[str, str]:
    return {
        "okrs/people.yaml": PEOPLE,
        "okrs/config.yaml": f"repository: {REPOSITORY}\n",
        "okrs/allowed_signers": keys["bo"].line("bo", options=options) + keys["ana"].line("ana"),
        "okrs/2026-Q4/content/organic-pipeline.yaml": GOAL,
    }


def tree(folder: Path, files: dict[str, str]) -> Workspace:
    return load(WorkingTree(make(folder, files)))


def counted(tmp_path: Path, before: dict[str, str], changed: dict[str, str]) -> bool:
    there, head = tree(tmp_path / "base", before), tree(tmp_path / "head", {**before, **changed})
    return (RECORD, POSTS) in signatures_at(there, head, TODAY).valid


def test_what_the_base_lists_counts(tmp_path: Path, keys: dict[str, Key]) -> None:
    assert counted(tmp_path, base(keys), {RECORD: record(keys["bo"])})


def test_nothing_in_the_head_makes_a_key_somebodys(tmp_path: Path, keys: dict[str, Key]) -> None:
    forged = {
        "signers": {"okrs/allowed_signers": keys["thief"].line("bo"), RECORD: record(keys["thief"])},
        "people": {
            "okrs/people.yaml": PEOPLE.replace("bo@example.com", "bo@example.com, ana"),
            RECORD: record(keys["ana"]),
        },
        "repository": {
            "okrs/config.yaml": "repository: https://github.com/example/other\n",
            RECORD: record(keys["bo"], repository="https://github.com/example/other"),
        },
    }
    for name, changed in forged.items():
        assert not counted(tmp_path / name, base(keys), changed), name


def test_an_old_key_cannot_write_an_old_day(tmp_path: Path, keys: dict[str, Key]) -> None:
    old = base(keys, options='valid-before="20261010"')
    assert not counted(tmp_path / "new", old, {RECORD: record(keys["bo"])})
    before = {**old, RECORD: record(keys["bo"])}
    assert counted(tmp_path / "there", before, {})
    other = record(keys["bo"]).replace("date: 2026-10-01", "date: 2026-10-02")
    assert not counted(tmp_path / "edited", before, {RECORD: other})


def test_a_signature_completes_an_approval(tmp_path: Path, keys: dict[str, Key]) -> None:
    root = make(
        tmp_path / "root", {**base(keys), "okrs/2026-Q4/content/organic-pipeline.yaml": "title: T\nkey_results: []\n"}
    )
    start = commit(root)
    git(root, "switch", "-q", "-c", "proposal")
    ana = RECORD.replace("-bo.1", "-ana.1")
    make(root, {"okrs/2026-Q4/content/organic-pipeline.yaml": GOAL})
    make(root, {RECORD: record(keys["bo"]), ana: record(keys["ana"], role="manager", by="ana")})
    commit(root)
    for signers, enough in ((keys["ana"].line("ana"), True), (keys["thief"].line("ana"), False)):
        git(root, "switch", "-q", "-C", "main", start)
        make(root, {"okrs/allowed_signers": keys["bo"].line("bo") + signers})
        commit(root, "signers")
        request = api.approvals(api.open_repository(root), "main", "proposal", TODAY, account="bo")
        [manager] = [
            answer
            for answer in request.approvals.statuses
            if answer.requirement.subject.endswith("pillar-posts") and "ana" in answer.requirement.people
        ]
        assert (manager.tier is EvidenceTier.SIGNED, manager.is_enough) == (enough, enough)
