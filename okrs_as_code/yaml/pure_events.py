"""YAML events from the pure-Python parser, adjusted to those of the C parser.

By itself it takes more for YAML in some ways and less in one, and lets one thing begin at another place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scanner import Scanner

from okrs_as_code.yaml.problem import ParserDisagreementError

_ANCHOR_AND_TAG = re.compile(r"&\S+\s+!")
_TAG_BEFORE = re.compile(r"!\S*\s+\Z")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NAME = re.compile(r"[0-9A-Za-z_-]+")


def pure_events(text: str) -> Iterator[Any]:
    """Yields the events of a text. Raises whatever the parser raises, and ParserDisagreementError."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Scanner, yaml.Resolver = _Scanner, _Resolver
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
            is_plain_in_flow = event.style in (None, "") and flow_styles and flow_styles[-1]
            if is_plain_in_flow and (":" in event.value or "?" in event.value):
                raise ParserDisagreementError(event)
            if event.style == '"' and _SURROGATE.search(event.value):
                raise ParserDisagreementError(event)
        yield event


class _Scanner(Scanner):
    """A scanner that takes blank lines of any depth before the first line of a block scalar."""

    def scan_block_scalar_indentation(self) -> tuple[list[Any], int, Any]:
        """The line ends before the first line, the depth of the deepest of all of these, and the end of the last."""
        reader = self.reader
        line_ends, depth, end_mark = [], 0, reader.get_mark()
        while reader.peek() in " \r\n\x85\u2028\u2029":
            if reader.peek() == " ":
                reader.forward()
                depth = max(depth, reader.column)
            else:
                line_ends.append(self.scan_line_break())
                end_mark = reader.get_mark()
        return line_ends, depth, end_mark


class _Resolver(VersionedResolver):
    """A resolver for the version of YAML by which the C parser finds tokens; what a scalar means is decided by us."""

    processing_version = (1, 1)  # also behind a line `---`, which brings the newest version otherwise


def _mark_of_tag(text: str, mark: Any) -> Any:
    """The mark of a tag before an anchor: the C parser lets a value begin there, the pure one at the anchor."""
    if _ANCHOR_AND_TAG.match(text, mark.index):
        return mark
    # Not from the beginning of the text, as with many of these that would take the square of its length.
    tag = _TAG_BEFORE.search(text, max(0, mark.index - 1000), mark.index)
    if tag is None:
        return mark
    tag_mark = copy(mark)
    tag_mark.index = tag.start()
    return tag_mark
