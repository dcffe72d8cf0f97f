"""Keeps a folder of generated pages current: writes what differs, removes what is stale, touches nothing else."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.model.files.base import CYCLE_PATTERN
from okrs_as_code.storage.atomic_write import replace_text

_cycle = re.compile(CYCLE_PATTERN).fullmatch
_FOLDERS = ("teams", "people", "objectives")


@dataclass(frozen=True)
class PageChanges:
    """What was, or would be, done: paths below the folder."""

    folder: Path
    written: tuple[str, ...]
    removed: tuple[str, ...]
    total: int

    @property
    def current(self) -> bool:
        """Whether there was nothing to do."""
        return not self.written and not self.removed


def publish(
    root: Path, folder: Path, pages: Mapping[str, str], mark: str, *, only: str | None = None, check: bool = False
) -> PageChanges:
    """Brings the folder to exactly these pages; with `check` only says what would be done.

    A page of ours begins with `mark`. Whatever else stands where a page belongs is foreign: then nothing at all is
    written and OkrsError is raised. With `only` the pages of other cycles stay as they are.
    """
    folder = _allowed(root, folder)
    written = tuple(path for path, text in sorted(pages.items()) if _differs(folder, path, text, mark))
    removed = tuple(path for path in sorted(_ours(folder, mark, only)) if path not in pages)
    if not check:
        for path in written:
            replace_text(folder / path, pages[path])
        for path in removed:
            _remove(folder, path)
    return PageChanges(folder, written, removed, len(pages))


def publish_one(root: Path, folder: Path, path: str, text: str, mark: str) -> PageChanges:
    """Writes one page where it differs, under the same conditions, and leaves all others as they are."""
    folder = _allowed(root, folder)
    written = (path,) if _differs(folder, path, text, mark) else ()
    for page in written:
        replace_text(folder / page, text)
    return PageChanges(folder, written, (), 1)


def _allowed(root: Path, folder: Path) -> Path:
    """Where pages may go: anywhere but among the sources. Links that lead there are followed outside the root only."""
    named = Path(os.path.abspath(folder))  # noqa: PTH100  resolve() would follow the links that are looked for
    if named.is_relative_to(root):
        for step in (named, *named.parents):
            if step != root and step.is_relative_to(root) and step.is_symlink():
                raise OkrsError(f"{step} is a link, and links are never written through", "name another `--out`")
    folder, sources = named.resolve(), (root / OKRS_FOLDER).resolve()
    if folder == sources or sources in folder.parents:
        raise OkrsError(f"pages cannot be written into {OKRS_FOLDER}/", "name another folder with `--out`")
    if folder.exists() and not folder.is_dir():
        raise OkrsError(f"{folder} is a file", "name a folder with `--out`")
    return folder


def _differs(folder: Path, path: str, text: str, mark: str) -> bool:
    """Whether a page has to be written. Raises OkrsError where something foreign stands in its place."""
    target = folder
    for part in path.split("/"):
        target = target / part
        if target.is_symlink():
            raise OkrsError(f"{target} is a link, and links are never written through", "remove it, or choose `--out`")
    if not os.path.lexists(target):
        _reachable(folder, target)
        return True
    if not target.is_file():
        raise OkrsError(f"{target} is not a file, and a page belongs there", "move it away, or choose `--out`")
    held = _read(target)
    if not held.startswith(mark.encode()):
        raise OkrsError(f"{target} was not written by `okrs report`", "move it away, or choose another `--out`")
    return held != text.encode()


def _reachable(folder: Path, target: Path) -> None:
    """The nearest parent that exists has to be a folder that can be written."""
    parent = next(parent for parent in target.parents if parent.exists())
    if not parent.is_dir() or not os.access(parent, os.W_OK | os.X_OK):
        raise OkrsError(f"{parent} cannot be written", f"{folder} is where pages go; name another with `--out`")


def _ours(folder: Path, mark: str, only: str | None) -> Iterator[str]:
    """The pages of ours that are there, where pages can be; links are not followed."""
    for cycle in _listed(folder):
        if not cycle.is_dir(follow_symlinks=False) or _cycle(cycle.name) is None or only not in (None, cycle.name):
            continue
        waiting = [cycle.path]
        while waiting:
            for entry in _listed(Path(waiting.pop())):
                path = Path(entry.path).relative_to(folder).as_posix()
                if entry.is_dir(follow_symlinks=False):
                    if path.split("/")[1] in _FOLDERS:
                        waiting.append(entry.path)
                elif entry.is_file(follow_symlinks=False) and path.endswith(".md") and _is_ours(entry, mark):
                    yield path


def _is_ours(entry: os.DirEntry[str], mark: str) -> bool:
    return _read(Path(entry.path), len(mark.encode())) == mark.encode()


def _listed(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise OkrsError(f"{folder} cannot be read: {error.strerror}", "name another folder with `--out`") from None


def _read(path: Path, limit: int = -1) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(limit)
    except OSError as error:
        raise OkrsError(f"{path} cannot be read: {error.strerror}", "choose another folder with `--out`") from None


def _remove(folder: Path, path: str) -> None:
    """A page of ours, and the folders that it leaves empty."""
    target = folder / path
    try:
        target.unlink()
    except OSError as error:
        raise OkrsError(f"{target} cannot be removed: {error.strerror}", "remove it by hand") from None
    for parent in target.parents:
        if parent == folder:
            break
        with suppress(OSError):
            parent.rmdir()
