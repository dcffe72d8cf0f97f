"""What differs in people, teams, policy, and whatever else decides what the gate says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel

from okrs_as_code.filenames import CONFIG_FILE, PEOPLE_FILE, TEAMS_FILE
from okrs_as_code.review.change import Change, ChangeKind
from okrs_as_code.review.matching import Matching
from okrs_as_code.review.revision import Revision
from okrs_as_code.workspace.layout import FileKind
from okrs_as_code.workspace.loader import Workspace
from okrs_as_code.workspace.source_file import SourceFile
from okrs_as_code.workspace.suppressions import suppressions_in


def policy_changes(base: Revision, head: Revision, matching: Matching) -> Iterator[Change]:
    """Every difference in what is not a goal and not a record."""
    yield from _entries(ChangeKind.PERSON, base.plan.directory.people, head.plan.directory.people)
    if _has(base, TEAMS_FILE) or _has(head, TEAMS_FILE):
        yield from _entries(ChangeKind.TEAM, _teams(base), _teams(head), head.plan.directory.resolve_team)
    yield from _fields(ChangeKind.POLICY, "config", base.plan.config, head.plan.config)
    for path in (CONFIG_FILE, PEOPLE_FILE, TEAMS_FILE):
        yield from _file(path, base.workspace, head.workspace)
    for path in sorted({**base.gate, **head.gate}):
        was, now = base.gate.get(path), head.gate.get(path)
        if was != now:
            yield Change(ChangeKind.GATE, path, before=was, after=now)
    yield from _suppressions(base.workspace, head.workspace, matching.after)


def _teams(side: Revision) -> Mapping[str, BaseModel]:
    return side.plan.directory.teams if _has(side, TEAMS_FILE) else {}


def _has(side: Revision, path: str) -> bool:
    return path in side.workspace.files


def _entries(
    kind: ChangeKind,
    before: Mapping[str, BaseModel],
    after: Mapping[str, BaseModel],
    resolve: Callable[[str], str] = str,
) -> Iterator[Change]:
    """Entries by id; one of the base goes on as the one that it resolves to, unless that was there already."""
    moved = {resolve(id_): id_ for id_ in before if id_ not in after and resolve(id_) not in before}
    for id_ in dict.fromkeys((*(id_ for id_ in before if id_ not in moved.values()), *after)):
        old, new = before.get(moved.get(id_, id_)), after.get(id_)
        if old is None or new is None:
            yield Change(kind, id_, before=_plain(old), after=_plain(new))
            continue
        if id_ in moved:
            yield Change(kind, id_, "id", moved[id_], id_)
        for change in _fields(kind, id_, old, new):
            if id_ not in moved or change.field != "formerly":
                yield change


def _fields(kind: ChangeKind, subject: str, before: BaseModel, after: BaseModel) -> Iterator[Change]:
    old, new = _flat(before), _flat(after)
    for field in dict.fromkeys((*old, *new)):
        if old.get(field) != new.get(field):
            yield Change(kind, subject, field, old.get(field), new.get(field))


def _flat(model: BaseModel) -> dict[str, Any]:
    """Values by key, those of mappings one by one: `check_ins.every`."""
    found: dict[str, Any] = {}
    for key, value in (_plain(model) or {}).items():
        if isinstance(value, dict):
            found.update({f"{key}.{inner}": one for inner, one in value.items()})
        else:
            found[key] = value
    return found


def _plain(model: BaseModel | None) -> Any:
    return None if model is None else model.model_dump(mode="json", by_alias=True, exclude_none=True)


def _file(path: str, base: Workspace, head: Workspace) -> Iterator[Change]:
    """A file of which something cannot be read on one side: what it decides is not what can be seen of it."""
    was, now = base.files.get(path), head.files.get(path)
    broken = _is_broken(was), _is_broken(now)
    if any(broken) and (was is None or now is None or was.document.text.text != now.document.text.text):
        old, new = ("unreadable" if one else None for one in broken)
        yield Change(ChangeKind.GATE, path, before=old, after=new)


def _is_broken(file: SourceFile | None) -> bool:
    return file is not None and (not file.readable or bool(file.mismatches))


def _suppressions(base: Workspace, head: Workspace, after: Mapping[str, str]) -> Iterator[Change]:
    """A comment counts by what it says, on what line, and in what: moved to something else it is another one."""
    old, new = _by_what(base, after), _by_what(head, {})
    for asked in dict.fromkeys((*old, *new)):
        was, now = old.get(asked, []), new.get(asked, [])
        if len(now) > len(was):
            yield Change(ChangeKind.SUPPRESSION, now[-1], after=asked.comment)
        elif len(now) < len(was):
            yield Change(ChangeKind.SUPPRESSION, was[-1], before=asked.comment)


def _by_what(workspace: Workspace, after: Mapping[str, str]) -> Mapping[_Asked, list[str]]:
    """The files of comments, by what they are; `after` has the id that something has now."""
    found: dict[_Asked, list[str]] = {}
    for asked, path in _asked(workspace):
        found.setdefault(asked._replace(within=after.get(asked.within, asked.within)), []).append(path)
    return found


class _Asked(NamedTuple):
    """A comment that asks to ignore something."""

    comment: str
    covers: str
    within: str
    """The complete id of the key result or objective that it is about; else the file."""


def _asked(workspace: Workspace) -> Iterator[tuple[_Asked, str]]:
    for one in suppressions_in(workspace):
        document, at = one.file.document, one.element or one.span
        within = one.file.path
        location = one.file.location
        if location.role is FileKind.OBJECTIVE:
            within = f"{location.cycle}/{location.folder}/{location.name}"
            elements = document.data.get("key_results") if isinstance(document.data, dict) else None
            for number, element in enumerate(elements if isinstance(elements, list) else ()):
                span = document.value_span(("key_results", number))
                if span.start <= at.start < span.end and isinstance(element, dict):
                    within = f"{within}/{element.get('id')}"
        yield _Asked(document.text.text[one.span.start : one.span.end], one.covers, within), one.file.path
