"""Composes YAML events into data: one loop without recursion, so that no input can exhaust stack or patience."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from okrs_as_code.yaml.characters import Prepared, report_decoded
from okrs_as_code.yaml.document import UNREADABLE
from okrs_as_code.yaml.events import ParserDisagreementError
from okrs_as_code.yaml.plain_scalar import NUMBER_START, WORDS, OutOfRangeError, is_text, resolve
from okrs_as_code.yaml.problem import ProblemKind, Problems, excerpt
from okrs_as_code.yaml.trace import MAX_DEPTH, MERGE

NOTHING: Final = object()
"""A document without anything in it. In the place of a key: the next scalar is one."""

_DROPPED: Final = object()
"""In the place of a key whose value is read and forgotten."""

_SUSPECT_KEYS: Final = frozenset((*WORDS, MERGE))

_AS_KEY: Final = object()
"""In the place of a key while a list or mapping is read as one."""

_END: Final = object()
"""What follows is not read."""

_PROPERTY = re.compile(r"(?P<anchor>&[^\s,\[\]{}]*)|(?P<tag>![^\s,\[\]{}]*)|\S")
_ALIAS = re.compile(r"\*[^\s,\[\]{}]*")
_NAME = re.compile(r"[&*][0-9A-Za-z_-]+")
_TAG = re.compile(r"!(?:[0-9A-Za-z-]*!)?[0-9A-Za-z_./:-]*")


class TooDeepError(Exception):
    """The nesting limit was reported, and reading stopped there."""


class Composer:
    """Makes data of the events of one text, and reports what is not in the subset."""

    def __init__(self, text: str, prepared: Prepared, problems: Problems) -> None:
        self._text = text
        self._prepared = prepared
        self._problems = problems
        self._spoilt: set[int] = set()  # levels of the mappings that have a key nobody can know
        self.last: Any = None
        """The event before an exception."""

    def compose(self, next_event: Callable[[], Any]) -> Any:
        """The data of the first document, or NOTHING. Raises TooDeepError, and whatever `next_event` raises."""
        scalar, mapping_start, sequence_start, ends = _classes()
        was_replaced, written = bool(self._prepared.restore), self._prepared.written
        may_have_properties = "&" in self._text or "!" in self._text
        outer: list[tuple[Any, Any]] = []
        container: Any = NOTHING
        key: Any = NOTHING
        is_mapping = False
        result: Any = NOTHING
        event: Any = None
        value: Any
        try:
            while True:
                latest = next_event()
                if latest is None:
                    break
                event, kind = latest, type(latest)
                if kind is scalar:
                    value = event.value
                    if was_replaced and not value.isascii():
                        value = written(value)
                    if may_have_properties and (event.anchor is not None or event.ctag is not None):
                        self._report_properties(event)
                    style = event.style  # of a plain scalar empty or None
                    if style == '"' and not (value.isascii() and value.isprintable()) and self._has_forbidden(event):
                        value = UNREADABLE
                    if is_mapping and key is NOTHING:
                        key = value
                        if style or value in container or value in _SUSPECT_KEYS or value[:1] in NUMBER_START:
                            key = self._checked_key(event, value, container, len(outer))
                        continue
                    if not style:
                        if value in WORDS:
                            value = WORDS[value]
                        elif value[:1] in NUMBER_START:
                            value = self._resolved(event, value)
                elif kind is mapping_start or kind is sequence_start:
                    if is_mapping and key is NOTHING:
                        self._refuse_key(event, "", "mapping" if kind is mapping_start else "list")
                        self._spoilt.add(len(outer))
                        key = _AS_KEY
                    self._check_start(event, len(outer))
                    outer.append((container, key))
                    is_mapping = kind is mapping_start
                    container, key = ({} if is_mapping else []), NOTHING
                    continue
                elif kind in ends:
                    value = container
                    if len(outer) in self._spoilt:
                        self._spoilt.discard(len(outer))
                        value = UNREADABLE
                    container, key = outer.pop()
                    is_mapping = type(container) is dict
                    if key is _AS_KEY:
                        key = _DROPPED
                        continue
                else:
                    value = self._other(event, result)
                    if value is NOTHING:
                        continue
                    if value is _END:
                        break
                    if is_mapping and key is NOTHING:
                        self._spoilt.add(len(outer))
                        key = _DROPPED
                        continue
                if is_mapping:
                    if key is not _DROPPED:
                        container[key] = value
                    key = NOTHING
                elif container is NOTHING:
                    if kind is scalar and event.style in ("|", ">"):
                        raise ParserDisagreementError(event)
                    result = value
                else:
                    container.append(value)
        except Exception:
            self.last = event
            raise
        return result

    def _other(self, event: Any, result: Any) -> Any:
        """The value of an alias; NOTHING for what goes on, _END where reading ends."""
        name = type(event).__name__
        if name == "AliasEvent":
            self._report_name(ProblemKind.ALIAS, event, _ALIAS.match(self._text, event.start_mark.index))
            return UNREADABLE
        if name == "DocumentStartEvent" and result is not NOTHING:
            self._report(ProblemKind.SEVERAL_DOCUMENTS, event)
            return _END
        return NOTHING

    def _check_start(self, event: Any, level: int) -> None:
        if event.anchor is not None or event.ctag is not None:
            self._report_properties(event)
        if level == MAX_DEPTH:
            self._report(ProblemKind.TOO_DEEP, event, limit=MAX_DEPTH)
            raise TooDeepError

    def _checked_key(self, event: Any, value: Any, container: dict[str, Any], level: int) -> Any:
        """The key, or _DROPPED and a problem."""
        if value is UNREADABLE:
            return _DROPPED
        if not event.style:
            if value == MERGE:
                self._report(ProblemKind.MERGE_KEY, event)
                self._spoilt.add(level)
                return _DROPPED
            if not value:
                raise ParserDisagreementError(event)
            if not is_text(value):
                self._refuse_key(event, value, _SORTS.get(value[:1].lower(), "number"))
                return _DROPPED
        if value in container:
            self._report(ProblemKind.DUPLICATE_KEY, event, key=excerpt(value))
            return _DROPPED
        return value

    def _refuse_key(self, event: Any, written: str, sort: str) -> None:
        self._report(ProblemKind.KEY_NOT_TEXT, event, key=excerpt(written), sort=sort)

    def _resolved(self, event: Any, value: str) -> Any:
        try:
            return resolve(value)
        except OutOfRangeError as error:
            self._report(ProblemKind.NUMBER_OUT_OF_RANGE, event, number=excerpt(value), sort=error.sort)
            return UNREADABLE

    def _has_forbidden(self, event: Any) -> bool:
        return report_decoded(self._text, event.start_mark.index, event.end_mark.index, self._problems)

    def _report_properties(self, event: Any) -> None:
        """Anchor and tag stand before the value, in any order."""
        for match in _PROPERTY.finditer(self._text, event.start_mark.index):
            if match["anchor"]:
                self._report_name(ProblemKind.ANCHOR, event, match)
            elif match["tag"]:
                if _TAG.fullmatch(match[0]) is None:
                    raise ParserDisagreementError(event)
                self._problems.add(ProblemKind.TAG, *match.span(), name=excerpt(match[0]))
            else:
                break

    def _report_name(self, kind: ProblemKind, event: Any, match: re.Match[str] | None) -> None:
        """The parsers take different characters for a name; what only one of them takes is no YAML here."""
        if match is None or _NAME.fullmatch(match[0]) is None:
            raise ParserDisagreementError(event)
        self._problems.add(kind, *match.span(), name=excerpt(match[0][1:]))

    def _report(self, kind: ProblemKind, event: Any, **facts: str | int) -> None:
        self._problems.add(kind, event.start_mark.index, event.end_mark.index, **facts)


_SORTS: Final = {"~": "null", "n": "null", "t": "truth", "f": "truth"}
"""What a key that is no text is, by its first character; all others are numbers."""


@cache
def _classes() -> tuple[type, type, type, frozenset[type]]:
    from ruamel.yaml import events

    ends = frozenset((events.MappingEndEvent, events.SequenceEndEvent))
    return events.ScalarEvent, events.MappingStartEvent, events.SequenceStartEvent, ends
