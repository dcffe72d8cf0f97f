"""YAML events from ruamel.yaml: from C where its extension is installed, from pure Python elsewhere.

The module of the C extension imports all of ruamel.yaml, hence the imports inside of functions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import copy
from functools import partial
from typing import Any, NamedTuple


class ErrorPosition(NamedTuple):
    """The offset at which a parser gave up, and the one where the construct begins that it was reading then."""

    offset: int
    context: int | None = None


class ParserDisagreementError(Exception):
    """The parsers do not agree whether this is YAML, so here it is not; marked like their own exceptions."""

    def __init__(self, event: Any) -> None:
        super().__init__()
        self.problem_mark = self.context_mark = event.start_mark


def read_events(text: str, pure: bool) -> Callable[[], Any]:
    """The events of a text: each call returns the next, and None after the last.

    A call raises whatever the parser raises: see `error_position`.
    """
    if not pure:
        try:
            from _ruamel_yaml import CParser  # type: ignore[import-not-found]
        except ImportError:
            pass
        else:
            next_event: Callable[[], Any] = CParser(text.encode()).get_event
            return next_event
    return partial(next, _pure_events(text), None)


def error_position(error: Exception, last_event: Any) -> ErrorPosition:
    """The position of an exception that came out of the events; that of the last event where it has no mark."""
    problem, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if problem is not None:
        return ErrorPosition(problem.index, None if context is None else context.index)
    if context is not None:
        return ErrorPosition(context.index, context.index)
    start = 0 if last_event is None else last_event.start_mark.index
    return ErrorPosition(start, start)


_TAG_BEFORE = re.compile(r"!\S*\s+\Z")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NAME = re.compile(r"[0-9A-Za-z_-]+")


def _pure_events(text: str) -> Iterator[Any]:
    """Yields the events of the pure-Python parser, adjusted to those of the C parser.

    By itself it takes more for YAML in three ways, and lets one thing begin at another place.
    """
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.version = "1.1"  # how the C parser finds tokens; what a scalar means is decided by us
    flow_styles: list[bool] = []
    for event in yaml.parse(text):
        name = type(event).__name__
        anchor = getattr(event, "anchor", None)
        if anchor is not None and _NAME.fullmatch(anchor) is None:
            raise ParserDisagreementError(event)
        if anchor is not None and getattr(event, "ctag", None) is not None:
            event.start_mark = _mark_of_tag(text, event.start_mark)
        if name in ("MappingStartEvent", "SequenceStartEvent"):
            flow_styles.append(bool(event.flow_style))
        elif name in ("MappingEndEvent", "SequenceEndEvent"):
            flow_styles.pop()
        elif name == "ScalarEvent":
            if event.style in (None, "") and flow_styles and flow_styles[-1] and ":" in event.value:
                raise ParserDisagreementError(event)
            if event.style == '"' and _SURROGATE.search(event.value):
                raise ParserDisagreementError(event)
        yield event


def _mark_of_tag(text: str, mark: Any) -> Any:
    """The mark of a tag before an anchor: the C parser lets a value begin there, the pure one at the anchor."""
    # Not from the beginning of the text, as with many of these that would take the square of its length.
    tag = _TAG_BEFORE.search(text, max(0, mark.index - 1000), mark.index)
    if tag is None:
        return mark
    tag_mark = copy(mark)
    tag_mark.index = tag.start()
    return tag_mark
