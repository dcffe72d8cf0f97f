"""The files that decide what the gate says: the same in a commit and on disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from okrs_as_code.git.client import Git
from okrs_as_code.review.revisions import protected_files
from okrs_as_code.review.revisions.protected_files import gate_files, gate_files_in_working_tree
from tests.repositories import SMALL, commit, git, make

WORKFLOW = ".github/workflows/okrs.yml"
FILES = {
    **SMALL,
    WORKFLOW: "on: push\n",
    ".gitlab-ci.yml": "stages: []\n",
    ".gitlab/okrs.yml": "x",
    ".gitea/workflows/x.yml": "x",
    "CODEOWNERS": "* @ana\n",
    "docs/CODEOWNERS": "* @ana\n",
    "okrs/allowed_signers": "bo@example.com ssh-ed25519 AAAA\n",
    "templates/index.md.jinja": "x",
    ".github.md": "no folder of the forge",
    "docs/guide.md": "x",
    "sub/.github/x.yml": "below the top nobody reads it",
}
GATE = {
    ".gitea/workflows/x.yml",
    WORKFLOW,
    ".gitlab-ci.yml",
    ".gitlab/okrs.yml",
    "CODEOWNERS",
    "docs/CODEOWNERS",
    "okrs/allowed_signers",
    "templates/index.md.jinja",
}


def both(root: Path) -> dict[str, str]:
    """The protected files in a commit of everything; on disk they are the same."""
    head = commit(root)
    files = gate_files(Git(root), "", head)
    assert gate_files_in_working_tree(root, Git(root)) == files
    return dict(files)


def test_the_files_of_the_gate(tmp_path: Path) -> None:
    files = both(make(tmp_path, FILES))
    assert set(files) == GATE
    assert files["CODEOWNERS"] == f"100644 {git(tmp_path, 'rev-parse', 'HEAD:CODEOWNERS').strip()}"
    assert files["CODEOWNERS"] == files["docs/CODEOWNERS"]


def test_without_any_there_is_nothing(tmp_path: Path) -> None:
    assert both(make(tmp_path)) == {}


def test_templates_and_signers_are_those_of_the_root(tmp_path: Path) -> None:
    make(tmp_path / "goals", FILES)
    head = commit(make(tmp_path, {WORKFLOW: "x", "templates/x": "not ours"}))
    wanted = {WORKFLOW, "goals/okrs/allowed_signers", "goals/templates/index.md.jinja"}
    assert set(gate_files(Git(tmp_path), "goals/", head)) == wanted
    assert set(gate_files_in_working_tree(tmp_path / "goals", Git(tmp_path))) == wanted


def test_a_mode_and_the_target_of_a_link_are_content(tmp_path: Path) -> None:
    before = both(make(tmp_path, FILES))
    (tmp_path / WORKFLOW).chmod(0o755)
    (tmp_path / "CODEOWNERS").unlink()
    (tmp_path / "CODEOWNERS").symlink_to("docs/CODEOWNERS")
    after = both(tmp_path)
    assert {path for path in GATE if before[path] != after[path]} == {WORKFLOW, "CODEOWNERS"}
    assert after["CODEOWNERS"].startswith("120000 ")
    (tmp_path / "CODEOWNERS").unlink()
    (tmp_path / "CODEOWNERS").symlink_to("elsewhere")
    assert both(tmp_path)["CODEOWNERS"] != after["CODEOWNERS"]


@pytest.mark.parametrize("path", [".github", "templates"])
def test_a_folder_that_becomes_a_link_is_a_change(tmp_path: Path, path: str) -> None:
    both(make(tmp_path, FILES))
    (tmp_path / path).rename(tmp_path / "moved")
    (tmp_path / path).symlink_to("moved")
    files = both(tmp_path)
    assert files[path].startswith("120000 ")
    assert not any(name.startswith(f"{path}/") for name in files)


def test_nothing_behind_a_link_is_read(tmp_path: Path) -> None:
    both(make(tmp_path, FILES))
    (tmp_path / "docs").rename(tmp_path / "moved")
    (tmp_path / "docs").symlink_to("moved")
    assert "docs/CODEOWNERS" not in both(tmp_path)


@pytest.mark.parametrize("path", ["templates", "templates/inner"])
def test_a_submodule_counts_by_its_commit(tmp_path: Path, path: str) -> None:
    inner = commit(make(tmp_path / "inner", {"x": "x"}))
    root = make(tmp_path / "root")
    commit(root)
    git(root, "clone", "-q", str(tmp_path / "inner"), path)
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{inner},{path}")
    git(root, "commit", "-q", "-m", "module")
    head = git(root, "rev-parse", "HEAD").strip()
    assert gate_files(Git(root), "", head) == gate_files_in_working_tree(root, Git(root)) == {path: f"160000 {inner}"}
    os.rename(root / path, tmp_path / "away")  # noqa: PTH104
    assert gate_files_in_working_tree(root, Git(root)) == {}


def test_what_git_ignores_and_what_is_no_file(tmp_path: Path) -> None:
    before = both(make(tmp_path, {**FILES, ".gitignore": "*.bak\n/templates/drafts/\nCODEOWNERS.md\n"}))
    make(tmp_path, {".github/x.bak": "x", "templates/drafts/x": "x"})
    os.mkfifo(tmp_path / "templates/pipe")
    assert gate_files_in_working_tree(tmp_path, Git(tmp_path)) == before
    make(tmp_path, {"templates/new": "not committed yet"})
    assert set(gate_files_in_working_tree(tmp_path, Git(tmp_path))) == {*GATE, "templates/new"}


def test_attributes_and_filters_are_not_asked(tmp_path: Path) -> None:
    before = both(make(tmp_path, FILES))
    make(tmp_path, {".gitattributes": "* filter=x ident eol=crlf working-tree-encoding=UTF-16\n"})
    git(tmp_path, "config", "filter.x.clean", f"touch {tmp_path}/ran")
    files = dict(gate_files_in_working_tree(tmp_path, Git(tmp_path)))
    assert files.pop(".gitattributes").startswith("* filter=x ident")
    assert files == before
    assert not (tmp_path / "ran").exists()


def test_line_ends_of_windows_are_no_change(tmp_path: Path) -> None:
    before = both(make(tmp_path, FILES))
    (tmp_path / WORKFLOW).write_bytes(b"on: push\r\n")
    assert gate_files_in_working_tree(tmp_path, Git(tmp_path)) == before
    (tmp_path / WORKFLOW).write_bytes(b"on: pull_request\r\n")
    assert gate_files_in_working_tree(tmp_path, Git(tmp_path)) != before


def test_where_a_disk_knows_no_modes_those_of_the_index_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, FILES)
    (tmp_path / WORKFLOW).chmod(0o755)
    before = both(tmp_path)
    (tmp_path / WORKFLOW).chmod(0o644)
    assert gate_files_in_working_tree(tmp_path, Git(tmp_path)) != before
    monkeypatch.setattr(protected_files, "_MODES_ON_DISK", False)
    assert gate_files_in_working_tree(tmp_path, Git(tmp_path)) == before


def test_a_file_that_goes_away_while_it_is_read_is_no_silent_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = both(make(tmp_path, FILES))
    monkeypatch.setattr(protected_files, "read_plainly", lambda path, most: None)
    assert gate_files_in_working_tree(tmp_path, Git(tmp_path)) == dict.fromkeys(before, "unreadable")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_what_cannot_be_read_is_no_silent_pass(tmp_path: Path) -> None:
    both(make(tmp_path, FILES))
    (tmp_path / WORKFLOW).chmod(0)
    (tmp_path / "templates").chmod(0)
    files = gate_files_in_working_tree(tmp_path, Git(tmp_path))
    (tmp_path / "templates").chmod(0o755)
    assert files[WORKFLOW] == files["templates"] == "unreadable"


def test_ids_are_of_the_repositorys_own_kind(tmp_path: Path) -> None:
    git(make(tmp_path, FILES), "init", "-q", "-b", "main", "--object-format=sha256")
    assert len(both(tmp_path)[WORKFLOW].split()[1]) == 64


TRANSFORMING = (
    "*.yaml merge=union",
    "okrs/** -merge",
    "* binary",
    "okrs/2026-Q4/content/mine.yaml working-tree-encoding=ASCII//TRANSLIT",
    "*.yaml filter=mine",
    "*.YAML -text filter=mine",
    "okrs/** ident",
    "* ident",
    "*.y* filter=mine",
    '"okrs/a b.yaml" filter=mine',
    "[attr]mine text",
    "allowed_signers filter=mine",
)
HARMLESS = (
    "*.png filter=lfs diff=lfs",
    "docs/*.pdf working-tree-encoding=UTF-16",
    "*.yaml text eol=lf",
    "# filter=mine",
    "* -diff",
)


@pytest.mark.parametrize("path", [".gitattributes", "goals/.gitattributes", "goals/okrs/2026-Q4/.gitattributes"])
def test_attributes_that_change_a_text_are_of_the_gate(tmp_path: Path, path: str) -> None:
    make(tmp_path / "goals", SMALL)
    make(tmp_path, {path: "\n".join((*HARMLESS, *TRANSFORMING)) + "\n", "other/.gitattributes": "* ident\n"})
    files = gate_files(Git(tmp_path), "goals/", commit(tmp_path))
    assert dict(files) == {path: "\n".join(TRANSFORMING)}
    assert gate_files_in_working_tree(tmp_path / "goals", Git(tmp_path)) == files


IGNORING = ("okrs/*/check-ins/", "*.yaml", "!**/OKRS/2026-Q4/web", "*", "/**")
IGNORED_ELSEWHERE = ("# okrs", "dist/", "*.log", "/.venv", "web")


@pytest.mark.parametrize(
    ("path", "ignored", "wanted"),
    [
        (".gitignore", (*IGNORED_ELSEWHERE, *IGNORING), IGNORING),
        ("okrs/2026-Q4/.gitignore", ("web", "# web", "*.swp"), ("web",)),
    ],
)
def test_patterns_that_hide_files_of_ours_are_of_the_gate(
    tmp_path: Path, path: str, ignored: tuple[str, ...], wanted: tuple[str, ...]
) -> None:
    make(tmp_path, {**SMALL, path: "\n".join(ignored)})
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-f", path)
    assert both(tmp_path) == {path: "\n".join(wanted)}


@pytest.mark.parametrize("path", [".GitAttributes", "okrs/.GITATTRIBUTES"])
def test_a_name_in_another_case_is_the_same_on_some_disks(tmp_path: Path, path: str) -> None:
    assert both(make(tmp_path, {**SMALL, path: "* ident\n"})) == {path: "* ident"}


def test_harmless_attributes_are_not(tmp_path: Path) -> None:
    assert both(make(tmp_path, {**SMALL, ".gitattributes": "\n".join(HARMLESS)})) == {}


def test_a_macro_is_what_it_stands_for(tmp_path: Path) -> None:
    macro = "[attr]mine filter=mine"
    files = both(make(tmp_path, {**SMALL, ".gitattributes": f"{macro}\n*.yaml mine\n*.png mine\n"}))
    assert files == {".gitattributes": f"{macro}\n*.yaml mine"}


def test_a_linked_file_of_attributes_is_of_the_gate(tmp_path: Path) -> None:
    make(tmp_path, {**SMALL, "attributes": "* ident\n"})
    (tmp_path / ".gitattributes").symlink_to("attributes")
    assert list(gate_files(Git(tmp_path), "", commit(tmp_path))) == [".gitattributes"]
