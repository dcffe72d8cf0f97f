"""Which files git has kept already: a record among them is never edited, and never renamed by the tool."""

from __future__ import annotations

from pathlib import Path

from okrs_as_code.workspace.git import Git
from okrs_as_code.workspace.tree import FOLDER, prefix_of


def committed_files(root: Path, git: Git | None) -> frozenset[str] | None:
    """Paths below `okrs/` in the commit that is checked out, and in one that is being merged into it.

    None in a plain folder, where nobody can tell.
    """
    if git is None:
        return None
    prefix = prefix_of(root, git)
    trees = (git.tree(commit, f"{prefix}{FOLDER}/") for commit in git.heads())
    return frozenset(entry.path.removeprefix(prefix) for tree in trees for entry in tree)
