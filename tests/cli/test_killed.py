"""`okrs mv` changes many files. It is killed at any moment, nothing is broken or lost, and it can be run again."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from okrs_as_code.cli.main import run
from tests.cli.organisation import files
from tests.killing import WATCH
from tests.repositories import make

PEOPLE = "people:\n  ana: {name: Ana}\n  mara: {name: Mara, manager: ana}\n  raj: {name: Raj, manager: ana}\n"
TEAMS = """\
teams:
  company: {name: Example Inc, lead: ana}
  content: {name: Content, lead: mara, part_of: company}
  web: {name: Web, lead: raj, part_of: company}
"""
RECORD = "by: mara\ndate: 2026-11-09\nkey_results:\n  content/goal-0/posts: {value: 1}\n"
GOALS = 12

# Counts what changes the disk, by Python's audit events: so no moment of it is more likely than another.
KILLED = (
    WATCH
    + """
import random, shutil, sys
from okrs_as_code.cli.main import run

before, turns, error, *command = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:]

def play(turn):
    return run([*command, "--root", f"{before}-{turn}", "--today", "2026-11-16"])

for turn in ("whole", *range(turns)):
    shutil.copytree(before, f"{before}-{turn}")
def link(*_):
    raise OSError(error, os.strerror(error))

if error:  # that of a file system without hard links
    os.link = link
os.fsync = lambda descriptor: None
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
sys.addaudithook(watch)
assert play("whole") == 0
random.seed(7)
moments = range(1, seen + 1)
for turn, first in enumerate(random.sample(moments, turns)):
    # Every second one is killed again, while it undoes what the first had done or does it anew.
    for moment in (first, *random.sample(moments, turn % 2)):
        child = os.fork()
        if child == 0:
            seen = 0
            os._exit(play(turn))
        assert os.waitpid(child, 0)[1] == signal.SIGKILL or moment != first
"""
)


def goal(number: int) -> str:
    """All are aligned to the first, and a team helps with them."""
    above = "aligned_to: content/goal-0\n" if number else ""
    return (
        f"title: Goal number {number}\nowner: mara\n{above}key_results:\n  - id: posts\n    title: Publish posts\n"
        "    owner: raj\n    contributors: [content]\n"
        f"    measure: {{type: metric, baseline: 0, target: {number + 2}, unit: posts}}\n"
    )


def organisation(root: Path) -> Path:
    goals = {f"okrs/2026-Q4/{('content', 'web')[at % 2]}/goal-{at}.yaml": goal(at) for at in range(GOALS)}
    record = {"okrs/2026-Q4/check-ins/2026-11-09-mara.yaml": RECORD}
    return make(root, {"okrs/people.yaml": PEOPLE, "okrs/teams.yaml": TEAMS, **record, **goals})


def visible_files(root: Path) -> dict[str, bytes]:
    """All files but hidden ones."""
    return {path: raw for path, raw in files(root).items() if "/." not in path}


def titles(texts: dict[str, bytes]) -> set[bytes]:
    return {raw.splitlines()[0] for raw in texts.values()}


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
@pytest.mark.parametrize(
    ("old", "new", "turns", "error"),
    [
        pytest.param("content", "editorial", 8, 0, id="team"),
        pytest.param("content", "editorial", 36, 0, id="team, at more moments", marks=pytest.mark.nightly),
        pytest.param("content/goal-0", "web/first", 4, 0, id="goal"),
        pytest.param("content/goal-0", "web/first", 36, 0, id="goal, at more moments", marks=pytest.mark.nightly),
        pytest.param("content", "editorial", 4, errno.EPERM, id="team, no hard links"),
        pytest.param(
            "content",
            "editorial",
            36,
            errno.EPERM,
            id="team, no hard links, more moments",
            marks=pytest.mark.nightly,
        ),
        pytest.param(
            "content/goal-0", "web/first", 36, errno.ENOTSUP, id="goal, no hard links", marks=pytest.mark.nightly
        ),
    ],
)
def test_a_kill_at_any_moment_breaks_and_loses_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, turns: int, error: int
) -> None:
    root = organisation(tmp_path / "root")
    arguments = [sys.executable, "-c", KILLED, str(root), str(turns), str(error), "mv", old, new]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    before, after = files(root), files(tmp_path / "root-whole")
    half_done = 0
    for turn in range(turns):
        root = tmp_path / f"root-{turn}"
        left = visible_files(root)
        assert left.items() <= {*before.items(), *after.items()}
        assert titles(left) == titles(before)
        is_half_done = left not in (before, after)
        if is_half_done and not half_done:
            run(["mv", old, new, "--diff", "--root", str(root), "--today", "2026-11-16"])
            assert visible_files(root) == left
            capsys.readouterr()
        half_done += is_half_done
        assert run(["mv", old, new, "--root", str(root), "--today", "2026-11-16"]) == 0
        output = capsys.readouterr()
        assert ("cut off half-way" in output.err) == is_half_done
        assert (f"is called {new} already" in output.out) == (left == after)
        assert files(root) == after
    assert half_done >= max(turns // 12, 1)
