"""A record is a new file, all of it or nothing of it: with many writers, a kill at any moment, and a full disk."""

from __future__ import annotations

import errno
import itertools
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from okrs_as_code.errors import OkrsError
from okrs_as_code.records.record_file import content_digest, free_names, write_record
from okrs_as_code.storage.atomic_write import create_first_free, create_text
from okrs_as_code.workspace.repository import Repository
from tests.nightly import at_night
from tests.repositories import GOAL, OBJECTIVE, commit, git, make, without_digests

NO_HARD_LINKS = """
import errno, os

def link(*_):
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))

os.link = link
"""
"""As exFAT answers on Linux; a script that begins with it finds no hard links."""
BOTH = pytest.mark.parametrize("begins", ["", NO_HARD_LINKS], ids=["hard links", "no hard links"])

FOLDER = "okrs/2026-Q4/check-ins"
STEM = "2026-10-12-bo"
DIGEST = content_digest("x: 1\n")

CONCURRENT = """
import os, sys
from pathlib import Path
from okrs_as_code.records.record_file import write_record
from okrs_as_code.workspace.repository import Repository

start, go = os.pipe()
children = []
for number in range(int(sys.argv[2])):
    child = os.fork()
    if child == 0:
        os.close(go)
        os.read(start, 1)
        write_record(Repository(Path(sys.argv[1])), "2026-Q4", "check-ins", "2026-10-12-bo", f"number: {number}\\n")
        os._exit(0)
    children.append(child)
os.close(go)
sys.exit(sum(os.waitpid(child, 0)[1] != 0 for child in children))
"""

KILLED = """
import os, random, signal, sys, time
from pathlib import Path
from okrs_as_code.records.record_file import write_record
from okrs_as_code.workspace.repository import Repository

repository = Repository(Path(sys.argv[1]))
random.seed(5)
for turn in range(int(sys.argv[2])):
    said, saying = os.pipe()
    child = os.fork()
    if child == 0:
        number = 0
        while True:
            text = f"turn: {turn}\\nnumber: {number}\\n" + "note: " + "x" * 4000 + "\\nend: true\\n"
            path = write_record(repository, "2026-Q4", "check-ins", f"2026-10-12-bo.t{turn}", text)
            os.write(saying, f"{path}\\n".encode())
            number += 1
    os.close(saying)
    with os.fdopen(said) as stream:
        if turn % 2:
            sys.stdout.write(stream.readline())
        time.sleep(random.uniform(0.0, 0.006))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        sys.stdout.write(stream.read())
"""

KILLED_ONCE = """
import os, signal, sys
from pathlib import Path
from okrs_as_code.records.record_file import write_record
from okrs_as_code.workspace.repository import Repository

def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)

setattr(os, sys.argv[2], kill)
write_record(Repository(Path(sys.argv[1])), "2026-Q4", "check-ins", "2026-10-12-bo", "x: 1")
"""

WRITES = """
import sys
from pathlib import Path
from okrs_as_code.records.record_file import write_record
from okrs_as_code.workspace.repository import Repository

write_record(Repository(Path(sys.argv[1])), "2026-Q4", "check-ins", "2026-10-12-bo", "x: 1")
"""

FULL = """
import resource, sys
from pathlib import Path
from okrs_as_code.errors import OkrsError
from okrs_as_code.records.record_file import write_record
from okrs_as_code.workspace.repository import Repository

resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    write_record(Repository(Path(sys.argv[1])), "2026-Q4", "check-ins", "2026-10-12-bo", "note: x\\n" * 100)
except OkrsError as error:
    print(error.message)
"""


def ran(script: str, root: Path, *arguments: str) -> str:
    command = [sys.executable, "-c", script, str(root), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def names(root: Path) -> list[str]:
    return sorted(without_digests(path.name) for path in (root / FOLDER).iterdir())


def written(root: Path, text: str = "x: 1\n") -> str:
    return write_record(Repository(root), "2026-Q4", "check-ins", STEM, text)


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
@pytest.mark.parametrize("writers", [50, *at_night(200)])
@BOTH
def test_many_at_once_lose_none(tmp_path: Path, writers: int, begins: str) -> None:
    ran(begins + CONCURRENT, make(tmp_path), str(writers))
    texts = {path.read_text(encoding="utf-8") for path in (tmp_path / FOLDER).iterdir()}
    assert texts == {f"number: {number}\n" for number in range(writers)}
    assert len(names(tmp_path)) == writers


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
@pytest.mark.parametrize("turns", [24, *at_night(200)])
@BOTH
def test_a_kill_at_any_moment_breaks_and_loses_nothing(tmp_path: Path, turns: int, begins: str) -> None:
    reported = ran(begins + KILLED, make(tmp_path), str(turns)).splitlines()
    assert len(reported) >= turns // 2
    assert all((tmp_path / path).is_file() for path in reported)
    workspace = Repository(tmp_path).workspace
    records = [path for path in workspace.files if path.startswith(FOLDER)]
    assert set(reported) <= set(records)
    assert all((tmp_path / path).read_text(encoding="utf-8").endswith("end: true\n") for path in records)


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
@pytest.mark.parametrize(("begins", "moment"), [("", "fsync"), ("", "link"), (NO_HARD_LINKS, "rename")])
def test_what_a_kill_leaves_is_read_by_nobody_and_goes_an_hour_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begins: str, moment: str
) -> None:
    make(tmp_path, {f"{FOLDER}/{STEM}.yaml": "x: 1\n", f"{FOLDER}/.{STEM}.yaml.swp": "of an editor"})
    mine = names(tmp_path)
    killed = subprocess.run([sys.executable, "-c", begins + KILLED_ONCE, str(tmp_path), moment], check=False)
    assert killed.returncode == -signal.SIGKILL
    left = set(names(tmp_path)) - set(mine)
    assert len(left) == 1
    assert list(Repository(tmp_path).workspace.files) == [f"{FOLDER}/{STEM}.yaml"]
    ran(WRITES, tmp_path)
    assert names(tmp_path) == sorted([*mine, *left, f"{STEM}.2.yaml"])  # its writer may still be alive
    later = time.time() + 3601
    monkeypatch.setattr(time, "time", lambda: later)
    written(tmp_path)
    assert names(tmp_path) == sorted([*mine, f"{STEM}.2.yaml", f"{STEM}.3.yaml"])


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of a process")
def test_a_full_disk_leaves_the_old_state(tmp_path: Path) -> None:
    written(make(tmp_path))
    output = ran(FULL, tmp_path)
    assert without_digests(output) == f"{tmp_path / FOLDER / STEM}.2.yaml cannot be written: File too large\n"
    assert names(tmp_path) == [f"{STEM}.yaml"]


@pytest.mark.parametrize("moment", ["write", "fsync", "link"])
def test_a_disk_that_is_full_at_any_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    written(make(tmp_path))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    if moment == "write":
        monkeypatch.setattr("okrs_as_code.storage.atomic_write._open_private", full_stream)
    else:
        monkeypatch.setattr(os, moment, full)
    with pytest.raises(OkrsError, match="No space left on device"):
        written(tmp_path)
    assert names(tmp_path) == [f"{STEM}.yaml"]


def without_hard_links(code: int) -> Callable[..., None]:
    """`os.link` on a file system that has none, and says so with an error code."""

    def link(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    return link


@pytest.mark.parametrize("code", [errno.EPERM, errno.ENOTSUP])
def test_without_hard_links_no_new_name_is_taken_from_anybody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """Also where a file comes after the free name was chosen."""
    monkeypatch.setattr(os, "link", without_hard_links(code))
    taken = tmp_path / "taken.yaml"
    taken.write_text("mine: true\n", encoding="utf-8")
    assert create_first_free([taken, tmp_path / "free.yaml"], "x: 1\n") == tmp_path / "free.yaml"
    (tmp_path / "link.yaml").symlink_to(tmp_path / "nowhere")
    with pytest.raises(OkrsError, match="is there already"):
        create_text(tmp_path / "link.yaml", "x: 1\n")
    assert taken.read_text(encoding="utf-8") == "mine: true\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["free.yaml", "link.yaml", "taken.yaml"]


def test_a_file_system_without_modes_and_without_flushing_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_modes(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        real(descriptor)

    real = os.fsync
    monkeypatch.setattr(Path, "chmod", no_modes)
    monkeypatch.setattr(os, "fsync", fsync)
    assert without_digests(written(make(tmp_path))) == f"{FOLDER}/{STEM}.yaml"
    assert len(names(tmp_path)) == 1


def full_stream(path: str, _: int) -> int:
    """A temporary file on a device that is always full."""
    Path(path).touch()
    return os.open("/dev/full", os.O_WRONLY)


@pytest.mark.parametrize("code", [None, errno.EPERM, errno.ENOTSUP, errno.ENOSYS], ids=str)
def test_the_next_free_name_is_taken_and_nothing_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int | None
) -> None:
    if code is not None:
        monkeypatch.setattr(os, "link", without_hard_links(code))
    paths = [written(make(tmp_path), f"x: {number}\n") for number in range(3)]
    shown = [without_digests(path) for path in paths]
    assert shown == [f"{FOLDER}/{STEM}.yaml", f"{FOLDER}/{STEM}.2.yaml", f"{FOLDER}/{STEM}.3.yaml"]
    assert [(tmp_path / path).read_text(encoding="utf-8") for path in paths] == ["x: 0\n", "x: 1\n", "x: 2\n"]


@pytest.mark.parametrize(
    ("taken", "name"),
    [
        ((), f"{STEM}.{DIGEST}"),
        ((f"{STEM}ris", "2026-10-11-bo"), f"{STEM}.{DIGEST}"),
        ((STEM,), f"{STEM}.2.{DIGEST}"),
        ((f"{STEM}.3f9c2a",), f"{STEM}.2.{DIGEST}"),
        ((f"{STEM}.123456",), f"{STEM}.2.{DIGEST}"),
        ((STEM, f"{STEM}.2", f"{STEM}.10"), f"{STEM}.11.{DIGEST}"),
        ((f"{STEM}.9.3f9c2a", f"{STEM}.10.000000"), f"{STEM}.11.{DIGEST}"),
        ((f"{STEM}.3",), f"{STEM}.4.{DIGEST}"),
        ((STEM, f"{STEM}.late", f"{STEM}.²"), f"{STEM}.2.{DIGEST}"),
    ],
)
def test_free_names(taken: tuple[str, ...], name: str) -> None:
    assert next(free_names("check-ins", STEM, "x: 1\n", taken)) == name
    assert len(set(itertools.islice(free_names("grades", STEM, "x: 1\n", taken), 5)) - set(taken)) == 5


def test_an_agreement_is_named_by_its_content() -> None:
    assert next(free_names("agreements", STEM, "x: 1\n", (STEM, f"{STEM}.2.3f9c2a"))) == f"{STEM}.{DIGEST}"
    assert next(free_names("agreements", STEM, "x: 1\n", (f"{STEM}.{DIGEST}",))) == f"{STEM}.2.{DIGEST}"


def test_the_mode_is_that_of_any_new_file(tmp_path: Path) -> None:
    umask = os.umask(0o027)
    try:
        path = written(make(tmp_path))
    finally:
        os.umask(umask)
    assert (tmp_path / path).stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("link", ["okrs/2026-Q4", "okrs/2026-Q4/check-ins"])
def test_nothing_is_written_through_a_link(tmp_path: Path, link: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "check-ins").mkdir(parents=True)
    root = make(tmp_path / "root", {"okrs/people.yaml": "people: {}\n"})
    (root / link).parent.mkdir(parents=True, exist_ok=True)
    (root / link).symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(OkrsError, match="is a link"):
        written(root)
    assert [path for path in elsewhere.rglob("*") if path.is_file()] == []


def test_nothing_is_written_while_a_merge_has_conflicts(tmp_path: Path) -> None:
    commit(make(tmp_path))
    git(tmp_path, "checkout", "-q", "-b", "other")
    commit(make(tmp_path, {GOAL: OBJECTIVE.replace("Paid", "Bought")}))
    git(tmp_path, "checkout", "-q", "main")
    commit(make(tmp_path, {GOAL: OBJECTIVE.replace("Paid", "Old")}))
    with pytest.raises(subprocess.CalledProcessError):
        git(tmp_path, "merge", "-q", "other")
    with pytest.raises(OkrsError, match=f"{GOAL} has conflicts"):
        written(tmp_path)
    git(tmp_path, "merge", "--abort")
    assert written(tmp_path)
