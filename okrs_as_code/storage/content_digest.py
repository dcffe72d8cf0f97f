"""Digests of what a file or a folder of files holds, whatever its times are."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path


def digest_of(content: bytes | Mapping[str, bytes]) -> str:
    """The digest of a file's bytes, or of the files of a folder by name."""
    if isinstance(content, bytes):
        return _digest(content)
    lines = "".join(f"{_digest(content[name])} {name}\n" for name in sorted(content))
    return f"folder {_digest(lines.encode(errors='surrogateescape'))}"


def digest_at(path: Path) -> str | None:
    """The digest of what stands at a path; None for links, folders with anything but files, and what cannot be read."""
    try:
        if path.is_symlink():
            return None
        if not path.is_dir():
            return digest_of(path.read_bytes())
        entries = list(path.iterdir())
        if not all(entry.is_file() and not entry.is_symlink() for entry in entries):
            return None
        return digest_of({entry.name: entry.read_bytes() for entry in entries})
    except OSError:
        return None


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
