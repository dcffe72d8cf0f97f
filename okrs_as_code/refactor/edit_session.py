"""Files on their way to another content or another place: nothing is written, and each edit sees those before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from okrs_as_code.errors import OkrsError
from okrs_as_code.workspace.file_change import FileChange, change_between
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.tree import WorkingTree
from okrs_as_code.yaml import Document
from okrs_as_code.yaml.edits import Edit, edit_data
from okrs_as_code.yaml.splice import apply_edits


class EditSession:
    """Edits and moves of files of the working tree, by path."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._documents: dict[str, Document] = {}
        self._targets: dict[str, str] = {}

    def document(self, path: str) -> Document:
        """A file as it stands after the edits so far."""
        return self._documents.get(path) or self._repository.workspace.files[path].document

    def edit(self, path: str, edits: Sequence[Edit]) -> None:
        """Edits a file; raises OkrsError where that cannot be done, see `splice.apply`, and where a comment goes."""
        document = self.document(path)
        edited = apply_edits(document, edits, edit_data(document.data, edits))
        for comment in _comments(document) - _comments(edited):
            raise OkrsError(f"{path}: the comment `{comment}` would be lost", "remove it, or change the file by hand")
        self.put(path, edited)

    def put(self, path: str, document: Document) -> None:
        """Lets a file become another document, which was accepted in place of the one before."""
        self._documents[path] = document

    def is_taken(self, target: str) -> bool:
        """Whether something has that name, or will have it."""
        return (self._repository.root / target).exists() or target in self._targets.values()

    def is_moved(self, path: str) -> bool:
        """Whether a file is to get another name."""
        return path in self._targets

    def move(self, path: str, target: str) -> None:
        """Moves a file; raises OkrsError where something has that name."""
        if self.is_taken(target):
            raise OkrsError(
                f"{target} is there already", "nothing was written; choose another name, or remove it first"
            )
        self._targets[path] = target

    def changes(self) -> tuple[FileChange, ...]:
        """All of it; a file that only moves keeps every byte, whether it can be read or not."""
        found = []
        read = WorkingTree(self._repository.root).read
        for path in sorted({*self._documents, *self._targets}):
            target = self._targets.get(path)
            if path in self._documents:
                found.append(
                    change_between(self._repository.workspace.files[path].document, self._documents[path], target)
                )
                continue
            [(_, content)] = read([path])
            if content is None:
                raise OkrsError(f"{path} cannot be read", "nothing was written; see to it first")
            found.append(FileChange(path, content, content, target))
        return tuple(found)


def _comments(document: Document) -> Counter[str]:
    return Counter(comment.rstrip() for _, comment in document.comments())
