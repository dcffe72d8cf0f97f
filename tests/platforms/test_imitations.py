"""Other systems, as far as their lacks and ways can be imitated; docs/platforms.md says what was run where."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from okrs_as_code.workspace.repository import Repository
from tests.cli.organisation import DAY, FILES, GOAL
from tests.nightly import at_night
from tests.platforms.imitation import IMITATIONS
from tests.repositories import commit, git, make
from tests.scenarios.playing import GIT

ROOT = Path(__file__).parents[2]
ME = ("--by", "bo", "--yes")
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("lint", *DAY),
    ("lint", "--since", "HEAD", *DAY),
    ("lint", "--staged", *DAY),
    ("status", *DAY),
    ("check-in", f"{GOAL}/pillar-posts", "--value", "2", "--confidence", "0.7", "--note", "Grün → rot", *ME, *DAY),
    ("agree", f"{GOAL}/pillar-posts", *ME, *DAY),
    ("drop", f"{GOAL}/partner", "--because", "They were bought", *ME, *DAY),
    ("assign", f"{GOAL}/guide", "--to", "mara", "--yes", *DAY),
    ("mv", f"{GOAL}/leads", f"{GOAL}/prospects", "--yes", *DAY),
    ("fmt",),
    ("lint", *DAY),
    ("report", *DAY),
    ("site", "--out", "site", *DAY),
    ("codeowners", *DAY),
    ("schema",),
)
RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{digit}" for name in ("com", "lpt") for digit in range(1, 10))}


def repository(root: Path) -> Path:
    commit(make(root, {**FILES, "okrs/config.yaml": "repository: https://github.com/example/okrs\nstewards: [ana]\n"}))
    return root


def imitate(what: str, root: Path, *options: str, **variables: str) -> tuple[list[list[object]], dict[str, bytes]]:
    """The result of each command, and the files that are there in the end; roots are left out of what is said."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE")}
    done = subprocess.run(
        [sys.executable, *options, "-m", "tests.platforms.imitation", what],
        cwd=root, env={**kept, **GIT, "PYTHONPATH": str(ROOT), "OKRS_CACHE": "off", **variables},
        input=json.dumps(COMMANDS), capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    files = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(root).parts
    }
    return json.loads(done.stdout.replace(str(root), "…")), files


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[list[object]], dict[str, bytes]]:
    results, files = imitate("nothing", repository(tmp_path_factory.mktemp("plain")))
    for command, (status, _, err) in zip(COMMANDS, results, strict=True):
        assert status in (0, 1), (command, err)
    assert len(files) > 50
    return results, files


@pytest.mark.nightly
@pytest.mark.parametrize("what", [name for name in IMITATIONS if name != "nothing"])
def test_nothing_is_different(what: str, tmp_path: Path, plain: tuple[list[list[object]], dict[str, bytes]]) -> None:
    assert imitate(what, repository(tmp_path)) == plain


@pytest.mark.nightly
def test_streams_in_the_code_page_of_windows(
    tmp_path: Path, plain: tuple[list[list[object]], dict[str, bytes]]
) -> None:
    """Every file is opened with its encoding named, too: without, Windows would take cp1252."""
    variables = {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
    strict = ("-X", "warn_default_encoding", "-W", "error::EncodingWarning:okrs_as_code")
    assert imitate("nothing", repository(tmp_path), *strict, **variables) == plain


@pytest.mark.parametrize("encoding", ["cp1252", *at_night("cp437", "ascii")])
def test_what_a_pipe_gets_is_utf_8(encoding: str, tmp_path: Path) -> None:
    root = make(tmp_path, {**FILES, "okrs/config.yaml": "organization: Größe → 株式会社\n"})
    done = subprocess.run(
        [sys.executable, "-m", "okrs_as_code", "status", *DAY],
        cwd=root, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        capture_output=True, check=True,
    )  # fmt: skip
    assert "Make organic search" in done.stdout.decode("utf-8")


@pytest.mark.nightly
def test_a_checkout_with_carriage_returns_is_the_same_goals(tmp_path: Path) -> None:
    """As git makes one on Windows, by `core.autocrlf`."""
    hub, path = repository(tmp_path / "hub"), "okrs/2026-Q4/content/organic-pipeline.yaml"
    clones = [tmp_path / "true", tmp_path / "false"]
    for clone in clones:
        setting = f"core.autocrlf={clone.name}"
        git(tmp_path, "clone", "-q", "-c", setting, hub.as_uri(), str(clone))
    assert [b"\r\n" in (clone / path).read_bytes() for clone in clones] == [True, False]
    (results, files), (expected, _) = (imitate("nothing", clone) for clone in clones)
    assert results == expected
    clone = clones[0]
    assert files[path].count(b"\n") == files[path].count(b"\r\n"), "an edit keeps the line ends of a file"
    git(clone, "add", "-A")
    changed = git(clone, "diff", "--cached", "--name-only", "--diff-filter=M").splitlines()
    assert path in changed
    assert all(b"\r" not in git(clone, "show", f":{name}").encode() for name in changed)


@pytest.mark.nightly
def test_no_two_files_differ_by_case_alone_and_windows_takes_every_name(
    plain: tuple[list[list[object]], dict[str, bytes]],
) -> None:
    names = [unicodedata.normalize("NFC", name).casefold() for name in plain[1]]
    assert len(set(names)) == len(names)
    for name in names:
        for part in name.split("/"):
            assert not set('<>:"|?*\\') & set(part), name
            assert not part.endswith((".", " ")), name
            assert part.partition(".")[0] not in RESERVED, name


@pytest.mark.parametrize("name", ["Organic-Pipeline.yaml", "ORGANIC-PIPELINE.yaml", "con.yaml", "lpt1.yaml"])
def test_what_could_be_the_same_file_elsewhere_is_no_goal(name: str, tmp_path: Path) -> None:
    root = make(tmp_path, {**FILES, f"okrs/2026-Q4/content/{name}": "title: Another\nkey_results: []\n"})
    misplaced = {location.path for location in Repository(root).workspace.misplaced}
    assert f"okrs/2026-Q4/content/{name}" in misplaced
