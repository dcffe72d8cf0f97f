"""Opens repositories; the one place that chooses whether to use the cache."""

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
    from okrs_as_code.processes import ProgressCallback
    from okrs_as_code.workspace.loader import Workspace
    from okrs_as_code.workspace.repository import Repository
    from okrs_as_code.workspace.snapshot import RepositorySnapshot


def open_repository(
    start: Path | str = ".", *, cache: bool = False, progress: ProgressCallback | None = None
) -> Repository:
    """Opens the repository of OKRs in the nearest folder that has any, from `start` upwards.

    With `cache` summaries of files are kept, so that no content is examined twice; `progress` is then called with the
    number of files that have been read, and of all. Raises OkrsError where no folder has OKRs.
    """
    from okrs_as_code.workspace.repository import Repository

    repository = Repository.find(Path(start))
    if cache:
        _use_cache(repository, progress)
    return repository


def _use_cache(repository: Repository, progress: ProgressCallback | None = None) -> None:
    if cache_is_on():
        from okrs_as_code.cache.reader import CachedReader

        repository.reader = CachedReader(repository.root, repository.git, progress)


def base_and_head(repository: Repository, revision: str, head: str | None = None) -> tuple[Workspace, Workspace]:
    """The commit where `head` and a revision diverged, and `head`; without `head` the working tree.

    With a cache only the files that the difference affects. A `head` is read from git's objects, whatever a checkout
    makes of them. Raises OkrsError in a plain folder, and for a revision that cannot be read.
    """
    git = repository.require_git()
    commit = git.merge_base(revision, head or "HEAD")
    return base_and_head_at(repository, commit, git.commit(head) if head is not None else None)


def base_and_head_at(repository: Repository, commit: str, tip: str | None) -> tuple[Workspace, Workspace]:
    """Two commits, or trees, by their ids, as `base_and_head` gives them; without a tip the working tree."""
    from okrs_as_code.workspace.reader import PlainReader

    if not isinstance(repository.reader, PlainReader):
        from okrs_as_code.cache.incremental import IncrementalLoader
        from okrs_as_code.cache.reader import CachedReader

        if isinstance(repository.reader, CachedReader):
            sides = IncrementalLoader(repository, repository.reader, tip).load(commit)
            if sides is not None:
                return sides
    return repository.at(commit), repository.at(tip) if tip is not None else repository.workspace


def cache_is_on() -> bool:
    """Whether anything may be kept between runs: unless the environment has OKRS_CACHE=off, or 0, no or false."""
    return os.environ.get("OKRS_CACHE", "").lower() not in ("off", "0", "no", "false")


def open_change(start: Path, base: str, *, cache: bool = True, progress: ProgressCallback | None = None) -> Repository:
    """Opens the repository of OKRs around `start` that `base` has; where it has none, the one that is there now.

    A change cannot choose what it is judged by: where the root lies is the base's. Raises OkrsError as
    `open_repository`, and RevisionError for a revision that cannot be read.
    """
    from okrs_as_code.git.client import Git
    from okrs_as_code.workspace.root_change import root_in_commit

    git = Git.containing(start.resolve())
    root = root_in_commit(git, start, git.commit(base)) if git is not None else None
    if root is None:
        return open_repository(start, cache=cache, progress=progress)
    return open_at(root, start, cache=cache, progress=progress)


def open_at(root: Path, start: Path, *, cache: bool, progress: ProgressCallback | None = None) -> Repository:
    """Opens the repository of OKRs whose root is known, and was looked for from `start`."""
    from okrs_as_code.workspace.repository import Repository

    repository = Repository(root, start=start)
    if cache:
        _use_cache(repository, progress)
    return repository


def refuse_moved_root(repository: Repository, head: str | None = None) -> None:
    """Raises OkrsError where a head, by default the working tree, has its OKRs elsewhere than the base has them."""
    git = repository.git
    if git is not None:
        refuse_moved_root_at(repository, git.commit(head) if head is not None else None)


def refuse_moved_root_at(repository: Repository, commit: str | None) -> None:
    """Raises OkrsError as `refuse_moved_root`, of a commit or tree by its id; without one of the working tree."""
    from okrs_as_code.workspace.root_change import root_problem

    problem = root_problem(repository.require_git(), repository.start, repository.root, commit)
    if problem is not None:
        raise OkrsError(problem, "let an administrator merge the move of okrs/, and nothing else with it")


def snapshot(repository: Repository, day: date) -> RepositorySnapshot:
    """The repository as it was known on a day, for `status` and `report` with that day for today.

    Raises OkrsError in a plain folder, and where no commit is that old.
    """
    from okrs_as_code.workspace.snapshot import RepositorySnapshot

    return RepositorySnapshot(repository, day)


def cached_result(
    start: Path,
    key: str,
    compute: Callable[[], Any],
    *,
    is_current: Callable[[Any], bool] = lambda result: True,
    extra_folders: Iterable[Path] = (),
    revisions: Iterable[str] = (),
) -> Any:
    """The result of `compute`, or the cached one of the same key while everything that it depends on is unchanged.

    It depends on all below `okrs/` at the root of `start`, on what git ignores there, on `extra_folders`, and on the
    commits that `revisions` name. A key stands for everything else that makes a difference, the day included; what a
    key cannot know, `is_current` says of a cached result. A result is what JSON can hold; None is never
    cached, nor anything where there is no root. Raises whatever `compute` raises.
    """
    if not cache_is_on():
        return compute()
    from okrs_as_code.cache.results import ResultCache

    try:
        results = ResultCache.around(start)
    except OkrsError:  # no root, or none any more, where a change takes it away: `compute` knows which
        return compute()
    return results.get(key, compute, is_current, extra_folders, revisions)


@contextmanager
def gc_disabled() -> Iterator[None]:
    """Keeps Python's garbage collector from walking through objects by the hundred thousand that all stay."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def path_from_root(repository: Repository, path: Path) -> str:
    """The path of a file or folder from the root. Raises OkrsError where there is none, and outside of the root."""
    from okrs_as_code.filenames import OKRS_FOLDER

    # A link stays the path of a link, wherever it leads.
    place = path.parent.resolve() / path.name if path.is_symlink() else path.resolve()
    try:
        relative = place.relative_to(repository.root.resolve()).as_posix()
    except ValueError:
        raise OkrsError(f"{path} is outside of {repository.root}", f"name files below {OKRS_FOLDER}/") from None
    if not path.exists() and not path.is_symlink():
        raise OkrsError(f"{path} does not exist", f"name files or folders below {OKRS_FOLDER}/")
    return relative
