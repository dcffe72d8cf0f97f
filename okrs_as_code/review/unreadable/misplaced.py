"""Files that nothing reads, as their place or name means nothing: they are shown, and changed only with a consent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.review.changes.change import Change, ChangeKind, NamedOwner
from okrs_as_code.review.revisions.file_contents import FileContent
from okrs_as_code.review.revisions.revision import Revision
from okrs_as_code.review.unreadable.written_goals import goals_named_in_text, owners_named_in_text
from okrs_as_code.workspace.layout import Refusal, record_folder
from okrs_as_code.workspace.loader import Workspace

_WITHOUT_OKRS = (Refusal.NOT_YAML, Refusal.NOT_A_FILE)
_BY_OTHER_FILES = (Refusal.UNDECLARED_CYCLE, Refusal.TEAM_CALLED_BACKLOG)
"""Reasons that lie in policy and teams, and not in the file's place."""


def misplaced_changes(base: Revision, head: Revision) -> Iterator[Change]:
    """Yields files that nothing reads and that are new, edited or gone, with the people whom they name.

    Of a record these are those whom its name has, and `before` has the key results that its text names. What is no
    YAML by its name, or no file, such as a submodule, decides nothing, wherever it lies.
    """
    before, after = (_paths(revision.workspace) for revision in (base, head))
    for path in sorted(after - before):
        yield Change(ChangeKind.MISPLACED_ADDED, path, after=path)
    undecided = {place.path for place in base.workspace.misplaced if place.refusal in _BY_OTHER_FILES}
    readable = undecided & head.workspace.files.keys()  # their cycle has days now, so that what is in them is new
    old, new = base.contents(sorted(before)), head.contents(sorted(before & after))
    for path in sorted(before - readable):
        if path not in after:
            yield _change(ChangeKind.MISPLACED_REMOVED, path, [old.get(path)], base.plan)
        elif _id(old, path) != _id(new, path):
            yield _change(ChangeKind.MISPLACED_EDITED, path, [old.get(path), new.get(path)], base.plan)


def _paths(workspace: Workspace) -> frozenset[str]:
    return frozenset(place.path for place in workspace.misplaced if place.refusal not in _WITHOUT_OKRS)


def _id(contents: Mapping[str, FileContent], path: str) -> str | None:
    return contents[path].id if path in contents else None


def _change(kind: ChangeKind, path: str, sides: list[FileContent | None], base: Plan) -> Change:
    texts = [side.text for side in sides if side is not None]
    if record_folder(path) is not None:
        refs = tuple(dict.fromkeys(ref for text in texts for ref in goals_named_in_text(text)))
        return Change(kind, path, before=refs, named=tuple(_named(path, base)))
    return Change(
        kind, path, before=path, named=tuple(dict.fromkeys(one for text in texts for one in owners_named_in_text(text)))
    )


def _named(path: str, base: Plan) -> Iterator[NamedOwner]:
    """The person whom the name of a file among records names: `chen.yaml`, `2026-10-12_chen.yaml`."""
    words = re.findall(r"[a-z][a-z0-9-]*", path.rpartition("/")[2].rpartition(".")[0])
    yield from (NamedOwner(word) for word in words if base.directory.knows_person(word))
