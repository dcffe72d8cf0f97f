"""Compares the backlogs of two revisions: a change there is shown, and asks nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from okrs_as_code.review.changes.change import Change, ChangeKind
from okrs_as_code.review.revisions.revision import Revision
from okrs_as_code.workspace.elements.backlog_nodes import backlog_id
from okrs_as_code.workspace.layout import FileKind
from okrs_as_code.workspace.loader import Workspace
from okrs_as_code.workspace.source_file import SourceFile


def backlog_changes(base: Revision, head: Revision) -> Iterator[Change]:
    """Yields the goals that are new, edited or gone; `before` and `after` are titles, or the id of one without."""
    before, after = _files(base.workspace), _files(head.workspace)
    for id_ in sorted({*before, *after}):
        old, new = before.get(id_), after.get(id_)
        if old is None or new is None or _differ(old, new):
            titles = [_title(revision.workspace, id_) for revision in (base, head)]
            yield Change(ChangeKind.BACKLOG, id_, before=titles[0], after=titles[1])


def _files(workspace: Workspace) -> Mapping[str, SourceFile]:
    files = (file for file in workspace.files.values() if file.location.kind is FileKind.BACKLOG)
    return {backlog_id(file.location): file for file in files}


def _differ(old: SourceFile, new: SourceFile) -> bool:
    is_known = old.is_readable and new.is_readable and old.is_whole and new.is_whole
    return old.data != new.data if is_known else old.document.text.text != new.document.text.text


def _title(workspace: Workspace, id_: str) -> str | None:
    """The title of a goal, its id where that cannot be read; None where there is no such goal."""
    node = workspace.backlog.nodes.get(id_)
    if node is not None:
        return node.content.title
    return next((element.title for element in workspace.backlog.unreadable_goals if element.subject == id_), None)
