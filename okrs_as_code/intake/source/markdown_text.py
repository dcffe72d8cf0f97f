"""Texts of Markdown without its marks, each with its line and with where its links lead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from okrs_as_code.intake.shapes.levels import level_before_title
from okrs_as_code.intake.source.title_parts import is_field_name

_TASK_MARK = re.compile(r"\[[ xX]\]")
_BEHIND_LABEL = re.compile(r"\s*[:–—-]?\s*")
_LABEL_END = ":.)–—-"


@dataclass
class MarkdownText:
    """The text of a block; `lines` are those of its source."""

    lines: list[str]
    line: int
    links: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All its lines as one."""
        return " ".join(line for line in self.lines if line)


def text_of(token: Any) -> MarkdownText:
    """The text of an inline token: marks become text, and a bold label in front gets a colon: `**KR1** Grow`."""
    parts: list[str] = []
    links: list[str] = []
    is_behind_label = False
    for child in token.children or ():
        if child.type in ("text", "code_inline", "image"):
            parts.append(_BEHIND_LABEL.sub("", child.content, count=1) if is_behind_label else child.content)
            is_behind_label = is_behind_label and not child.content.strip()
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type == "link_open":
            links.append(str(child.attrs.get("href", "")))
        elif child.type == "strong_close" and _is_label("".join(parts)):
            parts.append(": ")
            is_behind_label = True
    lines = [line.strip() for line in "".join(parts).strip().split("\n")]
    return MarkdownText(lines, token.map[0] + 1 if token.map else 0, tuple(links))


def _is_label(text: str) -> bool:
    """Whether all that was read of a line is a label without its colon: `KR1`, `Owner`."""
    label = _TASK_MARK.sub("", text, count=1).strip()
    if not label or len(label) > 40 or label[-1] in _LABEL_END:
        return False
    marked = level_before_title(f"{label}: x")
    return (marked is not None and marked[2] == "x") or is_field_name(label, is_below_key_result=True)


def end_of(tokens: Sequence[Any], position: int) -> int:
    """The place of the token that closes the one at a place; the place itself where that opens nothing."""
    if tokens[position].nesting != 1:
        return position
    depth = 0
    for end in range(position, len(tokens)):
        depth += tokens[end].nesting
        if depth == 0:
            return end
    return len(tokens) - 1
