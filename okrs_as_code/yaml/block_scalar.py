"""Block scalars that YAML leaves out and the parsers take: what their author meant is not clear."""

from __future__ import annotations

from okrs_as_code.lazy_pattern import lazy_pattern

_PROPERTIES = lazy_pattern(r"(?:[&!]\S*\s+)*")
_GLUED_COMMENT = lazy_pattern(r"[|>][-+0-9]*#")
_HEADER = lazy_pattern(r"[|>][-+]?(?:[ ]+(?:#[^\n]*)?)?\r?\n")
"""The first line of a block scalar that does not say how deep its text stands."""
_BLANK_LINES = lazy_pattern(r"(?:[ ]*\r?\n)*")
_COMMENT = lazy_pattern(r"(?P<indentation>[ ]+)#")


def is_unclear(text: str, start: int, value: str) -> bool:
    """Whether a block scalar has a comment glued to its first line, or one below it that may be meant as its text.

    That is so where nothing but blank lines comes before it, of which one is deeper, and the comment deeper than what
    the block scalar stands in.
    """
    properties = _PROPERTIES.match(text, start)
    header_start = start if properties is None else properties.end()
    if _GLUED_COMMENT.match(text, header_start):
        return True
    header = None if value.strip("\n") else _HEADER.match(text, header_start)
    blank_lines = header and _BLANK_LINES.match(text, header.end())
    comment = blank_lines and _COMMENT.match(text, blank_lines.end())
    if not blank_lines or not comment:
        return False
    deepest = max(len(line.rstrip("\r")) for line in blank_lines[0].split("\n"))
    return _outer_depth(text, start) < len(comment["indentation"]) < deepest


def _outer_depth(text: str, start: int) -> int:
    """The depth of the mapping or list that a value lies in: of its key or dash; 0 where it has a line of its own."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    key_start = len(before) - len(before.lstrip(" -"))
    return key_start if key_start < len(before) else max(before.rfind("-"), 0)
