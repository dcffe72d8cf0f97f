"""Hostile files that come with a pull request, and not with a configuration: the verdict is as without them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from okrs_as_code.git.client import Git
from tests.hostile.asking import COMMANDS, answers_of_commands
from tests.hostile.conftest import ran
from tests.hostile.repository import OBJECTIVE, copy
from tests.nightly import at_night
from tests.repositories import commit, git, make

VERDICTS = (
    "lint", "lint --since", "status", "status --as-of", "history", "show", "terms", "diff", "diff HEAD", "approvals",
)  # fmt: skip
_ID = re.compile(r"\b[0-9a-f]{7,40}\b")


def proposed(root: Path, files: Mapping[str, str | bytes], trap: Path) -> Path:
    """The work is finished, and these files come with it; whatever they name as a program is the trap."""
    commit(root, "Aim higher still")
    make(root, files)
    for path in files:
        blob = git(root, "hash-object", "-w", "--no-filters", path).strip()
        git(root, "update-index", "--add", "--cacheinfo", f"100644,{blob},{path}")
    git(root, "commit", "-q", "--allow-empty", "-m", "and more")
    for name in ("diff.x.textconv", "diff.x.command", "filter.x.clean", "filter.x.process", "merge.x.driver"):
        git(root, "config", name, str(trap))
    return root


@pytest.fixture(params=[VERDICTS, *at_night(tuple(COMMANDS))], ids=["verdicts", "every command"])
def asked(request: pytest.FixtureRequest) -> Collection[str]:
    """The commands that are run: those that give a verdict, and at night all that read, in between."""
    names: Collection[str] = request.param
    return names


def verdicts(root: Path, asked: Collection[str] = VERDICTS, folder: str = "") -> dict[str, str]:
    """The verdicts among the answers of commands; a commit's id may be another, as its files are."""
    answers = answers_of_commands(root, folder, asked)
    return {name: _ID.sub("ID", repr(answers[name])) for name in VERDICTS}


@pytest.fixture(scope="module")
def without(original: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The answers about the work alone."""
    root = copy(original, tmp_path_factory.mktemp("without") / "work")
    return verdicts(proposed(root, {}, root.parent / "none"))


ATTRIBUTES = ("* -diff", "* filter=x")
MORE_ATTRIBUTES = (
    "* text eol=crlf",
    "* working-tree-encoding=UTF-16",
    "* binary",
    "* ident",
    "* -text",
    "* diff=x",
    "* merge=x",
    "* merge=ours",
    "* export-subst export-ignore",
    "* linguist-generated",
    "[attr]x -diff -merge ident\n* x",
)


@pytest.mark.parametrize("line", [*ATTRIBUTES, *at_night(*MORE_ATTRIBUTES)])
def test_attributes(line: str, root: Path, trap: Path, without: dict[str, str], asked: Collection[str]) -> None:
    folders = ("", "okrs/", "okrs/2026-Q4/content/")
    answers = verdicts(proposed(root, {f"{folder}.gitattributes": f"{line}\n" for folder in folders}, trap), asked)
    differing = {name for name, answer in answers.items() if answer != without[name]}
    words = ("filter", "ident", "merge", "binary", "working-tree-encoding", "[attr]")
    makes_other_texts = any(word in line for word in words)
    assert differing == ({"diff", "diff HEAD", "approvals"} if makes_other_texts else set())
    assert not makes_other_texts or "okrs/2026-Q4/content/.gitattributes" in answers["approvals"]
    assert not ran(trap)


@pytest.mark.parametrize("line", ["* text eol=crlf", *at_night("* ident", "* -diff")])
def test_attributes_as_a_clone_has_them(
    line: str, root: Path, trap: Path, tmp_path: Path, without: dict[str, str], asked: Collection[str]
) -> None:
    proposed(root, {".gitattributes": f"{line}\n"}, trap)
    answers = verdicts(clone(root, tmp_path), asked)
    assert {name for name, answer in answers.items() if answer != without[name]} <= {"diff", "diff HEAD", "approvals"}


def test_a_clone_in_another_encoding_is_no_silent_pass(
    root: Path, trap: Path, tmp_path: Path, without: dict[str, str], asked: Collection[str]
) -> None:
    proposed(root, {".gitattributes": "okrs/2026-Q4/content/*.yaml working-tree-encoding=UTF-16\n"}, trap)
    answers = verdicts(clone(root, tmp_path), asked)
    assert answers["status --as-of"] == without["status --as-of"], "as objects have no encoding"
    for name in ("lint", "lint --since"):
        assert answers[name].startswith("(1, ")
        assert f"{OBJECTIVE}:1:1: error[FMT" in answers[name]


def clone(root: Path, tmp_path: Path) -> Path:
    git(tmp_path, "clone", "-q", str(root), "clone/work")
    git(tmp_path / "clone/work", "branch", "-q", "base", "origin/base")
    return tmp_path / "clone/work"


def test_a_mailmap(root: Path, trap: Path, without: dict[str, str], asked: Collection[str]) -> None:
    files = {".mailmap": "Mara Keller <mara@example.com> Bo <bo@example.com>\nAna <ana@example.com> <bo@example.com>\n"}
    assert verdicts(proposed(root, files, trap), asked) == without


def test_a_file_that_looks_like_another_renamed(
    root: Path, trap: Path, without: dict[str, str], asked: Collection[str]
) -> None:
    text = (root / OBJECTIVE).read_text(encoding="utf-8")
    files = {"docs/organic-pipeline.yaml": text, "docs/2026-Q4/content/organic-pipeline.yaml": f"{text}# the same\n"}
    assert verdicts(proposed(root, files, trap), asked) == without


BARE = {
    "HEAD": "ref: refs/heads/main\n",
    "config": "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = ../..\n\tfsmonitor = {trap}\n",
    "objects/info/packs": "",
    "refs/heads/other": "1" * 40,
}


def bare(root: Path, folder: str, trap: Path) -> dict[str, str | bytes]:
    texts = {path: text.replace("{trap}", str(trap)) for path, text in BARE.items()}
    return {f"{folder}/{path}": text for path, text in {**texts, "index": (root / ".git/index").read_bytes()}.items()}


@pytest.mark.parametrize("folder", ["okrs/2026-Q4", *at_night("okrs", "okrs/2026-Q4/content")])
def test_a_bare_repository_inside_is_so_many_files_that_do_not_belong_there(
    folder: str, root: Path, trap: Path, without: dict[str, str], asked: Collection[str]
) -> None:
    texts = bare(root, folder, trap)
    proposed(root, texts, trap)
    repository = Git.containing(root / folder)
    assert repository is not None
    assert repository.top == root
    answers = verdicts(root, asked, folder)
    for name in ("status --as-of", "history", "show", "terms"):
        assert answers[name] == without[name], name
    unread = answers["status"].partition("Cannot be read")[2]
    for path in texts:
        assert re.search(rf"\\n  (file|objective) +{re.escape(path)}\\n", unread), path
    for name in ("lint", "lint --since"):
        assert answers[name].startswith("(1, ")
        for path in texts:
            assert f"{path}:1:1: error[FMT006]" in answers[name], path
    assert not ran(trap)


def test_the_same_bare_repository_runs_its_program_for_plain_git(root: Path, trap: Path) -> None:
    proposed(root, bare(root, "okrs", trap), trap)
    subprocess.run(["git", "status"], cwd=root / "okrs", check=False, capture_output=True)
    assert ran(trap)


def test_a_submodule_among_the_goals(root: Path, trap: Path, without: dict[str, str], asked: Collection[str]) -> None:
    proposed(root, {}, trap)
    inner = git(root, "rev-parse", "HEAD:vendor").strip()
    (root / "okrs/2026-Q4/module").mkdir()
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{inner},okrs/2026-Q4/module")
    git(root, "commit", "-q", "-m", "module")
    assert verdicts(root, asked) == without


@pytest.mark.parametrize("to", ["moved", "/nowhere"])
def test_a_link_in_place_of_okrs_is_not_followed(root: Path, to: str) -> None:
    (root / "okrs").rename(root / "moved")
    (root / "okrs").symlink_to(to)
    answers = answers_of_commands(root)
    answers.pop("approvals")  # it reads commits alone
    answers.pop("lint --staged")  # it reads the index, where the folder is still one
    for name, (status, out, *_) in answers.items():
        assert (status, out) == (2, ""), name
    git(root, "add", "-A")
    [(status, out, *_)] = answers_of_commands(root, names=["lint --staged"]).values()
    assert (status, out) == (2, "")
