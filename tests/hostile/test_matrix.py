"""Every hostile configuration against all that can be asked: nothing of it runs, and nothing is answered otherwise."""

from __future__ import annotations

import contextlib
import inspect
import operator
import os
import pty
import subprocess
from collections.abc import Iterable
from pathlib import Path

import git as gitpython
import pytest

from okrs_as_code.git.client import Git
from tests.hostile.asking import ANYTHING, DECIDING, DOOR, answers_of_commands, answers_of_methods
from tests.hostile.configurations import ANSWER, CONFIGURATIONS, EVERY_DAY, RUN, SIMILAR, Hostile
from tests.hostile.conftest import ran
from tests.hostile.repository import copy
from tests.nightly import at_night
from tests.scenarios.playing import GIT

NAME = operator.attrgetter("name")
MOST_DIFFERENT = [hostile for hostile in CONFIGURATIONS if hostile.name in ("fsmonitor", "looks")]
"""A program, and another answer."""
ALL_BUT_THESE = [hostile for hostile in CONFIGURATIONS if hostile not in MOST_DIFFERENT]
VERSION = gitpython.Git().version_info[:2]


@pytest.fixture(scope="module")
def clean(original: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """The answers where nothing is hostile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        root = copy(original, tmp_path_factory.mktemp("clean") / "work")
        return {**answers_of_methods(root), **answers_of_commands(root)}


@pytest.mark.parametrize("hostile", [*EVERY_DAY, *at_night(*SIMILAR)], ids=NAME)
def test_nothing_runs_and_nothing_is_answered_otherwise(
    hostile: Hostile, root: Path, trap: Path, clean: dict[str, object]
) -> None:
    """Asks every method, as no command has another way to git, and commands that decide."""
    hostile.prepare(root, str(trap))
    for name, answer in {**answers_of_methods(root), **answers_of_commands(root, hostile.folder, DECIDING)}.items():
        assert answer == clean[name], name
    assert not ran(trap)


@pytest.mark.parametrize("hostile", [*MOST_DIFFERENT, *at_night(*ALL_BUT_THESE)], ids=NAME)
def test_no_command_runs_it_or_answers_otherwise(
    hostile: Hostile, root: Path, trap: Path, clean: dict[str, object]
) -> None:
    hostile.prepare(root, str(trap))
    for name, answer in answers_of_commands(root, hostile.folder).items():
        if name == "diff" and ".gitattributes: new" in str(answer):
            continue  # it is there to tell of them
        assert answer == clean[name], name
    assert not ran(trap)


def by_day(configurations: Iterable[Hostile]) -> list[object]:
    """Those of every day, and the others at night."""
    return [hostile if hostile in EVERY_DAY else at_night(hostile)[0] for hostile in configurations]


@pytest.mark.parametrize("hostile", by_day(RUN), ids=NAME)
def test_plain_git_runs_it(hostile: Hostile, root: Path, trap: Path) -> None:
    if hostile.since > VERSION:
        pytest.skip(f"git {hostile.since} is the first that knows of it")
    hostile.prepare(root, str(trap))
    output = fallen(root / hostile.folder, hostile)
    assert ran(trap), output


@pytest.mark.parametrize("hostile", by_day(ANSWER), ids=NAME)
def test_plain_git_answers_otherwise(hostile: Hostile, root: Path, trap: Path, original: Path) -> None:
    hostile.prepare(root, str(trap))
    assert fallen(root, hostile) != fallen(original, hostile)


def fallen(folder: Path, hostile: Hostile) -> str:
    """The output of the plain command; at a terminal where that is needed."""
    environment = {name: value for name, value in {**os.environ, **GIT}.items() if name not in ("GIT_PAGER", "PAGER")}
    environment["TERM"] = "xterm"
    here, there = pty.openpty() if hostile.terminal else (None, subprocess.PIPE)
    done = subprocess.run(
        ["sh", "-c", hostile.falls],
        cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=there, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    if here is not None:
        os.close(there)
        os.close(here)
    return (done.stdout or b"").decode(errors="replace")


@pytest.mark.parametrize(
    "name", ["fsmonitor", "textconv", *at_night("external-diff", "clean", "filter-process", "submodule")]
)
def test_gitpythons_own_methods_run_it(name: str, root: Path, trap: Path) -> None:
    [hostile] = [configuration for configuration in CONFIGURATIONS if configuration.name == name]
    hostile.prepare(root, str(trap))
    repository = gitpython.Repo(root)
    for method in (
        repository.is_dirty,
        lambda: repository.index.diff(None, create_patch=True),
        lambda: repository.commit("base").diff("HEAD", create_patch=True),
        lambda: repository.git.log("-p"),
        repository.git.diff,
    ):
        with contextlib.suppress(gitpython.GitCommandError):
            method()
    repository.close()
    assert ran(trap)


def test_every_method_of_the_door_is_asked() -> None:
    public = {name for name, _ in inspect.getmembers(Git) if not name.startswith("_")}
    assert public == {*DOOR, *ANYTHING}
