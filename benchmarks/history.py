"""One objective's versions over a whole history, read by us and by a loop over GitPython's commits and diffs.

`python -m benchmarks.history ours|gitpython ROOT PATH` prints, newest first, each commit that changed the file and the
hash of what the file then was.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Version = tuple[str, str]


def by_gitpython(root: Path, path: str) -> Iterator[Version]:
    """The version that one writes first: each commit is compared with its parent."""
    import git

    repository = git.Repo(root)
    for commit in repository.iter_commits("HEAD", first_parent=True):
        parent: Any = commit.parents[0] if commit.parents else git.NULL_TREE
        for difference in commit.diff(parent):
            if path in (difference.a_path, difference.b_path):
                yield commit.hexsha, _hash(commit.tree[path].data_stream.read())


def by_us(root: Path, path: str) -> Iterator[Version]:
    """The versions of a file by our own reading of history."""
    from okrs_as_code.git.client import Git
    from okrs_as_code.git.history import file_versions

    for version in file_versions(Git(root), path):
        yield version.commit, _hash(version.content)


READERS = {"ours": by_us, "gitpython": by_gitpython}


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    print(json.dumps(list(READERS[sys.argv[1]](Path(sys.argv[2]), sys.argv[3]))))
