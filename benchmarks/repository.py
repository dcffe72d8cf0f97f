"""Writes organisations and histories into git repositories, the same bytes and ids each time."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import IO

from benchmarks.corpus import FIRST_CYCLE, Organisation, objective

_START = 1_760_000_000
"""Commits are dated from here, in seconds, and files too: older than any index, as in a repository in use."""
_IDENTITY = "Ana Example <ana@example.com>"
KEY_RESULT = "company/feel-at-home/rollout"
"""The key result whose history is read."""
KEY_RESULT_FILE = f"okrs/{FIRST_CYCLE}/company/feel-at-home.yaml"


@dataclass(frozen=True)
class Prepared:
    """A repository that is ready to be measured, and what belongs into its git folder."""

    root: Path
    git_folder: frozenset[str]

    def forget(self) -> None:
        """Removes what anybody has put into the git folder since, such as a cache."""
        for entry in (self.root / ".git").iterdir():
            if entry.name not in self.git_folder:
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def prepare(folder: Path, organisation: Organisation) -> Prepared:
    """A repository with one commit of an organisation on `main`, checked out; made anew only where it is not there."""
    weeks = f"-{organisation.weeks}-weeks" if organisation.weeks else ""
    root = folder / f"{organisation.objectives}-objectives{weeks}"
    mark = root.with_suffix(".ready")
    if not _is_ready(mark):
        shutil.rmtree(root, ignore_errors=True)
        _initialise(root)
        files = ((path, text.encode()) for path, text in organisation.files())
        with _fast_import(root) as stream:
            _commit(stream, "main", 1, "Set our goals", _written(root, files))
        _read_index(root)
        mark.write_text(_generator(), encoding="utf-8")
    known = frozenset(
        ["HEAD", "config", "description", "hooks", "info", "objects", "refs", "index", "logs", "branches"]
    )
    return Prepared(root, known | {"packed-refs", "ORIG_HEAD", "COMMIT_EDITMSG"})


def _written(root: Path, files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """The files, each as soon as it is in the work tree; all are of one past day."""
    for path, content in files:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        os.utime(file, (_START, _START))
        yield path, content


def _read_index(root: Path) -> None:
    """An index of HEAD that knows the files."""
    git(root, "read-tree", "HEAD")
    git(root, "update-index", "-q", "--refresh")


def change(repository: Prepared, number: int) -> str:
    """Checks out a branch on which some objectives of different teams have changed; returns the name of its base."""
    root = repository.root
    paths = sorted(root.glob(f"okrs/{FIRST_CYCLE}/*/feel-at-home.yaml"))[-number:]
    if git(root, "branch", "--list", "change"):
        git(root, "checkout", "-q", "change")
    else:
        git(root, "checkout", "-q", "-b", "change")
        for path in paths:
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("\nwhy: >\n", "\nwhy: >\n  We looked again.\n"), encoding="utf-8")
        git(root, "commit", "-q", "-a", "-m", "Say why again", dated=2)
    _settle(root, paths)
    return "main"


def go_back(repository: Prepared, number: int) -> None:
    """Checks out `main` again."""
    git(repository.root, "checkout", "-q", "main")
    _settle(repository.root, sorted(repository.root.glob(f"okrs/{FIRST_CYCLE}/*/feel-at-home.yaml"))[-number:])


def _settle(root: Path, paths: Iterable[Path]) -> None:
    """Makes files older than the index, as they are a moment later."""
    for path in paths:
        os.utime(path, (_START + 60, _START + 60))
    git(root, "update-index", "-q", "--refresh")


@dataclass(frozen=True)
class History:
    """A repository of many commits, and the commits, newest first, that changed the one objective we ask about."""

    root: Path
    edits: int


def prepare_history(folder: Path, commits: int, objectives: int = 300, every: int = 250) -> History:
    """A history of commits that change one to three objectives each; one of `every` changes the one we ask about."""
    root = folder / f"{commits}-commits"
    mark = root.with_suffix(".ready")
    edits = len(range(0, commits, every))
    if not _is_ready(mark):
        shutil.rmtree(root, ignore_errors=True)
        _initialise(root)
        organisation = Organisation(objectives)
        files = {path: text.encode() for path, text in organisation.files()}
        with _fast_import(root) as stream:
            _commit(stream, "main", 0, "Set our goals", files.items())
            for number in range(1, commits):
                changed = dict(_edits(organisation, number, every))
                files |= changed
                _commit(stream, "main", number, f"Think again, {number}", changed.items())
        for _ in _written(root, files.items()):
            pass
        _read_index(root)
        mark.write_text(_generator(), encoding="utf-8")
    return History(root, edits)


def _edits(organisation: Organisation, number: int, every: int) -> Iterator[tuple[str, bytes]]:
    random = Random(number)
    units = organisation.units()
    if number % every == 0:
        yield KEY_RESULT_FILE, objective(FIRST_CYCLE, units[0], 0, number)[0].encode()
    for unit in random.sample(units[1:], random.randint(1, 3)):
        yield f"okrs/{FIRST_CYCLE}/{unit.id}/feel-at-home.yaml", objective(FIRST_CYCLE, unit, 0, number)[0].encode()


def git(root: Path, *arguments: str, dated: int = 0) -> str:
    """The output of a git command, which has to succeed."""
    when = f"{_START + dated * 60} +0000"
    environment = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        **{f"GIT_{who}_DATE": when for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_NAME": "Ana Example" for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": "ana@example.com" for who in ("AUTHOR", "COMMITTER")},
    }
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


def _is_ready(mark: Path) -> bool:
    return mark.exists() and mark.read_text(encoding="utf-8") == _generator()


def _generator() -> str:
    """The hash of the code that generates: what an older one made is made anew."""
    files = [Path(__file__).with_name(name) for name in ("words.py", "corpus.py", "repository.py")]
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _initialise(root: Path) -> None:
    root.mkdir(parents=True)
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "core.autocrlf", "false")
    git(root, "config", "gc.auto", "0")


@contextmanager
def _fast_import(root: Path) -> Iterator[IO[bytes]]:
    command = ["git", "-C", str(root), "fast-import", "--quiet", "--date-format=raw"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        yield process.stdin
        process.stdin.close()
        if process.wait():
            raise OSError("git fast-import failed")


def _commit(stream: IO[bytes], branch: str, number: int, subject: str, files: Iterable[tuple[str, bytes]]) -> None:
    """One commit on top of the branch as this stream knows it."""
    who = f"{_IDENTITY} {_START + number * 60} +0000"
    stream.write(f"commit refs/heads/{branch}\nauthor {who}\ncommitter {who}\n".encode())
    stream.write(f"data {len(subject)}\n{subject}\n".encode())
    for path, content in files:
        stream.write(f"M 100644 inline {path}\ndata {len(content)}\n".encode() + content + b"\n")
    stream.write(b"\n")
