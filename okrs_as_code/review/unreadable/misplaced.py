"""Files that nothing reads, as their place or name means nothing: they are shown, and gone only with a consent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from okrs_as_code.model.files.base import RECORD_FOLDERS
from okrs_as_code.review.change import Change, ChangeKind, NamedOwner
from okrs_as_code.workspace.layout import Location, Refusal
from okrs_as_code.workspace.loader import Workspace

_WITHOUT_OKRS = (Refusal.NOT_YAML, Refusal.NOT_A_FILE)


def misplaced_changes(base: Workspace, head: Workspace) -> Iterator[Change]:
    """Yields files that nothing reads and that are new or gone, with the people whom the names of records name.

    What is no YAML by its name, or no file, such as a submodule, decides nothing, wherever it lies.
    """
    before, after = _by_path(base), _by_path(head)
    for path in sorted(after.keys() - before.keys()):
        yield Change(ChangeKind.MISPLACED_ADDED, path, after=path)
    for path in sorted(before.keys() - after.keys()):
        if before[path].refusal is Refusal.UNDECLARED_CYCLE and path in head.files:
            continue  # its cycle has days now, so that what is in it is new
        yield Change(ChangeKind.MISPLACED_REMOVED, path, before=path, named=tuple(_named(path, base)))


def _by_path(workspace: Workspace) -> dict[str, Location]:
    return {place.path: place for place in workspace.misplaced if place.refusal not in _WITHOUT_OKRS}


def _named(path: str, base: Workspace) -> Iterator[NamedOwner]:
    """The person whom the name of a file among records names: `chen.yaml`, `2026-10-12_chen.yaml`."""
    *folders, name = path.split("/")
    if not set(folders).isdisjoint(RECORD_FOLDERS):
        words = re.findall(r"[a-z][a-z0-9-]*", name.rpartition(".")[0])
        yield from (NamedOwner(word) for word in words if base.plan.directory.knows_person(word))
