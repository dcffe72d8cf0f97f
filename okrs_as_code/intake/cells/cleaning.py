"""Texts of cells as our files take them: without what nobody can see, and as comments that ask for nothing."""

from __future__ import annotations

import html
import re

from okrs_as_code.escape import sanitise_line
from okrs_as_code.yaml.characters import visible_text

_MAX_REMARK = 200
_TAG = re.compile(r"</?(?:p|br|b|i|u|em|strong|span|div|ul|ol|li|a|font|h[1-6])(?:\s[^<>]{0,500})?/?>", re.I)
_BREAK = re.compile(r"<(?:br|/p|/div|/li)\s*/?>", re.I)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp|#[0-9]{1,6}|apos);")


def line(text: str) -> str:
    """A text on one line, without characters that nobody can see; tags of HTML become spaces."""
    return " ".join(visible_text(_without_tags(text)).split())


def lines(text: str) -> str:
    """A text that may have several lines, as `line`."""
    written = visible_text(_without_tags(_BREAK.sub("\n", text)))
    kept = (" ".join(part.split()) for part in written.splitlines())
    return "\n".join(part for part in kept if part)


def is_changed(text: str) -> bool:
    """Whether `line` takes more from a text than spaces."""
    return " ".join(text.split()) != line(text)


def remark(label: str, text: str) -> str:
    """A comment about a cell, without its mark: one line of at most 200 characters.

    No mark of a comment is left in it, so that it never asks to ignore a finding.
    """
    safe = sanitise_line(line(text)).replace("#", "\\u{23}")
    written = f"{label}: {safe}"
    return written if len(written) <= _MAX_REMARK else f"{written[: _MAX_REMARK - 1]}…"


def _without_tags(text: str) -> str:
    if "<" in text:
        text = _TAG.sub(" ", text)
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text
