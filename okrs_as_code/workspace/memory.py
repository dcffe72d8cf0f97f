"""Remembers answers: the same question gets the same answer while everything that it stands on is as it was."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

from okrs_as_code import __version__
from okrs_as_code.workspace.git import Git
from okrs_as_code.workspace.grounds import Grounds, stamp_of
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

    def __init__(self, store: Store, root: Path) -> None:
        self._store = store
        self._root = root

    def recall(self, question: list[Any]) -> Any:
        """The answer, if one is remembered and nothing that it stands on has changed; else None."""
        kept = self._store.get("answers", self._key(question))
        if kept is None:
            return None
        answer, stamp, folders, files = json.loads(kept)
        return answer if Grounds(tuple(folders), tuple(files)).stamp() == stamp else None

    def answer(self, question: list[Any], grounds: Callable[[], Grounds], work: Callable[[], Any]) -> Any:
        """What `work` gives, which is remembered if what it stands on was settled and did not change meanwhile.

        An answer of None is not remembered.
        """
        standing = grounds()
        stamp = standing.stamp()
        answer = work()
        if answer is not None and stamp and standing.stamp() == stamp:
            row = json.dumps([answer, stamp, standing.folders, standing.files])
            self._store.put("answers", [(self._key(question), row.encode())])
            self._store.trim("answers", _ANSWERS)
        return answer

    def _key(self, question: list[Any]) -> str:
        return json.dumps([str(self._root), *question])
