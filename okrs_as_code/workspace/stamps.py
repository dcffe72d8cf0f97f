"""Which content a file has, by its stamp: kept for each folder, so that what did not change is not read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from okrs_as_code.workspace.grounds import SurveyedFolder
from okrs_as_code.workspace.store import Store


class Stamps:
    """The contents of files of one root that are known from an earlier run, by path from the root."""

    def __init__(self, store: Store, root: Path, folders: Iterable[SurveyedFolder]) -> None:
        self._store = store
        self._root = root
        self._folders = {folder.path: folder for folder in folders}
        self._changed: set[str] = set()
        self.contents: dict[str, str] = {}
        for folder in self._folders.values():
            row = store.get("folders", self._key(folder.path))
            known = json.loads(row) if row is not None else {}
            for name, _, stamp in folder.entries:
                if stamp and name in known and known[name][0] == stamp:
                    self.contents[f"{folder.path}/{name}"] = known[name][1]
            if len(known) > len(folder.entries):
                self._changed.add(folder.path)

    def note(self, path: str, content: str) -> None:
        """What a file that was read turned out to hold."""
        self.contents[path] = content
        self._changed.add(path.rpartition("/")[0])

    def keep(self) -> None:
        """Keeps what was noted."""
        self._store.put("folders", [(self._key(path), self._row(path)) for path in sorted(self._changed)])
        self._changed.clear()

    def _row(self, path: str) -> bytes:
        entries = self._folders[path].entries
        known = {name: (stamp, self.contents.get(f"{path}/{name}")) for name, _, stamp in entries if stamp}
        return json.dumps({name: pair for name, pair in known.items() if pair[1] is not None}).encode()

    def _key(self, folder: str) -> str:
        return f"{self._root}\0{folder}"
