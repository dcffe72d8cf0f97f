"""Text with styles for a terminal: how wide it is, where it breaks, and the codes that draw it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from okrs_as_code.text_width import clusters, text_width

_CODES = {
    "bold": "1", "dim": "2", "italic": "3",
    "red": "31", "green": "32", "yellow": "33", "magenta": "35", "cyan": "36",
}  # fmt: skip
"""Names of styles and their codes (ECMA-48, SGR)."""
_BREAK = re.compile(r"\n| +(?!%)|(?<!\d) +(?=%)")
"""Where a line may break: at spaces, but not at that of "50 %"; a line feed always breaks it."""


class _Part(NamedTuple):
    """A part of a text on one line: where it begins and ends, and its columns."""

    start: int
    end: int
    width: int


class StyledText:
    """Words in runs of one style each. A style is any of the names, such as `bold red`; "" is plain."""

    def __init__(self, words: str = "", style: str = "") -> None:
        self._runs: list[tuple[str, str]] = [(words, style)] if words else []

    def append(self, words: str, style: str = "") -> StyledText:
        """Adds words at the end."""
        if words:
            self._runs.append((words, style))
        return self

    def append_text(self, other: StyledText) -> StyledText:
        """Adds another text at the end."""
        self._runs += other._runs
        return self

    def styled(self, style: str) -> StyledText:
        """This text with a style for the words that have none of their own."""
        return self._of((words, own or style) for words, own in self._runs)

    @property
    def plain(self) -> str:
        """The words alone."""
        return "".join(words for words, _ in self._runs)

    @property
    def width(self) -> int:
        """The columns of the words on one line."""
        return text_width(self.plain)

    def __bool__(self) -> bool:
        return bool(self._runs)

    def rendered(self, *, color: bool) -> str:
        """The words with the codes of their styles, or without any."""
        return "".join(_coded(words, style) if color and style else words for words, style in self._runs)

    def cut(self, width: int) -> StyledText:
        """The beginning that fits into columns, with "…" where something is left out."""
        if self.width <= width:
            return self
        end, room = 0, width - 1
        for cluster, columns in clusters(self.plain):
            room -= columns
            if room < 0:
                break
            end += len(cluster)
        kept = self._between(0, end)
        return self._of((*kept._runs, ("…", kept._runs[-1][1] if kept else "")))

    def lines(self, width: int) -> list[StyledText]:
        """The text in lines of at most these columns, broken at spaces, and a longer word anywhere."""
        plain = self.plain
        if text_width(plain) <= width and "\n" not in plain:
            return [self]
        return [self._between(line.start, line.end) for line in _lines(plain, width)]

    def _between(self, start: int, end: int) -> StyledText:
        """The characters from `start` up to `end`."""
        runs: list[tuple[str, str]] = []
        offset = 0
        for words, style in self._runs:
            part = words[max(start - offset, 0) : max(end - offset, 0)]
            if part:
                runs.append((part, style))
            offset += len(words)
        return self._of(runs)

    @staticmethod
    def _of(runs: Iterable[tuple[str, str]]) -> StyledText:
        text = StyledText()
        for words, style in runs:
            if text._runs and text._runs[-1][1] == style:
                text._runs[-1] = (text._runs[-1][0] + words, style)
            else:
                text.append(words, style)
        return text


def _coded(words: str, style: str) -> str:
    return f"\x1b[{';'.join(_CODES[name] for name in style.split())}m{words}\x1b[0m"


def _lines(plain: str, width: int) -> list[_Part]:
    lines: list[_Part] = []
    for space, word in _words(plain):
        goes_on = bool(lines) and "\n" not in plain[space.start : space.end]
        if goes_on and lines[-1].width + space.width + word.width <= width:
            lines[-1] = _Part(lines[-1].start, word.end, lines[-1].width + space.width + word.width)
        elif word.width <= width:
            lines.append(word)
        else:
            lines += _folded(plain, word, width)
    return lines


def _words(plain: str) -> Iterator[tuple[_Part, _Part]]:
    """Words that no line breaks, each behind the spaces before it, or a line feed."""
    space = _Part(0, 0, 0)
    for begin, end in [*(match.span() for match in _BREAK.finditer(plain)), (len(plain),) * 2]:
        yield space, _Part(space.end, begin, text_width(plain[space.end : begin]))
        space = _Part(begin, end, end - begin)


def _folded(plain: str, word: _Part, width: int) -> Iterator[_Part]:
    """The parts of a word that is longer than a line."""
    start = end = word.start
    used = 0
    for cluster, columns in clusters(plain[word.start : word.end]):
        if end > start and used + columns > width:
            yield _Part(start, end, used)
            start, used = end, 0
        end += len(cluster)
        used += columns
    yield _Part(start, end, used)
