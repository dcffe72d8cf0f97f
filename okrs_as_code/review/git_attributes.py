"""Attributes by which git makes another text of a file when it checks it out: people then see what nobody judged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.git.client import Git
from okrs_as_code.workspace.tree import read_plainly
from okrs_as_code.workspace.walk import walk

ATTRIBUTES_FILE = ".gitattributes"
_MACRO = "[attr]"
_TRANSFORMING = frozenset(("working-tree-encoding", "filter", "ident"))
_ENDING = re.compile(r"\.([A-Za-z0-9_-]+)")
_LINK = "120000"


def attribute_files(git: Git, prefix: str, commit: str) -> Mapping[str, str]:
    """The lines of a commit that may transform what lies below `okrs/`, by the path of their file.

    Files without such a line are left out. `prefix` is the root's path from the top of the repository.
    """
    ways = [f"{folder}{ATTRIBUTES_FILE}" for folder in _folders(prefix)]
    entries = [*git.listing(commit, ways, deep=True), *git.listing(commit, [f"{prefix}{OKRS_FOLDER}"], deep=True)]
    entries = [entry for entry in entries if entry.path.rpartition("/")[2] == ATTRIBUTES_FILE]
    links = {entry.path: f"link {entry.id}" for entry in entries if entry.mode == _LINK}
    blobs = [entry for entry in entries if entry.mode.startswith("100")]
    contents = git.blobs([entry.id for entry in blobs]) if blobs else iter(())
    return {**links, **_transforming({entry.path: raw for entry, raw in zip(blobs, contents, strict=True)})}


def attribute_files_in_working_tree(top: Path, prefix: str) -> Mapping[str, str]:
    """The lines of the working tree that may transform what lies below `okrs/`, in the form of `attribute_files`."""
    paths = [f"{folder}{ATTRIBUTES_FILE}" for folder in _folders(prefix)]
    if (top / prefix / OKRS_FOLDER).is_dir() and not (top / prefix / OKRS_FOLDER).is_symlink():
        below = (path for folder in walk(str(top), f"{prefix}{OKRS_FOLDER}", frozenset()) for path, _ in folder.paths())
        paths += (path for path in below if path.rpartition("/")[2] == ATTRIBUTES_FILE)
    contents = {path: read_plainly(top / path, most=-1) for path in paths if (top / path).is_file()}
    return _transforming({path: raw for path, raw in contents.items() if raw is not None})


def _folders(prefix: str) -> Iterator[str]:
    """The folders from the top of the repository to the root, each with a slash at its end; the top is empty."""
    parts = [part for part in prefix.split("/") if part]
    yield from ("".join(f"{part}/" for part in parts[:count]) for count in range(len(parts) + 1))


def _transforming(contents: Mapping[str, bytes]) -> Mapping[str, str]:
    macros = frozenset(_macros(contents.get(ATTRIBUTES_FILE, b"")))
    lines = {path: "\n".join(_transforming_lines(raw, macros)) for path, raw in contents.items()}
    return {path: text for path, text in lines.items() if text}


def _macros(raw: bytes) -> Iterator[str]:
    """Yields the names of the macros that the file at the top defines, the only one that can."""
    for line in _lines(raw):
        if line.startswith(_MACRO):
            yield from line.removeprefix(_MACRO).split()[:1]


def _transforming_lines(raw: bytes, macros: frozenset[str]) -> Iterator[str]:
    """Yields, in order, the lines that define a macro, or set one or a transforming attribute for files of ours."""
    for line in _lines(raw):
        pattern, attributes = _split(line)
        names = {attribute.lstrip("-!").partition("=")[0] for attribute in attributes}
        if line.startswith(_MACRO) or (names & (_TRANSFORMING | macros) and not _is_of_other_files(pattern)):
            yield line


def _lines(raw: bytes) -> Iterator[str]:
    for line in raw.decode("utf-8-sig", errors="surrogateescape").splitlines():
        stripped = line.strip(" \t\r")
        if stripped and not stripped.startswith("#"):
            yield stripped


def _split(line: str) -> tuple[str, list[str]]:
    """The pattern of a line, which may stand in quotes, and its attributes."""
    if line.startswith('"'):
        pattern, _, rest = line[1:].partition('"')
        return pattern, rest.split()
    pattern, *attributes = line.split()
    return pattern, attributes


def _is_of_other_files(pattern: str) -> bool:
    """Whether a pattern ends in an ending, such as `*.png`, that no file of ours has."""
    name = pattern.rpartition("/")[2]
    match = _ENDING.search(name, name.rfind(".")) if "." in name else None
    if match is None or match.end() < len(name) or "\\" in pattern:
        return False
    return match[1].lower() not in ("yaml", "yml")
