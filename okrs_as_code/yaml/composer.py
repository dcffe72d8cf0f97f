"""Composes YAML events into data: one loop without recursion, so that no input can exhaust stack or patience."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from okrs_as_code.readings import plain_number, read_number
from okrs_as_code.yaml.block_scalar import is_unclear
from okrs_as_code.yaml.characters import PreparedText, report_escapes
from okrs_as_code.yaml.document import UNREADABLE
from okrs_as_code.yaml.plain_scalar import NUMBER_START, WORDS, OutOfRangeError, is_text, resolve
from okrs_as_code.yaml.positions import MAX_DEPTH, MERGE
from okrs_as_code.yaml.problem import ParserDisagreementError, ProblemKind, Problems, excerpt

MISSING: Final = object()
"""The data of a document without anything in it. In the place of a key: the next scalar is one."""

_ITEM: Final = object()
"""In the place of a key: what is read next is an item of a list, or the document itself."""

_UNKNOWN: Final = object()
"""In the place of a key while one is read that cannot be known."""

_IGNORED: Final = object()
"""In the place of a key whose value is read and dropped."""

_STOP: Final = object()
"""In the place of a value: nothing that follows is read."""

_SUSPECT_KEYS: Final = frozenset((*WORDS, MERGE))

_PROPERTY = re.compile(r"(?P<anchor>&[^\s,\[\]{}]*)|(?P<tag>![^\s,\[\]{}]*)|\S")
_ALIAS = re.compile(r"\*[^\s,\[\]{}]*")
_NAME = re.compile(r"[&*][0-9A-Za-z_-]+")
_TAG = re.compile(r"!(?:[0-9A-Za-z-]*!)?[0-9A-Za-z_./:-]+|!")
_AFTER_PROPERTY = re.compile(r"[,\[\]{}]")
_END_OF_LINE = r"[ \t\r]*(?:(?<!\S)#[^\n]*)?"
_AFTER_DOCUMENT = re.compile(rf"{_END_OF_LINE}(?P<rest>(?:\n(?:\.\.\.(?!\S))?{_END_OF_LINE})*)(?P<more>\S*)")
"""The lines that may come after the sign of a document's end, and the first word of what may not."""

_LONGEST_NUMBER: Final = 40
_NUMBER_BEFORE = re.compile(r"(?<![^\s:])[$€£]?[-+]?[0-9]+(?:,[0-9]+)*,\Z")
_NUMBER_WITH_COMMAS = re.compile(r"[$€£]?[-+]?[0-9]+(?:,[0-9]+)+[^,:}\n]*")
_AFTER_NUMBER = re.compile(r"[ \n]*[,}]")
"""The end of a number in braces; a key would have a colon."""


class TooDeepError(Exception):
    """The nesting limit was reported, and reading stopped there."""


class Composer:
    """Makes data of the events of one text, and reports what is not in the subset."""

    def __init__(self, text: str, prepared: PreparedText, problems: Problems) -> None:
        self._text = text
        self._prepared = prepared
        self._problems = problems
        self._unreadable_levels: set[int] = set()
        """The levels of open mappings that have a key which cannot be known."""
        self.last_event: Any = None
        """The event before an exception."""

    def compose(self, next_event: Callable[[], Any]) -> Any:
        """The data of the first document, or MISSING. Raises TooDeepError, and whatever `next_event` raises.

        Most scalars are words without anything to check: a call for each would take 4 % of the time of reading a file.
        """
        scalar, mapping_start, sequence_start, ends = _event_classes()
        has_properties, has_substitutes = "&" in self._text or "!" in self._text, bool(self._prepared.substitutes)
        document: list[Any] = []
        container: Any = document
        key: Any = _ITEM
        parents: list[tuple[Any, Any]] = []
        event: Any = None
        value: Any
        try:
            while (event := next_event()) is not None:
                kind = type(event)
                if kind is scalar:
                    value, style = event.value, event.style  # of a plain scalar empty or None
                    if style or has_properties or (has_substitutes and not value.isascii()):
                        value = self._check_scalar(event, value, not parents)
                    if key is MISSING:
                        key = value
                        if style or value in container or value in _SUSPECT_KEYS or value[:1] in NUMBER_START:
                            key = self._check_key(event, value, container, len(parents))
                        continue
                    if not style and (value in WORDS or value[:1] in NUMBER_START):
                        value = self._resolve(event, value)
                elif kind is mapping_start or kind is sequence_start:
                    if key is MISSING:
                        self._refuse_key(event, "", "mapping" if kind is mapping_start else "list")
                        key = self._unknown_key(len(parents))
                    self._check_start(event, len(parents))
                    parents.append((container, key))
                    container, key = ({}, MISSING) if kind is mapping_start else ([], _ITEM)
                    continue
                elif kind in ends:
                    value = self._end_collection(container, len(parents))
                    container, key = parents.pop()
                else:
                    value = self._other_value(event, not document)
                    if value is MISSING:
                        continue
                    if value is _STOP:
                        break
                    if key is MISSING:
                        key = self._unknown_key(len(parents))
                if key is _ITEM:
                    container.append(value)
                elif key is _UNKNOWN:
                    key = _IGNORED
                else:
                    if key is not _IGNORED:
                        container[key] = value
                    key = MISSING
        finally:
            self.last_event = event
        return document[0] if document else MISSING

    def _check_scalar(self, event: Any, text: str, is_document: bool) -> Any:
        """The text of a scalar as it was written; UNREADABLE, with a problem, where an escape is not allowed.

        Raises ParserDisagreementError for a block scalar that is the whole document, or is not clear.
        """
        if not text.isascii():
            text = self._prepared.restore(text)
        if event.anchor is not None or event.ctag is not None:
            self._report_properties(event)
        may_have_escapes = event.style == '"' and not (text.isascii() and text.isprintable())
        if may_have_escapes and report_escapes(self._text, *_range(event), self._problems):
            return UNREADABLE
        if event.style in ("|", ">") and (is_document or is_unclear(self._prepared.text, event.start_mark.index, text)):
            raise ParserDisagreementError(event)
        return text

    def _resolve(self, event: Any, text: str) -> Any:
        """The value of a plain scalar; UNREADABLE, with a problem, for a number out of range."""
        try:
            return resolve(text)
        except OutOfRangeError as error:
            self._report(ProblemKind.NUMBER_OUT_OF_RANGE, event, number=excerpt(text), sort=error.sort)
            return UNREADABLE

    def _check_key(self, event: Any, text: Any, mapping: dict[str, Any], level: int) -> Any:
        """A scalar as a key; _IGNORED, with a problem, where it is none or the mapping has it already."""
        if text is UNREADABLE:
            return _IGNORED
        if not event.style:
            if text == MERGE:
                self._report(ProblemKind.MERGE_KEY, event)
                self._unreadable_levels.add(level)
                return _IGNORED
            if not text:
                raise ParserDisagreementError(event)
            if text[0].isdigit() and self._cuts_number(event, mapping):
                return _IGNORED
            if not is_text(text):
                self._refuse_key(event, text, _KEY_SORTS.get(text[:1].lower(), "number"))
                return _IGNORED
        if text in mapping:
            self._report(ProblemKind.DUPLICATE_KEY, event, key=excerpt(text))
            return _IGNORED
        return text

    def _unknown_key(self, level: int) -> Any:
        self._unreadable_levels.add(level)
        return _UNKNOWN

    def _end_collection(self, container: Any, level: int) -> Any:
        """A mapping or list as a value; UNREADABLE where a key of it cannot be known."""
        if level not in self._unreadable_levels:
            return container
        self._unreadable_levels.discard(level)
        return UNREADABLE

    def _other_value(self, event: Any, is_first: bool) -> Any:
        """The value of an alias; MISSING for an event without one, _STOP where reading ends."""
        name = type(event).__name__
        if name == "AliasEvent":
            self._report_name(ProblemKind.ALIAS, event, _ALIAS.match(self._text, event.start_mark.index))
            return UNREADABLE
        if name == "DocumentStartEvent" and not is_first:
            self._report(ProblemKind.SEVERAL_DOCUMENTS, event)
            return _STOP
        if name == "DocumentEndEvent" and event.explicit:
            after = _AFTER_DOCUMENT.match(self._text, event.end_mark.index)
            if after is not None and after["more"]:
                if not after["rest"]:
                    raise ParserDisagreementError(event)
                self._problems.add(ProblemKind.SEVERAL_DOCUMENTS, *after.span("more"))
            return _STOP
        return MISSING

    def _check_start(self, event: Any, level: int) -> None:
        if event.anchor is not None or event.ctag is not None:
            self._report_properties(event)
        if level == MAX_DEPTH:
            self._report(ProblemKind.TOO_DEEP, event, limit=MAX_DEPTH)
            raise TooDeepError

    def _cuts_number(self, event: Any, mapping: dict[str, Any]) -> bool:
        """Whether a key is the end of a number with commas, as in `{target: 1,200}`, which is reported as one problem.

        The number's value becomes UNREADABLE, as its beginning alone is another number.
        """
        start, end = _range(event)
        before = _NUMBER_BEFORE.search(self._text, max(0, start - _LONGEST_NUMBER), start)
        if before is None or not mapping or _AFTER_NUMBER.match(self._text, end) is None:
            return False
        number = _NUMBER_WITH_COMMAS.match(self._text, before.start())
        readings = read_number(number[0]) if number is not None else ()
        if number is None or len(readings) != 1:
            return False
        written, key = number[0].rstrip(), next(reversed(mapping))
        self._problems.add(
            ProblemKind.KEY_NOT_TEXT,
            number.start(),
            number.start() + len(written),
            reason="comma-in-number",
            key=key,
            sort="number",
            number=written,
            plain=plain_number(readings[0]),
        )
        mapping[key] = UNREADABLE
        return True

    def _refuse_key(self, event: Any, written: str, sort: str) -> None:
        self._report(ProblemKind.KEY_NOT_TEXT, event, key=excerpt(written), sort=sort)

    def _report_properties(self, event: Any) -> None:
        """Reports anchor and tag, which stand before the value, in any order."""
        for match in _PROPERTY.finditer(self._text, event.start_mark.index):
            if (match["anchor"] or match["tag"]) and _AFTER_PROPERTY.match(self._text, match.end()):
                raise ParserDisagreementError(event)
            if match["anchor"]:
                self._report_name(ProblemKind.ANCHOR, event, match)
            elif match["tag"]:
                if _TAG.fullmatch(match[0]) is None:
                    raise ParserDisagreementError(event)
                self._problems.add(ProblemKind.TAG, *match.span(), name=excerpt(match[0]))
            else:
                break

    def _report_name(self, kind: ProblemKind, event: Any, match: re.Match[str] | None) -> None:
        """Reports an anchor or alias. The parsers take different characters for its name; both have to take them."""
        if match is None or _NAME.fullmatch(match[0]) is None:
            raise ParserDisagreementError(event)
        self._problems.add(kind, *match.span(), name=excerpt(match[0][1:]))

    def _report(self, kind: ProblemKind, event: Any, **facts: str | int) -> None:
        self._problems.add(kind, *_range(event), **facts)


def _range(event: Any) -> tuple[int, int]:
    return event.start_mark.index, event.end_mark.index


_KEY_SORTS: Final = {"~": "null", "n": "null", "t": "truth", "f": "truth"}
"""The sort of a key that is no text, by its first character; all others are numbers."""


@cache
def _event_classes() -> tuple[type, type, type, frozenset[type]]:
    from ruamel.yaml import events

    ends = frozenset((events.MappingEndEvent, events.SequenceEndEvent))
    return events.ScalarEvent, events.MappingStartEvent, events.SequenceStartEvent, ends
