"""Opens what is to be worked on, and remembers answers."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from okrs_as_code.errors import OkrsError

if TYPE_CHECKING:
    from okrs_as_code.workspace.repository import Repository
    from okrs_as_code.workspace.snapshot import RepositorySnapshot


def open_repository(
    start: Path | str = ".", *, cache: bool = False, progress: Callable[[int, int], None] | None = None
) -> Repository:
    """The OKRs of the nearest folder, from `start` upwards, that has any; raises OkrsError where there is none.

    With `cache` what is found out about files is kept with git's own, and not found out again; `progress` is then told
    how many files of how many have been read.
    """
    from okrs_as_code.workspace.repository import Repository

    if not cache:
        return Repository.find(Path(start))
    from okrs_as_code.lint.engine import inspect

    repository = Repository.find(Path(start), inspect)
    repository.progress = progress
    return repository


def open_change(start: Path, base: str) -> Repository:
    """The OKRs around `start`; where a change takes all of them away, those of `base` at the top of git's repository.

    Raises OkrsError where neither has any.
    """
    from okrs_as_code.git.client import Git
    from okrs_as_code.workspace.repository import Repository

    try:
        return open_repository(start, cache=True)
    except OkrsError:
        git = Git.around(start.resolve())
        if git is None or not (repository := Repository(git.top)).at(git.commit(base)).files:
            raise
        return repository


def as_of(repository: Repository, day: date) -> RepositorySnapshot:
    """What was known on a day, to give to `status` and `report` with that day for today.

    Raises OkrsError in a plain folder, and where no commit is that old.
    """
    from okrs_as_code.workspace.snapshot import RepositorySnapshot

    return RepositorySnapshot(repository, day)


def remembered(
    start: Path,
    question: list[Any],
    work: Callable[[], Any],
    *,
    more: Iterable[Path] = (),
    forget: bool = False,
) -> Any:
    """What `work` gives, or gave to the same question while everything that it stands on was as it is now.

    It stands on what is below `okrs/` at the root of `start`, on what git ignores there, and on the folders in `more`.
    A question names everything else that makes a difference, the day included; an answer is what JSON can hold, or
    None, which is never remembered. With `forget` nothing is looked up and nothing kept. Raises OkrsError where there
    is no root, and whatever `work` raises.
    """
    if forget:
        return work()
    from okrs_as_code.workspace.memory import Memory

    return Memory.of(start).answer(question, work, more)


@contextmanager
def collector_off() -> Iterator[None]:
    """Keeps Python's cycle collector from walking through objects by the hundred thousand that all stay."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def inside(repository: Repository, path: Path) -> str:
    """The path from the root of what somebody names; raises OkrsError for what is not there, or outside of it."""
    from okrs_as_code.filenames import OKRS_FOLDER

    # A link is told as one, wherever it leads.
    place = path.parent.resolve() / path.name if path.is_symlink() else path.resolve()
    try:
        relative = place.relative_to(repository.root.resolve()).as_posix()
    except ValueError:
        raise OkrsError(f"{path} is outside of {repository.root}", f"name files below {OKRS_FOLDER}/") from None
    if not path.exists() and not path.is_symlink():
        raise OkrsError(f"{path} does not exist", f"name files or folders below {OKRS_FOLDER}/")
    return relative
