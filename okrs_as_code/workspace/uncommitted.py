"""Whether the files of the working tree differ from those of a commit."""

from __future__ import annotations

from okrs_as_code.git.client import content_id
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.trees.tree import EntryKind, RevisionTree


def differs_from(repository: Repository, commit: str) -> bool:
    """Whether a file in `okrs/` is not as a commit has it: another content, one more or one less.

    Line ends do not count, as a checkout may change them.
    """
    git, tree = repository.require_git(), repository.working_tree
    committed = RevisionTree(git, commit, repository.prefix)
    entries, ids, form = committed.entries(), committed.content_ids(), git.object_format
    if tree.entries() != entries:
        return True
    return any(
        raw is None or ids[path] not in (content_id(raw, form), content_id(raw.replace(b"\r\n", b"\n"), form))
        for path, raw in tree.read(path for path, kind in entries.items() if kind is EntryKind.FILE)
    )
