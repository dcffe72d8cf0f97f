"""Results of commands: the same command gives the same result while everything that it depends on is unchanged."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from okrs_as_code.cache.stamps import Inputs, inputs_below
from okrs_as_code.cache.store import Store
from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.git.client import Git
from okrs_as_code.signing.program import find_ssh_keygen, program_stamp
from okrs_as_code.workspace.root import find_root
from okrs_as_code.workspace.trees.git_ignore import names_other_files, pattern_files

_MAX_RESULTS = 64
"""Number of results that are kept; each names every file that it depends on."""


class ResultCache:
    """The results of commands about one root. A key is text that differs where a result could."""

    def __init__(self, store: Store, root: Path, git: Git | None) -> None:
        self._store = store
        self._root = root
        self._git = git

    @staticmethod
    def around(start: Path) -> ResultCache:
        """The cache of the nearest root. Raises OkrsError as `find_root`."""
        root = find_root(start)
        git = Git.containing(root)
        return ResultCache(Store.around(root, git), root, git)

    def get(
        self,
        key: str,
        compute: Callable[[], Any],
        is_current: Callable[[Any], bool] = lambda result: True,
        extra_folders: Iterable[Path] = (),
        revisions: Iterable[str] = (),
    ) -> Any:
        """The cached result, if nothing that it depends on has changed and it is current; else that of `compute`.

        That is cached if it is not None, and its inputs were settled and did not change meanwhile: everything below
        `okrs/`, the patterns by which git ignores files there, `extra_folders`, the commits that `revisions` name with
        the list of those at which a shallow clone ends, and the ssh-keygen that checks signatures. Where settings of
        the repository may name more patterns, nothing is cached.
        """
        if self._git is not None and names_other_files(self._git):
            return compute()
        revisions = tuple(revisions)
        commits = self._commits(revisions)
        if commits is None:
            return compute()
        key = json.dumps([str(self._root), program_stamp(find_ssh_keygen()), commits, key])
        cached = self._valid_result(key)
        if cached is not None and is_current(cached):
            return cached
        inputs = self._inputs(extra_folders)
        if commits and self._git is not None:
            inputs += Inputs(files=(str(self._git.common_folder / "shallow"),))
        before = inputs.fingerprint()
        result = compute()
        if result is not None and before and inputs.fingerprint() == before and self._commits(revisions) == commits:
            row = json.dumps([result, before, inputs.folders, inputs.files])
            self._store.put("results", [(key, row.encode())])
            self._store.trim("results", _MAX_RESULTS)
        return result

    def _valid_result(self, key: str) -> Any:
        """The cached result; None where there is none, or anything that it depends on has changed."""
        row = self._store.get("results", key)
        if row is None:
            return None
        result, fingerprint, folders, files = json.loads(row)
        return result if Inputs(tuple(folders), tuple(files)).fingerprint() == fingerprint else None

    def _commits(self, revisions: Iterable[str]) -> list[str] | None:
        """The ids of the commits that revisions name now; None where one is not known, which `compute` may say."""
        try:
            return [self._git.commit(revision) for revision in revisions] if self._git is not None else []
        except OkrsError:
            return None

    def _inputs(self, extra_folders: Iterable[Path]) -> Inputs:
        inputs = inputs_below(str(self._root), [OKRS_FOLDER])
        for folder in extra_folders:
            inputs += inputs_below(str(folder.parent), [folder.name])
        if self._git is None:
            return inputs
        return inputs + Inputs(files=pattern_files(self._git, self._root, inputs.files))
