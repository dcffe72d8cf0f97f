"""Work that no tool of this kind can avoid: the least that it has to do with the same files, step by step.

`python -m benchmarks.floors read|hash|imports|events|data|models ROOT`.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from okrs_as_code.model.files.objective import Objective
    from okrs_as_code.workspace.source_file import SourceFile
    from okrs_as_code.yaml import Document


def files(root: Path) -> list[bytes]:
    """The bytes of every objective."""
    return [path.read_bytes() for path in sorted(root.glob("okrs/20*/*/*.yaml"))]


def events(root: Path) -> None:
    """libyaml's events of every file as Python objects, thrown away."""
    from _ruamel_yaml import CParser  # type: ignore[import-not-found]
    from ruamel.yaml.events import StreamEndEvent

    for content in files(root):
        parser: Any = CParser(content)
        while not isinstance(parser.get_event(), StreamEndEvent):
            pass


def hashes(root: Path) -> None:
    """The hash that git gives every file."""
    import hashlib

    for content in files(root):
        hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def imports(_root: Path) -> None:
    """Everything that a cold lint imports."""
    from okrs_as_code.cache import reader  # noqa: F401
    from okrs_as_code.lint import run  # noqa: F401
    from okrs_as_code.lint.registry import all_rules

    list(all_rules())


def data(root: Path) -> None:
    """Plain data of every file, made of those events."""
    from okrs_as_code.yaml import parse

    for content in files(root):
        _read(parse("", content))


def models(root: Path) -> None:
    """The parsed files, fitted to the models."""
    for _ in _fitted(root):
        pass


def _fitted(root: Path) -> Iterator[tuple[SourceFile, Objective]]:
    from okrs_as_code.model.files.objective import Objective
    from okrs_as_code.model.files.validation import validate
    from okrs_as_code.workspace.layout import EntryKind, locate
    from okrs_as_code.workspace.source_file import SourceFile
    from okrs_as_code.yaml import parse

    for path in sorted(root.glob("okrs/20*/*/*.yaml")):
        name = path.relative_to(root).as_posix()
        document = _read(parse(name, path.read_bytes()))
        content, _ = validate(Objective, document.data)
        if content is None:
            raise ValueError(f"{name} does not fit")
        yield SourceFile(locate(name, EntryKind.FILE), document), content


def _read(document: Document) -> Document:
    if not document.readable:
        raise ValueError("a file cannot be read")
    return document


FLOORS = {
    "read": files,
    "hash": hashes,
    "imports": imports,
    "events": events,
    "data": data,
    "models": models,
}
WORDS = {
    "read": "read the bytes of every file",
    "hash": "read and hash every file, as git does",
    "imports": "import what a cold lint imports, and look at nothing",
    "events": "read every file and take libyaml's events as Python objects",
    "data": "read every file and make data of these events",
    "models": "read every file and fit the data to the models",
    "status": "`git status`",
    "log": "`git log --raw` over the history",
}

if __name__ == "__main__":
    gc.disable()
    FLOORS[sys.argv[1]](Path(sys.argv[2]))
