"""Opens what is to be worked on; the one place that chooses whether to use the cache."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from okrs_as_code.errors import OkrsError

if TYPE_CHECKING:
    from okrs_as_code.workspace.loader import Workspace
    from okrs_as_code.workspace.repository import Repository
    from okrs_as_code.workspace.snapshot import RepositorySnapshot


def open_repository(
    start: Path | str = ".", *, cache: bool = False, progress: Callable[[int, int], None] | None = None
) -> Repository:
    """The OKRs of the nearest folder, from `start` upwards, that has any; raises OkrsError where there is none.

    With `cache` what is found out about files is kept with git's own, and not found out again; `progress` is then
    called with how many files of how many have been read.
    """
    from okrs_as_code.workspace.repository import Repository

    repository = Repository.find(Path(start))
    if cache and cache_is_on():
        from okrs_as_code.cache.reader import CachedReader

        repository.reader = CachedReader(repository.root, repository.git, progress)
    return repository


def both_sides(repository: Repository, revision: str) -> tuple[Workspace, Workspace]:
    """The commit where the working tree and a revision diverged, and the working tree.

    With a cache only as far as is needed to judge the difference.
    """
    from okrs_as_code.workspace.reader import PlainReader

    commit = repository.merge_base(revision)
    if not isinstance(repository.reader, PlainReader):
        from okrs_as_code.cache.incremental import IncrementalLoader
        from okrs_as_code.cache.reader import CachedReader

        if isinstance(repository.reader, CachedReader):
            sides = IncrementalLoader(repository, repository.reader).load(commit)
            if sides is not None:
                return sides
    return repository.at(commit), repository.workspace


def cache_is_on() -> bool:
    """Whether anything may be kept between runs: unless the environment has OKRS_CACHE=off."""
    return os.environ.get("OKRS_CACHE") != "off"


def open_change(start: Path, base: str) -> Repository:
    """The OKRs around `start`; where a change takes all of them away, those of `base` at the top of git's repository.

    Raises OkrsError where neither has any.
    """
    from okrs_as_code.git.client import Git
    from okrs_as_code.workspace.repository import Repository

    try:
        return open_repository(start, cache=True)
    except OkrsError:
        git = Git.containing(start.resolve())
        if git is None or not (repository := Repository(git.top)).at(git.commit(base)).files:
            raise
        return repository


def as_of(repository: Repository, day: date) -> RepositorySnapshot:
    """What was known on a day, to give to `status` and `report` with that day for today.

    Raises OkrsError in a plain folder, and where no commit is that old.
    """
    from okrs_as_code.workspace.snapshot import RepositorySnapshot

    return RepositorySnapshot(repository, day)


def remembered(start: Path, key: str, compute: Callable[[], Any], *, more: Iterable[Path] = ()) -> Any:
    """The result of `compute`, or the one it had for the same key while everything that it depends on was the same.

    It depends on all below `okrs/` at the root of `start`, on what git ignores there, and on the folders in `more`. A
    key stands for everything else that makes a difference, the day included. A result is what JSON can hold; None is
    never kept. Raises OkrsError where there is no root, and whatever `compute` raises.
    """
    if not cache_is_on():
        return compute()
    from okrs_as_code.cache.results import ResultCache

    return ResultCache.around(start).get(key, compute, more)


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
