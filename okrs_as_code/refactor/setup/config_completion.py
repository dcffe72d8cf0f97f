"""The keys that `okrs init` adds to a config.yaml that is there: the repository's address, and its forge."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import CONFIG_FILE
from okrs_as_code.model.files.config import Forge, forge_of_address
from okrs_as_code.storage.atomic_write import replace_bytes
from okrs_as_code.workspace.trees.tree import read_plainly
from okrs_as_code.yaml import Document
from okrs_as_code.yaml.edit_check import encode_like, verify_edit
from okrs_as_code.yaml.edits import Edit, InsertKey
from okrs_as_code.yaml.reader import parse
from okrs_as_code.yaml.splice import apply_edits

_HINT = re.compile(r"(?m)^#[ ]*repository:[ ]*https://[^\s/]+/your/okrs\b[^\r\n]*")
"""The comment that stands in place of an address that `okrs init` did not know."""


def complete_config(root: Path, address: str | None, forge: Forge | None) -> tuple[str, ...]:
    """Adds the address and the forge, where config.yaml names none; returns the keys that were added.

    `forge` is added where the address does not imply it. Raises OkrsError where the file cannot be read or written.
    """
    path = root / CONFIG_FILE
    raw = read_plainly(path)
    document = parse(CONFIG_FILE, raw or b"")
    data = document.data
    if raw is None or document.problems or not isinstance(data, dict):
        raise OkrsError(f"{CONFIG_FILE} cannot be read", "fix what `okrs lint` says about it, and run this again")
    added: dict[str, str] = {}
    known = data.get("repository", address)
    if "repository" not in data and address is not None:
        added["repository"] = address
    implied = forge_of_address(known) if isinstance(known, str) else "none"
    if forge is not None and "forge" not in data and forge != implied:
        added["forge"] = forge
    if added:
        edited = _with_keys(document, data, added)
        replace_bytes(path, encode_like(edited.text.text, document.text))
    return tuple(added)


def _with_keys(document: Document, data: Mapping[str, Any], added: Mapping[str, str]) -> Document:
    """The document with some keys more: in place of our hint, else behind what the model has in front of them."""
    text = document.text.text
    line_break = "\r\n" if "\r\n" in text else "\n"
    lines = line_break.join(f"{key}: {value}" for key, value in added.items())
    hint = _HINT.search(text) if "repository" in added else None
    if hint is not None:
        return verify_edit(document, f"{text[: hint.start()]}{lines}{text[hint.end() :]}", {**data, **added})
    edits: list[Edit] = []
    after = next((key for key in ("repository", "organization") if key in data), None)
    for key, value in added.items():
        edits.append(InsertKey((), key, value, after))
        after = key
    return apply_edits(document, edits, {**data, **added})
