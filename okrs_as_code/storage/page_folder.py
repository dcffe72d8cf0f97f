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
from okrs_as_code.model.goals.backlog import BACKLOG
from okrs_as_code.storage.atomic_write import refuse_links, replace_text

_match_cycle = re.compile(CYCLE_PATTERN).fullmatch
_match_top_page = re.compile(rf"{BACKLOG}|(?:{BACKLOG}|index)\.[0-9]+").fullmatch
"""Matches pages beside the folders of cycles that may be stale: the backlog, and pages on which a list goes on."""
_FOLDERS = ("teams", "people", "objectives")


@dataclass(frozen=True)
class PageChanges:
    """The pages that were, or would be, written and removed, by their paths below the folder; `total` counts all."""

    folder: Path
    written: tuple[str, ...]
    removed: tuple[str, ...]
    total: int

    @property
    def is_current(self) -> bool:
        """Whether there was nothing to do."""
        return not self.written and not self.removed


def write_pages(
    root: Path,
    folder: Path,
    pages: Mapping[str, str],
    marks: Mapping[str, str],
    *,
    cycle: str | None = None,
    check: bool = False,
) -> PageChanges:
    """Brings the folder to exactly these pages; with `check` only says what would be done.

    A file of ours begins with the mark of its suffix, and no file of another suffix is looked at. A file without it
    where a page belongs is foreign, unless there is nothing in it: then nothing at all is written and OkrsError is
    raised. With `cycle` the pages of other cycles stay as they are.
    """
    folder = output_folder(root, folder)
    written = tuple(path for path, text in sorted(pages.items()) if _differs(folder, path, text, marks))
    removed = tuple(path for path in sorted(_published_pages(folder, marks, cycle)) if path not in pages)
    if not check:
        for path in written:
            replace_text(folder / path, pages[path], synced=False)
        for path in removed:
            _remove(folder, path)
    return PageChanges(folder, written, removed, len(pages))


def write_page(root: Path, folder: Path, path: str, text: str, marks: Mapping[str, str]) -> PageChanges:
    """Writes one page where it differs, under the same conditions, and leaves all others as they are."""
    folder = output_folder(root, folder)
    written = (path,) if _differs(folder, path, text, marks) else ()
    for page in written:
        replace_text(folder / page, text, synced=False)
    return PageChanges(folder, written, (), 1)


def output_folder(root: Path, folder: Path, remedy: str = "name another folder with `--out`") -> Path:
    """The folder, resolved, into which generated files may go. Links to it are followed outside the root only.

    Raises OkrsError for one among the sources, and for one behind a link below the root.
    """
    absolute = Path(os.path.abspath(folder))  # noqa: PTH100  resolve() would follow the links that are looked for
    if absolute.is_relative_to(root):
        refuse_links(root, absolute.relative_to(root).as_posix(), remedy)
    folder, sources = absolute.resolve(), (root / OKRS_FOLDER).resolve()
    if folder == sources or sources in folder.parents:
        raise OkrsError(f"what is generated cannot be written into {OKRS_FOLDER}/", remedy)
    if folder.exists() and not folder.is_dir():
        raise OkrsError(f"{folder} is a file", remedy)
    return folder


def _differs(folder: Path, path: str, text: str, marks: Mapping[str, str]) -> bool:
    """Whether a page has to be written. Raises OkrsError where something foreign stands in its place."""
    refuse_links(folder, path, "remove it, or choose `--out`")
    target = folder / path
    if not os.path.lexists(target):
        _refuse_unwritable(folder, target)
        return True
    if not target.is_file():
        raise OkrsError(f"{target} is not a file, and a page belongs there", "move it away, or choose `--out`")
    content = _read(target)
    is_lost = not content.strip(b"\0")  # as a power cut leaves a page that was not on the disk yet
    if not is_lost and not content.startswith(marks[target.suffix].encode()):
        raise OkrsError(f"{target} was not written by `okrs`", "move it away, or choose another `--out`")
    return content != text.encode()


def _refuse_unwritable(folder: Path, target: Path) -> None:
    """Raises OkrsError where the nearest parent that exists is no folder that can be written."""
    parent = next(parent for parent in target.parents if parent.exists())
    if not parent.is_dir() or not os.access(parent, os.W_OK | os.X_OK):
        raise OkrsError(f"{parent} cannot be written", f"{folder} is where pages go; name another with `--out`")


def _published_pages(folder: Path, marks: Mapping[str, str], cycle: str | None) -> Iterator[str]:
    """Paths of the files that begin with their mark, where pages can be; with `cycle` only its own, and the backlog's.

    Links are not followed.
    """
    for cycle_folder in _entries(folder):
        if _match_top_page(Path(cycle_folder.name).stem) and cycle_folder.is_file(follow_symlinks=False):
            if _has_mark(cycle_folder, marks.get(Path(cycle_folder.name).suffix)):
                yield cycle_folder.name
            continue
        if (
            not cycle_folder.is_dir(follow_symlinks=False)
            or _match_cycle(cycle_folder.name) is None
            or cycle not in (None, cycle_folder.name)
        ):
            continue
        stack = [cycle_folder.path]
        while stack:
            for entry in _entries(Path(stack.pop())):
                path = Path(entry.path).relative_to(folder).as_posix()
                if entry.is_dir(follow_symlinks=False):
                    if path.split("/")[1] in _FOLDERS:
                        stack.append(entry.path)
                elif entry.is_file(follow_symlinks=False) and _has_mark(entry, marks.get(Path(path).suffix)):
                    yield path


def _has_mark(entry: os.DirEntry[str], mark: str | None) -> bool:
    return mark is not None and _read(Path(entry.path), len(mark.encode())) == mark.encode()


def _entries(folder: Path) -> list[os.DirEntry[str]]:
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
    """Removes a page, and the folders that it leaves empty."""
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
