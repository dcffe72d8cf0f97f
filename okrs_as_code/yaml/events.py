"""YAML events from ruamel.yaml: from C where its extension is installed, from pure Python elsewhere.

The module of the C extension imports all of ruamel.yaml, hence the imports inside of functions.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple


class ErrorPosition(NamedTuple):
    """The offset at which a parser gave up, and the one where the construct begins that it was reading then."""

    offset: int
    context: int | None = None


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
    from okrs_as_code.yaml.pure_events import pure_events

    return partial(next, pure_events(text), None)


def error_position(error: Exception, last_event: Any) -> ErrorPosition:
    """The position of an exception that came out of the events; that of the last event where it has no mark."""
    problem, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if problem is not None:
        return ErrorPosition(problem.index, None if context is None else context.index)
    if context is not None:
        return ErrorPosition(context.index, context.index)
    start = 0 if last_event is None else last_event.start_mark.index
    return ErrorPosition(start, start)
