"""YAML events from ruamel.yaml: from C where its extension is installed, from pure Python elsewhere.

The module of the C extension imports all of ruamel.yaml, hence the imports inside of functions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import copy
from functools import partial
from typing import Any, NamedTuple


class Halt(NamedTuple):
    """Where a parser gave up, and the beginning of what it was reading then; both as offsets."""

    at: int
    inside: int | None = None


def read_events(text: str, pure: bool) -> Callable[[], Any]:
    """The events of a text: each call gives the next, and None behind the last.

    A call raises whatever the parser raises: see `halt`.
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


class ParserDisagreementError(Exception):
    """The parsers do not agree whether this is YAML, so here it is not; marked like their own exceptions."""

    def __init__(self, event: Any) -> None:
        super().__init__()
        self.problem_mark = self.context_mark = event.start_mark


_TAG_BEFORE = re.compile(r"!\S*\s+\Z")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NAME = re.compile(r"[0-9A-Za-z_-]+")


def _pure_events(text: str) -> Iterator[Any]:
    """The events of the pure-Python parser, brought to what the C parser does.

    By itself it takes more for YAML in three ways, and lets one thing begin at another place.
    """
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.version = "1.1"  # how the C parser finds tokens; what a scalar means is decided by us
    flows: list[bool] = []
    for event in yaml.parse(text):
        name = type(event).__name__
        anchor = getattr(event, "anchor", None)
        if anchor is not None and _NAME.fullmatch(anchor) is None:
            raise ParserDisagreementError(event)
        if anchor is not None and getattr(event, "ctag", None) is not None:
            event.start_mark = _with_tag(text, event.start_mark)
        if name in ("MappingStartEvent", "SequenceStartEvent"):
            flows.append(bool(event.flow_style))
        elif name in ("MappingEndEvent", "SequenceEndEvent"):
            flows.pop()
        elif name == "ScalarEvent":
            if event.style in (None, "") and flows and flows[-1] and ":" in event.value:
                raise ParserDisagreementError(event)
            if event.style == '"' and _SURROGATE.search(event.value):
                raise ParserDisagreementError(event)
        yield event


def _with_tag(text: str, mark: Any) -> Any:
    """The C parser lets a value begin at the tag before its anchor, the pure one at the anchor."""
    # Not from the beginning of the text, as with many of these that would take the square of its length.
    tag = _TAG_BEFORE.search(text, max(0, mark.index - 1000), mark.index)
    if tag is None:
        return mark
    earlier = copy(mark)
    earlier.index = tag.start()
    return earlier


def halt(error: Exception, last: Any) -> Halt:
    """The place of an exception that came out of the events; `last` is the event that was read last."""
    problem, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if problem is not None:
        return Halt(problem.index, None if context is None else context.index)
    if context is not None:
        return Halt(context.index, context.index)
    return Halt(0, 0) if last is None else Halt(last.start_mark.index, last.start_mark.index)
