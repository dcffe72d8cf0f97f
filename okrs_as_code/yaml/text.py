"""The decoded text of a file, with the offsets of its lines."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from okrs_as_code.finding import Region, Span

MAX_BYTES = 512 * 1024
"""The largest file that is read; a goal written by hand has a few kilobytes."""

_BOM = b"\xef\xbb\xbf"


class SourceText:
    """The decoded text of one file. Offsets count code points, without a byte order mark at the start.

    Lines end at a line feed and nowhere else, as in git and editors; a carriage return before it belongs to the end.
    """

    def __init__(self, text: str, had_bom: bool = False) -> None:
        self.text = text
        self.had_bom = had_bom

    @classmethod
    def decode(cls, raw: bytes) -> SourceText:
        """Decodes strict UTF-8, with or without a byte order mark.

        Raises UnicodeDecodeError for everything else: UTF-16, Latin-1, encoded surrogates, overlong forms.
        """
        if raw.startswith(_BOM):
            return cls(raw[len(_BOM) :].decode("utf-8"), had_bom=True)
        return cls(raw.decode("utf-8"))

    @classmethod
    def decode_leniently(cls, raw: bytes) -> SourceText:
        """Decodes a file that is no UTF-8 so that its lines can be shown: what cannot be decoded becomes U+FFFD."""
        return cls(raw.removeprefix(_BOM).decode("utf-8", "replace"), raw.startswith(_BOM))

    @cached_property
    def _line_starts(self) -> list[int]:
        line_starts = [0]
        position = self.text.find("\n")
        while position >= 0:
            line_starts.append(position + 1)
            position = self.text.find("\n", position + 1)
        return line_starts

    def region(self, span: Span) -> Region:
        """Row and column, from 1, of both ends of a span; a span outside of the text is moved to its end."""
        row, column = self._position(span.start)
        end_row, end_column = self._position(max(span.start, span.end))
        return Region(row, column, end_row, end_column)

    def line(self, row: int) -> str:
        """A line without its end; empty for a row that does not exist."""
        if not 1 <= row <= len(self._line_starts):
            return ""
        start = self._line_starts[row - 1]
        end = self.text.find("\n", start)
        return (self.text[start:] if end < 0 else self.text[start:end]).removesuffix("\r")

    def _position(self, offset: int) -> tuple[int, int]:
        offset = min(max(offset, 0), len(self.text))
        row = bisect_right(self._line_starts, offset)
        return row, offset - self._line_starts[row - 1] + 1
