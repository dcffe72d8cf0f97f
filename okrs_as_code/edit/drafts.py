"""Files on their way to another content or another place: nothing is written, and each edit sees those before it."""

from __future__ import annotations

from collections.abc import Sequence

from okrs_as_code.edit.acceptance import raw_of
from okrs_as_code.edit.edits import Edit, carried_out
from okrs_as_code.edit.splice import apply
from okrs_as_code.errors import OkrsError
from okrs_as_code.source import Document
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.rewriting import FileChange
from okrs_as_code.workspace.tree import WorkingTree


class Drafts:
    """Edits and moves of files of the working tree, by path."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._documents: dict[str, Document] = {}
        self._targets: dict[str, str] = {}

    def document(self, path: str) -> Document:
        """A file as it stands after the edits so far."""
        return self._documents.get(path) or self._repository.workspace.files[path].document

    def edit(self, path: str, edits: Sequence[Edit]) -> None:
        """Edits a file; raises OkrsError where that cannot be done, see `splice.apply`."""
        document = self.document(path)
        self._documents[path] = apply(document, edits, carried_out(document.data, edits))

    def move(self, path: str, target: str) -> None:
        """Moves a file; raises OkrsError where something has that name."""
        if (self._repository.root / target).exists():
            raise OkrsError(
                f"{target} is there already", "nothing was written; choose another name, or remove it first"
            )
        self._targets[path] = target

    @property
    def edited(self) -> tuple[str, ...]:
        """Paths of the files that say something else, in the order of the edits."""
        return tuple(self._documents)

    def changes(self) -> tuple[FileChange, ...]:
        """All of it; a file that only moves keeps every byte, whether it can be read or not."""
        found = []
        read = WorkingTree(self._repository.root).read
        for path in sorted({*self._documents, *self._targets}):
            if path in self._documents:
                was, after = self._repository.workspace.files[path].document, self._documents[path]
                before, raw = raw_of(was.text.text, was.text), raw_of(after.text.text, after.text)
            else:
                [(_, content)] = read([path])
                if content is None:
                    raise OkrsError(f"{path} cannot be read", "nothing was written; see to it first")
                before = raw = content
            found.append(FileChange(path, before, raw, self._targets.get(path)))
        return tuple(found)
