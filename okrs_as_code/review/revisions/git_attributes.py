"""Files of ours that git changes by its own: another text in a checkout or a merge, or none, as it ignores them.

People then see, or merge, what nobody judged.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.git.client import Git
from okrs_as_code.git.listing import TreeEntry
from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.workspace.trees.git_ignore import NAME as IGNORE_FILE
from okrs_as_code.workspace.trees.tree import read_plainly
from okrs_as_code.workspace.trees.walk import walk

ATTRIBUTES_FILE = ".gitattributes"
_PATTERN_FILES = (ATTRIBUTES_FILE, IGNORE_FILE)
_MACRO = "[attr]"
_TRANSFORMING = frozenset(("working-tree-encoding", "filter", "ident", "merge", "binary"))
"""Attributes that make another text; `binary` is git's own macro, with `-merge` in it."""
_ENDING = lazy_pattern(r"\.([A-Za-z0-9_-]+)")
_ENDINGS = (".yaml", ".yml")
_LINK = "120000"


def attribute_files(git: Git, prefix: str, commit: str, below_okrs: Iterable[TreeEntry]) -> Mapping[str, str]:
    """The lines of a commit that may transform or hide what lies below `okrs/`, by the path of their file.

    Files without such a line are left out. `prefix` is the root's path from the top of the repository, and
    `below_okrs` all entries below `okrs/`. Names count in any case, as they do on a disk where case is none.
    """
    ways = git.listing(commit, [folder or "./" for folder in _folders(prefix)])
    entries = [entry for entry in (*ways, *below_okrs) if _is_pattern_file(entry.path)]
    links = {entry.path: f"link {entry.id}" for entry in entries if entry.mode == _LINK}
    blobs = [entry for entry in entries if entry.mode.startswith("100")]
    contents = git.blobs([entry.id for entry in blobs]) if blobs else iter(())
    return {**links, **_transforming({entry.path: raw for entry, raw in zip(blobs, contents, strict=True)})}


def attribute_files_in_working_tree(top: Path, prefix: str) -> Mapping[str, str]:
    """The lines of `attribute_files`, in the working tree."""
    paths = [f"{folder}{name}" for folder in _folders(prefix) for name in _names_in(top / folder)]
    if (top / prefix / OKRS_FOLDER).is_dir() and not (top / prefix / OKRS_FOLDER).is_symlink():
        below = (path for folder in walk(str(top), f"{prefix}{OKRS_FOLDER}", frozenset()) for path, _ in folder.paths())
        paths += filter(_is_pattern_file, below)
    contents = {path: read_plainly(top / path, most=-1) for path in paths if (top / path).is_file()}
    return _transforming({path: raw for path, raw in contents.items() if raw is not None})


def _folders(prefix: str) -> Iterator[str]:
    """The folders from the top of the repository to the root, each with a slash at its end; the top is empty."""
    parts = [part for part in prefix.split("/") if part]
    yield from ("".join(f"{part}/" for part in parts[:count]) for count in range(len(parts) + 1))


def _is_pattern_file(path: str) -> bool:
    return path.rpartition("/")[2].lower() in _PATTERN_FILES


def _names_in(folder: Path) -> Iterator[str]:
    """The names in a folder of files with patterns."""
    try:
        yield from (name for name in os.listdir(folder) if _is_pattern_file(name))  # noqa: PTH208  names are enough
    except OSError:
        return


def _transforming(contents: Mapping[str, bytes]) -> Mapping[str, str]:
    at_top = (raw for path, raw in contents.items() if path.lower() == ATTRIBUTES_FILE)
    macros = frozenset(macro for raw in at_top for macro in _macros(raw))
    lines = {path: "\n".join(_lines_that_count(path, raw, macros)) for path, raw in contents.items()}
    return {path: text for path, text in lines.items() if text}


def _lines_that_count(path: str, raw: bytes, macros: frozenset[str]) -> Iterator[str]:
    if path.lower().endswith(ATTRIBUTES_FILE):
        return _transforming_lines(raw, macros)
    return _hiding_lines(raw, is_inside=OKRS_FOLDER in path.split("/")[:-1])


def _hiding_lines(raw: bytes, *, is_inside: bool) -> Iterator[str]:
    """Yields, in order, the lines by which git may leave out files of ours that it does not know yet.

    Above `okrs/` these are lines that name it, or files of ours by their ending: what a repository ignores besides is
    its own affair.
    """
    for line in _lines(raw):
        pattern = line.rstrip("/")
        names_ours = OKRS_FOLDER in pattern.lower() or pattern.lower().endswith(_ENDINGS)
        if not _is_of_other_files(pattern) and (is_inside or names_ours or not pattern.strip("*/!")):
            yield line


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
    return f".{match[1].lower()}" not in _ENDINGS
