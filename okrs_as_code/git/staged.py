"""The staged change: the tree of the next commit, and the commits that it will have for parents."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.git.client import OBJECT_ID, Git
from okrs_as_code.git.execution import command_error

_LOCK_TRIES, _LOCK_PAUSE = 20, 0.1
"""How often, and after how many seconds, a lock is tried that hooks which run side by side hold for a moment."""
_MERGED_HEAD = "GITHEAD_"
"""The beginning of a variable that ends in the id of a commit: `git merge` has one for each that it merges."""


@dataclass(frozen=True)
class StagedChange:
    """The tree of the next commit, and that of each of its parents: first of HEAD, and in a merge of what is merged.

    Before the first commit there is one parent, the empty tree.
    """

    tree: str
    parents: tuple[str, ...]

    def paths(self, git: Git) -> frozenset[str]:
        """The paths, from the top, that differ from the first parent."""
        out = git.output("diff-tree", "-r", "-z", "--name-only", "--no-renames", self.parents[0], self.tree)
        return frozenset(os.fsdecode(path) for path in out.split(b"\0")[:-1])


def staged_change(git: Git) -> StagedChange:
    """The change that `git commit` would commit now: in its hook that of this commit, also with `-a` or of named files.

    Raises OkrsError while a merge has left conflicts.
    """
    heads = git.heads()
    parents = [*heads[:1], *(commit for commit in _merged(git) if commit not in heads[:1])]
    return StagedChange(_tree_of_index(git), tuple(parents) or (_empty_tree(git),))


def _tree_of_index(git: Git) -> str:
    """The tree that git makes of the index, in which a file that is only intended to be added is not."""
    for _ in range(_LOCK_TRIES):
        status, out, err = git.run("write-tree", index=_index_of_commit(git))
        if status == 0:
            return out.decode().strip()
        if "unmerged" in err:
            raise OkrsError("a merge has left conflicts, so nothing can be committed", "solve them, and `git add` them")
        if ".lock" not in err:
            break
        time.sleep(_LOCK_PAUSE)
    raise command_error("write-tree", status, err)


def _index_of_commit(git: Git) -> Path | None:
    """The index that a hook is given by `git commit`, where that is one of this repository; else None.

    With `-a`, or of named files, a commit is made of an index of its own.
    """
    name = os.environ.get("GIT_INDEX_FILE")
    if not name:
        return None
    index = (git.top / name).resolve()
    return index if index.parent == git.folder.resolve() else None


def _merged(git: Git) -> list[str]:
    """The commits that are being merged into HEAD.

    Before its hook `git merge` has written them down nowhere but in the hook's environment.
    """
    try:
        ids = (git.folder / "MERGE_HEAD").read_text(encoding="ascii").split()
    except (OSError, ValueError):
        ids = [name.removeprefix(_MERGED_HEAD) for name in sorted(os.environ) if name.startswith(_MERGED_HEAD)]
    return [id_ for id_ in ids if OBJECT_ID.fullmatch(id_) and git.has(id_)]


def _empty_tree(git: Git) -> str:
    """The id of a tree without entries, which git knows without having it."""
    return git.output("hash-object", "-t", "tree", "--stdin", stdin=b"").decode().strip()
