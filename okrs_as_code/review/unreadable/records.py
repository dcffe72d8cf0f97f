"""Records of which something cannot be read: each is compared with its last readable state."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from okrs_as_code.git.file_versions import FileVersions
from okrs_as_code.model.files.base import KEY_RESULT_PATTERN
from okrs_as_code.model.files.validation import validate
from okrs_as_code.model.timeline import RecordNode
from okrs_as_code.review.change import Change, ChangeKind, NamedOwner
from okrs_as_code.review.unreadable.written_goals import text_without_comments
from okrs_as_code.workspace.layout import Location
from okrs_as_code.workspace.loader import Workspace
from okrs_as_code.workspace.nodes import RECORD_MODELS
from okrs_as_code.workspace.source_file import SourceFile
from okrs_as_code.yaml.reader import parse

_REF = re.compile(rf"{KEY_RESULT_PATTERN[1:-1]}(?=[\"']?\s*:)", re.MULTILINE)
_WRITER = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-([a-z][a-z0-9-]*)")


def last_readable_records(base: Workspace, head: Workspace, versions: FileVersions) -> Mapping[str, RecordNode[Any]]:
    """The last readable states, by path, of records of the base that cannot be read in full and differ at the head."""
    states = ((path, _last_state(file.location, versions)) for path, file in _differing(base, head))
    return {path: state for path, state in states if state is not None}


def unreadable_record_changes(base: Workspace, head: Workspace, covered: Container[str]) -> Iterator[Change]:
    """Yields changes of what cannot be read of records; `covered` are the paths of which more is known.

    `before` has the key results that their texts name.
    """
    for path, file in _differing(base, head):
        if path not in covered:
            sides = [file, *([head.files[path]] if path in head.files else [])]
            yield _change(ChangeKind.RECORD_UNREADABLE, path, sides)


def unreadable_records_added(base: Workspace, head: Workspace) -> Iterator[Change]:
    """Yields new records of which something cannot be read; one that was moved as it is is not new."""
    gone = {_text(file) for path, file in base.files.items() if path not in head.files and _is_unread(file)}
    for path, file in head.files.items():
        if path not in base.files and _is_unread(file) and _text(file) not in gone:
            yield _change(ChangeKind.RECORD_UNREADABLE_ADDED, path, [file])


def _change(kind: ChangeKind, path: str, sides: Sequence[SourceFile]) -> Change:
    """A change of a record with the key results that its texts name, and the writer whom its name has."""
    writer = _WRITER.match(sides[0].location.name)
    named = (NamedOwner(writer[1]),) if writer is not None else ()
    refs = tuple(dict.fromkeys(ref for side in sides for ref in _REF.findall(_text(side))))
    return Change(kind, path, before=refs, named=named)


def _text(file: SourceFile) -> str:
    """The text of a record without lines that are nothing but a comment."""
    return text_without_comments(file.document.text.text)


def _differing(base: Workspace, head: Workspace) -> Iterator[tuple[str, SourceFile]]:
    """The records that cannot be read in full, at the base or where the head has them, and are not what they were."""
    unread = [path for path, file in base.files.items() if _is_unread(file)]
    texts: frozenset[str] = frozenset()
    if unread:
        added = (file for path, file in head.files.items() if path not in base.files and _is_unread(file))
        texts = frozenset(map(_text, added))
    for path in unread:
        before, after = base.files[path], head.files.get(path)
        is_same = _text(before) in texts if after is None else _text(before) == _text(after)
        if not is_same:
            yield path, before


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
