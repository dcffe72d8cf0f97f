"""Differences in people, teams, policy, and whatever else decides what the gate says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel

from okrs_as_code.filenames import CONFIG_FILE, PEOPLE_FILE, TEAMS_FILE
from okrs_as_code.review.changes.change import Change, ChangeKind, plain_data
from okrs_as_code.review.changes.matching import Matching
from okrs_as_code.review.revisions.revision import Revision
from okrs_as_code.review.revisions.written_text import text_of
from okrs_as_code.workspace.layout import FileKind
from okrs_as_code.workspace.loader import Workspace
from okrs_as_code.workspace.source_file import SourceFile
from okrs_as_code.workspace.suppression_comments import Suppression, suppressions_in


def policy_changes(base: Revision, head: Revision, matching: Matching) -> Iterator[Change]:
    """Yields every difference in what is neither a goal nor a record."""
    yield from _entry_changes(ChangeKind.PERSON, base.plan.directory.people, head.plan.directory.people)
    if _has_file(base, TEAMS_FILE) or _has_file(head, TEAMS_FILE):
        yield from _entry_changes(ChangeKind.TEAM, _teams(base), _teams(head), head.plan.directory.resolve_team)
    yield from _field_changes(ChangeKind.POLICY, "config", base.plan.config, head.plan.config)
    for path in (CONFIG_FILE, PEOPLE_FILE, TEAMS_FILE):
        yield from _broken_file_changes(path, base, head)
    for path in sorted({**base.gate_files, **head.gate_files}):
        before, after = base.gate_files.get(path), head.gate_files.get(path)
        if before != after:
            yield Change(ChangeKind.GATE, path, before=before, after=after)
    yield from _suppression_changes(base.workspace, head.workspace, matching.head_ids)


def _teams(revision: Revision) -> Mapping[str, BaseModel]:
    return revision.plan.directory.teams if _has_file(revision, TEAMS_FILE) else {}


def _has_file(revision: Revision, path: str) -> bool:
    return path in revision.workspace.files


def _entry_changes(
    kind: ChangeKind,
    before: Mapping[str, BaseModel],
    after: Mapping[str, BaseModel],
    resolve: Callable[[str], str] = str,
) -> Iterator[Change]:
    """Changes of entries by id.

    An entry of the base goes on under the id that its own one resolves to, unless the base has that one as well.
    """
    renamed = {resolve(id_): id_ for id_ in before if id_ not in after and resolve(id_) not in before}
    for id_ in dict.fromkeys((*(id_ for id_ in before if id_ not in renamed.values()), *after)):
        old, new = before.get(renamed.get(id_, id_)), after.get(id_)
        if old is None or new is None:
            yield Change(kind, id_, before=plain_data(old), after=plain_data(new))
            continue
        if id_ in renamed:
            yield Change(kind, id_, "id", renamed[id_], id_)
        for change in _field_changes(kind, id_, old, new):
            if id_ not in renamed or change.field != "formerly":
                yield change


def _field_changes(kind: ChangeKind, subject: str, before: BaseModel, after: BaseModel) -> Iterator[Change]:
    old, new = _flatten(before), _flatten(after)
    for field in dict.fromkeys((*old, *new)):
        if old.get(field) != new.get(field):
            yield Change(kind, subject, field, old.get(field), new.get(field))


def _flatten(model: BaseModel) -> dict[str, Any]:
    """Values by key, those of mappings one by one: `check_ins.every`."""
    flat: dict[str, Any] = {}
    for key, value in plain_data(model).items():
        if isinstance(value, dict):
            flat.update({f"{key}.{inner_key}": inner for inner_key, inner in value.items()})
        else:
            flat[key] = value
    return flat


def _broken_file_changes(path: str, base: Revision, head: Revision) -> Iterator[Change]:
    """The change of a file of which something cannot be read on one side: it may decide more than can be seen."""
    before, after = (revision.workspace.files.get(path) for revision in (base, head))
    broken = _is_broken(before), _is_broken(after)
    if any(broken) and (before is None or after is None or text_of(base, path) != text_of(head, path)):
        old, new = ("unreadable" if is_broken else None for is_broken in broken)
        yield Change(ChangeKind.GATE, path, before=old, after=new)


def _is_broken(file: SourceFile | None) -> bool:
    return file is not None and not (file.is_readable and file.is_whole and not file.mismatches)


class _SuppressionKey(NamedTuple):
    """The identity of a comment that asks to ignore something; moved to something else, it is another comment."""

    comment: str
    covers: str
    within: str
    """Complete id of the key result or objective that it is about; else the file."""


def _suppression_changes(base: Workspace, head: Workspace, head_ids: Mapping[str, str]) -> Iterator[Change]:
    old, new = _paths_by_suppression(base, head_ids), _paths_by_suppression(head, {})
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key, []), new.get(key, [])
        if len(after) > len(before):
            yield Change(ChangeKind.SUPPRESSION, after[-1], after=key.comment)
        elif len(after) < len(before):
            yield Change(ChangeKind.SUPPRESSION, before[-1], before=key.comment)


def _paths_by_suppression(workspace: Workspace, head_ids: Mapping[str, str]) -> Mapping[_SuppressionKey, list[str]]:
    """Files of each comment; `head_ids` has the id that an objective of the base has at the head."""
    paths: dict[_SuppressionKey, list[str]] = {}
    for suppression in suppressions_in(workspace):
        if suppression.file.location.kind is FileKind.BACKLOG:  # a change of the backlog asks nobody
            continue
        key = _suppression_key(suppression)
        key = key._replace(within=head_ids.get(key.within, key.within))
        paths.setdefault(key, []).append(suppression.file.path)
    return paths


def _suppression_key(suppression: Suppression) -> _SuppressionKey:
    file, span = suppression.file, suppression.span
    comment = file.document.text.text[span.start : span.end]
    return _SuppressionKey(comment, suppression.covered_line, _subject(file, (suppression.element or span).start))


def _subject(file: SourceFile, position: int) -> str:
    """Complete id of the key result or objective at a position of a file; the file's path in any other file."""
    location, document = file.location, file.document
    if location.kind is not FileKind.OBJECTIVE:
        return file.path
    subject = f"{location.cycle}/{location.folder}/{location.name}"
    elements = document.data.get("key_results") if isinstance(document.data, dict) else None
    for number, element in enumerate(elements if isinstance(elements, list) else ()):
        span = document.value_span(("key_results", number))
        if span.start <= position < span.end and isinstance(element, dict):
            subject = f"{subject}/{element.get('id')}"
    return subject
