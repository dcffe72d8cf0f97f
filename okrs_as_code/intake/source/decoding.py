"""Bytes of a text file as text: UTF-8, UTF-16 with or without its mark, else Windows-1252."""

from __future__ import annotations

import codecs

from okrs_as_code.errors import OkrsError

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KINDS = (
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"SQLite format 3", "a database"),
)
_SAMPLE = 4096


def decode(data: bytes, file: str) -> tuple[str, str | None]:
    """The text of a file, and the encoding where it is none that is clear. Raises OkrsError for what is no text."""
    kind = next((name for mark, name in _KINDS if data.startswith(mark)), None)
    if kind is not None:
        raise _no_table_error(file, kind)
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _unmarked_utf16(data)
    if encoding is not None:
        try:
            return data.decode(encoding).removeprefix("\ufeff"), None
        except UnicodeDecodeError as error:
            raise OkrsError(
                f"{file} says that it is {encoding.removesuffix('-sig').upper()}, and byte {error.start + 1} is not",
                "save it again as csv in UTF-8",
            ) from None
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    sample = data[:_SAMPLE]
    if b"\0" in sample or sum(byte < 32 and byte not in b"\t\r\n\f\v" for byte in sample) * 50 > len(sample):
        raise _no_table_error(file, "no text")
    return data.decode("cp1252", errors="replace"), "Windows-1252"


def _unmarked_utf16(data: bytes) -> str | None:
    """The byte order of UTF-16 without its mark: nearly every other byte of a text in it is 0."""
    sample = data[:_SAMPLE]
    if len(sample) < 4 or len(data) % 2:
        return None
    half = len(sample) // 2
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    if odd * 10 >= half * 8 > even * 10:
        return "utf-16-le"
    if even * 10 >= half * 8 > odd * 10:
        return "utf-16-be"
    return None


def _no_table_error(file: str, kind: str) -> OkrsError:
    return OkrsError(f"{file} is {kind}, and no table", "save it as xlsx or csv, and import that")
