"""Remembers answers: the same question gets the same answer while everything that it stands on is as it was."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

from okrs_as_code import __version__
from okrs_as_code.filenames import OKRS_FOLDER as OKRS
from okrs_as_code.git.client import Git
from okrs_as_code.signing.ssh_keygen import find_ssh_keygen, program_stamp
from okrs_as_code.workspace.grounds import Grounds, grounds_below, stamp_of
from okrs_as_code.workspace.ignored import sources
from okrs_as_code.workspace.root import find_root
from okrs_as_code.workspace.store import Store

FOLDER = "okrs-cache"
"""Below git's own folder, which no commit has and every linked work tree shares."""
_ANSWERS = 64
"""How many answers are kept; each names every file that it stands on."""


def store_of(root: Path, git: Git | None) -> Store:
    """Where things are kept for a root: with git's own files, or else in the user's folder for caches."""
    name = fingerprint()
    if git is not None and os.access(git.common_folder, os.W_OK):
        return Store.at(git.common_folder / FOLDER, name)
    from platformdirs import user_cache_path

    folder = blake2b(os.fsencode(root), digest_size=8).hexdigest()
    return Store.at(user_cache_path("okrs-as-code") / folder, name)


def fingerprint() -> str:
    """Stands for this very program: another version, or another Python, does not believe what this one kept."""
    digest = blake2b(f"{__version__} {sys.version}".encode(), digest_size=8)
    waiting = [str(Path(__file__).parent.parent)]
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as listing:
            for item in sorted(listing, key=lambda item: item.name):
                if item.name.endswith(".py"):
                    digest.update(f"{item.path} {stamp_of(item.stat(), sys.maxsize)}\n".encode(errors="replace"))
                elif item.name != "__pycache__" and item.is_dir():
                    waiting.append(item.path)
    return digest.hexdigest()


class Memory:
    """The answers to questions about one root. A question is whatever makes a difference, as text and numbers."""

    def __init__(self, store: Store, root: Path, git: Git | None) -> None:
        self._store = store
        self._root = root
        self._git = git

    @staticmethod
    def of(start: Path) -> Memory:
        """That of the nearest root; raises OkrsError as `find_root`."""
        root = find_root(start)
        git = Git.around(root)
        return Memory(store_of(root, git), root, git)

    def answer(self, question: list[Any], work: Callable[[], Any], more: Iterable[Path] = ()) -> Any:
        """The answer that is remembered, if nothing that it stands on has changed; else what `work` gives.

        That is remembered if what it stands on was settled and did not change meanwhile, and if it is not None. It
        stands on what is below `okrs/`, on what git ignores there, on the folders in `more`, and on the ssh-keygen that
        checks signatures.
        """
        key = json.dumps([str(self._root), program_stamp(find_ssh_keygen()), *question])
        known = self._recall(key)
        if known is not None:
            return known
        standing = self._grounds(more)
        stamp = standing.stamp()
        answer = work()
        if answer is not None and stamp and standing.stamp() == stamp:
            row = json.dumps([answer, stamp, standing.folders, standing.files])
            self._store.put("answers", [(key, row.encode())])
            self._store.trim("answers", _ANSWERS)
        return answer

    def _recall(self, key: str) -> Any:
        kept = self._store.get("answers", key)
        if kept is None:
            return None
        answer, stamp, folders, files = json.loads(kept)
        return answer if Grounds(tuple(folders), tuple(files)).stamp() == stamp else None

    def _grounds(self, more: Iterable[Path]) -> Grounds:
        below = grounds_below(str(self._root), [OKRS])
        for folder in more:
            below += grounds_below(str(folder.parent), [folder.name])
        return below if self._git is None else below + sources(self._git, self._root, below.files)
