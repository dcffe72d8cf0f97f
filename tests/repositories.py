"""Makes small repositories on disk for tests."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.scenarios.playing import GIT

PEOPLE = "people:\n  ana: {name: Ana}\n  mara: {name: Mara, manager: ana}\n  bo: {name: Bo, manager: mara}\n"
OBJECTIVE = """\
title: Make organic search our best source of qualified pipeline
why: Paid acquisition doubled in price.
owner: mara
key_results:
  - id: pillar-posts
    title: Publish three in-depth posts
    owner: bo
    measure: {type: metric, baseline: 0, target: 3, unit: posts}
  - id: subscribers
    title: Raise newsletter subscribers from 200 to 500
    owner: mara
    measure: {type: metric, baseline: 200, target: 500, unit: people}
"""
GOAL = "okrs/2026-Q4/company/organic-pipeline.yaml"
SMALL = {"okrs/people.yaml": PEOPLE, GOAL: OBJECTIVE}


def make(root: Path, files: Mapping[str, str | bytes] = SMALL) -> Path:
    """Writes files below a root."""
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def git(root: Path, *arguments: str) -> str:
    """Runs git for real, as a fixed person."""
    done = subprocess.run(
        ["git", *arguments], cwd=root, env={**os.environ, **GIT}, capture_output=True, text=True, check=True
    )
    return done.stdout


@cache
def _empty_repository() -> Path:
    """Git's own files of a new repository; copying them takes a fourth of the time of making them."""
    folder = Path(tempfile.mkdtemp(prefix="okrs-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    git(folder, "init", "-q", "-b", "main")
    return folder / ".git"


def commit(root: Path, message: str = "x") -> str:
    """Commits everything and returns the commit's id."""
    if not (root / ".git").exists():
        shutil.copytree(_empty_repository(), root / ".git")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", message)
    return head(root)


def head(root: Path) -> str:
    """The id of the commit that is checked out, read from git's files where it stands there."""
    text = (root / ".git/HEAD").read_text(encoding="utf-8").strip() if (root / ".git").is_dir() else ""
    branch = root / ".git" / text.removeprefix("ref: ")
    return branch.read_text(encoding="utf-8").strip() if branch.is_file() else git(root, "rev-parse", "HEAD").strip()


def without_digests(text: str) -> str:
    """A text without the digits of their content in names of records, which say nothing to the reader of a test."""
    return re.sub(r"(\d{4}-\d\d-\d\d-[a-z][a-z0-9-]*(?:\.\d{1,3})?)\.[0-9a-f]{6}(?![0-9A-Za-z])", r"\1", text)


def record_file(folder: Path, name: str) -> Path:
    """The one record in a folder whose name is this, and then the digits of its content."""
    [path] = [path for path in folder.iterdir() if without_digests(path.name) == f"{name}.yaml"]
    return path
