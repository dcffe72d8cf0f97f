"""The pass over a workbook before it is opened: only what is read of it stays, and only cells that say something.

A sheet may declare a cell at XFD1048576, a million formatted empty rows, or entities that unfold without end; whatever
opens it then takes all memory. So its parts are measured, parsed as a stream, and written again without any of that.
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from xml.parsers import expat

from okrs_as_code.errors import OkrsError
from okrs_as_code.intake.source.worksheet_pruning import PrunedSheet, WorksheetPass, guarded_parser

MAX_UNPACKED = 64 * 1024 * 1024
"""Bytes of all parts that are read, unpacked."""
_KEPT_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/styles\.xml|xl/sharedStrings\.xml"
)
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
_DROPPED_IN_WORKBOOK = re.compile(
    rb"<(?P<tag>(?:\w+:)?(?:definedNames|externalReferences|pivotCaches|customWorkbookViews|bookViews|extLst|fileRecoveryPr))"
    rb"(?:\s[^>]*)?(?:/>|>.*?</(?P=tag)>)",
    re.DOTALL,
)


def prune(data: bytes, file: str) -> tuple[bytes, dict[str, PrunedSheet]]:
    """The workbook without what is not read, and its sheets by the path of their parts.

    Raises OkrsError for a workbook that is too large, has entities of its own, or cannot be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _pruned(archive, file)
    except (
        zlib.error,
        lzma.LZMAError,
        UnicodeError,
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
    ):
        raise OkrsError(f"{file} is damaged, or protected by a password", "save it again as xlsx without one") from None
    except expat.ExpatError as error:
        raise OkrsError(f"{file} cannot be read as a sheet: {error}", "save it again as xlsx or csv") from None


def _pruned(archive: zipfile.ZipFile, file: str) -> tuple[bytes, dict[str, PrunedSheet]]:
    parts = {info.filename: info for info in archive.infolist()}
    if len(parts) < len(archive.infolist()):
        raise OkrsError(f"{file} has a part twice", "save it again as xlsx or csv")
    if "xl/workbook.xml" not in parts:
        raise OkrsError(f"{file} is no xlsx file", "save it as xlsx or csv, and import that")
    kept = {name: info for name, info in parts.items() if _KEPT_PARTS.fullmatch(name) or _SHEET_PART.fullmatch(name)}
    if sum(info.file_size for info in kept.values()) > MAX_UNPACKED:
        raise OkrsError(
            f"{file} is larger than {MAX_UNPACKED >> 20} MiB when it is unpacked", "save what is needed of it as csv"
        )
    target, sheets = io.BytesIO(), {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as pruned:
        for name, info in kept.items():
            with archive.open(info) as stream:
                if _SHEET_PART.fullmatch(name):
                    sheets[name] = PrunedSheet()
                    pruned.writestr(name, WorksheetPass(file, sheets[name]).run(stream))
                else:
                    content = stream.read()
                    _refuse_entities(content, file)
                    pruned.writestr(name, _kept_content(name, content))
    return target.getvalue(), sheets


def _refuse_entities(content: bytes, file: str) -> None:
    parser = guarded_parser(file)
    parser.Parse(content, True)


def _kept_content(name: str, content: bytes) -> bytes:
    return _DROPPED_IN_WORKBOOK.sub(b"", content) if name == "xl/workbook.xml" else content
