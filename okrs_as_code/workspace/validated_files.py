"""Validates files of goals: each as what its place says that it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pydantic import BaseModel

from okrs_as_code.model.files.mismatch import Mismatch
from okrs_as_code.model.files.validation import validate
from okrs_as_code.workspace.elements.nodes import MODELS
from okrs_as_code.workspace.layout import Location
from okrs_as_code.workspace.reader import ReadFile
from okrs_as_code.workspace.trees.tree import FileTree
from okrs_as_code.yaml.reader import parse


class ValidatedFile(NamedTuple):
    """A file, the model that all of it fits, if it does, and what does not fit."""

    location: Location
    file: ReadFile
    content: BaseModel | None
    mismatches: list[Mismatch]


def validated_files(tree: FileTree, files: Sequence[tuple[Location, ReadFile]]) -> Sequence[ValidatedFile]:
    """Validates files; those that do not fit have a document afterwards, for which they are read again, all at once.

    They are then validated by that, as a file may have changed in between.
    """
    validated = [_validate(location, file) for location, file in files]
    unfit = [at for at, each in enumerate(validated) if each.mismatches and each.file.document is None]
    texts = tree.read([validated[at].location.path for at in unfit]) if unfit else ()
    for at, (path, raw) in zip(unfit, texts, strict=True):
        document = parse(path, raw or b"")
        validated[at] = _validate(validated[at].location, ReadFile(document.data, document))
    return validated


def _validate(location: Location, file: ReadFile) -> ValidatedFile:
    content, mismatches = validate(MODELS[location.kind], file.data) if file.is_readable else (None, [])
    return ValidatedFile(location, file, content, mismatches)
