"""Makes small repositories on disk for tests."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
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


def commit(root: Path, message: str = "x") -> str:
    """Commits everything and returns the commit's id."""
    if not (root / ".git").exists():
        git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", message)
    return git(root, "rev-parse", "HEAD").strip()
