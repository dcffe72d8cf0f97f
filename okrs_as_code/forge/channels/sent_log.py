"""A file that keeps, for one repository, who got the message and the reminder of the last week, and nothing older.

It is replaced after each message. Where it is lost, cannot be read or belongs elsewhere, nobody knows what was sent in
the week that runs; this is kept, too, so that a run on the next day does not take the new file for all there was.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.forge.channels.channel import LastSent
from okrs_as_code.forge.channels.message import Message
from okrs_as_code.storage.atomic_write import replace_text, require_ordinary_file
from okrs_as_code.storage.lock import file_lock
from okrs_as_code.strict_json import parse

_VERSION = 1
_MAX_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class _Content:
    repository: str
    week: date | None
    """The first day of the last week in which anything was sent."""
    complete_after: date | None
    """The first day of the week up to which messages may be missing here; None where none are."""
    messages: tuple[str, ...] = ()
    """The ids of persons who got the message of that week."""
    reminders: tuple[str, ...] = ()


class SentLog:
    """The log of one repository, in a week that runs now; made by `open_sent_log`."""

    def __init__(self, path: Path, content: _Content, week: date, note: str | None) -> None:
        self._path = path
        self._content = content
        self._week = week
        self.note = note
        """One line on why it is not known what was sent; None where it is."""

    @property
    def is_complete(self) -> bool:
        """Whether all that was sent in the week that runs is here."""
        return self._content.complete_after is None or self._content.complete_after < self._week

    @property
    def last_week(self) -> date | None:
        """The first day of the last week in which anything was sent; None where that is not known."""
        return self._content.week

    def last_sent(self, person: str) -> LastSent:
        """The last week that is kept, where somebody got its message or reminder."""
        content = self._content
        return LastSent(
            content.week if person in content.messages else None,
            content.week if person in content.reminders else None,
        )

    def remember(self, message: Message) -> None:
        """Keeps that a message was sent, on the disk before this returns. Raises OkrsError."""
        content, person = self._content, message.recipient.id
        if content.week != message.week:
            content = replace(content, week=message.week, messages=(), reminders=())
        if message.kind == "message":
            content = replace(content, messages=tuple(sorted({*content.messages, person})))
        else:
            content = replace(content, reminders=tuple(sorted({*content.reminders, person})))
        self._content = content
        self.write()

    def write(self) -> None:
        """Replaces the file. Raises OkrsError."""
        content = self._content
        data = {
            "version": _VERSION,
            "repository": content.repository,
            "week": content.week and content.week.isoformat(),
            "complete_after": content.complete_after and content.complete_after.isoformat(),
            "messages": list(content.messages),
            "reminders": list(content.reminders),
        }
        replace_text(self._path, json.dumps(data, indent=1) + "\n")


@contextmanager
def open_sent_log(path: Path, repository: str, week: date) -> Iterator[SentLog]:
    """Reads the log and holds its lock while the block runs; `week` is the first day of the week that runs.

    It is written at once, so that a run that could not remember sends nothing. Raises OkrsError where another run holds
    the lock, and where the file cannot be written.
    """
    require_ordinary_file(path)
    with file_lock(path, "another run is sending messages"):
        log = read_sent_log(path, repository, week)
        log.write()
        yield log


def read_sent_log(path: Path, repository: str, week: date) -> SentLog:
    """Reads the log as `open_sent_log` does, for a run that sends nothing: without a lock, and nothing is written."""
    require_ordinary_file(path)
    content, note = _read(path, repository, week)
    return SentLog(path, content or _Content(repository, None, week), week, note)


def _read(path: Path, repository: str, week: date) -> tuple[_Content | None, str | None]:
    """The content, or None and why it does not tell what was sent."""
    follows = "so messages go only to those who have their day today"
    try:
        with path.open("rb") as stream:
            raw = stream.read(_MAX_BYTES + 1)
    except FileNotFoundError:
        return None, f"{path} is not there: it is not known what was sent this week, {follows}"
    except OSError as error:
        raise OkrsError(f"{path} cannot be read: {error.strerror}", "nothing was sent; name another file") from None
    try:
        content = _content(parse(raw) if len(raw) <= _MAX_BYTES else None)
    except (ValueError, RecursionError):
        return None, f"{path} cannot be read: it is not known what was sent this week, {follows}"
    if content.repository != repository:
        return None, f"{path} is of another repository: it is not known what was sent this week, {follows}"
    latest = max((day for day in (content.week, content.complete_after) if day is not None), default=week)
    if latest > week:
        return None, f"{path} is of a later week, {latest}: it is not known what was sent this week, {follows}"
    if content.complete_after is not None and content.complete_after >= week:
        return content, f"{path} is new this week: it is not known what was sent before, {follows}"
    return replace(content, complete_after=None), None


def _content(data: Any) -> _Content:
    """The content that JSON describes. Raises ValueError for any other."""
    if not isinstance(data, dict) or data.get("version") != _VERSION or not isinstance(data.get("repository"), str):
        raise ValueError("no log")
    return _Content(
        data["repository"],
        _day(data.get("week")),
        _day(data.get("complete_after")),
        _ids(data.get("messages")),
        _ids(data.get("reminders")),
    )


def _day(value: Any) -> date | None:
    if value is not None and not isinstance(value, str):
        raise ValueError("no day")
    return None if value is None else date.fromisoformat(value)


def _ids(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError("no ids")
    return tuple(value)
