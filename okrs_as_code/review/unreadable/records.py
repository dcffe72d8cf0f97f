"""Records of which something cannot be read: each is compared with its last readable state."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from okrs_as_code.git.file_versions import FileVersions
from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.model.files.validation import validate
from okrs_as_code.model.timeline import RecordNode
from okrs_as_code.review.changes.change import Change, ChangeKind, NamedOwner
from okrs_as_code.review.revisions.revision import Revision
from okrs_as_code.review.revisions.written_text import unread_texts
from okrs_as_code.review.unreadable.written_goals import goals_named_in_text
from okrs_as_code.workspace.elements.nodes import RECORD_MODELS
from okrs_as_code.workspace.layout import Location
from okrs_as_code.workspace.loader import Workspace
from okrs_as_code.workspace.source_file import SourceFile
from okrs_as_code.yaml.reader import parse

_WRITER = lazy_pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-([a-z][a-z0-9-]*)")


def last_readable_records(base: Revision, head: Revision) -> Mapping[str, RecordNode[Any]]:
    """The last readable states, by path, of records of the base that cannot be read in full and differ at the head."""
    files = base.workspace.files
    differing = unread_texts(base, head, _unread_paths).differing
    states = ((path, _last_state(files[path].location, base.versions)) for path in differing)
    return {path: state for path, state in states if state is not None}


def unreadable_record_changes(base: Revision, head: Revision, covered: Container[str]) -> Iterator[Change]:
    """Yields new records of which something cannot be read, and changes of what cannot be read in others.

    `covered` are the paths of which more is known; `before` has the goals that their texts name. A record that
    was moved as it is is not new.
    """
    before, after = base.workspace.files, head.workspace.files
    texts = unread_texts(base, head, _unread_paths)
    for path in texts.differing:
        if path not in covered:
            sides = [before[path], *([after[path]] if path in after else [])]
            yield _change(ChangeKind.RECORD_UNREADABLE, path, sides)
    for path in texts.added:
        yield _change(ChangeKind.RECORD_UNREADABLE_ADDED, path, [after[path]])


def _change(kind: ChangeKind, path: str, sides: Sequence[SourceFile]) -> Change:
    """A change of a record with the goals that its texts name, and the writer whom its name has."""
    writer = _WRITER.match(sides[0].location.name)
    named = (NamedOwner(writer[1]),) if writer is not None else ()
    refs = tuple(dict.fromkeys(ref for side in sides for ref in goals_named_in_text(side.document.text.text)))
    return Change(kind, path, before=refs, named=named)


def _unread_paths(workspace: Workspace) -> Iterator[str]:
    """The paths of records of which something cannot be read."""
    return (path for path, file in workspace.files.items() if _is_unread(file))


def _is_unread(file: SourceFile) -> bool:
    if file.location.kind not in RECORD_MODELS or file.is_sound:
        return False
    return not file.is_readable or bool(file.mismatches) or bool(file.document.problems)


def _last_state(location: Location, versions: FileVersions) -> RecordNode[Any] | None:
    for path, raw in versions([location.path]):
        document = parse(path, raw)
        content, _ = validate(RECORD_MODELS[location.kind], document.data)
        if content is not None and not document.problems:
            return RecordNode(location.name, location.path, location.cycle, content)
    return None
