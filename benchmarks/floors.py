"""What cannot be avoided: the least that any tool of this kind has to do with the same files.

`python -m benchmarks.floors read|events|models ROOT`.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Any


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


FLOORS = {"read": files, "hash": hashes, "events": events}
WORDS = {
    "read": "read the bytes of every file",
    "hash": "read and hash every file, as git does",
    "events": "read every file and take libyaml's events as Python objects",
    "status": "`git status`",
    "log": "`git log --raw` over the history",
}

if __name__ == "__main__":
    gc.disable()
    FLOORS[sys.argv[1]](Path(sys.argv[2]))
