"""A repository with a history in which there is something to find for every command, and somewhere for a trap."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.organisation import CHECK_INS, GOAL, organisation
from tests.repositories import commit, git, make
from tests.scenarios.playing import GIT

OBJECTIVE = f"okrs/2026-Q4/{GOAL}.yaml"
NOTES = "okrs/guide.md"
"""It had another name once."""
BESIDE = {
    ".github/workflows/okrs.yml": "on: push\n",
    ".gitignore": "*.bak\n",
    ".gitmodules": '[submodule "vendor"]\n\tpath = vendor\n\turl = ../vendor\n',
    "CODEOWNERS": "* @ana\n",
    "README.md": "one\n",
    "okrs/notes.md": "What we learned.\n" * 5,
    "templates/notes.txt": "ours\n",
}
SIGNATURES = {
    "PGP": "iQ==",
    "SSH": "U1NIU0lHAAAAAQ==",
}


def template(folder: Path) -> Path:
    """Two branches and their merge, two commits that say they are signed, a submodule, and unfinished work."""
    inner = commit(make(folder / "vendor", {"x": "x"}))
    root = organisation(make(folder / "work", BESIDE))
    git(root, "init", "-q", "-b", "main", "--template=")
    git(root, "clone", "-q", "--no-hardlinks", "--template=", str(folder / "vendor"), "vendor")
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{inner},vendor")
    git(root, "add", "-A")
    with pytest.MonkeyPatch.context() as patch:
        _on(patch, "2026-10-01")
        git(root, "commit", "-q", "-m", "start")
        git(root, "branch", "base")
        git(root, "checkout", "-q", "-b", "side")
        _on(patch, "2026-10-10")
        _edit(root, OBJECTIVE, "target: 3", "target: 4")
        git(root, "commit", "-q", "-a", "-m", "Aim higher\n\nSigned-off-by: Bo <bo@example.com>")
        git(root, "checkout", "-q", "main")
        _on(patch, "2026-10-11")
        make(root, {"README.md": "two\n"})
        git(root, "mv", "okrs/notes.md", NOTES)
        git(root, "commit", "-q", "-a", "-m", "readme")
        _on(patch, "2026-10-12")
        git(root, "merge", "-q", "--no-ff", "--no-edit", "side")
        for number, (kind, signature) in enumerate(SIGNATURES.items()):
            _on(patch, f"2026-10-{13 + number}")
            make(root, {"README.md": f"{kind}\n"})
            git(root, "commit", "-q", "-a", "-m", kind)
            _sign(root, kind, signature)
    git(root, "remote", "add", "origin", "https://github.com/example/okrs")
    git(root, "config", "user.name", "Bo")
    git(root, "config", "user.email", "bo@example.com")
    _edit(root, OBJECTIVE, "target: 4", "target: 5")
    record = f"by: mara\ndate: 2026-11-12\nkey_results:\n  {GOAL}/leads: {{value: 140}}\n"
    return make(root, {"README.md": "unfinished\n", "okrs/x.bak": "x", f"{CHECK_INS}/2026-11-12-mara.yaml": record})


def copy(of: Path, to: Path) -> Path:
    """A copy of the repository elsewhere, with all that belongs to it."""
    shutil.copytree(of, to, symlinks=True)
    return to


def configure(root: Path, settings: Mapping[str, str]) -> None:
    """Writes into the repository's own configuration."""
    for key, value in settings.items():
        git(root, "config", "--add", key, value)


def _on(patch: pytest.MonkeyPatch, day: str) -> None:
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        patch.setitem(GIT, name, f"{day}T12:00:00Z")


def _edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


def _sign(root: Path, kind: str, signature: str) -> None:
    """Puts a signature into the last commit: whoever checks it starts a program."""
    header, _, message = git(root, "cat-file", "commit", "HEAD").partition("\n\n")
    mark = f"-----BEGIN {kind} SIGNATURE-----\n \n {signature}\n -----END {kind} SIGNATURE-----"
    text = f"{header}\ngpgsig {mark}\n\n{message}"
    made = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin"],
        cwd=root, input=text, capture_output=True, text=True, check=True,
    )  # fmt: skip
    git(root, "update-ref", "HEAD", made.stdout.strip())
