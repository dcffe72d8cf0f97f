"""Working tree and revision look the same, and nothing but ordinary files is ever read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from okrs_as_code.errors import OkrsError, RevisionError
from okrs_as_code.git.client import Git
from okrs_as_code.workspace.layout import EntryKind, FileKind, Refusal, locate
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.trees.tree import RevisionTree, WorkingTree
from okrs_as_code.yaml.text import MAX_BYTES
from tests.repositories import GOAL, SMALL, commit, git, make


def found_git(root: Path) -> Git:
    repository = Git.containing(root)
    assert repository is not None
    return repository


def test_a_revision_looks_like_the_working_tree_it_was_made_of(tmp_path: Path) -> None:
    head = commit(make(tmp_path))
    working, revision = WorkingTree(tmp_path), RevisionTree(found_git(tmp_path), head)
    assert working.entries() == revision.entries()
    assert dict(working.read(SMALL)) == dict(revision.read(SMALL)) == {k: v.encode() for k, v in SMALL.items()}


def test_a_root_below_the_top_of_its_repository(tmp_path: Path) -> None:
    root = make(tmp_path / "goals")
    head = commit(make(tmp_path, {"README.md": "x"}))
    repository = Repository.find(root / "okrs" / "2026-Q4")
    assert repository.root == root
    assert repository.at(head).files.keys() == repository.workspace.files.keys() == set(SMALL)


def test_a_revision_without_okrs_is_empty(tmp_path: Path) -> None:
    head = commit(make(tmp_path, {"README.md": "x"}))
    make(tmp_path)
    assert Repository.find(tmp_path).at(head).files == {}


def test_what_git_ignores_is_not_there(tmp_path: Path) -> None:
    commit(make(tmp_path, {**SMALL, ".gitignore": "drafts/\n*.bak\n"}))
    make(tmp_path, {"okrs/2026-Q4/drafts/x.yaml": "x", "okrs/2026-Q4/company/x.yaml.bak": "x", "okrs/new.yaml": "x"})
    assert set(WorkingTree(tmp_path, found_git(tmp_path)).entries()) == {*SMALL, "okrs/new.yaml"}


def test_links_are_reported_and_never_followed(tmp_path: Path) -> None:
    secret = make(tmp_path / "elsewhere", {"secret.yaml": "title: secret\n", "okrs/x.yaml": "x"})
    root = make(tmp_path / "root")
    (root / "okrs/2026-Q4/company/link.yaml").symlink_to(secret / "secret.yaml")
    (root / "okrs/2026-Q4/linked").symlink_to(secret, target_is_directory=True)
    (root / "okrs/notes.md").symlink_to(secret / "secret.yaml")
    entries = WorkingTree(root).entries()
    links = {path for path, kind in entries.items() if kind is EntryKind.LINK}
    assert links == {"okrs/2026-Q4/company/link.yaml", "okrs/2026-Q4/linked", "okrs/notes.md"}
    assert not any(path.startswith("okrs/2026-Q4/linked/") for path in entries)
    workspace = Repository.find(root).workspace
    assert {location.path for location in workspace.misplaced} == links
    assert all(location.refusal is Refusal.LINK for location in workspace.misplaced)
    head = commit(root)
    assert RevisionTree(found_git(root), head).entries() == entries


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_reported_and_does_not_hang(tmp_path: Path) -> None:
    make(tmp_path)
    os.mkfifo(tmp_path / "okrs/2026-Q4/company/pipe.yaml")
    assert WorkingTree(tmp_path).entries()["okrs/2026-Q4/company/pipe.yaml"] is EntryKind.OTHER
    assert dict(WorkingTree(tmp_path).read(["okrs/2026-Q4/company/pipe.yaml"])) == {
        "okrs/2026-Q4/company/pipe.yaml": None
    }


def test_a_file_that_goes_away_is_reported(tmp_path: Path) -> None:
    make(tmp_path)
    assert list(WorkingTree(tmp_path).read(["okrs/gone.yaml"])) == [("okrs/gone.yaml", None)]


def test_a_large_file_is_cut_in_both_trees(tmp_path: Path) -> None:
    path = "okrs/2026-Q4/company/large.yaml"
    head = commit(make(tmp_path, {**SMALL, path: b"#" * (MAX_BYTES * 3)}))
    for tree in (WorkingTree(tmp_path), RevisionTree(found_git(tmp_path), head)):
        assert [len(raw or b"") for _, raw in tree.read([path])] == [MAX_BYTES + 1]


def test_submodules_are_no_files(tmp_path: Path) -> None:
    inner = make(tmp_path / "inner", {"x": "x"})
    head = commit(inner)
    root = make(tmp_path / "root")
    commit(root)
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{head},okrs/2026-Q4/module")
    git(root, "commit", "-q", "-m", "module")
    after = git(root, "rev-parse", "HEAD").strip()
    assert RevisionTree(found_git(root), after).entries()["okrs/2026-Q4/module"] is EntryKind.OTHER


def test_unknown_revisions(tmp_path: Path) -> None:
    commit(make(tmp_path))
    for name in ("nope", "--help", "HEAD:okrs", "HEAD~9", ""):
        with pytest.raises(RevisionError):
            found_git(tmp_path).commit(name)


def test_histories_without_a_common_commit(tmp_path: Path) -> None:
    commit(make(tmp_path))
    git(tmp_path, "checkout", "-q", "--orphan", "other")
    commit(tmp_path, "another beginning")
    with pytest.raises(RevisionError, match="no commit in common"):
        found_git(tmp_path).merge_base("main", "other")


def test_a_failing_command_is_one_line(tmp_path: Path) -> None:
    commit(make(tmp_path))
    with pytest.raises(OkrsError, match=r"^git ls-tree failed: .*nope"):
        found_git(tmp_path).output("ls-tree", "nope")


def test_a_linked_work_tree(tmp_path: Path) -> None:
    root = make(tmp_path / "root")
    commit(root)
    git(root, "worktree", "add", "-q", str(tmp_path / "linked"), "-b", "side")
    linked = Repository.find(tmp_path / "linked")
    assert linked.at(linked.require_git().merge_base("main", "HEAD")).files.keys() == set(SMALL)


def test_nothing_of_the_users_configuration_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head = commit(make(tmp_path))
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    trap.chmod(0o755)
    (tmp_path / "config").write_text(f"[core]\n\tfsmonitor = {trap}\n\tpager = {trap}\n[alias]\n\tls-tree = !{trap}\n")
    git(tmp_path, "config", "core.fsmonitor", str(trap))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", f"'core.fsmonitor={trap}'")
    repository = Repository.find(tmp_path)
    assert repository.workspace.files.keys() == repository.at(head).files.keys()
    assert not (tmp_path / "ran").exists()


def test_replacement_objects_are_not_followed(tmp_path: Path) -> None:
    first = commit(make(tmp_path))
    make(tmp_path, {GOAL: "title: replaced\n"})
    second = commit(tmp_path)
    git(tmp_path, "replace", first, second)
    [(_, raw)] = RevisionTree(found_git(tmp_path), first).read([GOAL])
    assert raw == SMALL[GOAL].encode()


@pytest.mark.parametrize(
    ("path", "refusal"),
    [
        ("okrs/2026-Q4/web/checkout.yml", Refusal.YML),
        ("okrs/2026-Q4/web/checkout.txt", Refusal.NOT_YAML),
        ("okrs/person.yaml", Refusal.TOP_LEVEL),
        ("okrs/2026-Q5/web/checkout.yaml", Refusal.NOT_A_CYCLE),
        ("okrs/2026-Q4/checkout.yaml", Refusal.LOOSE_IN_CYCLE),
        ("okrs/2026-Q4/web/shop/checkout.yaml", Refusal.TOO_DEEP),
        ("okrs/2026-Q4/Web/checkout.yaml", Refusal.TEAM_NAME),
        ("okrs/2026-Q4/con/checkout.yaml", Refusal.TEAM_NAME),
        ("okrs/2026-Q4/web/Check out.yaml", Refusal.OBJECTIVE_NAME),
        ("okrs/2026-Q4/web/null.yaml", Refusal.OBJECTIVE_NAME),
        ("okrs/2026-Q4/check-ins/bo.yaml", Refusal.RECORD_NAME),
        ("okrs/2026-Q4/check-ins/2026-10-12-bo.yaml", None),
        ("okrs/2026-Q4/agreements/2026-10-12-bo.3f9c2a.yaml", None),
        ("okrs/2026/company/vision.yaml", None),
        ("okrs/allowed_signers", None),
        ("okrs/2026-Q4/README.md", None),
        ("okrs/.drafts/x.yml", None),
    ],
)
def test_what_belongs_where(path: str, refusal: Refusal | None) -> None:
    location = locate(path, EntryKind.FILE)
    assert location.refusal is refusal
    assert (location.kind is FileKind.MISPLACED) == (refusal is not None)


def test_a_folder_without_okrs(tmp_path: Path) -> None:
    with pytest.raises(OkrsError, match=r"no okrs/people.yaml or okrs/config.yaml") as caught:
        Repository.find(tmp_path)
    assert caught.value.remedy is not None
    assert "okrs init" in caught.value.remedy
