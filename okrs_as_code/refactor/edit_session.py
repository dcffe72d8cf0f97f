"""Edits and moves of several files: nothing is written, and each edit sees those before it."""

from __future__ import annotations

from collections.abc import Sequence

from okrs_as_code.errors import OkrsError
from okrs_as_code.refactor.comments import count_comments
from okrs_as_code.storage.atomic_write import name_taken_error
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.trees.file_change import FileChange, change_between
from okrs_as_code.workspace.trees.tree import WorkingTree
from okrs_as_code.yaml import Document
from okrs_as_code.yaml.edits import Edit, edit_data
from okrs_as_code.yaml.splice import apply_edits


class EditSession:
    """The edits and moves of files of the working tree, by path."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._documents: dict[str, Document] = {}
        self._targets: dict[str, str] = {}

    def document(self, path: str) -> Document:
        """The document of a file after the edits so far."""
        return self._documents.get(path) or self._repository.workspace.files[path].document

    def edit(self, path: str, edits: Sequence[Edit]) -> None:
        """Edits a file. Raises OkrsError as `apply_edits`, and where a comment would be lost."""
        document = self.document(path)
        edited = apply_edits(document, edits, edit_data(document.data, edits))
        for comment in count_comments(document) - count_comments(edited):
            raise OkrsError(f"{path}: the comment `{comment}` would be lost", "remove it, or change the file by hand")
        self.put(path, edited)

    def put(self, path: str, document: Document) -> None:
        """Replaces the document of a file by another, which was verified before; see `verify_edit`."""
        self._documents[path] = document

    def is_taken(self, target: str) -> bool:
        """Whether something has that path, or will have it."""
        return (self._repository.root / target).exists() or target in self._targets.values()

    def is_moved(self, path: str) -> bool:
        """Whether a file is to get another path."""
        return path in self._targets

    def move(self, path: str, target: str) -> None:
        """Moves a file. Raises OkrsError where something has that path."""
        if self.is_taken(target):
            raise name_taken_error(target)
        self._targets[path] = target

    def changes(self) -> tuple[FileChange, ...]:
        """The changes, sorted by path; a file that only moves keeps every byte, whether it can be parsed or not.

        Raises OkrsError for a file that moves and cannot be read.
        """
        changes = []
        read = WorkingTree(self._repository.root).read
        for path in sorted({*self._documents, *self._targets}):
            target = self._targets.get(path)
            if path in self._documents:
                changes.append(
                    change_between(self._repository.workspace.files[path].document, self._documents[path], target)
                )
                continue
            [(_, content)] = read([path])
            if content is None:
                raise OkrsError(f"{path} cannot be read", "nothing was written; see to it first")
            changes.append(FileChange(path, content, content, target))
        return tuple(changes)
